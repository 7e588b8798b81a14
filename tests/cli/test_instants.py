from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from storywatch.cli.instants import since
from storywatch.errors import WrongUse
from storywatch.story import Precision
from storywatch.telling.instants import minute, published, published_there
from tests.cli.conftest import TEA

NOW = datetime(2025, 12, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("90m", NOW - timedelta(minutes=90)),
        ("24h", NOW - timedelta(hours=24)),
        ("7d", NOW - timedelta(days=7)),
        ("2w", NOW - timedelta(weeks=2)),
        ("2025-12-01", datetime(2025, 12, 1, tzinfo=UTC)),
        ("2025-12-01T08:30+05:30", datetime(2025, 12, 1, 3, 0, tzinfo=UTC)),
    ],
)
def test_since_is_how_long_ago_or_a_date(text: str, instant: datetime) -> None:
    assert since(text, now=NOW) == instant


@pytest.mark.parametrize("text", ["", "soon", "7", "7y", "-7d", "2025-13-01", "999999w"])
def test_what_is_no_time_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(WrongUse, match="such as 90m"):
        since(text, now=NOW)


def test_a_story_says_when_as_exactly_as_is_known() -> None:
    day = replace(TEA, published_precision=Precision.DAY)

    assert published(TEA) == "2025-12-02 09:00 UTC"
    assert published(replace(TEA, published_at=None)) == "no date"
    assert published(day) == "2025-12-02"
    assert published(replace(day, evidence={"published_on": "2025-12-03"})) == "2025-12-03"


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "Asia/Kolkata", "UTC", "Pacific/Honolulu"])
def test_the_day_is_the_outlets_wherever_it_sits(zone: str) -> None:
    midnight = datetime(2025, 12, 2, tzinfo=ZoneInfo(zone))
    story = replace(
        TEA, published_at=midnight.astimezone(UTC), published_precision=Precision.DAY, evidence={}
    )

    assert published(story) == "2025-12-02"


def test_the_outlets_own_clock_is_shown_with_its_zone() -> None:
    assert published_there(TEA, ZoneInfo("Asia/Kolkata")) == "2025-12-02 14:30 IST"
    assert published_there(TEA, None) == minute(NOW - timedelta(hours=3))
