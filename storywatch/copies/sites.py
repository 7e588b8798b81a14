"""Whose web site an address belongs to: hosts, registered domains and what makes two sites one."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from storywatch.extract.address import registered
from storywatch.outlet import Outlet

# Caches and link shorteners stand before the page and never are its publisher.
_RELAYS = (
    "ampproject.org",
    "google.com",
    "googleusercontent.com",
    "bing-amp.com",
    "feedburner.com",
)
_MIRRORS = ("www.", "m.", "amp.", "mobile.")


@lru_cache(maxsize=512)
def host_of(address: str) -> str:
    """Returns the lower-case host of a web address or bare domain; "" when there is none."""
    text = address.strip()
    try:
        host = urlsplit(text if "//" in text[:12] else f"//{text}").netloc
    except ValueError:
        return ""
    host = host.rpartition("@")[2].casefold()
    return host if "." in host and not any(character.isspace() for character in host) else ""


@lru_cache(maxsize=512)
def site_of(address: str) -> str:
    """Returns the registered domain of an address, or its host where no registry is known."""
    host = host_of(address)
    known = _registered(host)
    if known:
        return known
    for mirror in _MIRRORS:
        host = host.removeprefix(mirror)
    return host


def is_elsewhere(address: str | None, outlet: Outlet) -> bool:
    """Whether an address is a page on another publisher's site than the outlet's."""
    site = site_of(address or "")
    if not site or site in _RELAYS or _is_machine(site):
        return False
    own = {site_of(place) for place in (outlet.homepage, *outlet.domains)}
    return site not in own and _label(site) not in {_label(place) for place in own}


def _is_machine(site: str) -> bool:
    """Whether a site is a bare IP address: a server behind the outlet, and no publisher."""
    try:
        ip_address(site.rpartition(":")[0] or site)
    except ValueError:
        return False
    return True


def is_document(address: str | None) -> bool:
    """Whether an address leads deeper than a front page."""
    try:
        return len(urlsplit(address or "").path.strip("/")) > 1
    except ValueError:
        return False


def _label(site: str) -> str:
    # bbc.com and bbc.co.uk are one publisher; a site without a registry stays itself.
    known = _registered(site)
    return known.partition(".")[0] if known else site


def _registered(host: str) -> str | None:
    # Who has a domain below a private suffix, such as a blog's, is a publisher of their own.
    return registered(host.partition(":")[0], by_anybody=True)
