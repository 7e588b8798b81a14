"""Whether a page's story could meet any topic: asked before the reading, never wrongly no.

A page is taken as a story of all its words, and each topic as what it asks of words:
exclusions, dates, outlets, authors and how words stand to each other are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from storywatch.outlet import Outlet
from storywatch.query.analysed import analyse
from storywatch.query.analysis import words
from storywatch.query.fields import SEARCHED
from storywatch.query.glance import glance_for
from storywatch.query.matcher import TopicSet
from storywatch.query.page_text import page_text, words_apart
from storywatch.query.standing import StandingQueries
from storywatch.query.syntax import (
    And,
    Everything,
    Exact,
    Near,
    Or,
    Phrase,
    Prefix,
    Term,
    Tree,
    Wildcard,
    Words,
    all_of,
    any_of,
    words_of,
)
from storywatch.story import Page, Story
from storywatch.topic import Topic


class Prefilter:
    """Topics ready to be asked of pages; it can be pickled, so that worker processes hold one."""

    def __init__(self, topics: TopicSet, outlets: Mapping[str, Outlet] | None = None) -> None:
        self._outlets = dict(outlets or {})
        self._topics = topics.in_force
        self._queries = StandingQueries(
            (topic.id, loose(tree), topic.stemming) for topic, tree in topics.trees()
        )
        self._glance = glance_for(self._queries.required)

    def can_match(self, page: Page) -> bool:
        """Returns False only if no topic can be met by the story that the page tells.

        It answers True where it is not sure: for topics that ask for no word of a story's text,
        and for pages too large or too tangled to be looked through.
        """
        possible = self.possible(page)
        return possible is None or any(True for _ in possible)

    def possible(self, page: Page) -> Iterator[Topic] | None:
        """Yields the topics that the page's story may meet; None if that cannot be told."""
        text = page_text(page)
        if text is None:
            return None
        if self._glance and not self._glance.may_find(text):
            return iter(())
        return self._possible(page, text)

    def _possible(self, page: Page, text: str) -> Iterator[Topic]:
        story = analyse(_as_story(page, *words_apart(text)))
        reading = self._queries.reading(story)
        outlet = self._outlets.get(page.outlet)
        for one in self._queries.met(reading):
            topic = self._topics[one.asker]
            if topic.covers(outlet, None):
                yield topic


def loose(tree: Tree) -> Tree:
    """Returns a tree that holds wherever `tree` may, and that asks for words in the text alone."""
    match tree:
        case And(parts):
            return all_of(tuple(map(loose, parts)))
        case Or(parts):
            return any_of(tuple(map(loose, parts)))
        case Term() | Phrase() | Near() | Prefix() | Wildcard() | Exact():
            is_of_text = tree.field is None or tree.field in SEARCHED
            return _words_alone(tree) if is_of_text else Everything()
        case _:
            return Everything()


def _words_alone(leaf: Words) -> Tree:
    match leaf:
        case Prefix(start):
            return Prefix(start)
        case Wildcard(form):
            return Wildcard(form)
        case Exact(found):
            wanted = words(" ".join(found))
        case _:
            wanted = list(words_of(leaf))
    return all_of(tuple(Term(word) for word in dict.fromkeys(wanted)))


def _as_story(page: Page, title: str, standfirst: str, body: str) -> Story:
    return Story(
        id="",
        outlet="",
        url="",
        title=title,
        standfirst=standfirst,
        body=body,
        first_seen_at=page.fetched_at,
        fetched_at=page.fetched_at,
    )
