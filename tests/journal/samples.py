"""Leads, stories and drafts for the journal's tests, in as few words as they need."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from storywatch.journal import Journal, Poll
from storywatch.journal.database import Database
from storywatch.story import Draft, Lead, Match, Story, story_id
from tests.prepared import new_journal

NOON = datetime(2025, 12, 2, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
FEED = "https://bugle.example/feed"
LONG = " ".join(f"word{number}" for number in range(60))


def url_of(slug: str) -> str:
    return f"https://bugle.example/{slug}"


def lead(slug: str = "one", **words: object) -> Lead:
    given: dict[str, object] = {"outlet": "bugle", "url": url_of(slug), "seen_at": NOON, **words}
    return Lead(**given)  # type: ignore[arg-type]


def story(slug: str = "one", **fields: object) -> Story:
    outlet = str(fields.get("outlet", "bugle"))
    given: dict[str, object] = {
        "id": story_id(outlet, url_of(slug)),
        "outlet": outlet,
        "url": url_of(slug),
        "title": f"Title of {slug}",
        "body": f"The text of {slug}.",
        "first_seen_at": NOON,
        "fetched_at": NOON,
        **fields,
    }
    return Story(**given)  # type: ignore[arg-type]


def draft(
    slug: str = "one",
    *,
    topics: tuple[str, ...] = ("tea",),
    addresses: tuple[str, ...] = (),
    **fields: object,
) -> Draft:
    return Draft(
        story=story(slug, **fields),
        page_url=url_of(slug),
        addresses=tuple(url_of(address) for address in addresses),
        matches=tuple(Match(topic=topic) for topic in topics),
    )


def poll(url: str = FEED, **facts: object) -> Poll:
    given: dict[str, object] = {
        "outlet": "bugle",
        "url": url,
        "polled_at": NOON,
        "status": 200,
        **facts,
    }
    return Poll(**given)  # type: ignore[arg-type]


def queue(journal: Journal, slug: str = "one", **words: object) -> int:
    """Queues one lead and returns its id."""
    found = journal.discover([lead(slug, **words)], now=NOON, revisit=True)
    return found.queued[0].id


@contextmanager
def two_processes() -> Iterator[tuple[Database, Database]]:
    """One journal, opened twice as two processes have it open."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "journal.db"
        new_journal(path)
        with closing(Database(path)) as one, closing(Database(path)) as other:
            yield one, other
