"""Bytes of a page into clean text: which character set it is in, whatever its declarations say."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from storywatch.extract.guessing import likeliest
from storywatch.extract.twice_encoded import encoded_once

# What browsers read: a declaration outside this list (UTF-7 above all) is not followed.
_CODECS = {
    **dict.fromkeys(("utf-8", "utf8", "unicode-1-1-utf-8"), "utf-8"),
    **dict.fromkeys(("utf-16", "utf-16le", "unicode", "ucs-2", "iso-10646-ucs-2"), "utf-16-le"),
    "utf-16be": "utf-16-be",
    **dict.fromkeys(("iso-8859-1", "latin1", "latin-1", "ascii", "us-ascii", "cp1252"), "cp1252"),
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "x-gbk", "chinese"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "cn-big5", "x-x-big5"), "big5hkscs"),
    **dict.fromkeys(
        ("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j", "ms_kanji"), "cp932"
    ),
    **dict.fromkeys(("euc-jp", "x-euc-jp"), "euc_jp"),
    "iso-2022-jp": "iso2022_jp",
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "ksc5601", "korean", "windows-949"), "cp949"),
    **dict.fromkeys(("koi8-r", "koi8"), "koi8_r"),
    "koi8-u": "koi8_u",
    "macintosh": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
    **dict.fromkeys(("tis-620", "iso-8859-11", "windows-874"), "cp874"),
    "iso-8859-9": "cp1254",
    **{f"windows-125{n}": f"cp125{n}" for n in range(9)},
    **{f"iso-8859-{n}": f"iso8859_{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"<(?:meta\b[^<>]{0,500}?charset|\?xml\b[^<>]{0,200}?encoding)\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{2,30})",
    re.IGNORECASE,
)
_DECLARED_WITHIN = (
    1_000_000  # bytes in which a declaration is looked for; some hide it behind scripts
)
_SAMPLE = 60_000  # bytes that detection looks at
_SURROGATES = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f\ufffd]")
# In a page that is put together of parts: what is UTF-8 beyond doubt, since no Latin set has such
# letters in a row, and letters of a Latin set, which stand alone or in pairs among ASCII.
_SURE = re.compile(rb"[\xc3-\xc5][\x80-\xbf](?![\x80-\xff])|\xe2\x80[\x80-\xbf]")
_LATIN = re.compile(rb"(?<![\x80-\xff])[\x80-\xff]{1,2}(?![\x80-\xff])")
_FEWEST_SURE = 3
_MOST_LATIN = 0.8
# All but what a text has; said the other way round it takes twice as long to look for.
_DROPPED = re.compile(
    "[^\t\n\r -~\xa0-\u2029\u202f-\u2065\u206a-\ud7ff\ue000-\ufdcf\ufdf0-\ufefe\uff00-\ufffd"
    "\U00010000-\U0001fffd\U00020000-\U000dffff\U000e0080-\U0010fffd][\U000e0020-\U000e007f]*"
)
_ASCII = bytes(range(128))
_DROPPED_ASCII = bytes((*range(9), *range(14, 32), 127))
_SPACED = bytes.maketrans(b"\x0b\x0c", b"  ")
_BLACK_FLAG = "\U0001f3f4"  # invisible letters behind it are sound: they say whose it is

_JAPANESE_IN_7_BITS = b"\x1b$B"
_CONTROLS = bytes((*range(1, 9), *range(14, 27), *range(28, 32)))  # without NUL and escape


def decode(body: bytes, content_type: str = "") -> str:
    """Returns the page's text without control characters, lone surrogates and non-characters.

    Never fails: what no character set reads keeps its readable part.
    """
    text = _decode(body, content_type)
    encoded = _encoded(text)
    right = text if text.isascii() else encoded_once(text, encoded)
    return _cleaned(text, encoded) if right is text else clean(right)


def is_garbled(body: bytes, text: str) -> bool:
    """Whether decoding gave no text: the bytes are data, or most characters were lost."""
    sample = body[:_SAMPLE]
    controls = 0 if _wide_codec(body) else len(sample) - len(sample.translate(None, _CONTROLS))
    lost = text.count("\ufffd", 0, _SAMPLE)
    return controls > 40 + 0.02 * len(sample) or lost > 0.1 * min(len(text), _SAMPLE)


def clean(text: str) -> str:
    """Drops characters that no story has: controls, also those that turn the order of a text round,
    lone surrogates, inner byte order marks, invisible letters. What breaks lines is a space."""
    is_clean = text.isascii() and text.isprintable()
    return text if is_clean else _cleaned(text, _encoded(text))


def _cleaned(text: str, encoded: bytes) -> str:
    # Most of a text is ASCII, and bytes are dropped ten times as soon as characters.
    if not text.isascii() and _DROPPED.search(_decoded(encoded.translate(None, _ASCII))):
        return _DROPPED.sub(_in_its_place, text)
    kept = encoded.translate(_SPACED, _DROPPED_ASCII)
    return text if kept == encoded else _decoded(kept)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _decoded(encoded: bytes) -> str:
    return encoded.decode("utf-8", "surrogatepass")


def _in_its_place(dropped: re.Match[str]) -> str:
    first = dropped[0][0]
    if first >= "\U000e0020" and dropped.string.endswith(_BLACK_FLAG, 0, dropped.start()):
        return dropped[0]
    return " " if first in "\x0b\x0c\x85" else ""


def _decode(body: bytes, content_type: str) -> str:
    for mark, codec in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(codec, "replace")
    wide = _wide_codec(body)
    if wide:
        return body.decode(wide, "replace")
    if _JAPANESE_IN_7_BITS in body[:_SAMPLE]:
        return body.decode("iso2022_jp", "replace")
    text = _as_utf8(body, _says_utf8(body, content_type))
    if text is not None:
        return text
    declared = tuple(_declared(body, content_type))
    codec = likeliest(body, declared) or next(iter(declared), "utf-8")
    return body.decode(codec, "replace")


def _wide_codec(body: bytes) -> str | None:
    """UTF-16 shows by its zero bytes on one side; a page with stray NULs has far fewer."""
    sample = body[:4_000]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 5 < len(sample) or not sample:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _says_utf8(body: bytes, content_type: str) -> bool:
    label = next(_labels(body, content_type), "")
    return _CODECS.get(label) == "utf-8"


def _as_utf8(body: bytes, is_declared: bool) -> str | None:
    """Text of UTF-8, well-formed or with a few foreign bytes; no other set looks like it."""
    if b"\xed" in body:
        body = _SURROGATES.sub(b"", body)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        spoilt = body.decode("utf-8", "replace")
        right, wrong = len(_BEYOND_ASCII.findall(spoilt)), spoilt.count("\ufffd")
        is_utf8 = right > (1 if is_declared else 10) * wrong
        is_utf8 = is_utf8 or (is_declared and _is_of_parts(body, wrong))
        return body.decode("utf-8", "storywatch-cp1252") if is_utf8 else None
    return text


def _is_of_parts(body: bytes, wrong: int) -> bool:
    """Whether a text is UTF-8 in one part and windows-1252 in another."""
    latin, sure = _SURE.subn(b"", body)
    if sure < _FEWEST_SURE or sum(map(len, _LATIN.findall(latin))) < _MOST_LATIN * wrong:
        return False
    return likeliest(latin, ()) == "cp1252"


def _foreign_bytes(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    foreign = error.object[error.start : error.end]
    return foreign.decode("cp1252", "ignore") if len(foreign) == 1 else "", error.end


codecs.register_error("storywatch-cp1252", _foreign_bytes)


def _labels(body: bytes, content_type: str) -> Iterator[str]:
    yield from re.findall(r"charset\s*=\s*[\"']?([\w.:-]+)", content_type.lower())
    for found in _DECLARED.finditer(body[:_DECLARED_WITHIN]):
        yield found[1].decode("ascii", "replace").lower()


def _declared(body: bytes, content_type: str) -> Iterator[str]:
    for label in dict.fromkeys(_labels(body, content_type)):
        codec = _CODECS.get(label, "")
        if codec and not codec.startswith("utf"):
            yield codec
