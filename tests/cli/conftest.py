"""A data folder with a handful of recorded stories, one of them edited, one of them hostile."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from storywatch.journal import Journal
from storywatch.story import Draft, Lead, Match, Original, Passage, Precision, Story, story_id
from tests.prepared import new_journal

NOON = datetime(2025, 12, 2, 12, 0, tzinfo=UTC)
HOSTILE = '=cmd|"/c calc"!A1 <script>&\x1b[31m\u202eevil\x07'


def url_of(slug: str, outlet: str = "bugle") -> str:
    return f"https://{outlet}.example/{slug}"


def story(slug: str, **fields: object) -> Story:
    outlet = str(fields.get("outlet", "bugle"))
    given: dict[str, object] = {
        "id": story_id(outlet, url_of(slug, outlet)),
        "outlet": outlet,
        "url": url_of(slug, outlet),
        "title": f"Title of {slug}",
        "body": f"First paragraph of {slug}.\nSecond paragraph.",
        "first_seen_at": NOON,
        "fetched_at": NOON,
        **fields,
    }
    return Story(**given)  # type: ignore[arg-type]


def record(journal: Journal, one: Story, *topics: str, now: datetime = NOON) -> None:
    """Records a story that its outlet announced."""
    lead = Lead(outlet=one.outlet, url=one.url, seen_at=now, title=one.title)
    queued = journal.discover([lead], now=now, revisit=True).queued[0]
    matches = tuple(Match(topic=topic, passages=(_passage(one),)) for topic in topics)
    draft = Draft(story=one, page_url=one.url, addresses=(one.url,), matches=matches)
    journal.record(queued.id, draft, keep=True, now=now)


def _passage(one: Story) -> Passage:
    return Passage(field="title", start=0, end=5, text=one.title[:5], clause="title")


TEA = story(
    "tea",
    title="Tea prices rise in Coonoor",
    standfirst="Rain came late.",
    body="Tea became dearer after the rain.\nGrowers in the Nilgiris are glad.",
    authors=("Ann Bell", "Cy Dew"),
    language="en",
    tags=("Tea",),
    section="markets",
    image="https://bugle.example/tea.jpg",
    captions=("A tea garden",),
    published_at=NOON - timedelta(hours=3),
    published_precision=Precision.MINUTE,
    published_earliest=NOON - timedelta(hours=3),
    published_latest=NOON - timedelta(hours=3),
    evidence={"published_at": "json-ld datePublished", "title": "og:title"},
)
COPY = story(
    "tea",
    outlet="parrot",
    title="Tea prices rise",
    body="Tea became dearer, the Bugle reported.",
    published_at=NOON - timedelta(hours=12),
    published_precision=Precision.DAY,
    original=Original(outlet="Bugle", url=TEA.url, tier="text", evidence="appeared first on"),
    credited_to=("Bugle",),
)
EVIL = story(
    "evil", title=HOSTILE, body="@SUM(A1)\nA body & <b>more</b> \x00 of it.", authors=("-1",)
)
EDITED = story(
    "tea",
    **{
        name: getattr(TEA, name)
        for name in ("standfirst", "authors", "published_at", "published_precision", "evidence")
    },
    title="Tea prices fall in Coonoor",
    body="Tea became cheaper after the rain.\nGrowers in the Nilgiris are sad.",
    fetched_at=NOON + timedelta(hours=1),
    modified_at=NOON + timedelta(minutes=50),
)


@cache
def _recorded() -> bytes:
    """The journal's file, written once: nearly every test has a copy of its own."""
    with TemporaryDirectory() as folder:
        path = new_journal(Path(folder) / "journal.db")
        with Journal.open(path, owner="desk") as journal:
            record(journal, TEA, "tea", "prices")
            record(journal, COPY, "tea", now=NOON + timedelta(minutes=5))
            record(journal, EVIL, now=NOON + timedelta(minutes=10))
            record(journal, EDITED, "tea", now=NOON + timedelta(hours=1))
        return path.read_bytes()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "journal.db").write_bytes(_recorded())
    return folder
