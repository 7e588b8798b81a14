from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from storywatch.index.pace import LEAST_BYTES, LONGEST_REST, MOST_BYTES, Pace

NOON = datetime(2025, 12, 2, 12, 0, tzinfo=UTC)


def test_a_refusal_halves_the_bulk_and_rests_longer_each_time() -> None:
    pace = Pace(bulk_bytes=1 << 20, chance=lambda: 0.0)

    pace.was_refused(NOON)
    first = pace.resume_at
    pace.was_refused(NOON)

    assert pace.bulk_bytes == 1 << 18
    assert first == NOON + timedelta(seconds=1)
    assert pace.resume_at == NOON + timedelta(seconds=2)
    assert pace.rests(NOON)
    assert not pace.rests(NOON + timedelta(seconds=2))


def test_success_ends_the_rest_and_sends_more() -> None:
    pace = Pace(bulk_bytes=1 << 20)
    pace.failed(NOON)

    pace.went_well()

    assert not pace.rests(NOON)
    assert pace.bulk_bytes > 1 << 20


@given(
    steps=st.lists(st.sampled_from(["well", "refused", "failed"]), max_size=60),
    chance=st.floats(min_value=0, max_value=1),
)
def test_whatever_happens_a_bulk_and_a_rest_have_bounds(steps: list[str], chance: float) -> None:
    pace = Pace(chance=lambda: chance)
    for step in steps:
        if step == "well":
            pace.went_well()
        elif step == "refused":
            pace.was_refused(NOON)
        else:
            pace.failed(NOON)

    assert LEAST_BYTES <= pace.bulk_bytes <= MOST_BYTES
    assert pace.resume_at is None or NOON <= pace.resume_at <= NOON + LONGEST_REST
