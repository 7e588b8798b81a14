"""What an outlet's pages have in common is learned from each, whoever has read it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.lore import FURNITURE, OutletLore
from storywatch.extract.furniture import Furniture
from storywatch.journal import Journal
from storywatch.story import Traces
from tests.pipelines.samples import OUTLET


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal.open(tmp_path / "journal.db") as opened:
        yield opened


def kept(journal: Journal) -> Furniture:
    return Furniture.of(journal.memory("bugle", FURNITURE))


def undone(journal: Journal, lore: OutletLore, traces: Traces) -> None:
    with journal.together(), journal.apart():
        lore.learn_furniture(traces)
        raise ZeroDivisionError


def test_what_others_have_learned_meanwhile_is_not_lost(journal: Journal) -> None:
    one, other = OutletLore(journal, OUTLET), OutletLore(journal, OUTLET)

    for number, lore in enumerate((one, other, one, one, other)):
        lore.learn_furniture(Traces(story=f"s{number}", lines=("frame", f"line{number}")))

        assert lore.packed.unpacked().furniture == kept(journal).to_judge_by
    assert kept(journal).pages == 5
    assert set(kept(journal).lines) == {"frame", *(f"line{number}" for number in range(5))}


def test_what_was_undone_is_not_known(journal: Journal) -> None:
    lore = OutletLore(journal, OUTLET)
    lore.learn_furniture(Traces(story="s1", lines=("frame",)))

    with pytest.raises(ZeroDivisionError):
        undone(journal, lore, Traces(story="s2", lines=("frame", "undone")))
    lore.learn_furniture(Traces(story="s3", lines=("frame",)))

    assert lore.packed.unpacked().furniture == kept(journal).to_judge_by
    assert set(kept(journal).lines) == {"frame"}
    assert kept(journal).stories == ("s1", "s3")
