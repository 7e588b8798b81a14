"""What the latest pages of each outlet gave, and the pages that gave less than the others."""

from __future__ import annotations

import sqlite3
import zlib

import orjson

from storywatch.journal.database import Database
from storywatch.journal.instants import from_ms, to_ms
from storywatch.layout import MOST_SAMPLES, Sample
from storywatch.story import Page

MOST_ODD_PAGES = 60  # of an outlet: what it publishes in a day or two
MOST_PACKED = 1_000_000  # bytes of one of them
FORGOTTEN_AT_ONCE = 20  # rows past their time that may gather before they are deleted


class SampleShelf:
    """Keeps a rolling window of samples an outlet, in order, and the odd pages among them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, outlet: str, sample: Sample, odd: Page | None = None) -> None:
        """Adds a sample; `odd` is its page, kept until it is read as the outlet's others are."""
        with self._database.transaction():
            number = self._database.insert(
                "INSERT INTO samples (outlet, url, at, words, origins, reason) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (
                    outlet,
                    sample.url,
                    to_ms(sample.at),
                    sample.words,
                    orjson.dumps(dict(sample.origins), option=orjson.OPT_SORT_KEYS).decode(),
                    sample.reason,
                ),
            )
            if odd:
                self._keep(odd)
            else:
                self._database.run(
                    "DELETE FROM odd_pages WHERE outlet = ? AND url = ?", (outlet, sample.url)
                )
            if number % FORGOTTEN_AT_ONCE == 0:
                self._forget(outlet)

    def of(self, outlet: str) -> tuple[Sample, ...]:
        """Returns an outlet's latest samples, oldest first."""
        rows = self._database.rows(
            "SELECT * FROM samples WHERE outlet = ? ORDER BY id DESC LIMIT ?",
            (outlet, MOST_SAMPLES),
        )
        return tuple(_sample(row) for row in reversed(rows))

    def odd_pages(self, outlet: str) -> tuple[Page, ...]:
        """Returns the kept pages of an outlet, oldest first."""
        rows = self._database.rows(
            "SELECT * FROM odd_pages WHERE outlet = ? ORDER BY id DESC LIMIT ?",
            (outlet, MOST_ODD_PAGES),
        )
        return tuple(_page(row) for row in reversed(rows))

    def _keep(self, page: Page) -> None:
        packed = zlib.compress(page.body, 1)
        if len(packed) > MOST_PACKED:
            return
        self._database.run(
            "INSERT OR REPLACE INTO odd_pages "
            "(outlet, url, final_url, fetched_at, status, headers, packed) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                page.outlet,
                page.url,
                page.final_url,
                to_ms(page.fetched_at),
                page.status,
                orjson.dumps(dict(page.headers)).decode(),
                packed,
            ),
        )

    def _forget(self, outlet: str) -> None:
        for table, most in (("samples", MOST_SAMPLES), ("odd_pages", MOST_ODD_PAGES)):
            self._database.run(
                f"DELETE FROM {table} WHERE outlet = ?1 AND id <= "
                f"(SELECT id FROM {table} WHERE outlet = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)",
                (outlet, most),
            )


def _sample(row: sqlite3.Row) -> Sample:
    return Sample(
        url=row["url"],
        at=from_ms(row["at"]),
        words=row["words"],
        origins=orjson.loads(row["origins"]),
        reason=row["reason"],
    )


def _page(row: sqlite3.Row) -> Page:
    return Page(
        outlet=row["outlet"],
        url=row["url"],
        final_url=row["final_url"],
        fetched_at=from_ms(row["fetched_at"]),
        body=zlib.decompress(row["packed"]),
        status=row["status"],
        headers=orjson.loads(row["headers"]),
    )
