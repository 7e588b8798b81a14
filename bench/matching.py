"""How matching behaves as topics grow in number, and whether all readings of a query agree.

`python -m bench.matching` prints the table of docs/matching.md, `--quick` a short form of it.
`--differential` compares all readings of random queries over the corpus' stories instead.
"""

from __future__ import annotations

import argparse
import gc
import json
import re
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from random import Random
from typing import TypeVar

from bench.zipf_topics import Vocabulary, topics
from storywatch.query import AnalysedStory, TopicSet, analyse, parse
from storywatch.query.syntax import (
    And,
    Exact,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Term,
    Tree,
    Wildcard,
)
from storywatch.story import Story
from storywatch.topic import Topic

T = TypeVar("T")
CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "dev"
WHENEVER = datetime(2025, 12, 2, tzinfo=UTC)
STORIES = 60
LEAD = 600  # characters of a story that the readings are compared on
REGEX_TOPICS, REGEX_STORIES = 10_000, 4
RUNS = 5
AT_ONCE = 2_000  # queries of the comparison
FEW = 1_000
FEWEST_TIMES_FASTER = 1_000  # than a loop of regexes, when both decide
MOST_BYTES = 2_000  # a topic, of a thousand or more
MOST_TIMES_DEARER = 5.0  # a story, than at 1,000 topics, when it meets no more of them


def main(argv: list[str] | None = None) -> int:
    """Prints the asked measures; returns 1 where one is out of bounds, 2 without the corpus."""
    options = _options(argv)
    if not CORPUS.is_dir():
        print(f"bench matching: no measuring pages at {CORPUS}", file=sys.stderr)
        return 2
    stories = corpus_stories(CORPUS)
    if options.differential:
        return _differential(stories, options.queries)
    vocabulary = Vocabulary(f"{story.title} {story.body}" for story in stories)
    counts = (100, 1_000, 10_000) if options.quick else (100, 1_000, 10_000, 100_000)
    rows = [_measured(vocabulary, count, stories[:STORIES]) for count in counts]
    _print_rows(rows)
    deciding, whole = _regex_ratios(topics(vocabulary, REGEX_TOPICS), stories[:REGEX_STORIES])
    dearer, deciding_dearer = _equal_matches(vocabulary, counts[-1], stories[:STORIES])
    print(
        f"{deciding:,.0f} times faster than a loop of compiled regexes at {REGEX_TOPICS:,} topics, "
        f"{whole:,.0f} with the analysis of the story's text\n"
        f"with equal matches a story costs {dearer:.1f} times as much at {counts[-1]:,} topics "
        f"as at {FEW:,}, and deciding alone {deciding_dearer:.1f} times"
    )
    is_heavy = any(row.bytes_a_topic > MOST_BYTES for row in rows if row.topics >= FEW)
    return int(deciding < FEWEST_TIMES_FASTER or dearer > MOST_TIMES_DEARER or is_heavy)


def corpus_stories(corpus: Path) -> list[Story]:
    """Returns the stories whose text the corpus knows, in an order that mixes its sets."""
    truth = json.loads((corpus / "truth.json").read_text("utf-8"))
    found = [
        Story(
            id=str(number),
            outlet=re.sub(r"\W+", "_", record["domain"]),
            url=record["url"],
            title=record["truth"].get("title") or "",
            body="\n".join(part["t"] for part in record["truth"]["body"]),
            authors=tuple(record["truth"].get("authors") or ()),
            first_seen_at=WHENEVER,
            fetched_at=WHENEVER,
        )
        for number, record in enumerate(truth)
        if record["truth"].get("body") and record["language"] in (None, "en")
    ]
    Random(1).shuffle(found)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What matching costs with so many topics."""

    topics: int
    build: float
    change: float
    bytes_a_topic: float
    milliseconds: float
    deciding: float
    matches: float


def _options(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.matching", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="up to 10,000 topics only")
    parser.add_argument("--differential", action="store_true", help="compares the readings")
    parser.add_argument("--queries", type=int, default=20_000, help="of the comparison")
    return parser.parse_known_args(argv)[0]


def _measured(vocabulary: Vocabulary, count: int, stories: Sequence[Story]) -> Row:
    declared = topics(vocabulary, count)
    build, together = _timed(lambda: TopicSet(declared))
    together.match(stories[0])  # the first match builds the automaton
    gc.collect()
    gc.freeze()  # as a process that holds so many topics should
    analysed = [_read(story) for story in stories]
    deciding = _least(lambda: [together.met_by(story) for story in analysed])
    spent = _least(lambda: [together.match_analysed(story) for story in analysed])
    another = topics(vocabulary, 1, seed=2)[0]
    change = _least(lambda: together.with_topic(another).met_by(analysed[0]))
    met = [together.met_by(story) for story in analysed]
    gc.unfreeze()
    return Row(
        topics=count,
        build=build,
        change=change * 1000,
        bytes_a_topic=_bytes_a_topic(vocabulary, min(count, 10_000)),
        milliseconds=spent * 1000 / len(stories),
        deciding=deciding * 1000 / len(stories),
        matches=sum(map(len, met)) / len(stories),
    )


def _read(story: Story) -> AnalysedStory:
    """Returns the story with everything read of it that does not depend on the topics."""
    analysed = analyse(story)
    for field in ("title", "standfirst", "body"):
        words = analysed.text(field).words
        if words:
            analysed.span(field, 0, 0)
        list(analysed.text(field).phrases(("",)))
    assert analysed.searched
    assert analysed.pairs
    return analysed


def _timed(call: Callable[[], T]) -> tuple[float, T]:
    begun = time.process_time()
    answer = call()
    return time.process_time() - begun, answer


def _least(call: Callable[[], object]) -> float:
    """Returns the least CPU seconds of several runs, which other work on the machine adds to."""
    return min(_timed(call)[0] for _ in range(RUNS))


def _bytes_a_topic(vocabulary: Vocabulary, count: int) -> float:
    """Memory that a set takes besides the topics' own declarations, which others hold as well."""
    declared = topics(vocabulary, count)
    TopicSet(declared[:10])
    tracemalloc.start()
    together = TopicSet(declared)
    gc.collect()
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return taken / len(together)


def _print_rows(rows: Iterable[Row]) -> None:
    print(
        "| topics | matches a story | deciding, ms | with passages, ms | stories/s "
        "| build, s | one changed, ms | bytes a topic |\n|---|---|---|---|---|---|---|---|"
    )
    for row in rows:
        print(
            f"| {row.topics:,} | {row.matches:.1f} | {row.deciding:.2f} | {row.milliseconds:.2f} "
            f"| {1000 / row.milliseconds:,.0f} | {row.build:.1f} "
            f"| {row.change:.1f} | {row.bytes_a_topic:,.0f} |"
        )


def _equal_matches(
    vocabulary: Vocabulary, count: int, stories: Sequence[Story]
) -> tuple[float, float]:
    """How much dearer stories are, and deciding alone, as topics that none meets join the 1,000."""
    few = topics(vocabulary, FEW)
    more = topics(vocabulary, count + count // 10, seed=3)
    together = TopicSet(more)
    met = {topic for story in stories for topic in together.met_by(analyse(story))}
    others = [
        topic.model_copy(update={"id": f"other_{topic.id}"})
        for topic in more
        if topic.id not in met
    ]
    whole, alone = _costs(few, stories)
    whole_of_all, alone_of_all = _costs([*few, *others[: count - FEW]], stories)
    return whole_of_all / whole, alone_of_all / alone


def _costs(declared: Sequence[Topic], stories: Sequence[Story]) -> tuple[float, float]:
    """Returns the CPU seconds that reading stories and deciding takes, and deciding alone."""
    together = TopicSet(declared)
    analysed = [_read(story) for story in stories]
    together.met_by(analysed[0])  # the first builds the automaton
    gc.collect()
    gc.freeze()
    alone = _least(lambda: [together.met_by(story) for story in analysed])
    whole = _least(lambda: [together.met_by(analyse(story)) for story in stories])
    gc.unfreeze()
    return whole, alone


def _regex_ratios(declared: Sequence[Topic], stories: Sequence[Story]) -> tuple[float, float]:
    """How many times what deciding takes a loop over compiled regexes takes: alone, and in all."""
    trees = [parse(topic.query).tree for topic in declared]
    texts = [f"{story.title}\n{story.body}" for story in stories]
    for tree in trees:
        _found(tree, "")
    slow, _ = _timed(lambda: [[_found(tree, text) for tree in trees] for text in texts])
    whole, alone = _costs(declared, stories)
    return slow / alone, slow / whole


def _found(tree: Tree, text: str) -> bool:
    match tree:
        case And(parts):
            return all(_found(part, text) for part in parts)
        case Or(parts):
            return any(_found(part, text) for part in parts)
        case Not(part):
            return not _found(part, text)
        case leaf:
            return _regex(leaf).search(text) is not None


@cache
def _regex(leaf: Tree) -> re.Pattern[str]:
    match leaf:
        case Term(word):
            pattern = rf"\b{re.escape(word)}\b"
        case Phrase(words) | Near(words) | Exact(words):
            pattern = r"\b" + r"\W+".join(map(re.escape, words)) + r"\b"
        case Prefix(start):
            pattern = rf"\b{re.escape(start)}\w*"
        case Wildcard(form):
            pattern = rf"\b{re.escape(form)}"
        case _:
            pattern = ""
    return re.compile(pattern, re.IGNORECASE)


def differences(stories: Sequence[Story], seeds: range) -> Iterator[str]:
    """Names each random query by which a reading finds other stories than the reference."""
    # The reference lives with the tests, so that nothing that ships can lean on it.
    from tests.query import differential  # noqa: PLC0415

    some = [replace(story, body=story.body[:LEAD]) for story in stories[:STORIES]]
    words = [word for story in some for word in re.findall(r"\w[\w'’.&-]*\w", story.body)[:60]]
    queries = differential.asked(seeds, words=words)
    yield from differential.differences(some, queries, differential.expected(some, queries))


def _differential(stories: Sequence[Story], count: int) -> int:
    wrong = 0
    for first in range(0, count, AT_ONCE):
        for difference in differences(stories, range(first, min(first + AT_ONCE, count))):
            print(difference)
            wrong += 1
    print(f"{count:,} queries over {STORIES} stories by 3 readings: {wrong} differences")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
