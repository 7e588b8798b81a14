"""What an outlet is called on its own pages, so that titles and bylines are read without it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from storywatch.extract.address import site
from storywatch.extract.document import Document
from storywatch.extract.linked_data import Node, text_of
from storywatch.extract.wording import plain
from storywatch.outlet import Outlet

_LONGEST = 80  # characters; a longer "name" is a slogan


def outlet_names(document: Document, story: Node, outlet: Outlet) -> tuple[str, ...]:
    """Returns the outlet's names: declared, by its domains, and as the page gives them."""
    found = (plain(name) for name in _names(document, story, outlet))
    return tuple(dict.fromkeys(name for name in found if 1 < len(name) <= _LONGEST))


def _names(document: Document, story: Node, outlet: Outlet) -> Iterator[str]:
    yield from (outlet.name, outlet.name.partition("(")[0], outlet.id)
    for address in (document.url, outlet.homepage, *(f"//{host}" for host in outlet.domains)):
        domain = site(address)
        yield from (domain, domain.partition(".")[0], urlsplit(address).hostname or "")
    for name in ("og:site_name", "application-name", "apple-mobile-web-app-title"):
        yield from (
            said for said in document.meta.get(name, ())[:1] if not _is_title(said, document)
        )
    yield text_of(story.get("publisher")) or ""


def _is_title(said: str, document: Document) -> bool:
    """Whether a page that has a headline gives that for the site's name, as some templates do."""
    heading = next(document.tree.iter("h1"), None)
    return heading is not None and plain(heading.text_content()[:500]) == plain(said)
