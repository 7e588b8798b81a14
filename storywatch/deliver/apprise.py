"""Everything that Apprise speaks: Slack, Telegram, webhooks and a hundred more."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

import apprise

from storywatch.deliver.parcel import Accepted, Deferred, HandOver, Outcome, Parcel, Refused


@dataclass(frozen=True, slots=True)
class AppriseChannel:
    """One address of Apprise's; the address holds secrets and is never shown."""

    url: str = field(repr=False)

    @property
    def name(self) -> str:
        """What logs call the channel: the service without its secrets."""
        return f"apprise {self.url.partition('://')[0]}"

    async def take(self, parcel: Parcel, hand_over: HandOver) -> Outcome:
        """Sends subject and text; Apprise only tells whether it went well, so a no is retried."""
        service = apprise.Apprise()
        if not service.add(self.url):
            return Refused(words=f"Apprise knows no service for this {self.name} address")
        hand_over()
        with apprise.LogCapture(level=logging.WARNING) as captured:  # type: ignore[no-untyped-call]
            went_well = await service.async_notify(
                title=str(parcel.message["Subject"]),
                body=parcel.text,
                body_format=apprise.NotifyFormat.TEXT,
            )
            words = captured.getvalue().strip().splitlines() if captured else []
        if went_well:
            return Accepted(words="sent")
        said = (words[-1] if words else "no reason given").replace(self.url, f"{self.name} …")
        return Deferred(words=f"{self.name} did not take it: {said}")
