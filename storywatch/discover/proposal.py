"""Proposes an outlet from what its candidates answered: the sources that tell most."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from storywatch.discover.autodiscover import Candidate, Portrait
from storywatch.discover.document import Discovery, FetchedDocument
from storywatch.discover.sieve import publisher
from storywatch.discover.source_address import source_address
from storywatch.discover.sources import discover
from storywatch.errors import SourceUnreadable
from storywatch.extract.address import site
from storywatch.outlet import Outlet, Source

MOST_SOURCES = 8
_LEAST_LINKS = 3  # stories that a home page links before it counts as a section page
_LONGEST_ID = 40  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a candidate turned out to be: what its document leads to, or a sentence why nothing."""

    candidate: Candidate
    found: Discovery | None = None
    fault: str = ""

    @property
    def addresses(self) -> frozenset[str]:
        """The stories that it announces."""
        return frozenset(lead.url for lead in self.found.leads) if self.found else frozenset()


def provisional(homepage: str) -> Outlet:
    """Returns an outlet that stands for the one to be found, so that its sources can be read."""
    source = Source(kind="section", url=homepage)
    return Outlet(id="unnamed", homepage=homepage, source=(source,))


def tried(
    candidate: Candidate, answer: FetchedDocument | str, homepage: str, *, now: datetime
) -> Trial:
    """Returns what came of a candidate whose answer is a document, or a sentence why none came.

    The document may be a child of the candidate, when that is an index. A sitemap with news dates
    turns out to be a news sitemap.
    """
    if isinstance(answer, str):
        return Trial(candidate=candidate, fault=answer)
    source = Source(kind=candidate.kind, url=candidate.url)
    try:
        found = discover(source, provisional(homepage), answer, now=now)
    except SourceUnreadable as error:
        return Trial(candidate=candidate, fault=str(error))
    if candidate.kind == "sitemap" and any(lead.published_text for lead in found.leads):
        candidate = replace(candidate, kind="news_sitemap")
    return Trial(candidate=candidate, found=found)


def best_sources(
    trials: Sequence[Trial], home: FetchedDocument, *, now: datetime
) -> tuple[Source, ...]:
    """Returns the sources worth polling, none if there is none.

    News sitemaps and every feed that announces a story the others do not; else sitemaps; else the
    home page as a section; else what answers rightly though it lists nothing yet.
    """
    by_kind = {
        kind: [trial for trial in trials if trial.candidate.kind == kind and trial.found]
        for kind in ("news_sitemap", "feed", "sitemap")
    }
    chosen = _telling(by_kind["news_sitemap"]) + _telling(by_kind["feed"])
    chosen = chosen or _telling(by_kind["sitemap"])
    if chosen:
        return tuple(map(_source, chosen[:MOST_SOURCES]))
    section = _section(home, now=now)
    empty = [*by_kind["feed"], *by_kind["news_sitemap"], *by_kind["sitemap"]][:1]
    return (section,) if section else tuple(map(_source, empty))


def outlet_id(name: str, homepage: str) -> str:
    """Returns a slug out of the outlet's name, else out of its site."""
    label = site(homepage).partition(".")[0]
    # A bare address says nothing of who publishes there, and each of its ports may be another.
    is_bare = label.isdigit() or ":" in publisher(homepage)
    words = (name, "" if is_bare else label, f"outlet {urlsplit(homepage).netloc}")
    return next(found for each in words if len(found := slug(each)[:_LONGEST_ID].strip("_")) > 1)


def slug(words: str) -> str:
    """Returns the words as lower-case ASCII letters, digits and _; empty if they have none."""
    plain = unicodedata.normalize("NFKD", words.replace("ß", "ss")).encode("ascii", "ignore")
    return re.sub(r"[^a-z0-9]+", "_", plain.decode().lower()).strip("_")


def propose(portrait: Portrait, homepage: str, sources: Iterable[Source], name: str) -> Outlet:
    """Returns the outlet that the portrait and its sources make, under the id `name` if given."""
    called = portrait.name[0] if portrait.name else ""
    chosen = name or outlet_id(called, homepage)
    return Outlet(
        id=chosen,
        name=called or chosen,
        homepage=homepage,
        country=portrait.country[0] if portrait.country else None,
        languages=(portrait.language[0],) if portrait.language else (),
        timezone=portrait.timezone[0] if portrait.timezone else None,
        source=tuple(sources),
    )


def _telling(trials: Sequence[Trial]) -> list[Trial]:
    """The trials that announce a story which those before them do not."""
    seen: set[str] = set()
    telling = []
    for trial in trials:
        if trial.addresses - seen:
            telling.append(trial)
            seen |= trial.addresses
    return telling


def _source(trial: Trial) -> Source:
    return Source(kind=trial.candidate.kind, url=trial.candidate.url)


def _section(home: FetchedDocument, *, now: datetime) -> Source | None:
    url = source_address(home.url)
    if not url:
        return None
    outlet = provisional(url)
    try:
        found = discover(outlet.sources[0], outlet, home, now=now)
    except SourceUnreadable:
        return None
    return outlet.sources[0] if len(found.leads) >= _LEAST_LINKS else None
