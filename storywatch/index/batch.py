"""One batch of claimed stories on its way: what is settled of it, and what waits on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from storywatch.index.bulk import Answer, Verdict
from storywatch.index.parcels import Parcel
from storywatch.journal import Claim, IndexOutbox

log = structlog.get_logger("storywatch.index")
MANY = 10
ORDER = (Verdict.DONE, Verdict.REFUSED, Verdict.BUSY, Verdict.STOPPED)


@dataclass(slots=True, kw_only=True)
class Batch:
    """Claims as of one instant; `left` are those that nothing is settled of yet."""

    outbox: IndexOutbox
    left: list[Claim]
    now: datetime
    shipped_count: int = 0
    refused_count: int = 0
    held: list[Answer] = field(default_factory=list)

    def settle(self, claims: Sequence[Claim]) -> None:
        """Settles claims of which the index has all that it should have."""
        self.outbox.done(claims, now=self.now)
        self._drop(claims)

    def read(self, part: Sequence[Parcel], answers: Sequence[Sequence[Answer]]) -> None:
        """Takes in what each index that it was sent to answered of each story."""
        worst = [max(each, key=lambda one: ORDER.index(one.verdict)) for each in answers]
        refused = [answer for answer in worst if answer.verdict is Verdict.REFUSED]
        if len(refused) == len(worst) >= MANY:
            # So many wrong documents and no right one: it is the index that is wrong.
            self.held += refused
            return
        pairs = list(zip(part, worst, strict=True))
        done = [parcel.claim for parcel, answer in pairs if answer.verdict is Verdict.DONE]
        self.settle(done)
        self.shipped_count += len(done)
        for parcel, answer in pairs:
            if answer.verdict is Verdict.REFUSED:
                self._bury(parcel.claim, answer.reason)
            elif answer.verdict is not Verdict.DONE:
                self.held.append(answer)

    def release(self) -> None:
        """Lets what is left wait for another time."""
        self.outbox.release(self.left)

    def _bury(self, claim: Claim, reason: str) -> None:
        self.outbox.bury(claim, reason, now=self.now)
        self._drop([claim])
        self.refused_count += 1
        log.warning("story refused", story=claim.shipment.id, reason=reason)

    def _drop(self, claims: Sequence[Claim]) -> None:
        settled = {claim.shipment.seq for claim in claims}
        self.left = [one for one in self.left if one.shipment.seq not in settled]
