"""XML as outlets send it, opened without harm: no DTD, no entities, bounded, as far as it goes."""

from __future__ import annotations

import html.entities
import re
import zlib

from storywatch.discover.document import FetchedDocument
from storywatch.errors import SourceUnreadable
from storywatch.extract.charset import decode

MOST_BYTES = 64_000_000  # unpacked; the sitemap protocol allows 50 MiB
_GZIP = b"\x1f\x8b"
_BARE = re.compile(r"&(?![a-zA-Z][a-zA-Z0-9]{1,31};|#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};)")
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([a-zA-Z][a-zA-Z0-9]{1,31};)")
_FIRST_TAG = re.compile(r"<(?=[a-zA-Z_])")
_PAGE = re.compile(r"<(?:html|head|body|script|meta|div)\b", re.IGNORECASE)


def unpacked(document: FetchedDocument, *, most_bytes: int = MOST_BYTES) -> bytes:
    """Returns the document's bytes, unzipped if they are gzip; raises if too many or none."""
    body = document.body
    if body.startswith(_GZIP):
        body = _gunzipped(body, most_bytes)
    if len(body) > most_bytes:
        raise SourceUnreadable(
            f"answered more than {most_bytes // 1_000_000} MB: no source of news is that large;"
            " check its address"
        )
    if not body.strip():
        raise SourceUnreadable("answered an empty document; check the source's address")
    return body


def xml_text(document: FetchedDocument, what: str, *, most_bytes: int = MOST_BYTES) -> str:
    """Returns the document from its first tag on, ampersands mended; raises if it is no XML.

    The prologue goes, and with it every DTD and entity that it may declare.
    """
    body = unpacked(document, most_bytes=most_bytes)
    text = decode(body, document.headers.get("content-type", ""))
    first = _FIRST_TAG.search(text)
    if not first:
        raise SourceUnreadable(f"answered no XML, so not {what}: it begins {text[:40]!r}")
    if _PAGE.match(text, first.start()):
        raise SourceUnreadable(
            f"answered HTML, not {what}: it may have moved or ask for consent;"
            f" open {document.url} in a browser and look for {what} there"
        )
    return _mended(text[first.start() :])


def _gunzipped(body: bytes, most_bytes: int) -> bytes:
    """Unzips at most one byte more than allowed; a cut or broken archive gives what it has."""
    stream = zlib.decompressobj(wbits=31)
    try:
        return stream.decompress(body, most_bytes + 1)
    except zlib.error as error:
        raise SourceUnreadable(
            f"answered a gzip file that does not unpack ({error}); check it with gunzip -t"
        ) from error


def _mended(text: str) -> str:
    """Escapes bare ampersands and spells out HTML's named characters, but not inside CDATA."""
    if "&" not in text:
        return text
    before, *sections = text.split("<![CDATA[")
    parts = [_escaped(before)]
    for section in sections:
        inside, end, outside = section.partition("]]>")
        parts += ["<![CDATA[", inside, end, _escaped(outside)]
    return "".join(parts)


def _escaped(text: str) -> str:
    return _NAMED.sub(_spelt, _BARE.sub("&amp;", text))


def _spelt(found: re.Match[str]) -> str:
    return html.entities.html5.get(found[1]) or f"&amp;{found[1]}"
