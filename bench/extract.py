"""Extraction measured on the pages with truth: text, title, date and authors, beside trafilatura.

Needs the measuring pages beside the checkout (../shared/corpus). `--peers` adds rows for others:
trafilatura for precision, linked data alone, newspaper4k and news-please. `--raise` moves the
floors up to what was measured, `--lower` moves them either way, `--worst N` tells the misses of
each field and set by class, and names the N worst pages.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import os
import sys
import time
import warnings
from collections import defaultdict
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import trafilatura
from lxml.html import document_fromstring

from bench import floors
from bench.misses import misses, told
from bench.peers import read_by_peers
from storywatch.declarations.finding import adhoc
from storywatch.desk import read_page
from storywatch.extract.linked_data import read_nodes, story_node, text_of, texts_of
from storywatch.outlet import Outlet
from storywatch.story import Page, Rejection
from storywatch.telling.instants import published_exactly

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
MEASURES = (
    *("body_P", "body_R", "body_F1", "body_lt8", "seg_R", "seg_leak", "seg_F1"),
    *("title_norm", "date_day", "date_minute", "auth_exact"),
)
Record = dict[str, Any]
Readers = Mapping[str, Callable[[Record, bytes], Record]]


def main(argv: list[str] | None = None) -> int:
    """Prints the table; returns 1 if a measure is below its floor, 2 without the pages."""
    options = _options(argv)
    if not CORPUS.is_dir():
        print(f"bench extract: no measuring pages at {CORPUS}", file=sys.stderr)
        return 2
    scorer = corpus_scorer()
    truth: list[Record] = json.loads((CORPUS / "dev" / "truth.json").read_text("utf-8"))
    found = _predictions(truth, {"storywatch": read_own, "trafilatura": _trafilatura})
    if options.peers:
        found |= _peers(truth)
    measured = {reader: _measured(scorer, truth, found[reader]) for reader in found}
    own = _with_speed(measured["storywatch"], found)
    if options.raise_floors or options.lower:
        floors.keep("extract", own, lower=options.lower)
    below = floors.failures("extract", own)
    print(_as_json(measured, below) if options.json else _table(measured, _costs(found), below))
    if options.worst:
        own_pages = ((record, found["storywatch"][record["id"]]) for record in truth)
        scored = ((record, page, scorer.score_page(record, page)) for record, page in own_pages)
        print("\n".join(told(misses(scored), options.worst)), file=sys.stderr)
    return 1 if below else 0


def _options(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.extract", description=__doc__)
    parser.add_argument("--json", action="store_true", help="prints JSON and no table")
    parser.add_argument("--peers", action="store_true", help="measures more readers")
    parser.add_argument("--raise", dest="raise_floors", action="store_true", help="raises floors")
    parser.add_argument("--lower", action="store_true", help="sets floors to what was measured")
    parser.add_argument("--worst", type=int, default=10, help="pages named of each miss; 0: none")
    return parser.parse_known_args(argv)[0]


def corpus_scorer() -> ModuleType:
    """The corpus's own scorer, which is not ours to copy."""
    spec = importlib.util.spec_from_file_location("score", CORPUS / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _predictions(truth: list[Record], readers: Readers) -> dict[str, dict[str, Record]]:
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        pages = list(pool.map(partial(_read, readers), truth, chunksize=8))
    return {reader: {page[reader]["id"]: page[reader] for page in pages} for reader in readers}


def _read(readers: Readers, record: Record) -> dict[str, Record]:
    body = gzip.decompress((CORPUS / "dev" / record["html"]).read_bytes())
    return {name: _timed(reader, record, body) for name, reader in readers.items()}


def _peers(truth: list[Record]) -> dict[str, dict[str, Record]]:
    readers = {"trafilatura precision": _precise, "linked data alone": _linked_data}
    pages = [
        {
            "id": record["id"],
            "path": str(CORPUS / "dev" / record["html"]),
            "url": record.get("url") or f"https://{record['domain']}/",
        }
        for record in truth
    ]
    return {**_predictions(truth, readers), **read_by_peers(pages)}


def _timed(reader: Callable[[Record, bytes], Record], record: Record, body: bytes) -> Record:
    start = time.process_time()
    found = reader(record, body)
    return {"id": record["id"], **found, "ms": (time.process_time() - start) * 1000}


def read_own(record: Record, body: bytes) -> Record:
    """Returns what storywatch reads from a page, in the words of the scorer."""
    page, outlet = page_of(record, body)
    draft = read_page(page, outlet)
    if isinstance(draft, Rejection):
        return {"rejected": draft.reason.value}
    story = draft.story
    return {
        "title": story.title,
        "body": story.body,
        "published": published_exactly(story),
        "authors": list(story.authors),
        "image": story.image,
    }


def page_of(record: Record, body: bytes) -> tuple[Page, Outlet]:
    """Returns a record's page as if it had just been fetched, of an outlet that nobody declared."""
    url = record.get("url") or f"https://{record['domain']}/"
    outlet = adhoc(url)
    seen = record["truth"].get("crawl_date")
    fetched_at = datetime.fromisoformat(seen).replace(tzinfo=UTC) if seen else datetime.now(UTC)
    page = Page(outlet=outlet.id, url=url, final_url=url, fetched_at=fetched_at, body=body)
    return page, outlet


def _precise(record: Record, body: bytes) -> Record:
    return _trafilatura(record, body, favor_precision=True)


def _linked_data(record: Record, body: bytes) -> Record:
    scripts = document_fromstring(body).xpath("//script[@type='application/ld+json']/text()")
    node = story_node(read_nodes(scripts), record.get("url") or "")
    return {
        "title": text_of(node.get("headline")),
        "body": text_of(node.get("articleBody")),
        "published": text_of(node.get("datePublished")),
        "authors": texts_of(node.get("author")),
        "image": text_of(node.get("image")),
    }


def _trafilatura(record: Record, body: bytes, *, favor_precision: bool = False) -> Record:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the dates that it cannot read
        found = trafilatura.bare_extraction(
            body, url=record.get("url"), with_metadata=True, favor_precision=favor_precision
        )
    if found is None or isinstance(found, dict):
        return {}
    names = [name.strip() for name in (found.author or "").split(";") if name.strip()]
    return {
        "title": found.title,
        "body": found.text,
        "published": found.date,
        "authors": names,
        "image": found.image,
    }


def _measured(scorer: ModuleType, truth: list[Record], found: dict[str, Record]) -> floors.Measures:
    pages = defaultdict(list)
    for record in truth:
        pages[record["set"]].append(scorer.score_page(record, found[record["id"]]))
    totals = {name: scorer.aggregate(scores) for name, scores in pages.items()}
    return {
        name: {key: total[key] for key in MEASURES if total.get(key) is not None}
        for name, total in totals.items()
    }


def _with_speed(measured: floors.Measures, found: dict[str, dict[str, Record]]) -> floors.Measures:
    return {**measured, "all": {"cpu_ratio": _costs(found)["storywatch"]}}


def _costs(found: dict[str, dict[str, Record]]) -> dict[str, float]:
    """Returns each reader's CPU time beside trafilatura's."""
    spent = {reader: sum(page["ms"] for page in pages.values()) for reader, pages in found.items()}
    return {reader: cost / spent["trafilatura"] for reader, cost in spent.items()}


def _table(measured: dict[str, floors.Measures], costs: dict[str, float], below: list[str]) -> str:
    rows: list[tuple[str, ...]] = [("set", "reader", *MEASURES)]
    for name in measured["storywatch"]:
        for reader in measured:
            values = measured[reader][name]
            rows.append((name, reader, *(_cell(key, values.get(key)) for key in MEASURES)))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    ]
    beside = ", ".join(f"{reader} {cost:.2f}" for reader, cost in costs.items())
    speed = f"CPU with title, dates and copies, beside trafilatura's: {beside}"
    return "\n".join((*lines, speed, *below))


def _cell(key: str, value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.0f}" if key == "body_lt8" else f"{value:.3f}"


def _as_json(measured: dict[str, floors.Measures], below: list[str]) -> str:
    return json.dumps({**measured, "below": below}, indent=2)


if __name__ == "__main__":
    sys.exit(main())
