"""An outlet changes its design: the change is noticed, hints are found, kept pages read again."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest

from newsstand import outlets
from storywatch.cli.heal import heal_once
from storywatch.layout import alarms
from tests.end_to_end.conftest import House, MakeHouse, story

THE_ROUNDUP = replace(outlets.THE_ROUNDUP, robots="")  # which asks for a pause between requests
ROUNDUP = THE_ROUNDUP.id


@pytest.mark.slow
def test_a_new_design_raises_an_alarm_within_ten_stories(make_house: MakeHouse) -> None:
    house = make_house(THE_ROUNDUP)
    _publish(house, "before", 20)
    assert _alarms(house) == {}

    house.stand.reskins(ROUNDUP)
    told = []
    for number in range(10):
        _publish(house, f"after-{number}", 1)
        told.append(_alarms(house))

    assert {"title", "authors", "section"} <= told[-1].keys()
    assert told[0] == {}
    assert told[-1]["title"] == "title is missing on 4 of the last 4 pages"


def test_an_outlet_is_healed_and_its_kept_pages_are_read_again(make_house: MakeHouse) -> None:
    house = make_house(THE_ROUNDUP)
    _publish(house, "before", 20)
    house.stand.reskins(ROUNDUP)
    _publish(house, "after", 10)
    assert _wrong(house) == 10

    house.serving.reset_log()
    done = heal_once(house.settings, ROUNDUP, clock=lambda: house.stand.now)

    assert {"title", "authors"} <= {remedy.field for remedy in done.remedies}
    assert not any("after" in path for path in house.pages_asked(ROUNDUP))
    assert _wrong(house) == 0
    with house.journal as journal:
        assert journal.ledger().balances
        assert alarms(journal.samples.of(ROUNDUP)) == ()
    _publish(house, "later", 3)
    assert _wrong(house) == 0


@pytest.mark.slow
def test_a_dry_run_writes_and_records_nothing(make_house: MakeHouse) -> None:
    house = make_house(THE_ROUNDUP)
    _publish(house, "before", 20)
    house.stand.reskins(ROUNDUP)
    _publish(house, "after", 10)
    file = house.settings.outlets_dir / f"{ROUNDUP}.toml"

    done = heal_once(house.settings, ROUNDUP, dry_run=True, clock=lambda: house.stand.now)

    assert done.remedies
    assert done.report is None
    assert "hints" not in tomllib.loads(file.read_text("utf-8"))
    assert _wrong(house) == 10


def test_an_outlet_that_is_read_as_ever_is_left_alone(make_house: MakeHouse) -> None:
    house = make_house(THE_ROUNDUP)
    _publish(house, "before", 25)
    house.serving.reset_log()

    done = heal_once(house.settings, ROUNDUP, clock=lambda: house.stand.now)

    assert (done.alarms, done.remedies) == ((), ())
    assert not house.pages_asked(ROUNDUP)


def _publish(house: House, name: str, count: int) -> None:
    for number in range(count):
        words = {"authors": ("Ada Quill",), "standfirst": f"What {name} {number} means for towns"}
        house.stand.publish(ROUNDUP, story(f"{name}-tale-{number}", **words))
        house.later(minutes=7)
    house.round()


def _alarms(house: House) -> dict[str, str]:
    with house.journal as journal:
        return {one.field: str(one) for one in alarms(journal.samples.of(ROUNDUP))}


def _wrong(house: House) -> int:
    """How many recorded stories differ from the truth in their authors or their time."""
    truth = {each.url: each for each in house.stand.truth()}
    with house.journal as journal:
        return sum(
            (story.authors, story.published_at)
            != (truth[story.url].authors, truth[story.url].published_at)
            for story in journal.stories()
        )
