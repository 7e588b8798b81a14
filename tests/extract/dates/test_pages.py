"""Whole pages: the story's own date is found, and other dates on the page are not taken for it."""

from __future__ import annotations

import json

import pytest

from storywatch.story import Lead
from tests.extract.dates.samples import NOON, PROSE, at, dating_of, page, story_page


def linked(**node: object) -> str:
    data = {"@context": "https://schema.org", "@type": "NewsArticle", **node}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


@pytest.mark.parametrize(
    ("dateline", "instant"),
    [
        ("<span>December 02, 2025 / 12:32 IST</span>", "2025-12-02T07:02"),
        ("<p>Published on: Dec 2, 2025</p>", "2025-12-02T00:00"),
        ("<time datetime='2025-12-02T07:02:00Z'>2 days ago</time>", "2025-12-02T07:02"),
        ("<abbr class='published' title='2025-12-02T07:02:00Z'>07:02</abbr>", "2025-12-02T07:02"),
        ("By A. Reporter | 2 December 2025 | Share this story with friends", "2025-12-02T00:00"),
        ("<span>3 hours ago</span>", "2025-12-10T09:00"),
        ("<span>3 గంటల క్రితం</span>", "2025-12-10T09:00"),
        ("<span>sejam yang lalu</span>", "2025-12-10T11:00"),
        ("Written by A. Reporter in Town Hall on 2 December 2025 at 07:02 UTC", "2025-12-02T07:02"),
        (
            "<div>The Bridge<br>Published: <a>2 December 2025</a><br>By 9 builders</div>",
            "2025-12-02T00:00",
        ),
    ],
)
def test_the_dateline_below_the_headline_is_the_storys(dateline: str, instant: str) -> None:
    found = dating_of(story_page(dateline), country="IN", languages=("en",))

    assert found.published_at == at(instant)


@pytest.mark.parametrize(
    ("language", "dateline", "instant"),
    [
        ("hu", "<span>Frissítve: ma 11:05</span>", "2025-12-10T11:05"),
        ("sw", "<span>jana, 14:05</span>", "2025-12-09T14:05"),
        ("my", "<span>မနေ့က</span>", "2025-12-09T00:00"),
        ("nl", "<span>ma 11:05</span>", None),
    ],
)
def test_a_day_that_only_a_word_names_dates_the_story(
    language: str, dateline: str, instant: str | None
) -> None:
    found = dating_of(story_page(dateline), languages=(language,), timezone="UTC")

    assert found.published_at == (at(instant) if instant else None)


@pytest.mark.parametrize(
    "published",
    [
        "2025-12-02T12:02:00&#43;05:00",
        "Tue, 02 Dec 2025 12:02:00 +05:00",
        ["2025-12-02T07:02:00Z"],
        {"@type": "DateTime", "@value": "2025-12-02T07:02:00Z"},
        1764658920,
    ],
)
def test_a_date_in_linked_data_is_read_however_it_is_written(published: object) -> None:
    found = dating_of(page(f"<h1>Bridge</h1>{PROSE}", head=linked(datePublished=published)))

    assert found.published_at == at("2025-12-02T07:02")


@pytest.mark.parametrize(
    "below",
    [
        "<ul class=related><li><a href=/x>Another headline</a> <time>2 May 2025</time></ul>",
        "<div class=comments><p>Reader <span>4 May 2025 10:00</span></p></div>",
        "<footer>Copyright 2 May 2025 Bugle</footer>",
        "<article><h3><a href=/y>Another story</a></h3><span>3 May 2025</span></article>",
        "<figure><figcaption>The bridge on 1 May 2025. Photo: A. Nother</figcaption></figure>",
    ],
)
def test_dates_of_teasers_comments_captions_and_copyright_are_not_the_storys(below: str) -> None:
    found = dating_of(story_page("<p>2 December 2025</p>", below=below), timezone="UTC")
    without = dating_of(story_page(below=below), timezone="UTC")

    assert found.published_at == at("2025-12-02T00:00")
    assert without.published_at is None


def test_a_list_of_stories_dates_the_one_that_it_links_to_on_the_storys_own_page() -> None:
    entry = "<li class=teaser><a href={}><div>{}</div>{}<p>More of it.</p></a></li>"
    below = "".join(
        (
            entry.format("/2", "1 December 2025", "<h3>Another headline</h3>"),
            entry.format("/bridge", "2 December 2025", "<h3>Bridge closed for repairs</h3>"),
        )
    )

    found = dating_of(story_page(below=f"<ul class=sidebar>{below}</ul>"), timezone="UTC")

    assert found.published_at == at("2025-12-02T00:00")


def test_a_short_headline_before_the_outlets_name_is_known_by_the_pages_title() -> None:
    name = "The Bugle of Bridgetown"
    head = f"""<meta property=og:title content="Bridge - {name}">
        <meta property=og:site_name content="{name}">"""
    body = f"<h1>Bridge</h1><p>2 December 2025</p>{PROSE}<h3>{name}</h3><p>3 May 2025</p>"

    found = dating_of(page(body, head=head), timezone="UTC")

    assert found.published_at == at("2025-12-02T00:00")


def test_the_story_inside_a_graph_speaks_for_the_story() -> None:
    graph = {
        "@graph": [
            {"@type": "WebPage", "datePublished": "2020-01-01T00:00:00Z"},
            {"@type": ["NewsArticle"], "datePublished": "2025-12-02T10:00:00+14:00"},
        ]
    }
    head = f'<script type="application/ld+json">{json.dumps(graph)}</script>'

    assert dating_of(story_page(head=head)).published_at == at("2025-12-01T20:00")


@pytest.mark.parametrize("template", ["0001-01-01T00:00:00Z", "1970-01-01", "9999-12-31T00:00:00Z"])
def test_a_template_date_gives_way_to_the_dateline(template: str) -> None:
    found = dating_of(story_page("<p>2 December 2025</p>", head=linked(datePublished=template)))

    assert found.evidence["published_on"] == "2025-12-02"


def test_published_tomorrow_and_modified_today_is_not_in_the_future() -> None:
    head = linked(datePublished="2025-12-11T12:00:00Z", dateModified="2025-12-10T10:00:00Z")

    found = dating_of(story_page(head=head))

    assert found.published_at == at("2025-12-10T10:00")
    assert found.evidence["published_guessed"]


def test_the_feeds_date_is_a_candidate() -> None:
    lead = Lead(
        outlet="bugle",
        url="https://bugle.example/bridge",
        seen_at=NOON,
        source_url="https://bugle.example/feed",
        published_text="Tue, 02 Dec 2025 12:00:00 CEST",
    )

    found = dating_of(page(f"<h1>Bridge closed for repairs</h1>{PROSE}", lead=lead))

    assert found.published_at == at("2025-12-02T10:00")
    assert found.evidence["published_at"].startswith("feed")


def test_updated_and_published_are_told_apart() -> None:
    line = "<p>Published 1 December 2025, 09:00 GMT. Updated 2 December 2025, 10:00 GMT</p>"

    found = dating_of(story_page(line))

    assert found.published_at == at("2025-12-01T09:00")
    assert found.modified_at == at("2025-12-02T10:00")


def test_a_hint_of_the_outlet_goes_before_everything() -> None:
    shown = story_page(
        "<i class=when>1 December 2025</i>", head=linked(datePublished="2025-12-05T10:00:00Z")
    )

    found = dating_of(shown, hints={"published": "i.when"}, timezone="UTC")

    assert found.published_at == at("2025-12-01T00:00")


def test_a_hint_that_is_no_selector_is_passed_over() -> None:
    found = dating_of(story_page("<p>1 December 2025</p>"), hints={"published": "//["})

    assert found.evidence["published_on"] == "2025-12-01"


def drawn(*instants: str) -> str:
    data = {"doc": [{"title": "Bridge", "publicationDate": instant} for instant in instants]}
    return f"<script>window.state = {json.dumps(data)}</script>"


def test_a_day_that_only_the_pages_scripts_hold_is_the_storys_if_they_hold_one() -> None:
    one = dating_of(story_page(drawn("2025-12-02T07:02:00Z", "2025-12-02T08:00:00Z")))
    several = dating_of(story_page(drawn("2025-12-02T07:02:00Z", "2025-12-03T07:02:00Z")))

    assert one.published_at == at("2025-12-02T07:02")
    assert several.published_at is None


def test_what_scripts_hold_is_not_heard_where_the_page_prints_a_date() -> None:
    found = dating_of(story_page("<p>Published on: Dec 4, 2025</p>" + drawn("2025-12-02T07:02Z")))

    assert found.published_at == at("2025-12-04T00:00")


def test_a_script_that_is_commented_out_holds_nothing() -> None:
    inner = "<h1>Bridge closed for repairs</h1>" + PROSE

    hidden = dating_of(page(inner + f"<!-- {drawn('2025-12-09T08:00:00Z')} -->"))
    own = dating_of(page(inner + '<script><!--\nd = {"publishedAt": "2025-12-09"} //--></script>'))

    assert hidden.published_at is None
    assert own.published_at is not None
