"""A Maildir on this machine: every mail program reads it, and each mail is in it once."""

from __future__ import annotations

import asyncio
import os
import socket
from dataclasses import dataclass
from pathlib import Path

from storywatch.deliver.parcel import Accepted, HandOver, Outcome, Parcel, Unreachable
from storywatch.story import digest


@dataclass(frozen=True, slots=True)
class MaildirChannel:
    """Delivers into one Maildir; a mail that is there already is accepted and not doubled."""

    folder: Path

    @classmethod
    def at(cls, folder: str) -> MaildirChannel:
        """Returns the channel of a folder as a recipient writes it."""
        return cls(Path(folder).expanduser())

    @property
    def name(self) -> str:
        """What logs call the channel."""
        return f"maildir:{self.folder}"

    async def take(self, parcel: Parcel, hand_over: HandOver) -> Outcome:
        """Writes the mail under a name that its id gives, then moves it in."""
        hand_over()
        try:
            name = await asyncio.to_thread(self._put, parcel)
        except OSError as error:
            return Unreachable(words=f"{self.folder} cannot be written: {error.strerror}")
        return Accepted(words=name)

    def _put(self, parcel: Parcel) -> str:
        for part in ("tmp", "new", "cur"):
            (self.folder / part).mkdir(parents=True, exist_ok=True)
        name = f"{digest(parcel.message_id)}.storywatch"
        if (self.folder / "new" / name).exists() or any((self.folder / "cur").glob(f"{name}*")):
            return f"{name} was there already"
        draft = self.folder / "tmp" / f"{name}.{socket.gethostname()}.{os.getpid()}"
        with draft.open("wb") as file:
            file.write(parcel.content)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(self.folder / "new" / name)
        return name
