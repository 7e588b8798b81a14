"""How an explanation is told: the verdict, and each clause with where it was met or missed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from rich.text import Text

from storywatch.cli.passages import excerpts, styled
from storywatch.cli.printing import on_terminal, say
from storywatch.query.explain import Clause, Explanation, Finding
from storywatch.story import Story
from storywatch.topic import Topic

INDENT = 3
SAID = {
    Finding.MET: "found",
    Finding.ABSENT: "rightly absent",
    Finding.MISSING: "missing",
    Finding.VETOED: "excluded by",
    Finding.OUT_OF_SCOPE: "out of scope",
}


def explanation_document(topic: Topic, story: Story, explanation: Explanation) -> dict[str, Any]:
    """Returns the explanation as plain JSON values."""
    return {
        "topic": topic.id,
        "story": story.id,
        "outlet": story.outlet,
        "title": story.title,
        "url": story.url,
        "matched": explanation.matched,
        "clauses": [
            {**asdict(clause), "finding": clause.finding.value} for clause in explanation.clauses
        ],
    }


def print_explanation(topic: Topic, story: Story, explanation: Explanation) -> None:
    """Prints the verdict and its clauses, with the first passages of each in their context."""
    say(f"{topic.id}: {_verdict(explanation)}")
    for clause in explanation.clauses:
        for line in lines_of(clause, story):
            say(line, indent=INDENT)


def lines_of(clause: Clause, story: Story) -> Iterator[str | Text]:
    """Yields what there is to say of one clause."""
    near = f" ({clause.near})" if clause.near else ""
    count = len(clause.passages)
    often = f", {count} times" if count > 1 and clause.finding is not Finding.MISSING else ""
    yield f"{SAID[clause.finding]}: {clause.clause}{often}{near}"
    for excerpt in excerpts(story, clause.passages):
        line = Text(f"   in {excerpt.field}: ")
        yield line.append_text(styled(excerpt) if on_terminal() else Text(str(excerpt)))


def _verdict(explanation: Explanation) -> str:
    if explanation.matched:
        return "it matches"
    count = len(explanation.blockers)
    return f"it does not match, for {count} {'clause' if count == 1 else 'clauses'}"
