"""A story's picture: the address of the image that the page names for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urljoin, urlsplit

import regex

from storywatch.extract.document import Document
from storywatch.extract.linked_data import Node, flat

LONGEST = 2_000  # characters of an address
_META = ("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src")
# Outlets name their logo where a story has no picture.
_LOGO = regex.compile(
    r"(?:logo|favicon|placeholder|default|fallback|social-?share|og-?image-?default|sprite)[^/]*$",
    regex.IGNORECASE,
)


def read_image(document: Document, story: Node) -> tuple[str, str] | None:
    """Returns the address of the story's picture, and where it was read."""
    for address, origin in _named(document, story):
        joined = _joined(document.base_url, address)
        if joined and not _LOGO.search(urlsplit(joined).path):
            return joined, origin
    return None


def _named(document: Document, story: Node) -> Iterator[tuple[str, str]]:
    for name in _META:
        yield from ((address, f"meta {name}") for address in document.meta.get(name, ())[:1])
    for key in ("image", "thumbnailUrl"):
        images = [_itself(image, document) for image in flat(story.get(key))[:5]]
        yield from ((address, f"json-ld {key}") for address in _addresses(images))
    for link in document.tree.iterfind(".//link[@rel='image_src']"):
        yield link.get("href") or "", "link image_src"


def _itself(image: object, document: Document) -> object:
    """The node that an image's @id points to, in graphs that name each picture once."""
    identity = image.get("@id") if isinstance(image, Mapping) and len(image) < 3 else None
    nodes = document.linked_data if isinstance(identity, str) else ()
    return next((node for node in nodes if node.get("@id") == identity and _url(node)), image)


def _url(image: Mapping[str, object]) -> object:
    return image.get("url") or image.get("contentUrl")


def _addresses(images: list[object]) -> Iterator[str]:
    for image in images:
        address = image
        if isinstance(image, Mapping):
            identity = image.get("@id")  # an address too, but where it names a part of a page
            is_page = isinstance(identity, str) and "#" in identity
            address = _url(image) or (None if is_page else identity)
        if isinstance(address, str):
            yield address


def _joined(base: str, address: str) -> str | None:
    address = "".join(address.split())
    try:
        joined = urljoin(base, address)
        scheme = urlsplit(joined).scheme
    except ValueError:
        return None
    is_fetchable = scheme in ("http", "https") and address and len(joined) <= LONGEST
    return joined if is_fetchable and joined.isprintable() else None
