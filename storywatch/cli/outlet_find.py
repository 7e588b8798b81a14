"""Finds out from an address how its outlet can be watched."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from crawler.probe import Probe
from storywatch.discover.autodiscover import Candidate, Kind, Portrait, candidates, portray
from storywatch.discover.document import FetchedDocument
from storywatch.discover.proposal import Trial, best_sources, propose, tried
from storywatch.discover.source_address import source_address
from storywatch.errors import SourceUnreadable, WrongUse
from storywatch.outlet import Outlet, Pace
from storywatch.settings import Settings

KINDS: tuple[Kind, ...] = ("feed", "sitemap")  # what an address may be instead of a home page
MOST_CHILDREN = 4  # sitemaps of indexes that are looked into
SAMPLES = 2  # stories' pages that are looked at for what the home page does not say


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A proposed outlet, what pages say of it, and what came of every address that was tried."""

    outlet: Outlet
    portrait: Portrait
    trials: tuple[Trial, ...]


def find_outlet(url: str, settings: Settings, *, name: str = "", now: datetime) -> Found:
    """Returns the outlet whose home page or feed is at `url`, under the id `name` if one is given.

    Raises `SourceUnreadable` when nothing there can be watched.
    """
    address = source_address(url if "://" in url else f"https://{url}")
    if address is None:
        raise WrongUse(f"{url!r} cannot be fetched; write a whole address: https://example.org/")
    search = _Search(Probe(settings, _pace(address)), now)
    home, given = search.home(address)
    homepage = source_address(home.url) or address
    trials = search.trials(home, given, homepage)
    sources = best_sources(trials, home, now=now)
    if not sources:
        raise SourceUnreadable(_nothing(homepage, trials))
    chosen = {source.url for source in sources}
    portrait = search.portrait(home, [one for one in trials if one.candidate.url in chosen])
    outlet = propose(portrait, homepage, sources, name)
    return Found(
        outlet=outlet.model_copy(update={"pace": _pace(homepage)}),
        portrait=portrait,
        trials=tuple(trials),
    )


class _Search:
    """One search: it keeps what was fetched, so that nothing is asked for twice."""

    def __init__(self, probe: Probe, now: datetime) -> None:
        self._probe = probe
        self._now = now
        self._documents: dict[str, FetchedDocument | str] = {}

    def home(self, address: str) -> tuple[FetchedDocument, Candidate | None]:
        """Returns the home page; when the address is a source, that of its site, and the source."""
        document = self._page(address)
        for kind in KINDS:
            given = Candidate(kind=kind, url=address, evidence="the address given")
            if self._tried(given, address, address).found:
                return self._page(urljoin(document.url, "/")), given
        return document, None

    def trials(self, home: FetchedDocument, given: Candidate | None, homepage: str) -> list[Trial]:
        """Returns what came of every candidate; of an index, what came of its newest child."""
        try:
            likely = candidates(home, self._probe.robots_text(home.url))
        except SourceUnreadable as error:
            raise SourceUnreadable(f"{home.url} {error}") from error
        likely = (given, *likely) if given else likely
        self._fetch([candidate.url for candidate in likely])
        first = [self._tried(each, each.url, homepage) for each in likely]
        children = {
            trial.candidate.url: trial.found.children[0]
            for trial in first
            if trial.found and trial.found.children and not trial.addresses
        }
        looked_into = dict(list(children.items())[:MOST_CHILDREN])
        self._fetch(list(looked_into.values()))
        return [
            self._tried(trial.candidate, looked_into[trial.candidate.url], homepage)
            if trial.candidate.url in looked_into
            else trial
            for trial in first
        ]

    def portrait(self, home: FetchedDocument, chosen: Sequence[Trial]) -> Portrait:
        """Returns what the home page, some stories' pages and the sources say of the outlet."""
        leads = [lead.url for trial in chosen if trial.found for lead in trial.found.leads[::-1]]
        stories = list(dict.fromkeys(leads))[:SAMPLES]
        self._fetch(stories)
        asked = (*stories, *(trial.candidate.url for trial in chosen))
        answers = (self._documents[url] for url in asked)
        return portray(home, [each for each in answers if isinstance(each, FetchedDocument)])

    def _page(self, url: str) -> FetchedDocument:
        self._fetch([url])
        answer = self._documents[url]
        if isinstance(answer, str):
            raise SourceUnreadable(f"{url} {answer}")
        return answer

    def _tried(self, candidate: Candidate, url: str, homepage: str) -> Trial:
        return tried(candidate, self._documents[url], homepage, now=self._now)

    def _fetch(self, urls: Sequence[str]) -> None:
        missing = [url for url in dict.fromkeys(urls) if url not in self._documents]
        self._documents |= self._probe.fetch(missing)


def _pace(url: str) -> Pace:
    """The usual pace; nobody else reads what is served on this very machine."""
    host = urlsplit(url).hostname or ""
    try:
        is_here = ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_here = host == "localhost"
    return Pace(delay=0.0) if is_here else Pace()


def _nothing(homepage: str, trials: Sequence[Trial]) -> str:
    looked = "\n".join(
        f"  {trial.candidate.url} {trial.fault or 'lists no story of this site'}"
        for trial in trials
    )
    return (
        f"{homepage} has no feed or sitemap that was found, and its page links to no stories;"
        " look for one in a browser and write the outlet's file by hand."
        f" Tried were:\n{looked}"
    )
