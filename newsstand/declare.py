"""Writes what storywatch reads: declarations of the served outlets, and topics for them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import tomlkit

from newsstand.profile import Profile
from newsstand.serving import Serving

_TOPICS = Path(__file__).parent / "watchlist"


def declare(serving: Serving, folder: Path) -> Path:
    """Writes folder/outlets/ID.toml for every served outlet and returns folder/outlets."""
    outlets = folder / "outlets"
    outlets.mkdir(parents=True, exist_ok=True)
    for outlet, home in serving.addresses.items():
        declared = _declaration(serving.stand.shelf(outlet).profile, home)
        (outlets / f"{outlet}.toml").write_text(tomlkit.dumps(declared), encoding="utf-8")
    return outlets


def topics(folder: Path) -> Path:
    """Writes the standard topics to folder/topics/ID.toml and returns folder/topics."""
    shutil.copytree(_TOPICS, folder / "topics", dirs_exist_ok=True)
    return folder / "topics"


def _declaration(profile: Profile, home: str) -> dict[str, Any]:
    declared: dict[str, Any] = {
        "id": profile.id,
        "name": profile.name,
        "homepage": home + "/",
        "languages": [profile.language],
        "collections": ["newsstand"],
    }
    if profile.country:
        declared["country"] = profile.country
    if profile.is_zone_known:
        declared["timezone"] = profile.zone.key
    sources = [{"kind": each.kind, "url": home + each.path} for each in profile.channels]
    # Nobody else reads the stand, so it needs no pause between requests.
    return declared | {"pace": {"delay": 0, "at_once": 4}, "source": sources}
