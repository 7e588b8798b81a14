"""Edits that no source announces: found by looking at young stories' pages again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from newsstand.outlets import PAISA_TODAY
from storywatch.polling import recheck_at
from storywatch.polling.rechecking import AGES
from storywatch.story import Fate
from tests.end_to_end.conftest import PAISA, House, MakeHouse, story

ASKING = 'query = "ferry OR tunnel"\n[alert]\nwhen = "instant"\non_edit = ["terms"]\n'
SILENT = 'query = "ferry OR tunnel"\n[alert]\nwhen = "instant"\n'
SLUG = "ferry-is-late"
BORN = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


def published(make_house: MakeHouse, topic: str) -> House:
    house = make_house(PAISA_TODAY, topics={"ships": topic})
    house.stand.publish(PAISA, story(SLUG))
    house.round()
    return house


def test_an_edit_that_no_source_announces_is_found_and_told(make_house: MakeHouse) -> None:
    house = published(make_house, ASKING)
    edited = "The ferry is late, so people take the tunnel. " * 12
    house.later(minutes=5)
    house.stand.edit(PAISA, SLUG, paragraphs=[edited])

    house.later(minutes=5)
    before = house.round()[PAISA].fates
    house.later(minutes=10)
    after = house.round()[PAISA].fates

    assert before == {}
    assert after == {"revision": 1}
    with house.journal as journal:
        kinds = [event.is_match for event in journal.alerts.events(["ships"])]
        assert kinds == [True, False]
        assert journal.ledger().balances


def test_a_page_that_is_as_it_was_is_not_sent_again(make_house: MakeHouse) -> None:
    house = published(make_house, ASKING)

    house.later(minutes=20)
    fates = house.round()[PAISA].fates
    (asked,) = [request for request in house.serving.requests if SLUG in request.path]

    assert fates == {"duplicate": 1}
    assert asked.status == 304
    assert len(house.pages_asked(PAISA)) == 1


def test_a_page_is_looked_at_ever_more_seldom_and_then_no_more(make_house: MakeHouse) -> None:
    house = published(make_house, ASKING)

    looked = 0
    for _ in range(5 * 24 * 2):
        house.later(minutes=30)
        with house.journal as journal:
            is_due = PAISA in journal.rechecks.due_outlets(house.stand.now)
        if is_due:
            house.round()
            looked += 1

    assert looked == len(AGES)


def test_stories_of_topics_that_ask_for_no_edits_are_left_alone(make_house: MakeHouse) -> None:
    house = published(make_house, SILENT)

    house.later(minutes=20)
    house.round()

    assert house.pages_asked(PAISA) == []


def test_a_page_that_waits_for_a_visit_is_not_looked_at_besides(make_house: MakeHouse) -> None:
    house = published(make_house, ASKING)
    house.later(minutes=20)
    with house.journal as journal:
        (taken,) = journal.rechecks.take(PAISA, now=house.stand.now, limit=5)
        again = journal.rechecks.take(PAISA, now=house.stand.now + timedelta(days=1), limit=5)
        journal.settle(taken.queued.id, Fate.DUPLICATE, now=house.stand.now)

        assert again == ()
        assert journal.rechecks.due_outlets(house.stand.now + timedelta(days=1)) == {PAISA}


@given(st.timedeltas(timedelta(-1), timedelta(10)))
def test_the_next_look_is_later_and_at_one_of_the_ages(age: timedelta) -> None:
    at = recheck_at(BORN, BORN + age)

    assert at is None or at > BORN + age
    assert at is None or at - BORN in AGES
    assert (at is None) == (age >= AGES[-1])
