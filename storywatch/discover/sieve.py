"""Which announcements become leads: fetchable, of this site, wanted, each once, in order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import urlsplit

from storywatch.discover.document import Announcement, Discovery, FetchedDocument, Reading
from storywatch.discover.rough_time import rough_instant
from storywatch.discover.source_address import source_address
from storywatch.extract.address import canonical, site, without
from storywatch.outlet import Outlet, Source
from storywatch.story import Lead

MOST_LEADS = 1_000  # of one document: a news sitemap's most, and more than any outlet has a day
MOST_CHILDREN = 50
MOST_REFUSED = 100  # kept as samples; all are counted
_LONGEST_SAMPLE = 300  # characters of a refused address
_LONGEST_WORDS = 200  # characters of a date or a guid

FOREIGN = "it is on another site; list its host under `domains` to accept it"
A_LIST = "it is the source itself or the home page"
UNFETCHABLE = "it has no web address that can be fetched"


def sift(
    reading: Reading, source: Source, outlet: Outlet, document: FetchedDocument, *, now: datetime
) -> Discovery:
    """Returns what of a reading becomes leads and children, and what does not and why."""
    kept: dict[str, Announcement] = {}
    refused: list[tuple[str, str]] = []
    lists = {canonical(document.url), canonical(source.url), canonical(outlet.homepage)}
    homes = {urlsplit(_address(said)).netloc for said in (document.url, outlet.homepage)}
    for announcement in reading.announcements:
        url = canonical(_whole(announcement.url, homes), announcement.base)
        if url and outlet.ignore:
            url = without(url, outlet.ignore)
        why = A_LIST if url in lists else _fault(url, source, outlet)
        if why or url is None:
            refused.append((announcement.url[:_LONGEST_SAMPLE], why or UNFETCHABLE))
        else:
            kept.setdefault(url, announcement)
    # A feed or page is known by its declared address; a sitemap's leads may come from a child.
    told_by = document.url if "sitemap" in source.kind else source.url
    leads = [_lead(url, said, outlet, told_by, now) for url, said in _oldest_first(kept)]
    refused += [(lead.url, f"more than {MOST_LEADS:,} leads") for lead in leads[:-MOST_LEADS]]
    children, strangers = _children(reading.children, outlet, document.url)
    refused += strangers
    return Discovery(
        leads=tuple(leads[-MOST_LEADS:]),
        children=children,
        refused=tuple(refused[:MOST_REFUSED]),
        left_out=Counter(why for _, why in refused),
        hints=reading.hints,
    )


def is_own(url: str, outlet: Outlet) -> bool:
    """Whether an address belongs to the outlet: its home page's site, a source's host, its domains.

    A source's host counts since some feeds link by way of it, as Feedburner's do.
    """
    if publisher(url) == publisher(_address(outlet.homepage)):
        return True
    authority = urlsplit(url).netloc
    if any(authority == urlsplit(_address(source.url)).netloc for source in outlet.sources):
        return True
    host = authority.partition(":")[0]
    return any(
        domain in (host, authority) or host.endswith(f".{domain}") for domain in outlet.domains
    )


def _whole(url: str, homes: set[str]) -> str:
    """Gives an address that begins with the outlet's own host the slashes that it lacks."""
    host, slash, _ = url.strip().partition("/")
    return f"//{url.strip()}" if slash and host.lower() in homes else url


@lru_cache(maxsize=1_024)
def _address(declared: str) -> str:
    return canonical(declared) or declared


def publisher(url: str) -> str:
    """Returns the registrable domain; on a bare address or host each port is another publisher."""
    return _publisher(urlsplit(url).netloc)


@lru_cache(maxsize=1_024)
def _publisher(authority: str) -> str:
    url = f"//{authority}"
    found = site(url)
    return authority if found == urlsplit(url).hostname else found


def _fault(url: str | None, source: Source, outlet: Outlet) -> str | None:
    """Why an address cannot be a lead, or None."""
    if url is None:
        return UNFETCHABLE
    if not is_own(url, outlet):
        return FOREIGN
    if source.only and not re.search(source.only, url):
        return f"it does not match the source's `only` pattern {source.only}"
    skipped = next((pattern for pattern in outlet.skip if re.search(pattern, url)), None)
    return f"it matches the outlet's `skip` pattern {skipped}" if skipped else None


def _oldest_first(kept: dict[str, Announcement]) -> list[tuple[str, Announcement]]:
    """Sources list the newest first; an undated announcement stays beside its older neighbour."""
    known = datetime.min.replace(tzinfo=UTC)
    dated = []
    for url, said in reversed(kept.items()):
        known = rough_instant(said.published_text) or rough_instant(said.modified_text) or known
        dated.append((known, url, said))
    dated.sort(key=lambda entry: entry[0])
    return [(url, said) for _, url, said in dated]


def _lead(url: str, said: Announcement, outlet: Outlet, told_by: str, now: datetime) -> Lead:
    return Lead(
        outlet=outlet.id,
        url=url,
        seen_at=now,
        source_url=told_by,
        title=said.title,
        standfirst=said.standfirst,
        published_text=_words(said.published_text),
        modified_text=_words(said.modified_text),
        guid=_words(said.guid),
    )


def _words(text: str | None) -> str | None:
    """A date or a guid as the source wrote it, on one line and bounded."""
    if not text:
        return None
    line = " ".join(text[: 2 * _LONGEST_WORDS].split())[:_LONGEST_WORDS]
    return line.encode("utf-8", "ignore").decode("utf-8") or None


def _children(
    named: Iterable[str], outlet: Outlet, base: str
) -> tuple[tuple[str, ...], list[tuple[str, str]]]:
    children: dict[str, None] = {}
    strangers = []
    for words in named:
        url = source_address(words, base)
        if url and is_own(url, outlet):
            children[url] = None
        else:
            strangers.append((words[:_LONGEST_SAMPLE], FOREIGN if url else UNFETCHABLE))
    return tuple(children)[:MOST_CHILDREN], strangers
