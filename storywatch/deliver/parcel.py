"""What a channel is given and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Protocol, TypeAlias

HandOver = Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A mail's frozen bytes for one recipient, under an id that is the same at every try."""

    recipient: str
    message_id: str
    content: bytes

    @property
    def message(self) -> EmailMessage:
        """The mail as it can be read part by part."""
        return message_from_bytes(self.content, policy=policy.default)

    @property
    def text(self) -> str:
        """The mail's plain text."""
        return self._body("plain")

    @property
    def html(self) -> str:
        """The mail's HTML."""
        return self._body("html")

    def _body(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return part.get_content() if part else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The parcel is the receiver's now."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreachable:
    """The channel cannot be used now, for this parcel or any other."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deferred:
    """This parcel was not taken now; `wait` is what the receiver asked for, if it did."""

    words: str
    wait: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """This parcel will never be taken."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncertain:
    """The parcel was handed over and the answer was lost."""

    words: str


Outcome: TypeAlias = Accepted | Unreachable | Deferred | Refused | Uncertain


class Channel(Protocol):
    """A way to a recipient."""

    @property
    def name(self) -> str:
        """What logs call the channel; parcels of one name are taken to one place."""

    async def take(self, parcel: Parcel, hand_over: HandOver) -> Outcome:
        """Takes the parcel there; calls `hand_over` right before it may arrive."""
