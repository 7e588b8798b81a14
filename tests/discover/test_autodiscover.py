from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storywatch.discover.autodiscover import MOST_CANDIDATES, candidates, portray
from storywatch.discover.zones import guess_zone, stamps
from storywatch.errors import SourceUnreadable
from tests.discover.samples import HOME, document


def page(head: str = "", body: str = "", attributes: str = "") -> str:
    return f"<!doctype html><html {attributes}><head>{head}</head><body>{body}</body></html>"


def tried(head: str = "", body: str = "", robots: str = "") -> list[tuple[str, str]]:
    found = candidates(document(page(head, body), HOME), robots)
    return [(each.kind, each.url.removeprefix(HOME)) for each in found]


def alternate(href: str, kind: str = "application/rss+xml", title: str = "News") -> str:
    return f'<link rel="alternate" type="{kind}" title="{title}" href="{href}">'


def test_feeds_that_the_head_names_come_first_and_no_feed_is_guessed() -> None:
    head = (
        alternate("/all.xml")
        + alternate("/a.atom", "application/atom+xml")
        + alternate("/f", "application/feed+json")
        + alternate("https://bugle.example/comments/feed/")
        + alternate("/en", "text/html")
    )

    found = tried(head)

    assert found[:3] == [("feed", "all.xml"), ("feed", "a.atom"), ("feed", "f")]
    assert [kind for kind, _ in found[3:]].count("feed") == 0


def test_a_feed_kept_at_another_site_is_worth_a_try() -> None:
    assert tried(alternate("https://feeds.proxy.example/bugle?format=xml"))[0] == (
        "feed",
        "https://feeds.proxy.example/bugle?format=xml",
    )


def test_parameters_that_make_a_feed_of_a_page_are_kept() -> None:
    assert tried(alternate("/?rss=1"))[0] == ("feed", "?rss=1")


def test_robots_txt_names_sitemaps_and_the_news_come_first() -> None:
    robots = (
        "User-agent: *\nSitemap: https://bugle.example/pages.xml\r\n"
        " sitemap:https://bugle.example/news/map.xml\nSitemap: http://10.0.0.1:9/x\n"
        "Sitemap: file:///etc/passwd\n"
    )

    sitemaps = [each for each in tried(robots=robots) if each[0] != "feed"]

    assert sitemaps == [("news_sitemap", "news/map.xml"), ("sitemap", "pages.xml")]


def test_links_that_readers_see_count_as_feeds() -> None:
    body = (
        '<a href="/rss/top.xml">RSS</a><a href="/feed/">Feed</a><a href="/breakfast">Food</a>'
        '<a href="/story/feedback">Feedback</a><a href="https://crier.example/rss">Other</a>'
    )

    assert tried(body=body)[:2] == [("feed", "rss/top.xml"), ("feed", "feed/")]
    assert not {"breakfast", "story/feedback"} & {url for _, url in tried(body=body)}


def test_a_page_that_names_nothing_is_tried_at_well_known_addresses() -> None:
    found = tried()

    assert ("feed", "feed/") in found
    assert ("news_sitemap", "news-sitemap.xml") in found
    assert ("sitemap", "sitemap.xml") in found


def test_a_home_page_below_the_root_has_well_known_addresses_there_too() -> None:
    found = candidates(document(page(), "https://bugle.example/en/"), "")

    assert {"https://bugle.example/en/feed/", "https://bugle.example/feed/"} <= {
        each.url for each in found
    }


def test_a_page_that_announces_5_000_feeds_is_tried_at_a_few() -> None:
    head = "".join(alternate(f"/feed-{number}") for number in range(5_000))

    assert len(tried(head)) <= MOST_CANDIDATES


words = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200)


@settings(max_examples=30, deadline=None)
@given(words, st.text(max_size=200))
def test_whatever_a_page_and_robots_txt_say_the_tries_are_few_and_fetchable(
    markup: str, robots: str
) -> None:
    home = document(page(alternate(markup), f"<a href='/rss{markup}'>x</a>"), HOME)

    found = candidates(home, f"Sitemap: {robots}")

    assert len(found) <= MOST_CANDIDATES
    assert all(each.url.startswith(("http://", "https://")) for each in found)


def test_what_is_no_page_has_no_candidates() -> None:
    with pytest.raises(SourceUnreadable):
        candidates(document(b"\x89PNG", HOME))


@pytest.mark.parametrize(
    ("head", "name", "origin"),
    [
        ('<meta property="og:site_name" content="Bugle"><title>x</title>', "Bugle", "og:site_name"),
        ("<title>News, sport and weather | The Bugle</title>", "The Bugle", "title"),
        ("<meta name='application-name' content='Bugle'>", "Bugle", "application-name"),
        ("<title>Crier: all the news</title>", "Crier", "title"),
        (
            '<script type="application/ld+json">{"@type": "NewsMediaOrganization", "name": "Bugle"}'
            "</script><title>x</title>",
            "Bugle",
            "json-ld name",
        ),
    ],
)
def test_a_name_is_where_outlets_write_it(head: str, name: str, origin: str) -> None:
    assert portray(document(page(head), HOME)).name == (name, origin)


def test_a_page_without_any_sign_tells_nothing() -> None:
    portrait = portray(document(page("<title></title>"), HOME))

    assert portrait.language is portrait.country is portrait.timezone is portrait.name is None


@pytest.mark.parametrize(
    ("attributes", "head", "language"),
    [
        ('lang="de-DE"', "", "de"),
        ('lang="EN"', "", "en"),
        ("", '<meta property="og:locale" content="pt_BR">', "pt"),
        ("", '<meta http-equiv="Content-Language" content="hi">', "hi"),
    ],
)
def test_a_language_is_a_primary_tag(attributes: str, head: str, language: str) -> None:
    found = portray(document(page(head, attributes=attributes), HOME)).language

    assert found is not None
    assert found[0] == language


@pytest.mark.parametrize(
    ("url", "attributes", "head", "country"),
    [
        ("https://bugle.co.uk/", "", "", "GB"),
        ("https://bugle.de/", 'lang="en"', "", "DE"),
        ("https://bugle.com/", 'lang="en-IN"', "", "IN"),
        ("https://bugle.com/", 'lang="en-US"', "", None),
        ("https://bugle.io/", 'lang="en-EN"', "", None),
        (
            "https://bugle.com/",
            "",
            '<script type="application/ld+json">{"@type": "NewsMediaOrganization", '
            '"address": {"@type": "PostalAddress", "addressCountry": "India"}}</script>',
            "IN",
        ),
    ],
)
def test_a_country_is_told_by_address_domain_or_locale(
    url: str, attributes: str, head: str, country: str | None
) -> None:
    found = portray(document(page(head, attributes=attributes), url)).country

    assert (found and found[0]) == country


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5) | st.sampled_from(["IN", "en"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["@type", "name", "address", "addressCountry", "publisher", "inLanguage"]
            ),
            inner | st.sampled_from(["Organization", ["WebSite", 3]]),
            max_size=4,
        )
    ),
    max_leaves=10,
)


@settings(max_examples=60, deadline=None)
@given(json_values)
def test_structured_data_of_any_shape_is_looked_at(data: object) -> None:
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>'

    portrait = portray(document(page(script), "https://bugle.com/"))

    assert portrait.country is None or portrait.country[0] == "IN"


@pytest.mark.parametrize(
    ("country", "text", "zone"),
    [
        ("IN", "", "Asia/Kolkata"),
        ("DE", "", "Europe/Berlin"),
        ("US", "", None),
        ("US", "2025-12-05T10:00:00-08:00", "America/Los_Angeles"),
        ("US", "Updated 10:00 a.m. ET", "America/New_York"),
        (None, "Tue, 02 Dec 2025 12:32:00 +0530", "Asia/Kolkata"),
        (None, "December 02, 2025 / 12:32 IST", "Asia/Kolkata"),
        (None, "Tue, 02 Dec 2025 12:32:00 GMT and 2025-12-02T12:32:00Z", None),
        (None, "2025-12-05T10:00:00-05:00 2025-07-05T10:00:00-04:00", "America/New_York"),
        (None, "", None),
    ],
)
def test_a_time_zone_follows_from_country_offsets_and_clocks(
    country: str | None, text: str, zone: str | None
) -> None:
    locales = {"US": "es-US", "IN": "en-IN", "DE": "de-DE", None: ""}
    body = page(body=f"<p>{text}</p>", attributes=f'lang="{locales[country]}"')

    found = portray(document(body, "https://bugle.com/"))

    assert (found.timezone and found.timezone[0]) == zone


def test_a_stamp_of_another_place_does_not_sway_the_zone() -> None:
    text = "2025-12-05T10:00:00+05:30 " * 9 + "2025-12-05T10:00:00-08:00"

    assert guess_zone(None, stamps(text)) == (
        "Asia/Kolkata",
        "no country is known, and the pages' times say +05:30",
    )


def test_what_the_home_page_does_not_say_its_stories_may() -> None:
    head = '<meta property="og:site_name" content="The Bugle">'
    story = document(page(head, attributes='lang="en"'))
    dated = "<rss><pubDate>Tue, 02 Dec 2025 12:32:00 +0530</pubDate></rss>"
    feed = document(dated, content_type="application/rss+xml")

    portrait = portray(document(page(), HOME), [story, feed])

    assert portrait.name == ("The Bugle", "og:site_name")
    assert portrait.language == ("en", "html lang")
    assert portrait.timezone is not None
    assert portrait.timezone[0] == "Asia/Kolkata"
