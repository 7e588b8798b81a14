"""The whole tree of a crawl's processes stays small, whatever pages and sources it meets."""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.process_tree import watched
from tests.hostile.conftest import OPEN
from tests.hostile.pages import linked_data, story
from tests.hostile.rogue import Answer, Rogue, declare, endless, plain, raw, respond, serving, text

MOST_MEMORY = 512 << 20
MOST_SECONDS = 60
PACKED = "Content-Type: text/html\r\nContent-Encoding: gzip\r\n"


def heavy_pages() -> dict[str, Answer]:
    return {
        "one-million-divs": text(story(around=("<div>" * 1_000_000, ""))),
        "fifty-megabytes-on-a-line": plain(b"<html><body><p>" + b"word " * (10 << 20)),
        "fifty-megabytes-unannounced": endless(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>", b"word " * 20_000
        ),
        "nine-megabytes-on-a-line": text(story(text="<p>" + "word " * 1_800_000)),
        "nine-megabytes-of-another-alphabet": plain(
            story(text="<p>" + "слово " * 1_500_000).encode("windows-1251"), "text/html"
        ),
        "countless-attributes": text(
            story(text="<p a=1 b=2 c=3 d=4 e=5 f=6 g=7 h=8>x y z</p>" * 95_000)
        ),
        "data-of-nine-megabytes": text(story(head=linked_data("[" + '{"a":{}},' * 990_000 + "1]"))),
        "a-grapheme-of-3-mb": text(story(text="<p>a" + "́" * 1_500_000)),
        "a-bomb": raw(respond(gzip.compress(bytes(256 << 20), 1), PACKED)),
    }


@pytest.fixture
def heavy() -> Iterator[Rogue]:
    with serving(Rogue(host=OPEN)) as rogue:
        rogue.reset()
        rogue.answers.update({f"/{name}": answer for name, answer in heavy_pages().items()})
        yield rogue


def test_heavy_pages_at_once_stay_within_memory_and_time(heavy: Rogue, tmp_path: Path) -> None:
    declare(heavy, tmp_path, at_once=6)
    pages = [path for path in heavy.answers if path != "/robots.txt"]
    addresses = [part for path in pages for part in ("--url", heavy.home + path)]

    taken = watched(
        [
            *(sys.executable, "-c", "from storywatch.cli import main; main()", "crawl", "--json"),
            *("--outlets", str(tmp_path / "outlets"), "--topics", str(tmp_path / "topics")),
            *("--data", str(tmp_path / "data"), "--allow-private", f"{OPEN}/32", *addresses),
        ]
    )

    assert taken.code == 0, taken.err
    (report,) = json.loads(taken.out)["outlets"]
    ended = (
        report["new"]
        + report["duplicate"]
        + sum(report["rejected"].values())
        + sum(report["postponed"].values())
    )
    assert ended == len(pages)
    assert taken.peak_bytes < MOST_MEMORY
    assert taken.cpu_seconds < MOST_SECONDS
