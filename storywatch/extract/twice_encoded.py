"""Text that a newsroom's system encoded twice ("cafÃ©"), put right."""

from __future__ import annotations

import codecs
import re
from functools import cache

_MISTAKEN = ("cp1252", "cp1251", "cp1250")  # sets that UTF-8 is taken for
_FEWEST = 3  # passages with letters that are encoded twice; one alone may be meant
_MOST = 2  # times that a page is put right
_LONGEST = 1_000_000  # characters of a page; real ones have a tenth, and it takes copies of them
_PASSAGE = re.compile(r"[^<>\n]+")
_PARTED = b" " * 0x80 + bytes(range(0x80, 0x100))  # what is left when ASCII only parts it
_LEADING = bytes(range(0xC2, 0xF5))
_BEYOND = re.compile(r"[^\x00-\x7f]+")


def encoded_once(text: str, encoded: bytes) -> str:
    """Returns `text` with those passages decoded again whose every letter beyond ASCII is UTF-8
    that was read in another set; a page with but one or two of them, or a very long one, stays as
    it is. `encoded` is the text in UTF-8.
    """
    if len(text) > _LONGEST or not any(_can_be(encoded, codec) for codec in _MISTAKEN):
        return text
    runs = _runs(encoded)
    for codec in _MISTAKEN:
        for _ in range(_MOST if _is_suspected(runs, codec) else 0):
            right = _again(text, codec)
            if right == text:
                break
            text = right
    return text


def _can_be(encoded: bytes, codec: str) -> bool:
    """Whether a text in UTF-8 has one of the characters that leading bytes are shown as."""
    return any(map(encoded.__contains__, _first_bytes(codec)))


def _runs(encoded: bytes) -> str:
    """The different runs beyond ASCII, a line each."""
    # Parting bytes is many times as quick as searching characters.
    return b"\n".join(set(encoded.translate(_PARTED).split())).decode("utf-8", "replace")


def _is_suspected(runs: str, codec: str) -> bool:
    """Whether more than one of the runs beyond ASCII, a line each, is encoded twice."""
    if not _suspect(codec).search(runs):
        return False
    suspects = filter(_suspect(codec).search, runs.split("\n"))
    return sum(_decoded(run, codec) is not None for run in suspects) > 1


@cache
def _first_bytes(codec: str) -> frozenset[int]:
    """What UTF-8 begins the characters with that the set shows leading bytes as."""
    return frozenset(one.encode()[0] for one in _LEADING.decode(codec))


@cache
def _suspect(codec: str) -> re.Pattern[str]:
    """A byte that leads in UTF-8 and one that follows it, as the set shows them."""
    leading = _LEADING.decode(codec)
    following = bytes(range(0x80, 0xC0)).decode(codec, "ignore")
    return re.compile(f"[{leading}][\x80-\x9f{following}]")


def _again(text: str, codec: str) -> str:
    found: set[str] = set()
    count = 0

    def decoded(passage: re.Match[str]) -> str:
        nonlocal count
        beyond = _BEYOND.findall(passage[0])
        if not beyond or not all(_decoded(run, codec) for run in beyond):
            return passage[0]
        found.update(beyond)
        count += len(beyond)
        return _BEYOND.sub(lambda run: _decoded(run[0], codec) or run[0], passage[0])

    right = _PASSAGE.sub(decoded, text)
    return right if count >= _FEWEST and len(found) > 1 else text


def _decoded(run: str, codec: str) -> str | None:
    try:
        return run.encode(codec, "storywatch-c1").decode("utf-8")
    except UnicodeError:
        return None


def _controls_as_bytes(error: UnicodeError) -> tuple[bytes, int]:
    """Sets have no sign for some bytes, and then show the control character of that number."""
    assert isinstance(error, UnicodeEncodeError)
    wrong = error.object[error.start : error.end]
    if not all("\x80" <= char <= "\x9f" for char in wrong):
        raise error
    return wrong.encode("latin-1"), error.end


codecs.register_error("storywatch-c1", _controls_as_bytes)
