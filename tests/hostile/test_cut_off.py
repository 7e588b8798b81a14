"""Answers that end too soon: a part of a story is never stored for the whole."""

from __future__ import annotations

import gzip
import zlib

import brotli  # type: ignore[import-untyped]
import pytest
from backports import zstd

from tests.hostile.conftest import STORY, Visits
from tests.hostile.pages import TITLE, other_story
from tests.hostile.rogue import Rogue, in_turn, raw, respond

HTML = "Content-Type: text/html; charset=utf-8\r\n"
LONG = STORY + b"<!-- " + "".join(other_story(n) for n in range(50)).encode() + b" -->"
PACKED = {
    "gzip": gzip.compress(LONG),
    "deflate": zlib.compress(LONG),
    "br": brotli.compress(LONG),
    "zstd": zstd.compress(LONG),
}


def answer(packing: str, body: bytes) -> bytes:
    return respond(body, f"{HTML}Content-Encoding: {packing}\r\n")


@pytest.mark.parametrize("packing", PACKED)
@pytest.mark.parametrize("part", [0.3, 0.6, 0.98])
def test_a_packed_part_of_a_story_is_not_stored(
    packing: str, part: float, rogue: Rogue, visit: Visits
) -> None:
    packed = PACKED[packing]
    rogue.answers["/story"] = raw(answer(packing, packed[: int(len(packed) * part)]))

    outcome = visit()

    assert outcome.ends == {"postponed/cut_off"}
    assert outcome.stories == []
    assert rogue.asked.count("/story") == 2


@pytest.mark.parametrize("packing", PACKED)
def test_a_packed_story_that_is_whole_the_second_time_is_stored(
    packing: str, rogue: Rogue, visit: Visits
) -> None:
    packed = PACKED[packing]
    rogue.answers["/story"] = in_turn(
        raw(answer(packing, packed[:-20])), raw(answer(packing, packed))
    )

    assert visit().titles == [TITLE]


WHOLE = {
    "two members": ("gzip", gzip.compress(LONG[:500]) + gzip.compress(LONG[500:])),
    "two frames": ("zstd", zstd.compress(LONG[:500]) + zstd.compress(LONG[500:])),
    "bytes behind it": ("gzip", gzip.compress(LONG) + b"\0\0\0"),
    "an old name": ("x-gzip", gzip.compress(LONG)),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_story_packed_oddly_and_whole_is_stored(name: str, rogue: Rogue, visit: Visits) -> None:
    rogue.answers["/story"] = raw(answer(*WHOLE[name]))

    assert visit().titles == [TITLE]


SHORT = {
    "fewer bytes than announced": b"HTTP/1.1 200 OK\r\n%sContent-Length: %d\r\n\r\n%s"
    % (HTML.encode(), len(STORY) * 2, STORY),
    "chunks without an end": b"HTTP/1.1 200 OK\r\n%sTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n"
    % (HTML.encode(), len(STORY), STORY),
    "a chunk that is too short": b"HTTP/1.1 200 OK\r\n%sTransfer-Encoding: chunked\r\n\r\n%x\r\n%s"
    % (HTML.encode(), len(STORY) * 2, STORY),
}


@pytest.mark.parametrize("name", SHORT)
def test_a_connection_that_ends_in_a_story_stores_none(
    name: str, rogue: Rogue, visit: Visits
) -> None:
    rogue.answers["/story"] = raw(SHORT[name], hang_up=True)

    outcome = visit()

    assert outcome.ends == {"postponed/cut_off"}
    assert outcome.stories == []


def test_an_answer_that_ends_with_its_connection_is_whole(rogue: Rogue, visit: Visits) -> None:
    rogue.answers["/story"] = raw(
        b"HTTP/1.0 200 OK\r\n" + HTML.encode() + b"\r\n" + STORY, hang_up=True
    )

    assert visit().titles == [TITLE]
