"""What the index is given: a story's document with its words, matches, kin and way to us."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from storywatch.journal import Kin, LedgerCount, RecordedMatch, Shipment
from storywatch.journal.documents import clean, written
from storywatch.journal.instants import from_ms, to_ms
from storywatch.journal.searching import PROBE
from storywatch.query.elastic import analysed_fields
from storywatch.query.sqlite import analysed_row
from storywatch.story import Precision, digest

MILLISECOND = timedelta(milliseconds=1)


def document_of(shipment: Shipment, *, now: datetime) -> dict[str, Any]:
    """Returns the whole document; the same for the same state of the story, but for `indexed_at`,
    which is `now` until the index was told once."""
    return {**source_of(shipment, now=now), "analysed": analysed_row(shipment.words)}


def source_of(shipment: Shipment, *, now: datetime) -> dict[str, Any]:
    """Returns what the index keeps of the document: all but the words that it only searches."""
    story, kin = shipment.document, shipment.kin
    indexed_at = shipment.indexed_at or whole_ms(now)
    return {
        **story,
        "analysis": analysis_digest(),
        **_kin(kin),
        "is_copy": story["original"] is not None or bool(kin and kin.copy_of),
        # Where on the page it stood, without the words that stood there.
        "published_evidence": story["evidence"].get("published_at", "").partition(":")[0] or None,
        "dated_at": story["published_at"] or story["first_seen_at"],
        "word_count": len(story["body"].split()),
        "matches": [_match(match) for match in shipment.matches],
        "recorded_at": written(shipment.recorded_at),
        "revised_at": written(shipment.revised_at),
        "indexed_at": written(indexed_at),
        "latency": _latency(shipment, indexed_at),
    }


def whole_ms(instant: datetime) -> datetime:
    """Returns the instant as the journal will remember it."""
    return from_ms(to_ms(instant))


@cache
def analysis_digest() -> str:
    """Returns a digest of how this version analyses words; another one makes documents stale."""
    return digest("analysis", json.dumps(analysed_fields(PROBE), sort_keys=True))


def count_document(count: LedgerCount) -> dict[str, Any]:
    """Returns the document of one count of the ledger."""
    return {
        "outlet": count.outlet,
        "hour": written(count.hour),
        "fate": count.fate,
        "reason": count.reason or None,
        "count": count.count,
    }


def count_id(count: LedgerCount) -> str:
    """Returns the id under which that count is kept, whatever it counts to."""
    return digest("count", count.outlet, count.hour.isoformat(), count.fate, count.reason)


def _kin(kin: Kin | None) -> dict[str, str | None]:
    if kin is None:
        return {"family": None, "event": None, "copy_of": None, "copy_kind": None}
    return {
        "family": str(kin.family),
        "event": None if kin.event is None else str(kin.event),
        "copy_of": kin.copy_of,
        "copy_kind": kin.copy_kind,
    }


def _match(match: RecordedMatch) -> dict[str, Any]:
    return {
        "topic": match.topic,
        "matched_at": written(match.matched_at),
        "revision": match.revision,
        "last_revision": match.last_revision,
        "passages": [clean(asdict(passage)) for passage in match.passages],
    }


def _latency(shipment: Shipment, indexed_at: datetime) -> dict[str, int]:
    """The legs of the story's first way to us; those from publication only if its minute is known.

    A later revision has no part in them: its outlet says when it was edited, not when it matters.
    """
    first = shipment.first_document
    seen_at, fetched_at = (
        datetime.fromisoformat(first[name]) for name in ("first_seen_at", "fetched_at")
    )
    legs = {
        "seen_to_fetched": fetched_at - seen_at,
        "fetched_to_recorded": shipment.recorded_at - fetched_at,
        "recorded_to_indexed": indexed_at - shipment.recorded_at,
    }
    if first["published_at"] and first["published_precision"] == Precision.MINUTE.value:
        published_at = datetime.fromisoformat(first["published_at"])
        legs["published_to_seen"] = seen_at - published_at
        legs["published_to_indexed"] = indexed_at - published_at
    # Clocks differ a little between outlets and us.
    return {leg: max(0, took // MILLISECOND) for leg, took in legs.items()}
