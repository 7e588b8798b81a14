"""What an outlet's pages have in common is learned from each, whoever has read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest

from pipelines.strip_chrome import FURNITURE, StripChrome
from storywatch.extract.furniture import Furniture
from storywatch.journal import Journal
from storywatch.outlet import Outlet, Source
from storywatch.story import Traces

OUTLET = Outlet(
    id="bugle",
    homepage="https://bugle.example/",
    source=(Source(kind="feed", url="https://bugle.example/feed"),),
)


@dataclass(frozen=True)
class JournalAlone:
    """As much of a desk as learning needs."""

    journal: Journal


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal.open(tmp_path / "journal.db") as opened:
        yield opened


def learning(journal: Journal) -> StripChrome:
    return StripChrome(cast("Any", JournalAlone(journal)), OUTLET)


def kept(journal: Journal) -> Furniture:
    return Furniture.of(journal.memory("bugle", FURNITURE))


def undone(journal: Journal, step: StripChrome, traces: Traces) -> None:
    with journal.together(), journal.apart():
        step._learn(traces)
        raise ZeroDivisionError


def test_what_others_have_learned_meanwhile_is_not_lost(journal: Journal) -> None:
    one, other = learning(journal), learning(journal)

    for number, step in enumerate((one, other, one, one, other)):
        step._learn(Traces(story=f"s{number}", lines=("frame", f"line{number}")))

        assert step._lore.unpacked().furniture == kept(journal)
    assert kept(journal).pages == 5
    assert set(kept(journal).lines) == {"frame", *(f"line{number}" for number in range(5))}


def test_what_was_undone_is_not_known(journal: Journal) -> None:
    step = learning(journal)
    step._learn(Traces(story="s1", lines=("frame",)))

    with pytest.raises(ZeroDivisionError):
        undone(journal, step, Traces(story="s2", lines=("frame", "undone")))
    step._learn(Traces(story="s3", lines=("frame",)))

    assert step._lore.unpacked().furniture == kept(journal)
    assert set(kept(journal).lines) == {"frame"}
    assert kept(journal).stories == ("s1", "s3")
