from __future__ import annotations

from datetime import timedelta

import pytest

from newsstand import Credit, Stand, Truth
from storywatch.errors import UnknownOutlet
from storywatch.story import Precision
from tests.newsstand.conftest import OPENED_AT
from tests.newsstand.reading import tale

HOUR = timedelta(hours=1)


def truth_of(stand: Stand, outlet: str, slug: str) -> Truth:
    return next(each for each in stand.truth() if (each.outlet, each.slug) == (outlet, slug))


@pytest.fixture
def empty() -> Stand:
    return Stand(opened_at=OPENED_AT)


def test_a_story_is_published_when_the_clock_says(empty: Stand) -> None:
    empty.clock.advance(HOUR)
    empty.publish("nordfunk", tale())

    told = truth_of(empty, "nordfunk", "a-tale")

    assert told.published_at == OPENED_AT + HOUR
    assert told.body == ("The only paragraph of a-tale.",)
    assert (told.revision, told.modified_at) == (1, None)


def test_what_is_scheduled_happens_at_its_own_time_and_in_order(empty: Stand) -> None:
    empty.at(2 * HOUR, lambda stand: stand.edit("nordfunk", "a-tale", title="Second"))
    empty.at(HOUR, lambda stand: stand.publish("nordfunk", tale()))
    assert empty.truth() == ()

    empty.clock.advance(5 * HOUR)
    told = truth_of(empty, "nordfunk", "a-tale")

    assert told.published_at == OPENED_AT + HOUR
    assert told.modified_at == OPENED_AT + 2 * HOUR
    assert (told.title, told.revision) == ("Second", 2)


def test_an_edit_leaves_what_it_does_not_name(empty: Stand) -> None:
    empty.publish("nordfunk", tale(standfirst="Below."))
    empty.edit("nordfunk", "a-tale", paragraphs=["One.", "## Two"])

    story = empty.shelf("nordfunk").find("a-tale").story

    assert story.paragraphs == ("One.", "Two")
    assert (story.title, story.standfirst) == ("Title of a-tale", "Below.")


def test_a_repost_copies_the_text_and_names_its_original(empty: Stand) -> None:
    told = tale(standfirst="Below.", authors=("Ann",), credited_to=("Meridian Press",))
    empty.publish("nordfunk", told)
    empty.repost("repostly", Credit(outlet="nordfunk", slug="a-tale"), title="Mine")

    copy = truth_of(empty, "repostly", "a-tale")

    assert copy.body == truth_of(empty, "nordfunk", "a-tale").body
    assert copy.title == "Mine"
    assert copy.original is not None
    assert copy.original.outlet == "Nordfunk"
    assert copy.credited_to == ("Meridian Press",)
    assert copy.original.url == truth_of(empty, "nordfunk", "a-tale").url
    assert copy.precision is Precision.DAY


def test_a_moved_story_answers_to_both_slugs_and_is_one(empty: Stand) -> None:
    empty.publish("paisa_today", tale())
    before = truth_of(empty, "paisa_today", "a-tale")
    empty.redirect("paisa_today", "a-tale", "a-better-tale")

    (told,) = empty.truth()

    assert told.slug == "a-better-tale"
    assert before.url in told.addresses[1:]


def test_an_original_that_moves_is_named_at_its_new_address(empty: Stand) -> None:
    empty.publish("nordfunk", tale())
    empty.repost("repostly", Credit(outlet="nordfunk", slug="a-tale"), slug="copy")
    empty.redirect("nordfunk", "a-tale", "moved")

    copy = truth_of(empty, "repostly", "copy")

    assert copy.original is not None
    assert copy.original.url == truth_of(empty, "nordfunk", "moved").url


def test_what_is_withdrawn_or_never_was_is_not_true(empty: Stand) -> None:
    empty.publish("nordfunk", tale())
    empty.lists_missing("nordfunk", tale("never-was"))
    empty.withdraws("nordfunk", "a-tale")

    assert empty.truth() == ()


def test_a_paywall_hides_words_and_changes_no_truth_of_the_text(empty: Stand) -> None:
    text = "\n".join(f"Paragraph {number}." for number in range(5))
    empty.publish("nordfunk", tale())
    empty.edit("nordfunk", "a-tale", paragraphs=text.splitlines())
    empty.paywalls("nordfunk", "a-tale")

    told = truth_of(empty, "nordfunk", "a-tale")

    assert len(told.body) == 5
    assert told.shown == told.body[:2]
    assert told.is_paywalled


def test_who_asks_for_an_unknown_outlet_or_story_is_told(empty: Stand) -> None:
    with pytest.raises(UnknownOutlet, match="nordfunk"):
        empty.shelf("southfunk")
    with pytest.raises(LookupError, match="no-such"):
        empty.amp("nordfunk", "no-such")


def test_the_standard_stand_has_six_outlets_with_stories_on_the_same_topics(stand: Stand) -> None:
    told = stand.truth()
    outlets_of: dict[str, set[str]] = {}
    for each in told:
        for topic in each.topics:
            outlets_of.setdefault(topic, set()).add(each.outlet)

    assert {each.outlet for each in told} == set(stand.outlets)
    assert all(sum(each.outlet == name for each in told) >= 7 for name in stand.outlets)
    assert {topic: len(outlets) >= 4 for topic, outlets in outlets_of.items()} == {
        "seabed_cables": True,
        "interest_rates": True,
        "rail_strikes": True,
        "who_outbreaks": True,
    }


def test_the_first_hours_of_the_standard_stand_bring_news_edits_and_moves(stand: Stand) -> None:
    before = {(each.outlet, each.url): each for each in stand.truth()}
    stand.clock.advance(2 * HOUR)
    after = {(each.outlet, each.url): each for each in stand.truth()}

    assert len(after.keys() - before.keys()) >= 6
    assert any(each.revision == 2 for each in after.values())
    assert any(before_url in each.addresses for _, before_url in before for each in after.values())


def test_two_stands_that_opened_at_one_time_are_the_same() -> None:
    one, other = (Stand.standard(opened_at=OPENED_AT) for _ in range(2))

    assert one.truth() == other.truth()
