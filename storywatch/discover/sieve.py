"""Which announcements become leads: fetchable, of this site, wanted, each once, in order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from storywatch.discover.document import Announcement, Discovery, FetchedDocument, Reading
from storywatch.discover.rough_time import rough_instant
from storywatch.extract.address import canonical, same_site
from storywatch.outlet import Outlet, Source
from storywatch.story import Lead

MOST_LEADS = 2_000  # of one document; the largest real ones list 1,000
MOST_CHILDREN = 50
MOST_REFUSED = 100  # kept as samples; all are counted
_LONGEST_SAMPLE = 300  # characters of a refused address
_LONGEST_WORDS = 200  # characters of a date or a guid

FOREIGN = "it is on another site; list its host under `domains` to accept it"


def sift(
    reading: Reading, source: Source, outlet: Outlet, document: FetchedDocument, *, now: datetime
) -> Discovery:
    """Returns what of a reading becomes leads and children, and what does not and why."""
    kept: dict[str, Announcement] = {}
    refused: list[tuple[str, str]] = []
    for announcement in reading.announcements:
        url = canonical(announcement.url, announcement.base)
        why = _fault(url, source, outlet)
        if why or url is None:
            refused.append((announcement.url[:_LONGEST_SAMPLE], str(why)))
        else:
            kept.setdefault(url, announcement)
    leads = [_lead(url, said, outlet, document, now) for url, said in _oldest_first(kept)]
    refused += [(lead.url, f"more than {MOST_LEADS:,} leads") for lead in leads[:-MOST_LEADS]]
    children, strangers = _children(reading.children, outlet)
    refused += strangers
    return Discovery(
        leads=tuple(leads[-MOST_LEADS:]),
        children=children,
        refused=tuple(refused[:MOST_REFUSED]),
        refused_count=len(refused),
        hints=reading.hints,
    )


def is_own(url: str, outlet: Outlet) -> bool:
    """Whether an address belongs to the outlet: its home page's site, or one of its domains."""
    if same_site(url, outlet.homepage):
        return True
    host = urlsplit(url).hostname or ""
    domains = [domain.partition(":")[0] for domain in outlet.domains]
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def _fault(url: str | None, source: Source, outlet: Outlet) -> str | None:
    """Why an address cannot be a lead, or None."""
    if url is None:
        return "it has no web address that can be fetched"
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


def _lead(
    url: str, said: Announcement, outlet: Outlet, document: FetchedDocument, now: datetime
) -> Lead:
    return Lead(
        outlet=outlet.id,
        url=url,
        seen_at=now,
        source_url=document.url,
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
    named: Iterable[str], outlet: Outlet
) -> tuple[tuple[str, ...], list[tuple[str, str]]]:
    children: dict[str, None] = {}
    strangers = []
    for url in named:
        if is_own(url, outlet):
            children[url] = None
        else:
            strangers.append((url[:_LONGEST_SAMPLE], FOREIGN))
    return tuple(children)[:MOST_CHILDREN], strangers
