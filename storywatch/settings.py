"""One frozen Settings: where things lie and who we say we are, read once from the environment."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
AGENT = "storywatch/0.1 (+{contact})"
COPIES = 7
NO_CONTACT = "contact not set; see STORYWATCH_CONTACT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a run needs to know; the CLI replaces fields by its options."""

    outlets_dir: Path = CHECKOUT / "outlets"
    topics_dir: Path = CHECKOUT / "topics"
    data_dir: Path = Path("data")
    contact: str = NO_CONTACT
    allow_private: tuple[str, ...] = ()  # CIDR blocks that the crawl may reach besides public ones
    keep_all: bool = False
    workers: int = 0  # reading processes; 0 means one a core
    copies: int = COPIES  # daily copies of the journal that a watch keeps; 0 means none are made

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Returns the settings that the STORYWATCH_* variables give; an empty one gives nothing.

        Raises ValueError, in a sentence that names it, for a variable that cannot be used.
        """
        given = {
            name: environment[f"STORYWATCH_{name.upper()}"]
            for name in ("outlets_dir", "topics_dir", "data_dir", "contact")
            if environment.get(f"STORYWATCH_{name.upper()}")
        }
        return cls(
            **{
                name: Path(value).expanduser() if name.endswith("_dir") else value
                for name, value in given.items()
            },  # type: ignore[arg-type]
            allow_private=_blocks(environment.get("STORYWATCH_ALLOW_PRIVATE", "")),
            keep_all=_keeps_all(environment.get("STORYWATCH_KEEP", "")),
            workers=_count(environment, "STORYWATCH_WORKERS", 0),
            copies=_count(environment, "STORYWATCH_COPIES", COPIES),
        )

    @property
    def journal_path(self) -> Path:
        """The one file that holds everything recorded."""
        return self.data_dir / "journal.db"

    @property
    def user_agent(self) -> str:
        """The honest name that every request carries."""
        return AGENT.format(contact=self.contact)


def _blocks(text: str) -> tuple[str, ...]:
    for block in text.split():
        try:
            ipaddress.ip_network(block, strict=False)
        except ValueError as error:
            raise ValueError(
                f"STORYWATCH_ALLOW_PRIVATE: {block!r} is no CIDR block; write blocks such as "
                "10.0.0.0/8, parted by spaces"
            ) from error
    return tuple(text.split())


def _keeps_all(text: str) -> bool:
    if text not in ("", "all", "matching"):
        raise ValueError(f"STORYWATCH_KEEP: {text!r} is not known; write all or matching")
    return text == "all"


def _count(environment: Mapping[str, str], name: str, unset: int) -> int:
    text = environment.get(name) or str(unset)
    if not text.isdecimal():
        raise ValueError(f"{name}: {text!r} is no whole number from 0 on")
    return int(text)
