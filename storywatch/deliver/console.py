"""The console: alerts as lines on standard output, for trying things out."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from storywatch.deliver.parcel import Accepted, HandOver, Outcome, Parcel
from storywatch.harmless import harmless


@dataclass(frozen=True, slots=True)
class ConsoleChannel:
    """Prints subject and text."""

    name: str = "console"

    async def take(self, parcel: Parcel, hand_over: HandOver) -> Outcome:
        """Prints the parcel."""
        hand_over()
        sys.stdout.write(harmless(f"{parcel.message['Subject']}\n\n{parcel.text}\n"))
        sys.stdout.flush()
        return Accepted(words="printed")
