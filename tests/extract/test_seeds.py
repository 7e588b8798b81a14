"""The five seed stories, wrapped as their outlets wrap them: clean text, right fields."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from storywatch.declarations.finding import adhoc
from storywatch.desk import read_page
from storywatch.outlet import Outlet
from storywatch.story import Draft, Page, Precision, Story
from tests.extract import corpus
from tests.extract.seeds import SEEDS, Seed, plain

pytestmark = [pytest.mark.corpus, corpus.needed]
NOW = datetime(2026, 1, 10, 12, 0, tzinfo=UTC)
ZONES = {
    "moneycontrol": {"timezone": "Asia/Kolkata", "country": "IN"},
    "dnyuz": {"timezone": "America/New_York", "country": "US"},
    "the_week": {"timezone": "America/New_York", "country": "US"},
    "dw": {"timezone": "Europe/Berlin", "country": "DE"},
}
CREDITED = {
    "moneycontrol": {"The Wall Street Journal"},
    "politics_site": {"Bloomberg"},
    "the_week": {
        *("BBC", "Reuters", "The New York Times", "The Associated Press", "Politico"),
        "Military.com",
    },
}


def read(name: str, template: str | None = None) -> tuple[Seed, Draft]:
    seed = SEEDS[name]()
    outlet = Outlet.model_validate(adhoc(seed.url).model_dump(by_alias=True) | ZONES.get(name, {}))
    page = Page(
        outlet=outlet.id,
        url=seed.url,
        final_url=seed.url,
        fetched_at=NOW,
        body=seed.page(template),
        headers={"content-type": "text/html; charset=utf-8"},
    )
    draft = read_page(page, outlet)
    assert isinstance(draft, Draft), draft
    return seed, draft


def story_of(name: str, template: str | None = None) -> tuple[Seed, Story]:
    seed, draft = read(name, template)
    return seed, draft.story


@pytest.mark.parametrize("template", [None, "plain.html"], ids=["as built", "plain"])
@pytest.mark.parametrize("name", SEEDS)
def test_the_body_has_every_sentence_and_no_chrome(name: str, template: str | None) -> None:
    seed, story = story_of(name, template)

    assert story.body.split("\n") == seed.body


@pytest.mark.parametrize("template", [None, "plain.html"], ids=["as built", "plain"])
@pytest.mark.parametrize("name", SEEDS)
def test_headline_standfirst_and_captions_are_fields_of_their_own(
    name: str, template: str | None
) -> None:
    seed, story = story_of(name, template)

    assert story.title == seed.headline
    assert story.standfirst == seed.standfirst
    assert {plain(caption) for caption in seed.captions} <= set(map(plain, story.captions))


def test_moneycontrols_date_is_read_in_indian_time() -> None:
    _, story = story_of("moneycontrol")

    assert story.published_at == datetime(2025, 12, 2, 7, 2, tzinfo=UTC)
    assert story.published_precision is Precision.MINUTE
    assert story.evidence["published_at"]
    assert story.authors == ("Moneycontrol World Desk",)


@pytest.mark.parametrize(
    ("name", "day"),
    [("dnyuz", "2025-12-05"), ("politics_site", "2025-12-06")],
)
def test_a_printed_day_is_the_storys_own_and_not_a_teasers(name: str, day: str) -> None:
    _, story = story_of(name)

    assert story.published_at is not None
    assert story.published_at.date().isoformat() == day
    assert story.published_precision is Precision.DAY


@pytest.mark.parametrize(
    ("name", "instant"),
    [
        ("the_week", datetime(2025, 2, 14, 19, 12, 51, tzinfo=UTC)),
        ("dw", datetime(2025, 2, 13, 18, 44, 9, tzinfo=UTC)),
    ],
)
def test_a_date_that_only_the_metadata_has_is_found_there(name: str, instant: datetime) -> None:
    _, story = story_of(name)

    assert story.published_at == instant
    assert story.evidence["published_at"]


def test_a_round_up_keeps_its_author_and_an_editor_is_none() -> None:
    assert story_of("the_week")[1].authors == ("Rafi Schwartz",)
    assert "Maren Sass" not in story_of("dw")[1].authors


def test_a_repost_names_its_original() -> None:
    _, story = story_of("dnyuz")

    assert story.original is not None
    assert story.original.outlet == "The Washington Post"


@pytest.mark.parametrize("name", CREDITED)
def test_those_whom_a_story_quotes_are_credited_and_not_its_original(name: str) -> None:
    _, story = story_of(name)

    assert CREDITED[name] <= set(story.credited_to)
    assert story.original is None


def test_own_reporting_has_no_original() -> None:
    assert story_of("dw")[1].original is None
