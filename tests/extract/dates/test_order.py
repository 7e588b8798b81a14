"""Learning whether an outlet writes the day or the month first."""

from __future__ import annotations

from collections import Counter

from storywatch.extract.dates.order import learn_order, order_votes, settled_order


def test_a_number_above_twelve_is_a_day() -> None:
    assert learn_order(["25/12/2025"]) == "DMY"
    assert learn_order(["12/25/2025"]) == "MDY"


def test_the_same_day_in_words_shows_the_order() -> None:
    assert learn_order(["03/04/2025", "2025-04-03T10:00:00Z"]) == "DMY"
    assert learn_order(["03/04/2025", "March 4, 2025"]) == "MDY"


def test_what_shows_nothing_teaches_nothing() -> None:
    assert learn_order(["03/04/2025", "", "05.06.2025", "2025-01-02"]) is None


def test_votes_of_pages_add_up_and_a_contradiction_unsettles() -> None:
    votes: Counter[str] = Counter()
    for page in (["25/12/2025"], ["26/12/2025"], ["12/27/2025"]):
        votes += order_votes(page)

    assert votes == {"DMY": 2, "MDY": 1}
    assert settled_order(votes) is None
    assert settled_order({"DMY": 30, "MDY": 1}) == "DMY"
