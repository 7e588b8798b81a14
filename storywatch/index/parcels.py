"""Stories packed for the index: which are worth sending, and the line that is sent of each."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from storywatch.index.bulk import Line
from storywatch.index.documents import document_of
from storywatch.journal import Claim, Shipment

AT_A_TIME = 10  # stories; some three milliseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A story that is told, with the line that is sent of it."""

    claim: Claim
    line: Line

    @property
    def size(self) -> int:
        """How many bytes it takes of a bulk."""
        return self.line.size


async def packed(
    claims: Sequence[Claim], now: datetime, *, newer_only: bool = False
) -> list[Parcel]:
    """Packs stories, a few at a time so that the loop can do other work in between.

    Not in a thread: it is all Python, and would hold the loop up as well.
    """
    parcels = []
    for number, claim in enumerate(claims):
        document = document_of(claim.shipment, now=now)
        line = Line.of(claim.shipment.id, claim.shipment.revision, document, newer_only=newer_only)
        parcels.append(Parcel(claim=claim, line=line))
        if number % AT_A_TIME == 0:
            await asyncio.sleep(0)
    return parcels


def is_kept(shipment: Shipment, since: datetime | None) -> bool:
    """Whether a story is young enough for an index that goes back to `since`."""
    return since is None or datetime.fromisoformat(shipment.document["first_seen_at"]) >= since
