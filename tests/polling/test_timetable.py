"""What a timetable learns, promises and keeps."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from storywatch.polling import Hints, Rhythm, Tariff, Timetable
from storywatch.polling.deciding import most_waiting
from storywatch.polling.tariff import Limits
from tests.polling.traces import HOUR, MINUTE, MONDAY, every

LIMITS = Limits(budget=24)
DAY = timedelta(days=1)


def watched(*, days: int = 7, **sources: timedelta) -> Timetable:
    """A timetable that has polled each source every hour; each has a time between its stories."""
    timetable = Timetable(LIMITS, MONDAY)
    timetable.add(sources, MONDAY)
    published = {
        source: [story.at for story in every(step, days=days)] for source, step in sources.items()
    }
    for hour in range(1, days * 24 + 1):
        until = MONDAY + hour * HOUR
        for source, stories in published.items():
            timetable.polled(source, until, [at for at in stories if until - HOUR < at <= until])
    return timetable


def interval(timetable: Timetable, source: str) -> timedelta:
    return timetable.next_poll(source) - timetable.rhythms[source].polled_at


def test_a_busy_source_is_looked_at_more_often_than_a_quiet_one() -> None:
    timetable = watched(busy=4 * MINUTE, quiet=6 * HOUR)

    assert interval(timetable, "busy") < interval(timetable, "quiet")


def test_a_new_source_is_polled_soon() -> None:
    timetable = Timetable(LIMITS, MONDAY)
    timetable.add(["new"], MONDAY)

    assert MONDAY < timetable.next_poll("new") <= MONDAY + 3 * HOUR


def test_the_price_is_set_anew_for_many_new_sources_and_not_for_one() -> None:
    timetable = Timetable(LIMITS, MONDAY)
    timetable.add([f"s{number}" for number in range(20)], MONDAY)
    before, later = timetable.tariff, MONDAY + HOUR

    timetable.add(["one"], later)
    timetable.polled("one", later, [])
    after_one = timetable.tariff
    timetable.add(["two", "three"], later)

    assert after_one.set_at == before.set_at
    assert later < timetable.next_poll("one") <= later + 24 * HOUR
    assert timetable.tariff.set_at == later


def test_a_first_fetch_tells_the_history() -> None:
    timetable = Timetable(LIMITS, MONDAY)
    timetable.add(["known", "unknown"], MONDAY)
    history = [MONDAY - index * 5 * MINUTE for index in range(100)]

    timetable.polled("known", MONDAY, history)
    timetable.polled("unknown", MONDAY, [])
    timetable.add(["another"], MONDAY + MINUTE)  # sets the price anew

    assert interval(timetable, "known") < interval(timetable, "unknown")


def test_a_burst_brings_the_next_poll_forward() -> None:
    timetable = watched(calm=30 * MINUTE, other=30 * MINUTE)
    end = timetable.rhythms["calm"].polled_at
    timetable.polled("calm", end + MINUTE, [])
    calm = interval(timetable, "calm")

    timetable.polled("calm", end + 2 * MINUTE, [end + MINUTE] * 15)

    assert interval(timetable, "calm") < calm


def test_sources_that_match_are_looked_at_more_often() -> None:
    timetable = watched(days=7, wanted=20 * MINUTE, unwanted=20 * MINUTE)
    end = MONDAY + 8 * DAY
    for source, matched in (("wanted", 150), ("unwanted", 0)):
        timetable.polled(source, end, [], matched=matched)
    timetable.add(["another"], end)

    assert interval(timetable, "wanted") < interval(timetable, "unwanted")


def test_a_feeds_window_is_never_left_to_overflow() -> None:
    timetable = watched(busy=4 * MINUTE, busier=3 * MINUTE)
    before = interval(timetable, "busy")
    end = timetable.rhythms["busy"].polled_at

    timetable.polled("busy", end, [], window=5)

    assert interval(timetable, "busy") < before
    assert most_waiting(5) < 5 < most_waiting(100) < 100


def test_what_a_feed_asks_for_is_heeded() -> None:
    timetable = watched(busy=MINUTE, quiet=12 * HOUR)
    polled_at = timetable.rhythms["busy"].polled_at

    asked = timetable.next_poll("busy", Hints(pause=25 * MINUTE))

    assert asked >= polled_at + 25 * MINUTE


def test_the_state_goes_through_json_and_goes_on_as_before() -> None:
    timetable = watched(days=3, one=10 * MINUTE, two=3 * HOUR)
    document = json.loads(
        json.dumps(
            {
                "tariff": timetable.tariff.as_json(),
                "rhythms": {name: one.as_json() for name, one in timetable.rhythms.items()},
            }
        )
    )

    rhythms = {name: Rhythm.from_json(one) for name, one in document["rhythms"].items()}
    tariff = Tariff.from_json(document["tariff"])
    again = Timetable(LIMITS, tariff.set_at, rhythms=rhythms, tariff=tariff)

    assert (again.rhythms, again.tariff) == (timetable.rhythms, timetable.tariff)
    later = MONDAY + 5 * DAY
    for one in (timetable, again):
        one.polled("one", later, [later - MINUTE])
    assert again.next_poll("one") == timetable.next_poll("one")


def test_what_is_kept_of_a_source_counts_from_the_first_poll_after_a_restart() -> None:
    before = watched(days=3, busy=4 * MINUTE, quiet=6 * HOUR)
    end = MONDAY + 3 * DAY

    after = Timetable(LIMITS, end, tariff=before.tariff)
    after.add(["busy", "quiet"], end, kept=before.rhythms)
    for source in before.rhythms:
        after.polled(source, end + MINUTE, [])

    assert interval(after, "busy") < interval(after, "quiet")


def test_days_in_which_nothing_ran_are_not_made_up_for() -> None:
    timetable = watched(days=7, one=20 * MINUTE, two=20 * MINUTE)
    before = timetable.tariff
    back = MONDAY + 10 * DAY

    timetable.add(["one", "two", "three"], back)

    assert timetable.tariff.correction > 0.9 * before.correction


def test_a_dropped_source_is_forgotten() -> None:
    timetable = watched(days=1, one=HOUR, two=HOUR)

    timetable.drop("one")

    assert set(timetable.rhythms) == {"two"}


moments = st.datetimes(MONDAY.replace(tzinfo=None), datetime(2026, 6, 1)).map(  # noqa: DTZ001 - made aware below
    lambda at: at.replace(tzinfo=MONDAY.tzinfo)
)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(moments, st.lists(moments, max_size=40)), min_size=1, max_size=6),
    st.floats(min_value=0.1, max_value=1000),
    st.sampled_from((None, 1, 10, 100)),
)
def test_the_next_poll_keeps_floor_and_ceiling_whatever_was_found(
    polls: list[tuple[datetime, list[datetime]]], budget: float, window: int | None
) -> None:
    limits = Limits(budget=budget)
    timetable = Timetable(limits, MONDAY)
    timetable.add(["it", "other"], MONDAY)

    for at, published in sorted(polls, key=lambda poll: poll[0]):
        timetable.polled("it", at, published, window=window)
        pause = timetable.next_poll("it") - at

        assert limits.floor - MINUTE / 60 <= pause <= limits.ceiling + MINUTE / 60
