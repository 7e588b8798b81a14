"""One rogue outlet and one canary that nothing may touch, and rounds over the rogue."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.loop import run
from crawler.round import OutletReport, run_round
from pipelines.desk import Desk
from storywatch.declarations.finding import outlet_of
from storywatch.journal import Journal
from storywatch.settings import Settings
from storywatch.story import Story
from storywatch.workers import Workers
from tests.hostile.pages import story
from tests.hostile.rogue import Rogue, declare, plain, serving
from tests.prepared import new_journal

OPEN = "127.0.0.3"  # the loopback addresses that the crawl may reach: not the canary's
OTHER = "127.0.0.4"
STORY = story().encode()
MOST_REQUESTS = 25  # that a round makes to a rogue, where a case does not say otherwise
MOST_BYTES = 64 << 20  # that a round takes from it


@dataclass
class Outcome:
    """What a round made of the rogue's leads, and the stories that are kept after it."""

    report: OutletReport
    stories: list[Story]

    @property
    def titles(self) -> list[str]:
        return [story.title for story in self.stories]

    @property
    def ends(self) -> set[str]:
        """Every fate with its reason, and `postponed/…` for what waits for another try."""
        plain_fates = {
            fate
            for fate in self.report.fates
            if not any(reason.startswith(fate) for reason in self.report.reasons)
        }
        waiting = {f"postponed/{cause}" for cause in self.report.postponed}
        return plain_fates | set(self.report.reasons) | waiting


@pytest.fixture(autouse=True)
def _little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most rounds are of one page: its end need not wait for others."""
    monkeypatch.setattr("pipelines.group_commit.PATIENCE", 0.005)


@pytest.fixture(scope="session")
def canary() -> Iterator[Rogue]:
    with serving(Rogue()) as rogue:
        rogue.answers["*"] = plain(STORY)
        yield rogue


@pytest.fixture(scope="session")
def shared_rogues() -> Iterator[tuple[Rogue, Rogue]]:
    with serving(Rogue(host=OPEN)) as rogue, serving(Rogue(host=OTHER)) as other:
        yield rogue, other


@pytest.fixture(scope="session")
def workers() -> Iterator[Workers]:
    """Reading processes that all rounds share: starting them takes longer than a round."""
    shared = Workers(1)
    yield shared
    shared.close()


@pytest.fixture
def rogue(shared_rogues: tuple[Rogue, Rogue]) -> Rogue:
    shared_rogues[0].reset()
    return shared_rogues[0]


@pytest.fixture
def victim(shared_rogues: tuple[Rogue, Rogue]) -> Rogue:
    """A sound outlet beside the rogue, which the rogue wants to harm."""
    shared_rogues[1].reset()
    return shared_rogues[1]


class Visits:
    """Rounds over the rogue, one after the other, in one data folder."""

    def __init__(self, rogue: Rogue, folder: Path, workers: Workers, canary: Rogue) -> None:
        self.rogue = rogue
        self.canary = canary
        self.workers = workers
        self.outlets = folder / "outlets"
        self.settings = Settings(
            outlets_dir=self.outlets,
            topics_dir=folder / "topics",
            data_dir=folder / "data",
            contact="desk@example.org",
            allow_private=(f"{OPEN}/32", f"{OTHER}/32"),
        )
        self.folder = folder
        new_journal(self.settings.journal_path)

    def declare(self, rogue: Rogue, kind: str = "feed", *, name: str = "rogue") -> None:
        """Declares a rogue's /feed as an outlet's source of that kind."""
        declare(rogue, self.folder, name=name, kind=kind)

    def __call__(
        self,
        path: str = "/story",
        *,
        source: str | None = None,
        most: int = MOST_REQUESTS,
        at: datetime | None = None,
    ) -> Outcome:
        """Visits the rogue's /story, or polls its /feed when `source` names a kind."""
        self.declare(self.rogue, source or "feed")
        urls = () if source else (self.rogue.home + path,)
        report, *_ = self.round(urls, at=at)
        assert len(self.rogue.asked) <= most
        assert self.rogue.sent <= MOST_BYTES
        assert self.canary.asked == []
        return Outcome(report, [one for one in self.stories() if one.outlet == "rogue"])

    def round(self, urls: Sequence[str] = (), at: datetime | None = None) -> list[OutletReport]:
        """Crawls what is declared once; the rogue's report comes first."""
        desk = Desk.open(self.settings)
        desk.workers.close()
        moment = at or datetime.now(UTC)
        desk = replace(desk, workers=self.workers, clock=lambda: moment)
        outlets = [desk.outlets["rogue"], *(o for o in desk.outlets.values() if o.id != "rogue")]
        chosen = [outlet_of(url, outlets) for url in urls]
        pages = {one.id: urls for one in chosen if one}
        if urls:
            outlets = [one for one in outlets if one.id in pages]
        try:
            reports = run(run_round(desk, outlets, urls=pages), self.settings)
            assert desk.journal.ledger().balances
        finally:
            desk.journal.close()
        return list(reports)

    def stories(self) -> list[Story]:
        """Returns all stories that are kept."""
        with Journal.open(self.settings.journal_path) as journal:
            return list(journal.stories())


Visit = Callable[..., Outcome]


@pytest.fixture
def visit(rogue: Rogue, tmp_path: Path, workers: Workers, canary: Rogue) -> Visits:
    canary.asked.clear()
    return Visits(rogue, tmp_path, workers, canary)
