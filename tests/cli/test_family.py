from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

import pytest

from storywatch.journal import Journal
from storywatch.settings import Settings
from storywatch.story import Story
from tests.cli.conftest import NOON, record, story
from tests.cli.running import storywatch
from tests.prepared import new_journal

WORDS = ("harbour", "council", "bridge", "ferry", "minister", "vote", "budget", "storm", "market")


def text(seed: int, count: int = 200) -> str:
    dice = random.Random(seed)
    return " ".join(f"{dice.choice(WORDS)}{dice.randint(0, 99)}" for _ in range(count))


def told(outlet: str, body: str, hours: int) -> Story:
    return story("one", outlet=outlet, body=body, first_seen_at=NOON + timedelta(hours=hours))


ORIGINAL = told("crier", text(1), 0)
REPOST = told("parrot", text(1), 2)
OTHER = told("echo", text(2), 1)
ROUND_UP = told("digest", f"{text(1)} {text(2)}", 3)


@pytest.fixture
def related(tmp_path: Path) -> Path:
    folder = tmp_path / "related"
    with Journal.open(new_journal(Settings(data_dir=folder).journal_path)) as journal:
        for one in (ORIGINAL, OTHER, REPOST, ROUND_UP):
            record(journal, one)
            journal.join_family(one, now=NOON)
    return folder


def test_a_copy_is_shown_in_its_family(related: Path) -> None:
    out = " ".join(storywatch("show", REPOST.id, "--data", related).out.split())

    assert f"12:00 UTC crier {ORIGINAL.url} copies no story that is known" in out
    assert f"14:00 UTC parrot {REPOST.url} repost of crier, 100% (this story)" in out
    assert "round-up quoting crier, 100%" in out


def test_a_round_up_is_shown_with_what_it_quotes(related: Path) -> None:
    out = " ".join(storywatch("show", ROUND_UP.id, "--data", related).out.split())

    assert f"quotes 2025-12-02 13:00 UTC echo {OTHER.url} 100% of it" in out


def test_the_family_is_in_the_json_too(related: Path) -> None:
    document = storywatch("show", REPOST.id, "--data", related, "--json").document

    first, copy, _ = document["family"]
    assert (first["outlet"], first["kind"], first["known_at"]) == (
        "crier",
        None,
        "2025-12-02T12:00:00Z",
    )
    assert (copy["kind"], copy["of"], copy["containment"]) == ("repost", ORIGINAL.id, 1.0)
    assert document["event"] is not None


def test_a_story_without_copies_has_no_family_section(data: Path) -> None:
    out = storywatch("show", story("tea").id, "--data", data).out

    assert "family" not in out
    assert "same event" not in out
