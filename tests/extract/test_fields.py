from __future__ import annotations

import pytest

from storywatch.story import Draft
from tests.extract.pages import (
    NOW,
    PARAGRAPHS,
    TITLE,
    article,
    html,
    lead,
    linked_data,
    outlet,
    page,
    story,
    strip,
    text,
)

SUMMARY = "Eleven weeks of work before the frost: what the town decided."


def test_every_field_says_where_it_was_read() -> None:
    head = linked_data(
        description=SUMMARY,
        articleSection=["Local", "Town"],
        keywords="bridge, council , Bridge",
        image={"url": "/pictures/bridge.jpg"},
        author={"name": "Ann Lee"},
        inLanguage="en-GB",
        isAccessibleForFree=False,
    )
    found = story(html(article(), head, language=""))

    assert found.body.splitlines() == list(PARAGRAPHS)
    assert (found.standfirst, found.section, found.tags) == (
        SUMMARY,
        "Local",
        ("bridge", "council"),
    )
    assert found.image == "https://bugle.example/pictures/bridge.jpg"
    assert (found.language, found.is_paywalled) == ("en", True)
    assert {
        "title": "h1",
        "standfirst": "json-ld description",
        "section": "json-ld articleSection",
        "tags": "json-ld keywords",
        "image": "json-ld image",
        "authors": "json-ld author",
        "language": "json-ld inLanguage",
        "is_paywalled": "json-ld isAccessibleForFree",
    }.items() <= found.evidence.items()


def test_a_summary_that_is_only_the_texts_beginning_is_no_standfirst() -> None:
    cut = PARAGRAPHS[0][:70] + "…"

    assert story(html(article(), f'<meta name="description" content="{cut}">')).standfirst is None


def test_a_summary_that_is_the_title_is_no_standfirst() -> None:
    head = f'<meta name="description" content="{TITLE}">'

    assert story(html(article(), head)).standfirst is None


def test_a_storys_first_sight_is_its_leads() -> None:
    assert story(page(html(article()), lead=lead())).first_seen_at == lead().seen_at
    assert story(html(article())).first_seen_at == NOW


@pytest.mark.parametrize(
    ("declared", "words", "language"),
    [("en", "", "en"), ("de-DE", "", "de"), ("de", " ".join(PARAGRAPHS), "en")],
)
def test_the_texts_own_words_check_the_declared_language(
    declared: str, words: str, language: str
) -> None:
    body = text((words,)) if words else text(("Ulm Köln Bonn 17 23 " * 20,))

    assert story(html(article(body), language=declared)).language == language


def test_a_picture_may_be_a_reference_into_the_graph_and_a_place_in_the_page_is_none() -> None:
    picture = '{"@type": "ImageObject", "@id": "/#main", "url": "https://bugle.example/p.jpg"}'
    node = f'{{"@type": "NewsArticle", "headline": "{TITLE}", "image": {{"@id": "/#main"}}}}'
    both = f'<script type="application/ld+json">{{"@graph": [{node}, {picture}]}}</script>'
    alone = f'<script type="application/ld+json">{node}</script>'

    assert story(html(article(), both)).image == "https://bugle.example/p.jpg"
    assert story(html(article(), alone)).image is None


def test_a_logo_is_no_picture_of_the_story() -> None:
    head = '<meta property="og:image" content="https://bugle.example/static/logo.png">'

    assert story(html(article(), head)).image is None
    assert story(html(article(), head + linked_data(image=["data:x", "b.jpg"]))).image is not None


def test_a_stub_with_an_offer_to_subscribe_is_paywalled() -> None:
    offer = '<div class="wall"><p>Subscribe to continue reading</p></div>'

    assert story(html(article() + offer)).is_paywalled
    assert not story(html(article())).is_paywalled


def test_breadcrumbs_name_the_section() -> None:
    crumbs = (
        '<script type="application/ld+json">{"@type": "BreadcrumbList", "itemListElement": ['
        '{"name": "Home"}, {"item": {"name": "Politics"}}, {"name": "Council repairs"}]}</script>'
    )

    assert story(html(article(), crumbs)).section == "Politics"


def test_selectors_that_do_not_fit_are_passed_over() -> None:
    hints = {"title": "h1[", "authors": "//*[", "section": "p:unknown(", "standfirst": ".nowhere"}

    assert story(html(article()), outlet(hints=hints)).title == TITLE


def test_credits_are_gathered_before_chrome_is_dropped() -> None:
    head = linked_data(isBasedOn="https://other.example/story", copyrightHolder={"name": "Herald"})
    below = (
        '<p>The post <a href="https://bugle.example/x">X</a> appeared first on '
        '<a href="https://post.example/">Example Post</a>.</p><footer>© 2026 Herald</footer>'
    )
    made = html(article('<p class="byline">By Ann Lee, Reuters</p>' + text()) + below, head)
    draft = strip(made)
    assert isinstance(draft, Draft)

    hints = {(hint.kind, hint.text, hint.url) for hint in draft.copy_hints}
    assert {
        ("isBasedOn", "https://other.example/story", "https://other.example/story"),
        ("sourceOrganization", "Herald", None),
        ("byline", "By Ann Lee, Reuters", None),
        ("text", "The post X appeared first on Example Post.", "https://post.example/"),
        ("footer", "© 2026 Herald", None),
        ("dateline", PARAGRAPHS[0], None),
    } <= hints
