"""What the prefilter costs beside trafilatura, how many pages it spares, and that it loses none.

`python -m bench.prefilter [--topics 1000] [--pages N]` reads the corpus' pages both ways.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import trafilatura

from bench.matching import CORPUS, corpus_stories
from bench.zipf_topics import Vocabulary, topics
from storywatch.declarations.finding import adhoc
from storywatch.extract.strip import strip_chrome
from storywatch.query import TopicSet
from storywatch.query.prefilter import Prefilter
from storywatch.story import Page, Rejection
from storywatch.topic import Topic

FETCHED = datetime(2026, 1, 1, tzinfo=UTC)
TIMED = 60  # pages that trafilatura reads for the comparison
LEAST_RATIO = 10.0
RUNS = 3  # of the prefilter, of which the soonest counts


@dataclass(slots=True)
class Tally:
    """What came of pages and topics; `lost` names those that met though it was ruled out."""

    pages: int = 0
    met: int = 0
    possible: int = 0
    unsure: int = 0
    lost: list[str] = field(default_factory=list)


def main(argv: list[str] | None = None) -> int:
    """Prints what was measured; returns 1 if a story is lost or the ratio is too low."""
    options = _options(argv)
    if not CORPUS.is_dir():
        print(f"bench prefilter: no measuring pages at {CORPUS}", file=sys.stderr)
        return 2
    declared = random_topics(CORPUS, options.topics)
    found = list(islice(pages(CORPUS), 0, None, max(1, 1515 // options.pages)))
    tally = tallied(found, declared)
    plain = [topic for topic in declared if topic.stemming is None][:200]
    ratio = _ratio(found[:: max(len(found) // TIMED, 1)], Prefilter(TopicSet(plain)))
    pairs = tally.pages * len(declared)
    print(
        f"{tally.pages:,} pages × {len(declared):,} topics: {tally.met:,} met, "
        f"{tally.possible:,} possible of {pairs:,} ({tally.unsure} pages unsure), "
        f"{len(tally.lost)} lost; {ratio:.0f} times cheaper than trafilatura"
    )
    for lost in tally.lost[:20]:
        print("lost:", lost)
    return int(bool(tally.lost) or ratio < LEAST_RATIO)


def random_topics(corpus: Path, count: int) -> list[Topic]:
    """Returns topics made of the corpus' words; every tenth stems."""
    vocabulary = Vocabulary(f"{story.title} {story.body}" for story in corpus_stories(corpus))
    return [
        topic if number % 10 else topic.model_copy(update={"stemming": "en"})
        for number, topic in enumerate(topics(vocabulary, count, seed=4))
    ]


def pages(corpus: Path) -> Iterator[tuple[str, Page]]:
    """Yields every page of the corpus with its id."""
    for record in json.loads((corpus / "truth.json").read_text("utf-8")):
        body = gzip.decompress((corpus / record["html"]).read_bytes())
        outlet = re.sub(r"\W+", "_", record["domain"].lower()).strip("_")
        url = record["url"] or "https://page.example/"
        yield (
            record["id"],
            Page(outlet=outlet, url=url, final_url=url, fetched_at=FETCHED, body=body),
        )


def tallied(found: Sequence[tuple[str, Page]], declared: Sequence[Topic]) -> Tally:
    """Compares the topics that each page's story meets with those that the prefilter lets by."""
    together = TopicSet(declared)
    prefilter = Prefilter(together)
    tally = Tally()
    for name, page in found:
        draft = strip_chrome(page, adhoc(page.url))
        met = (
            set()
            if isinstance(draft, Rejection)
            else {match.topic for match in together.match(draft.story)}
        )
        possible = prefilter.possible(page)
        tally.pages += 1
        tally.met += len(met)
        tally.unsure += possible is None
        let_by = met if possible is None else {topic.id for topic in possible}
        tally.possible += len(let_by)
        tally.lost += [f"{name} {topic}" for topic in sorted(met - let_by)]
    return tally


def _options(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.prefilter", description=__doc__)
    parser.add_argument("--topics", type=int, default=1_000)
    parser.add_argument("--pages", type=int, default=1_515, help="about so many, evenly spread")
    parser.add_argument("--quick", dest="pages", action="store_const", const=100)
    return parser.parse_known_args(argv)[0]


def _ratio(found: Sequence[tuple[str, Page]], prefilter: Prefilter) -> float:
    prefilter.can_match(found[0][1])
    own = []
    for _ in range(RUNS):
        begun = time.process_time()
        for _, page in found:
            prefilter.can_match(page)
        own.append(time.process_time() - begun)
    begun = time.process_time()
    for _, page in found:
        trafilatura.bare_extraction(page.body, with_metadata=True)
    return (time.process_time() - begun) / min(own)


if __name__ == "__main__":
    sys.exit(main())
