"""One frozen Settings: where things lie and who we say we are, read once from the environment."""

from __future__ import annotations

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
        """Returns the settings that the STORYWATCH_* variables give."""
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
            allow_private=tuple(environment.get("STORYWATCH_ALLOW_PRIVATE", "").split()),
            keep_all=environment.get("STORYWATCH_KEEP", "") == "all",
            workers=int(environment.get("STORYWATCH_WORKERS", "0")),
            copies=int(environment.get("STORYWATCH_COPIES", COPIES)),
        )

    @property
    def journal_path(self) -> Path:
        """The one file that holds everything recorded."""
        return self.data_dir / "journal.db"

    @property
    def user_agent(self) -> str:
        """The honest name that every request carries."""
        return AGENT.format(contact=self.contact)
