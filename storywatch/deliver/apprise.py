"""Everything that Apprise speaks: Slack, Telegram, webhooks and a hundred more."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlsplit

import apprise

from storywatch.deliver.apart import apart
from storywatch.deliver.parcel import (
    Accepted,
    Deferred,
    HandOver,
    Outcome,
    Parcel,
    Refused,
    Uncertain,
)

PATIENCE = 60.0  # seconds for a service's answer: Apprise's four make doubles of what was taken
ANSWER_LOST = ("Read timed out", "ReadTimeout")  # as the library under Apprise says it
UNANSWERED: Outcome = Uncertain(words="the service's answer was lost")

# What its logger tells holds secrets: all of it is read here, and none reaches our log.
_LOGGER = logging.getLogger("apprise")
_LOGGER.setLevel(logging.DEBUG)
_LOGGER.propagate = False
_LOGGER.addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class AppriseChannel:
    """One address of Apprise's; the address holds secrets and is never shown."""

    url: str = field(repr=False)
    patience: float = PATIENCE

    @property
    def name(self) -> str:
        """What logs call the channel: the service without its secrets."""
        return f"apprise {self.url.partition('://')[0]}"

    async def take(self, parcel: Parcel, hand_over: HandOver) -> Outcome:
        """Sends subject and text; Apprise only tells whether it went well, so a no is retried."""
        service = self._service()
        if service is None:
            return Refused(words=f"Apprise knows no service for this {self.name} address")
        hand_over()
        return await apart(partial(self._sent, service, parcel), broken=UNANSWERED)

    def _service(self) -> Any:
        """The service as its address says it, but patient, and a text that is too long for one
        message in several."""
        # Without a deadline it works in our thread: its own are waited for when the process ends.
        asset = apprise.AppriseAsset(service_timeout=0)
        service = apprise.Apprise.instantiate(self.url, asset=asset)
        if not isinstance(service, apprise.NotifyBase):
            return None
        said = parse_qs(urlsplit(self.url).query)
        if "rto" not in said:
            service.socket_read_timeout = self.patience
        if "overflow" not in said and service.body_maxlen < apprise.NotifyBase.body_maxlen:
            service.overflow_mode = apprise.OverflowMode.SPLIT
        return service

    def _sent(self, service: Any, parcel: Parcel) -> Outcome:
        with apprise.Apprise(service, asset=service.asset).notify(
            title=str(parcel.message["Subject"]),
            body=parcel.text,
            body_format=apprise.NotifyFormat.TEXT,
            log_level=logging.DEBUG,
        ) as result:
            told = tuple(result.logs())
        if result:
            return Accepted(words="sent")
        # What is merely noted holds secrets.
        wrong = [one.message for one in told if one.level in ("WARNING", "ERROR")]
        said = (wrong or ["no reason given"])[-1].strip().replace(self.url, f"{self.name} …")
        if any(sign in one.message for one in told for sign in ANSWER_LOST):
            return Uncertain(words=f"{self.name} did not answer in time: {said}")
        return Deferred(words=f"{self.name} did not take it: {said}")
