from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from storywatch.alert import Clocks
from storywatch.latency import Leg, spreads, way
from storywatch.story import Precision
from tests.alerts.conftest import MakeDesk
from tests.alerts.desk import HOUR, MINUTE, NOON

INSTANTS = st.integers(-3000, 3000).map(lambda minutes: NOON + timedelta(minutes=minutes))


@given(st.none() | INSTANTS, st.tuples(*[INSTANTS] * 6))
@settings(max_examples=100, deadline=None)
def test_the_legs_sum_to_the_total_whatever_the_clocks_say(
    published: datetime | None, ends: tuple[datetime, ...]
) -> None:
    seen, fetched, recorded, matched, due, accepted = ends
    clocks = Clocks(
        published_at=published,
        first_seen_at=seen,
        fetched_at=fetched,
        recorded_at=recorded,
        matched_at=matched,
    )
    found = way(clocks, due, accepted)

    start = min(published or seen, seen)
    assert sum(found.legs.values(), timedelta()) == found.total == max(*ends, start) - start
    assert all(leg >= timedelta(0) for leg in found.legs.values())
    assert (Leg.SEEN in found.legs) == (published is not None)


def test_the_ledger_of_an_alert_is_read_from_the_journal(make_desk: MakeDesk) -> None:
    desk = make_desk()
    desk.publish("before", title="Coffee", body="Nothing of it.")
    desk.now += 2 * HOUR
    desk.publish(published_at=desk.now - 60 * MINUTE)
    asyncio.run(desk.after(15 * timedelta(seconds=1)))

    (found,) = desk.journal.deliveries.ways(topic="tea", outlet="bugle")
    assert {leg: length.total_seconds() for leg, length in found.legs.items()} == {
        Leg.SEEN: 58 * 60,
        Leg.FETCHED: 60,
        Leg.RECORDED: 60,
        Leg.MATCHED: 0,
        Leg.DUE: 10,
        Leg.ACCEPTED: 5,
    }
    assert found.biggest is Leg.SEEN
    assert list(desk.journal.deliveries.ways(topic="tax")) == []
    assert list(desk.journal.deliveries.ways(since=desk.now + HOUR)) == []


def test_what_was_published_before_its_outlet_was_watched_counts_from_when_it_was_seen(
    make_desk: MakeDesk,
) -> None:
    desk = make_desk()
    desk.publish(published_at=NOON - 48 * HOUR)
    asyncio.run(desk.after())

    (found,) = desk.journal.deliveries.ways()
    assert Leg.SEEN not in found.legs
    assert found.total < HOUR


def test_a_bare_day_of_publication_is_no_clock(make_desk: MakeDesk) -> None:
    desk = make_desk()
    desk.publish(published_precision=Precision.DAY)
    asyncio.run(desk.after())

    (found,) = desk.journal.deliveries.ways()
    assert Leg.SEEN not in found.legs


def test_a_match_that_an_edit_brought_begins_with_the_edit(make_desk: MakeDesk) -> None:
    desk = make_desk()
    desk.publish(body="Nothing yet.", title="Coffee")
    desk.now += 48 * HOUR
    desk.publish(title="Tea after all", modified_at=desk.now - 3 * MINUTE)
    asyncio.run(desk.after())

    (found,) = desk.journal.deliveries.ways()
    assert found.total < HOUR


def test_percentiles_are_values_that_occurred() -> None:
    clocks = Clocks(first_seen_at=NOON, fetched_at=NOON, recorded_at=NOON, matched_at=NOON)
    found = spreads(way(clocks, NOON, NOON + timedelta(seconds=n)) for n in range(1, 101))

    assert found["total"].percentiles == {50: 50, 90: 90, 95: 95, 99: 99}
    assert (found["total"].count, found["total"].mean, found["total"].longest) == (100, 50.5, 100)
    assert list(found) == ["fetched", "recorded", "matched", "due", "accepted", "total"]
    assert spreads([]) == {}
