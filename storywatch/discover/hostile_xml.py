"""XML as outlets send it, opened without harm: no DTD, no entities, bounded, as far as it goes."""

from __future__ import annotations

import html.entities
import re
import zlib

from storywatch.discover.document import FetchedDocument
from storywatch.errors import SourceUnreadable
from storywatch.extract.charset import decode

MOST_BYTES = 32 * 1024**2  # unpacked; feeds with whole texts have 5 MB, full sitemaps 15 MB
_GZIP = b"\x1f\x8b"
_BARE = re.compile(rb"&(?![a-zA-Z][a-zA-Z0-9]{1,31};|#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};)")
_HALVES = re.compile(rb"(?:&#(?:[xX]0{0,4}[dD][89a-fA-F][0-9a-fA-F]{2}|0{0,4}5[5-7][0-9]{3});)+")
_NUMBER = re.compile(rb"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));")
_NAMED = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)([a-zA-Z][a-zA-Z0-9]{1,31};)")
_FIRST_TAG = re.compile(rb"<(?=[a-zA-Z_])")
_DECLARED = re.compile(rb"<\?xml\b[^<>]{0,500}>")  # what stands before it is a server's complaint
_PROLOGUE = re.compile(rb"(?>\s+|<!--.*?-->|<\?.*?\?>)*+", re.DOTALL)
_BEFORE = 20_000  # bytes in which a declaration is looked for
_NO_TEXT = re.compile(r"(?:video|audio|image|font)/|application/(?:zip|pdf)", re.IGNORECASE)
_PAGE = re.compile(rb"<(?:html|head|body|script|meta|div)\b", re.IGNORECASE)


def unpacked(document: FetchedDocument) -> bytes:
    """Returns the document's bytes, unzipped if they are gzip; raises if too many or none."""
    body = document.body
    if body.startswith(_GZIP):
        body = _gunzipped(body)
    if len(body) > MOST_BYTES:
        raise SourceUnreadable(
            f"answered more than {MOST_BYTES // 1024**2} MiB: no source of news is that large;"
            " check its address"
        )
    if not body.strip():
        kind = document.headers.get("content-type", "")[:80]
        what = f"a document of type {kind!r}" if _NO_TEXT.match(kind) else "an empty document"
        raise SourceUnreadable(f"answered {what}; check the source's address")
    return body


def readable_xml(document: FetchedDocument, what: str) -> bytes:
    """Returns the document as UTF-8 from its first tag on, ampersands mended; raises if no XML.

    The prologue goes, and with it every DTD and entity that it may declare.
    """
    content_type = document.headers.get("content-type", "")
    # As bytes from here on: one emoji makes Python keep four bytes for each character.
    text = decode(unpacked(document), content_type).encode("utf-8", "ignore")
    declared = _DECLARED.search(text, 0, _BEFORE)
    prologue = _PROLOGUE.match(text, declared.end() if declared else 0)
    first = _FIRST_TAG.search(text, prologue.end() if prologue else 0)
    if not first:
        raise SourceUnreadable(f"answered no XML, so not {what}: it begins {beginning(text)!r}")
    if _PAGE.match(text, first.start()):
        raise SourceUnreadable(
            f"answered HTML, not {what}: it may have moved or ask for consent;"
            f" open {document.url} in a browser and look for {what} there"
        )
    return _mended(text[first.start() :])


def beginning(text: bytes) -> str:
    """Returns the first characters of a document, to show a person what came."""
    return text[:40].decode("utf-8", "ignore")


def _gunzipped(body: bytes) -> bytes:
    """Unzips at most one byte more than allowed; a cut or broken archive gives what it has."""
    parts: list[bytes] = []
    room = MOST_BYTES + 1
    while body.startswith(_GZIP) and room > 0:  # an archive may have several members
        stream = zlib.decompressobj(wbits=31)
        try:
            parts.append(stream.decompress(body, room))
        except zlib.error as error:
            raise SourceUnreadable(
                f"answered a gzip file that does not unpack ({error}); check it with gunzip -t"
            ) from error
        room -= len(parts[-1])
        body = stream.unused_data
    return b"".join(parts)


def _mended(text: bytes) -> bytes:
    """Escapes bare ampersands and spells out HTML's named characters, but not inside CDATA."""
    if b"&" not in text:
        return text
    before, *sections = text.split(b"<![CDATA[")
    parts = [_escaped(before)]
    for section in sections:
        inside, end, outside = section.partition(b"]]>")
        parts += [b"<![CDATA[", inside, end, _escaped(outside)]
    return b"".join(parts)


def _escaped(text: bytes) -> bytes:
    if b"&#" in text:
        text = _HALVES.sub(_joined, text)
    return _NAMED.sub(_spelt, _BARE.sub(b"&amp;", text))


def _joined(found: re.Match[bytes]) -> bytes:
    """Characters that are written as UTF-16's two halves; a half alone is none."""
    numbers = (int(x, 16) if x else int(d) for x, d in _NUMBER.findall(found[0]))
    halves = b"".join(number.to_bytes(2, "little") for number in numbers)
    return halves.decode("utf-16-le", "ignore").encode("utf-8", "ignore")


def _spelt(found: re.Match[bytes]) -> bytes:
    spelt = html.entities.html5.get(found[1].decode("ascii"))
    return spelt.encode() if spelt else b"&amp;" + found[1]
