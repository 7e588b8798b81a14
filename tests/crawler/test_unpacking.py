"""Packed answers: what is sound is unpacked soon, and all else is judged as zlib judges it."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.exceptions import ResponseDataLossError
from scrapy.utils._compression import _DecompressionMaxSizeExceeded

from crawler.middlewares import unpacking
from crawler.middlewares.unpacking import _UNPACKED, MOST_MEMBERS

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MOST = 5_000
PACKED: dict[bytes, Callable[[bytes], bytes]] = {
    b"gzip": gzip.compress,
    b"deflate": zlib.compress,
}
texts = st.lists(st.sampled_from([b"<p>", b"word ", b"</p>", b"\xc3\xa9", b"x" * 900]), max_size=40)
Outcome = bytes | str


def unpacked(packing: bytes, body: bytes) -> Outcome:
    try:
        return _UNPACKED[packing](body, MOST)
    except (zlib.error, ResponseDataLossError, _DecompressionMaxSizeExceeded) as error:
        return type(error).__name__


@given(
    st.sampled_from(sorted(PACKED)),
    texts.map(b"".join),
    st.sampled_from(["sound", "cut", "damaged", "followed"]),
    st.integers(min_value=0),
)
def test_what_is_packed_ends_as_zlib_says(packing: bytes, body: bytes, state: str, at: int) -> None:
    packed = PACKED[packing](body)
    place = at % len(packed)
    changed = {
        "sound": packed,
        "cut": packed[:place],
        "damaged": packed[:place] + bytes([packed[place] ^ (1 << at % 8)]) + packed[place + 1 :],
        "followed": packed + PACKED[packing](b"more"),
    }[state]

    with pytest.MonkeyPatch.context() as patch:
        found = unpacked(packing, changed)
        patch.setattr(unpacking, "_soon", lambda *_: None)
        # A header may be spoilt where nobody needs it: what it holds is sound, and has a checksum.
        assert found in (unpacked(packing, changed), body)


def test_what_is_longer_than_it_may_be_is_known_before_it_is_unpacked() -> None:
    for packing, pack in PACKED.items():
        assert unpacked(packing, pack(b"a" * MOST)) == b"a" * MOST
        bomb = pack(b"a" * 50_000_000)
        assert unpacked(packing, bomb) == "_DecompressionMaxSizeExceeded"


@pytest.mark.parametrize("packing", [b"gzip", b"zstd"])
def test_an_answer_in_countless_members_is_given_up(packing: bytes) -> None:
    empty = {b"gzip": gzip.compress(b""), b"zstd": zstd.compress(b"")}[packing]

    assert unpacked(packing, empty * (MOST_MEMBERS + 1)) == "error"


def test_frames_without_data_end_no_zstd() -> None:
    skipped = b"\x5f\x2a\x4d\x18\x05\0\0\0hello"
    packed = skipped + zstd.compress(b"one ") + skipped + zstd.compress(b"whole") + skipped

    assert unpacked(b"zstd", packed) == b"one whole"
