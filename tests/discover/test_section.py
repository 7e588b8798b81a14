from __future__ import annotations

import pytest

from storywatch.errors import SourceUnreadable
from tests.discover.samples import outlet, read, urls

STORY = "/2025/12/05/central-bank-cuts-rates-again"


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><title>News</title>{head}</head><body>{body}</body></html>"


def link(path: str, words: str = "Central bank cuts rates again", attributes: str = "") -> str:
    return f'<a href="{path}" {attributes}>{words}</a>'


def test_a_link_with_a_headline_s_words_and_a_story_s_address_is_a_lead() -> None:
    found = read(
        page(f"<h2><a href='{STORY}#top'>Central bank cuts rates again</a></h2>"), "section"
    )

    assert urls(found) == [f"https://bugle.example{STORY}"]
    assert found.leads[0].title == "Central bank cuts rates again"


def test_a_teaser_s_words_are_no_title() -> None:
    found = read(
        page(link(STORY, "2 hours ago Central bank cuts rates again 14 comments")), "section"
    )

    assert found.leads[0].title is None


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/business/",
        "/2025/12/05/",
        "/archive/2025/dec",
        "/section/us-news-of-today",
        "/subscribe-to-our-newsletter",
        "/tag/central-bank-cuts-rates-12345",
        "/author/jane-doe-of-the-bugle",
        "/video/central-bank-cuts-rates-again-12345",
        "/login?next=/2025/12/05/x",
        "/files/central-bank-report-2025.pdf",
        "/a/b/a/b/a/b/central-bank-cuts-rates-again",
        "mailto:desk@bugle.example",
        "javascript:void(0)",
        "https://elsewhere.example/2025/12/05/central-bank-cuts-rates-again",
    ],
)
def test_hubs_services_traps_and_other_sites_are_no_leads(path: str) -> None:
    assert urls(read(page(link(path)), "section")) == []


@pytest.mark.parametrize(
    "body",
    [
        f"<nav>{link(STORY)}</nav>",
        f"<footer>{link(STORY)}</footer>",
        f"<div style='display: none'>{link(STORY)}</div>",
        f"<div hidden>{link(STORY)}</div>",
        link(STORY, attributes="rel=nofollow"),
        link(STORY, attributes="style='visibility:hidden'"),
    ],
)
def test_chrome_and_hidden_links_are_not_harvested(body: str) -> None:
    assert urls(read(page(body), "section")) == []


@pytest.mark.parametrize(
    "body",
    [
        f"<div id=root></div><noscript>{link(STORY)}</noscript>",
        f"<div id=root></div><noscript><ul><li><h2>{link(STORY)}</h2></li></ul></noscript>",
        f"<main>{link('/about')}<noscript><div>{link(STORY)}</div></noscript></main>",
        f"<noscript><nav>{link('/markets')}</nav>{link(STORY)}</noscript>",
    ],
)
def test_links_for_those_without_scripts_are_harvested(body: str) -> None:
    assert urls(read(page(body), "section")) == [f"https://bugle.example{STORY}"]


def test_a_picture_for_those_without_scripts_leaves_a_headline_as_it_is() -> None:
    words = "Central bank cuts rates again<noscript><img src=a.jpg alt=Vault></noscript>"

    found = read(page(f"<h2>{link(STORY, words)}</h2>"), "section")

    assert found.leads[0].title == "Central bank cuts rates again"


@pytest.mark.parametrize(
    "selector", ["#top a", "#top", "//div[@id='top']", "//div/a | //div/a/@href"]
)
def test_links_narrows_where_stories_are_looked_for(selector: str) -> None:
    body = f"<div id=top>{link('/markets')}</div>{link(STORY)}"

    assert urls(read(page(body), outlet("section", links=selector))) == [
        "https://bugle.example/markets"
    ]


def test_only_says_what_a_story_s_address_is() -> None:
    body = link("/s/12") + link(STORY)

    assert urls(read(page(body), outlet("section", only=r"/s/\d+$"))) == [
        "https://bugle.example/s/12"
    ]


def test_relative_links_are_joined_to_the_page_s_base() -> None:
    body = page(link("central-bank-cuts-rates-again"), "<base href='/world/'>")

    assert urls(read(body, "section")) == [
        "https://bugle.example/world/central-bank-cuts-rates-again"
    ]


def test_a_base_elsewhere_moves_the_links_there_and_so_out() -> None:
    body = page(link(STORY.removeprefix("/")), "<base href='http://127.0.0.1:9/'>")

    found = read(body, "section")

    assert urls(found) == []
    assert found.refused_count == 1


def test_a_page_that_asks_not_to_be_followed_is_not() -> None:
    with pytest.raises(SourceUnreadable, match="nofollow"):
        read(page(link(STORY), "<meta name=robots content='index, nofollow'>"), "section")


def test_a_picture_is_no_section_page() -> None:
    with pytest.raises(SourceUnreadable, match="no page that can be read"):
        read(b"\x89PNG\r\n", "section")


@pytest.mark.parametrize("href", ["", "href='#'", "href=' javascript:void(0)'"])
@pytest.mark.parametrize("name", ["data-href", "data-url", "data-link"])
def test_an_address_that_only_a_script_would_follow_is_read_where_it_is_told(
    href: str, name: str
) -> None:
    found = read(page(f"<h2><a {href} {name}='{STORY}'>Bank cuts rates</a></h2>"), "section")

    assert urls(found) == [f"https://bugle.example{STORY}"]


@pytest.mark.parametrize("base", ["data:text/html,x", "javascript:x", "mailto:a@b.example"])
def test_a_base_that_is_no_web_address_is_none(base: str) -> None:
    found = read(page(f"<h2>{link(STORY)}</h2>", f"<base href='{base}'>"), "section")

    assert urls(found) == [f"https://bugle.example{STORY}"]


def test_links_below_3_000_boxes_are_found() -> None:
    found = read(page("<div>" * 3_000 + link(STORY) + "</div>" * 3_000), "section")

    assert urls(found) == [f"https://bugle.example{STORY}"]


NOTICES = {
    "blocked": (
        "<div id=challenge-form>Checking your browser before accessing.</div>"
        "<script src='/cdn-cgi/challenge-platform/x.js'></script>",
        "<title>Just a moment...</title>",
    ),
    "not_found": ("<h1>Page not found</h1><p>The page does not exist any more.</p>", ""),
    "not_a_story": ("<h1>Log in</h1><input name=user><input type=password>", ""),
    "leads on to https://bugle.example/front": (
        "",
        "<meta http-equiv=Refresh content='0; URL=/front'>",
    ),
}


@pytest.mark.parametrize("reason", NOTICES)
def test_a_notice_in_place_of_a_section_is_told(reason: str) -> None:
    with pytest.raises(SourceUnreadable, match=reason):
        read(page(*NOTICES[reason]), "section")


def test_a_section_that_loads_itself_anew_and_lists_nothing_is_just_empty() -> None:
    refresh = "<meta http-equiv=refresh content='300; url=/source'>"

    assert urls(read(page("<h1>News</h1>", refresh), "section")) == []
