"""Finds the outlet that an address belongs to, or makes one for an address that fits none."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from storywatch.errors import WrongUse
from storywatch.extract.address import PORTS, canonical, same_site
from storywatch.outlet import Outlet, Source
from storywatch.story import digest

LONGEST_ID = 64


def outlet_of(url: str, outlets: Iterable[Outlet]) -> Outlet | None:
    """Returns the outlet that publishes at the address, or None if it fits none.

    The host and port of a home page or source tell best, then `domains`, then the home page's
    registrable domain. Where several fit equally, the home page that most of the path shares wins.
    """
    authority = _authority(url)
    if not authority:
        return None
    fitting = [(fit, outlet) for outlet in outlets if (fit := _fit(url, authority, outlet))]
    return max(fitting, key=lambda found: found[0], default=(None, None))[1]


def adhoc(url: str) -> Outlet:
    """Returns an outlet for an address that fits none; its home page is the address's origin."""
    address = canonical(url)
    if address is None:
        raise WrongUse(f"{url!r} cannot be fetched; write a whole http or https address")
    parts = urlsplit(address)
    homepage = f"{parts.scheme}://{parts.netloc}/"
    return Outlet(
        id=_slug(parts.netloc),
        name=parts.netloc,
        homepage=homepage,
        source=(Source(kind="section", url=homepage),),
    )


def _fit(url: str, authority: str, outlet: Outlet) -> tuple[int, int] | None:
    """How well the outlet fits: by which evidence, and how much of a name or path agrees."""
    addresses = (outlet.homepage, *(source.url for source in outlet.sources))
    if any(_authority(address) == authority for address in addresses):
        return 3, _shared_path(url, outlet.homepage)
    domains = max(map(len, _domains_of(authority, outlet)), default=0)
    if domains:
        return 2, domains
    # On a bare address or `localhost` each port is another publisher, as the newsstand's are.
    if not _is_bare(authority) and same_site(url, outlet.homepage):
        return 1, _shared_path(url, outlet.homepage)
    return None


def _domains_of(authority: str, outlet: Outlet) -> Iterator[str]:
    host = urlsplit(f"//{authority}").hostname or ""
    for domain in outlet.domains:
        name = authority if ":" in domain else host
        if name == domain or name.endswith(f".{domain}"):
            yield domain


def _authority(url: str) -> str:
    """The host, and the port unless it is the scheme's own; empty for what is no web address."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return ""
    if not host or parts.scheme not in PORTS:
        return ""
    shown = f"[{host}]" if ":" in host else host
    return shown if port in (None, PORTS[parts.scheme]) else f"{shown}:{port}"


def _is_bare(authority: str) -> bool:
    host = urlsplit(f"//{authority}").hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return "." not in host
    return True


def _shared_path(url: str, homepage: str) -> int:
    """How long the home page's path is if the address lies below it, else 0."""
    home = urlsplit(homepage).path.rstrip("/")
    path = urlsplit(url).path
    return len(home) if path == home or path.startswith(f"{home}/") else 0


def _slug(authority: str) -> str:
    name = re.sub(r"[^a-z0-9]+", "_", authority.removeprefix("www.")).strip("_")
    return name if len(name) <= LONGEST_ID else f"{name[:47]}_{digest(authority)}"
