"""Small things learned and kept: robots.txt copies, and what each outlet taught us."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson

from storywatch.journal.database import Database
from storywatch.journal.instants import from_ms, to_ms

EVERYBODY = ""  # in place of an outlet: what is remembered of all of them together


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsCopy:
    """A robots.txt as it was fetched; `status` 0 means that nothing answered."""

    origin: str
    status: int
    body: bytes
    fetched_at: datetime


def robots(database: Database, origin: str) -> RobotsCopy | None:
    """Returns the kept robots.txt of an origin."""
    row = database.row("SELECT * FROM robots WHERE origin = ?", (origin,))
    if row is None:
        return None
    return RobotsCopy(
        origin=row["origin"],
        status=row["status"],
        body=row["body"],
        fetched_at=from_ms(row["fetched_at"]),
    )


def keep_robots(database: Database, copy: RobotsCopy) -> None:
    """Keeps a robots.txt in place of the one before it."""
    with database.transaction():
        database.run(
            "INSERT OR REPLACE INTO robots (origin, status, body, fetched_at) VALUES (?, ?, ?, ?)",
            (copy.origin, copy.status, copy.body, to_ms(copy.fetched_at)),
        )


def memory(database: Database, outlet: str, key: str) -> Any:
    """Returns what was remembered of an outlet under that key, or None."""
    text = memory_text(database, outlet, key)
    return None if text is None else orjson.loads(text)


def memory_text(database: Database, outlet: str, key: str) -> str | None:
    """Returns the JSON text of what was remembered of an outlet under that key, or None."""
    row = database.row("SELECT value FROM memory WHERE outlet = ? AND key = ?", (outlet, key))
    return None if row is None else str(row["value"])


def take_turn(database: Database, key: str, *, every: timedelta, now: datetime) -> bool:
    """Returns whether what is done once in so long is due, and notes that it is done now."""
    last = memory(database, EVERYBODY, key)
    # A turn that was taken in the future was so by a clock that is right by now.
    if last and timedelta(0) <= now - datetime.fromisoformat(last) < every:
        return False
    remember(database, EVERYBODY, key, now.isoformat())
    return True


def remember(database: Database, outlet: str, key: str, value: Any) -> str:
    """Keeps a JSON value of an outlet in place of the one before it; returns its text."""
    text = _as_text(value)
    with database.transaction():
        database.run(
            "INSERT OR REPLACE INTO memory (outlet, key, value) VALUES (?, ?, ?)",
            (outlet, key, text),
        )
    return text


def _as_text(value: Any) -> str:
    try:
        return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode()
    except orjson.JSONEncodeError:  # a lone surrogate, which the database puts right
        return json.dumps(value, ensure_ascii=False)
