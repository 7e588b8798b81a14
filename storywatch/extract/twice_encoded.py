"""Text that a newsroom's system encoded twice ("cafÃ©"), put right."""

from __future__ import annotations

import codecs
import re
from functools import cache

_MISTAKEN = ("cp1252", "cp1251", "cp1250")  # sets that UTF-8 is taken for
_FEWEST = 3  # passages with letters that are encoded twice; one alone may be meant
_MOST = 2  # times that a page is put right
_PASSAGE = re.compile(r"[^<>\n]+")
_RUNS = re.compile(r"[^\x00-\x7f]{2,}")  # one character alone is never encoded twice
_ASCII = bytes(range(0x80))
_BEYOND = re.compile(r"[^\x00-\x7f]+")


def encoded_once(text: str) -> str:
    """Returns `text` with those passages decoded again whose every letter beyond ASCII is UTF-8
    that was read in another set; a page with but one or two of them stays as it is.
    """
    # Dropping what is ASCII is many times as quick as searching it.
    beyond = text.encode("utf-8", "replace").translate(None, _ASCII).decode("utf-8", "replace")
    suspected = [codec for codec in _MISTAKEN if _suspect(codec).search(beyond)]
    runs = "\n".join(set(_RUNS.findall(text))) if suspected else ""
    for codec in suspected:
        for _ in range(_MOST if _suspect(codec).search(runs) else 0):
            right = _again(text, codec)
            if right == text:
                break
            text = right
    return text


@cache
def _suspect(codec: str) -> re.Pattern[str]:
    """A byte that leads in UTF-8 and one that follows it, as the set shows them."""
    leading = bytes(range(0xC2, 0xF5)).decode(codec)
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
