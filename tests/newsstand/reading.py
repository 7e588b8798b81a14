"""How the newsstand's tests ask for things: purely, or over a socket without following anything."""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from newsstand import Block, Stand, Story
from newsstand.answers import Answer, Asked, answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came over a socket."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def ask(stand: Stand, outlet: str, path: str, **headers: str) -> Answer:
    """Asks an outlet without a socket; `if_none_match` stands for if-none-match."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return answer(stand, outlet, Asked(path=path, headers=named))


def fetch(url: str, *, method: str = "GET", body: str | None = None) -> Reply:
    """Asks over a socket and follows nothing."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    try:
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request(method, path or "/", body=body)
        told = connection.getresponse()
        headers = {name.lower(): value for name, value in told.getheaders()}
        return Reply(status=told.status, headers=headers, body=told.read())
    finally:
        connection.close()


def path_of(url: str) -> str:
    """The path of an address, without its query."""
    return urlsplit(url).path


def tale(slug: str = "a-tale", **words: object) -> Story:
    """A story of one paragraph."""
    given: dict[str, object] = {
        "slug": slug,
        "title": f"Title of {slug}",
        "blocks": (Block(text=f"The only paragraph of {slug}."),),
        **words,
    }
    return Story(**given)  # type: ignore[arg-type]
