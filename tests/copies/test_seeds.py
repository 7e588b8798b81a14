"""The five seed stories: whom they repost and whom they credit."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from storywatch.copies import join_family
from storywatch.story import Story
from tests.copies.memory import Sketches
from tests.copies.samples import found, outlet

SEEDS = Path(__file__).resolve().parents[2].parent / "shared" / "seeds"

pytestmark = pytest.mark.corpus


OUTLETS = {
    "000": ("moneycontrol", "Moneycontrol", "https://www.moneycontrol.com/"),
    "001": ("dnyuz", "DNYUZ", "https://dnyuz.com/"),
    "002": ("small_site", "Politics and Economics", "https://small.example/"),
    "003": ("the_week_us", "The Week (US)", "https://theweek.com/"),
    "004": ("dw", "DW (English)", "https://www.dw.com/en/"),
}


def seed(number: str) -> Story:
    if not SEEDS.is_dir() and not os.environ.get("CI"):
        pytest.skip("the seed stories do not lie beside this checkout")
    (path,) = SEEDS.glob(f"{number}_*.txt")
    id, name, home = OUTLETS[number]
    return found(path.read_text("utf-8"), at=outlet(name, id=id, home=home))


def test_moneycontrol_credits_the_wall_street_journal() -> None:
    read = seed("000")

    assert (read.credited_to, read.original) == (("The Wall Street Journal",), None)


def test_dnyuz_reposts_the_washington_post() -> None:
    read = seed("001")

    assert read.original is not None
    assert (read.original.outlet, read.original.tier) == ("The Washington Post", "text")
    assert read.original.evidence.endswith("appeared first on Washington Post.")
    assert "The Washington Post" not in read.credited_to


def test_the_small_site_credits_bloomberg() -> None:
    read = seed("002")

    assert (read.credited_to, read.original) == (("Bloomberg",), None)


def test_the_week_credits_all_that_it_rounds_up() -> None:
    read = seed("003")

    names = ("BBC", "Reuters", "The New York Times", "The Associated Press", "Politico")
    assert (read.credited_to, read.original) == ((*names, "Military.com"), None)


def test_dw_reports_by_itself() -> None:
    read = seed("004")

    assert (read.credited_to, read.original) == ((), None)


def test_none_of_the_five_is_anothers_copy() -> None:
    store = Sketches()

    kinships = [join_family(seed(number), store) for number in OUTLETS]

    assert [one.parent for one in kinships if one] == [None] * 5
    assert not store.quotes
