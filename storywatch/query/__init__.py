"""The query language: one syntax, one analysis of text, and the readings that all agree."""

from storywatch.query.analysed import AnalysedStory, analyse
from storywatch.query.match import match
from storywatch.query.matcher import TopicSet
from storywatch.query.parse import parse
from storywatch.query.syntax import Query

__all__ = ["AnalysedStory", "Query", "TopicSet", "analyse", "match", "parse"]
