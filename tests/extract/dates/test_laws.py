"""Laws that hold for every text: nothing raises, and the instant lies in its bounds."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from storywatch.extract.dates.deciding import SKEW
from storywatch.extract.dates.normalising import normalise_dates
from storywatch.extract.dates.order import learn_order
from storywatch.outlet import Outlet
from storywatch.story import DateCandidate, Draft, Story
from tests.extract.dates.samples import outlet

WORDS = (
    "2025-12-02", "T10:00:00", "+14:00", "-12:00", "Dec", "декабря", "2.", "03/04/2026", "03/04",
    "12月", "٢٠٢٥", "2568", "Updated", "3 hours ago", "yesterday", "vor 2 Tagen", "IST", "CEST",
    "0001", "9999-12-31", "12:32", "pm", "31", "٣", "Uhr", "\u200f", "今日", "February 29, 2025",
)  # fmt: skip
lines = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join),
    st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31)).map(datetime.isoformat),  # noqa: DTZ001 - local times are the subject
)
ORIGINS = ("hint", "json-ld datePublished", "json-ld dateModified", "meta date", "dateline", "feed",
           "labelled dateline", "url", "weak meta date", "date in text")  # fmt: skip
candidates = st.builds(
    DateCandidate,
    claim=st.sampled_from(("published", "modified", "either")),
    text=lines,
    origin=st.sampled_from(ORIGINS),
)
outlets = st.builds(
    outlet,
    country=st.sampled_from((None, "IN", "US", "NZ")),
    timezone=st.sampled_from((None, "Pacific/Kiritimati", "America/New_York")),
    languages=st.sampled_from(((), ("de",), ("fa", "ar"))),
)
instants = st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - st.datetimes takes naive bounds


def told(seen: datetime) -> Story:
    return Story(
        id="1", outlet="bugle", url="u", title="t", body="b", first_seen_at=seen, fetched_at=seen,
        evidence={"title": "h1"},
    )  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(candidates, max_size=5), outlets, instants, st.sampled_from((None, "DMY", "MDY")))
def test_a_dated_draft_keeps_its_bounds(
    dates: list[DateCandidate], declared: Outlet, seen: datetime, order: str | None
) -> None:
    draft = Draft(story=told(seen), page_url="u", dates=tuple(dates))

    dated = normalise_dates(draft, declared, fetched_at=seen, order=order).story

    assert dated.evidence["title"] == "h1"
    assert pickle.loads(pickle.dumps(dated)) == dated
    known = (dated.published_earliest, dated.published_at, dated.published_latest)
    if dated.published_at is None:
        assert known == (None, None, None)
        return
    assert known == tuple(sorted(known, key=lambda at: at or seen))
    assert dated.published_latest is not None
    assert dated.published_latest <= seen + SKEW
    assert dated.modified_at is None or dated.modified_at <= seen + SKEW


@settings(max_examples=60, deadline=None)
@given(
    st.lists(candidates, max_size=5),
    outlets,
    instants,
    st.permutations((None, "DMY", "MDY")),
)
def test_dating_again_in_another_order_is_as_if_it_were_the_first_time(
    dates: list[DateCandidate], declared: Outlet, seen: datetime, orders: list[str | None]
) -> None:
    draft = Draft(story=told(seen), page_url="u", dates=tuple(dates))
    again = draft

    for order in orders:
        again = normalise_dates(again, declared, fetched_at=seen, order=order)

        assert again == normalise_dates(draft, declared, fetched_at=seen, order=order)
        assert again.order == order


@settings(max_examples=60, deadline=None)
@given(st.lists(lines, max_size=5))
def test_learning_an_order_never_raises(texts: list[str]) -> None:
    assert learn_order(texts) in (None, "DMY", "MDY")
