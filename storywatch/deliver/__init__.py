"""Channels: each takes a mail's frozen bytes to one recipient and says what became of them."""

from __future__ import annotations

import traceback
from dataclasses import dataclass

import structlog

from storywatch.deliver.apprise import AppriseChannel
from storywatch.deliver.console import ConsoleChannel
from storywatch.deliver.email import EmailChannel
from storywatch.deliver.maildir import MaildirChannel
from storywatch.deliver.parcel import (
    Accepted,
    Channel,
    Deferred,
    HandOver,
    Outcome,
    Parcel,
    Refused,
    Uncertain,
    Unreachable,
)
from storywatch.deliver.settings import DeliverySettings
from storywatch.recipients import is_address

__all__ = [
    "Accepted",
    "Channel",
    "Channels",
    "Deferred",
    "DeliverySettings",
    "Outcome",
    "Parcel",
    "Refused",
    "Uncertain",
    "Unreachable",
    "attempt",
    "trace_of",
]

log = structlog.get_logger("storywatch.deliver")


@dataclass(slots=True)
class Failures:
    """How often a channel failed in a way that it should not have."""

    count: int = 0


FAILURES = Failures()


class Channels:
    """Which channel serves which recipient."""

    def __init__(self, settings: DeliverySettings) -> None:
        self._settings = settings

    def of(self, recipient: str) -> Channel:
        """Returns the recipient's channel: mail goes to the Maildir while no server is set."""
        if recipient == "console:":
            return ConsoleChannel()
        if recipient.startswith("maildir:"):
            return MaildirChannel.at(recipient.removeprefix("maildir:"))
        if recipient.startswith("channel:"):
            return AppriseChannel(self._settings.channel_url(recipient.removeprefix("channel:")))
        if not is_address(recipient):
            return AppriseChannel(recipient)
        if self._settings.smtp_url:
            return EmailChannel.of(self._settings)
        return MaildirChannel(self._settings.mail_dir)


def trace_of(error: Exception) -> str:
    """Returns where an error came from, without the values there: they may hold secrets."""
    return "".join(traceback.format_exception(error))


async def attempt(channel: Channel, parcel: Parcel, hand_over: HandOver) -> Outcome:
    """Lets a channel take a parcel; whatever goes wrong in it is an outcome and ends nothing.

    `hand_over` is called right before the parcel may arrive.
    """
    handed_over = False

    def noted() -> None:
        nonlocal handed_over
        hand_over()
        handed_over = True

    try:
        return await channel.take(parcel, noted)
    except Exception as error:  # noqa: BLE001 - one channel must not keep back the others
        FAILURES.count += 1
        log.error(
            "channel failed",
            channel=channel.name,
            message=parcel.message_id,
            trace=trace_of(error),
        )
        words = f"the channel {channel.name} failed: {type(error).__name__}: {error}"
        return Uncertain(words=words) if handed_over else Deferred(words=words)
