"""A served stand, a folder that declares it, and rounds over it as `storywatch crawl` does."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.round import OutletReport
from newsstand import Profile, Serving, Stand, Story, blocks_of, declare, serve
from newsstand.outlets import MERIDIAN_PRESS, PAISA_TODAY
from storywatch.cli.crawl import crawl_once
from storywatch.journal import Journal
from storywatch.settings import Settings
from tests.prepared import new_journal

OPENED_AT = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
EVERYTHING = 'query = "*"\n'


@dataclass
class House:
    """One data folder over a served stand; `round` crawls it at the stand's own time."""

    stand: Stand
    serving: Serving
    settings: Settings

    def round(self, only: Sequence[str] = (), urls: Sequence[str] = ()) -> dict[str, OutletReport]:
        self.serving.reset_log()
        reports, balances = crawl_once(self.settings, only, urls, clock=lambda: self.stand.now)
        assert balances
        return {report.outlet: report for report in reports}

    def later(self, **delta: float) -> None:
        self.stand.clock.advance(timedelta(**delta))

    def pages_asked(self, outlet: str) -> list[str]:
        sources = {channel.path for channel in self.stand.shelf(outlet).profile.channels}
        return [
            request.path
            for request in self.serving.requests
            if request.outlet == outlet and request.path not in {*sources, "/robots.txt"}
        ]

    @property
    def journal(self) -> Journal:
        return Journal.open(self.settings.journal_path)


WORDS = """
    amber anchor basin beacon canal cedar copper delta ember ferry field glass grain granite
    harvest island jetty kettle ladder lantern market meadow mill mirror needle oak orchard
    paper pillar quarry quilt river rope sail salt shore silver slate spring stone summit
    timber tower valley village wagon water wheel willow window winter workshop yard
    """.split()  # noqa: SIM905 - fifty quoted words read worse


def story(slug: str, *, paragraphs: int = 4, **words: object) -> Story:
    """A story with words of its own: two stories are no copies of each other."""
    dice = random.Random(slug)
    title = slug.replace("-", " ").capitalize()
    body = "\n".join(
        f"The {dice.choice(WORDS)} of {title.lower()} met {' and '.join(dice.sample(WORDS, 24))}."
        for _ in range(paragraphs)
    )
    return Story(slug=slug, title=title, blocks=blocks_of(body), section="world", **words)  # type: ignore[arg-type]


def settings_for(serving: Serving, folder: Path, topics: dict[str, str]) -> Settings:
    (folder / "topics").mkdir(parents=True, exist_ok=True)
    for name, text in topics.items():
        (folder / "topics" / f"{name}.toml").write_text(text, encoding="utf-8")
    return Settings(
        outlets_dir=declare(serving, folder),
        topics_dir=folder / "topics",
        data_dir=folder / "data",
        allow_private=("127.0.0.0/8",),
        contact="desk@storywatch.example",
        workers=1,
    )


MakeHouse = Callable[..., House]


@pytest.fixture
def make_house(tmp_path: Path) -> Iterator[MakeHouse]:
    """Makes a house over some profiles; what it serves ends with the test."""
    opened: list[object] = []

    def made(
        *profiles: Profile, topics: dict[str, str] | None = None, keep_all: bool = False
    ) -> House:
        stand = Stand(opened_at=OPENED_AT, profiles=profiles or (MERIDIAN_PRESS,))
        context = serve(stand)
        opened.append(context)
        serving = context.__enter__()
        settings = settings_for(serving, tmp_path, topics or {"everything": EVERYTHING})
        new_journal(settings.journal_path)
        return House(stand, serving, settings)

    yield made
    for context in opened:
        context.__exit__(None, None, None)  # type: ignore[attr-defined]


PRESS = MERIDIAN_PRESS.id
PAISA = PAISA_TODAY.id
