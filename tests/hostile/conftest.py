"""One rogue outlet and one canary that nothing may touch, and a round over the rogue."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from crawler.round import OutletReport
from storywatch.cli.crawl import crawl_once
from storywatch.journal import Journal
from storywatch.settings import Settings
from tests.hostile.rogue import Rogue, plain, serving

OPEN = "127.0.0.3"  # the one loopback address that the crawl may reach: not the canary's
STORY = (
    "<html lang=en><head><title>Harbour bridge opens</title>"
    '<meta property="og:title" content="Harbour bridge opens">'
    '<meta property="article:published_time" content="2026-03-04T09:00:00+00:00"></head>'
    "<body><article><h1>Harbour bridge opens</h1>"
    + "".join(
        f"<p>This is paragraph {number} of a story about the bridge over the harbour, which was "
        "opened by the mayor this morning after two years of work on its arches.</p>"
        for number in range(1, 6)
    )
    + "</article></body></html>"
).encode()


@dataclass
class Outcome:
    """What a round made of the rogue's leads."""

    report: OutletReport
    titles: list[str]

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


@pytest.fixture(scope="session")
def canary() -> Iterator[Rogue]:
    with serving(Rogue()) as rogue:
        rogue.answers["*"] = plain(STORY)
        yield rogue


@pytest.fixture(scope="session")
def shared_rogue() -> Iterator[Rogue]:
    with serving(Rogue(host=OPEN)) as rogue:
        yield rogue


@pytest.fixture
def rogue(shared_rogue: Rogue) -> Rogue:
    shared_rogue.reset()
    return shared_rogue


Visit = Callable[..., Outcome]


@pytest.fixture
def visit(rogue: Rogue, tmp_path: Path) -> Visit:
    """Visits the rogue's /story, or polls its /feed when `source` names a kind."""
    (tmp_path / "outlets").mkdir()
    (tmp_path / "topics").mkdir()
    (tmp_path / "topics" / "everything.toml").write_text('query = "*"\n', encoding="utf-8")
    settings = Settings(
        outlets_dir=tmp_path / "outlets",
        topics_dir=tmp_path / "topics",
        data_dir=tmp_path / "data",
        allow_private=(f"{OPEN}/32",),
        workers=1,
    )

    def visited(path: str = "/story", *, source: str | None = None) -> Outcome:
        (tmp_path / "outlets" / "rogue.toml").write_text(
            f'id = "rogue"\nhomepage = "{rogue.home}/"\n[pace]\ndelay = 0\n'
            f'[[source]]\nkind = "{source or "feed"}"\nurl = "{rogue.home}/feed"\n',
            encoding="utf-8",
        )
        urls = () if source else (rogue.home + path,)
        reports, balances = crawl_once(settings, (), urls)
        assert balances
        with Journal.open(settings.journal_path) as journal:
            titles = [story.title for story in journal.stories()]
        return Outcome(reports[0], titles)

    return visited
