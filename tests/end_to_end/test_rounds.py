"""Rounds over replica outlets: found, fetched once, revised, folded, refused and retried."""

from __future__ import annotations

from newsstand.outlets import CIVIC_LEDGER, MERIDIAN_PRESS, PAISA_TODAY, REPOSTLY
from newsstand.story import Credit
from storywatch.query import parse
from storywatch.story import Fate
from tests.end_to_end.conftest import PAISA, PRESS, MakeHouse, story

CIVIC = CIVIC_LEDGER.id
REPOST = REPOSTLY.id


def test_a_second_round_fetches_no_page_that_did_not_change(make_house: MakeHouse) -> None:
    house = make_house()
    house.stand.publish(PRESS, story("harbour-bridge-opens"))
    house.stand.publish(PRESS, story("council-votes-on-budget"))

    first = house.round()[PRESS]
    house.later(minutes=10)
    second = house.round()[PRESS]

    assert (first.pages, first.fates) == (2, {"new": 2})
    assert (second.pages, second.leads, house.pages_asked(PRESS)) == (0, 0, [])
    assert set(second.sources) == {"unchanged"}


def test_what_is_recorded_is_what_the_outlet_published(make_house: MakeHouse) -> None:
    house = make_house()
    house.stand.publish(PRESS, story("harbour-bridge-opens", authors=("Ada Quill", "Ben Ortiz")))
    house.round()

    (truth,) = house.stand.truth()
    with house.journal as journal:
        (found,) = journal.stories()

    assert found.body.splitlines() == list(truth.body)
    assert (found.title, found.authors, found.url) == (truth.title, truth.authors, truth.url)
    assert found.published_at == truth.published_at
    assert found.evidence["published_at"]


def test_only_stories_that_meet_a_topic_are_kept(make_house: MakeHouse) -> None:
    house = make_house(topics={"bridges": 'query = "bridge OR bridges"\n'})
    house.stand.publish(PRESS, story("harbour-bridge-opens"))
    house.stand.publish(PRESS, story("council-votes-on-budget"))

    report = house.round()[PRESS]

    assert report.fates == {"new": 1, "off_topic": 1}
    with house.journal as journal:
        (found,) = journal.search(parse("title:bridge")).hits
        (match,) = journal.matches(found.story.id)
    assert match.topic == "bridges"
    assert match.passages[0].text.casefold() == "bridge"


def test_an_edit_makes_a_revision_and_never_a_second_story(make_house: MakeHouse) -> None:
    house = make_house()
    house.stand.publish(PRESS, story("harbour-bridge-opens"))
    house.round()
    house.later(minutes=30)
    house.stand.edit(PRESS, "harbour-bridge-opens", title="Harbour bridge opens after delay")
    house.later(minutes=5)

    report = house.round()[PRESS]

    assert report.fates == {"revision": 1}
    with house.journal as journal:
        (found,) = journal.stories()
        assert [one.title for one in journal.revisions(found.id)] == [
            "Harbour bridge opens",
            "Harbour bridge opens after delay",
        ]


def test_moved_tracked_and_amp_addresses_are_one_story(make_house: MakeHouse) -> None:
    house = make_house()
    house.stand.publish(PRESS, story("harbour-bridge-opens"))
    house.stand.amp(PRESS, "harbour-bridge-opens")
    house.round()
    (truth,) = house.stand.truth()
    house.stand.redirect(PRESS, "harbour-bridge-opens", "harbour-bridge-is-open")
    house.later(minutes=10)

    house.round()
    house.round(urls=[f"{truth.url}?utm_source=letter", f"{truth.url.rstrip('/')}/amp"])

    with house.journal as journal:
        assert journal.count() == 1


def test_a_repost_names_its_original(make_house: MakeHouse) -> None:
    house = make_house(MERIDIAN_PRESS, REPOSTLY)
    house.stand.publish(PRESS, story("harbour-bridge-opens"))
    house.later(minutes=20)
    house.stand.repost(REPOST, Credit(outlet=PRESS, slug="harbour-bridge-opens"))
    house.later(minutes=20)

    house.round([PRESS])
    house.round([REPOST])

    with house.journal as journal:
        (copy,) = journal.stories(outlet=REPOST)
        (source,) = journal.stories(outlet=PRESS)
    assert copy.original is not None
    assert source.original is None
    assert (copy.original.outlet or "").casefold().replace(" ", "_") == PRESS


def test_robots_txt_is_obeyed_and_the_trap_is_never_asked_for(make_house: MakeHouse) -> None:
    house = make_house(CIVIC_LEDGER)
    house.stand.publish(CIVIC, story("harbour-bridge-opens"))
    house.round()

    asked = [request.path for request in house.serving.requests]

    assert asked[0] == "/robots.txt"
    assert not [path for path in asked if path.startswith("/private/")]
    assert all("storywatch/" in request.user_agent for request in house.serving.requests)
    assert all("desk@storywatch.example" in one.user_agent for one in house.serving.requests)


def test_an_unreachable_robots_txt_means_wait(make_house: MakeHouse) -> None:
    house = make_house()
    house.stand.publish(PRESS, story("harbour-bridge-opens"))
    house.stand.breaks(PRESS, "robots")

    house.round()

    assert {request.path for request in house.serving.requests} == {"/robots.txt"}


def test_a_page_that_asks_not_to_be_indexed_is_refused(make_house: MakeHouse) -> None:
    house = make_house()
    house.stand.publish(PRESS, story("harbour-bridge-opens", is_noindex=True))

    report = house.round()[PRESS]

    assert report.reasons == {"refused/noindex": 1}


def test_an_outage_loses_nothing_and_repeats_nothing(make_house: MakeHouse) -> None:
    house = make_house()
    house.stand.publish(PRESS, story("harbour-bridge-opens"))
    house.round()
    house.later(minutes=10)
    house.stand.publish(PRESS, story("council-votes-on-budget"))
    house.stand.goes_down(PRESS)

    dark = house.round()[PRESS]
    house.stand.comes_back(PRESS)
    house.later(hours=1)
    back = house.round()[PRESS]

    assert set(dark.sources) == {"failed"}
    assert dark.failed_sources
    assert back.fates == {"new": 1}
    with house.journal as journal:
        assert journal.count() == 2


def test_a_page_that_fails_is_tried_again_in_a_later_round(make_house: MakeHouse) -> None:
    house = make_house(PAISA_TODAY)
    house.stand.publish(PAISA, story("harbour-bridge-opens"))
    url = house.stand.truth()[0].url
    house.stand.breaks(PAISA, "busy")
    house.round(urls=[url])
    with house.journal as journal:
        waiting = journal.lead_for(url)
    house.stand.comes_back(PAISA)
    house.later(hours=1)

    house.round()

    assert waiting is not None
    assert waiting.fate is None
    assert waiting.attempts == 1
    with house.journal as journal:
        done = journal.lead_for(url)
    assert done is not None
    assert done.fate is Fate.NEW


def test_every_kind_of_broken_outlet_is_named_and_the_round_goes_on(make_house: MakeHouse) -> None:
    expected = {
        "soft_404": "rejected/not_found",
        "login": "rejected/",
        "loop": "rejected/http_error",
        "empty": "rejected/empty",
    }
    for fault, reason in expected.items():
        house = make_house(CIVIC_LEDGER)
        slug = f"harbour-bridge-opens-{fault.replace('_', '-')}"
        house.stand.publish(CIVIC, story(slug))
        url = next(one.url for one in house.stand.truth() if one.slug == slug)
        house.stand.breaks(CIVIC, fault)

        report = house.round(urls=[url])[CIVIC]

        assert [key for key in report.reasons if key.startswith(reason)], (fault, report)


def test_a_source_that_is_no_feed_is_a_source_error_with_a_sentence(make_house: MakeHouse) -> None:
    house = make_house(PAISA_TODAY)
    house.stand.breaks(PAISA, "feed_is_html")

    report = house.round()[PAISA]

    with house.journal as journal:
        errors = [one.last_error for one in journal.sources(PAISA) if one.last_error]
    assert report.sources["failed"] >= 1
    assert errors
    assert all(len(error) > 10 for error in errors)


def test_a_charset_lie_does_not_spoil_the_text(make_house: MakeHouse) -> None:
    house = make_house()
    house.stand.publish(PRESS, story("café-déjà-vu-reopens"))
    house.stand.breaks(PRESS, "charset")

    house.round()

    with house.journal as journal:
        (found,) = journal.stories()
    assert found.title == "Café déjà vu reopens"
