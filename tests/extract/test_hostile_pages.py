"""What hostile outlets send in a story's place or around it; sizes are large enough to hurt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pytest

from storywatch.story import Draft, Rejection
from tests.extract.pages import (
    DATED,
    PARAGRAPHS,
    TITLE,
    article,
    html,
    linked_data,
    page,
    story,
    strip,
    text,
)

FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff\u2028\u2029]"
)
STORY = article()


def ld(script: str) -> str:
    return f'<script type="application/ld+json">{script}</script>'


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from strings(inner)


def assert_sane(draft: Draft) -> None:
    found = draft.story
    assert not [s for s in strings(asdict(draft)) if FORBIDDEN.search(s.replace("\n", ""))]
    assert 0 < len(found.title) <= 1_000
    assert len(found.authors) <= 50
    assert len(found.tags) <= 50
    assert all(len(label) <= 100 for label in (*found.tags, found.section or ""))
    assert "\n" not in "".join((found.title, *found.authors, *found.tags))


DEEP = {
    "300,000 open divs": "<div>" * 300_000 + STORY,
    "3,000 nested divs": "<div>" * 3_000 + STORY + "</div>" * 3_000,
    "3,000 nested spans": "<span>" * 3_000 + STORY + "</span>" * 3_000,
    "5,000 nested unknown tags": "<x-box>" * 5_000 + STORY + "</x-box>" * 5_000,
    "lists in lists": "<ul><li>" * 10_000 + STORY,
    "quotes in quotes": "<blockquote>" * 10_000 + STORY,
    "unclosed bold": "<b><i>" * 10_000 + STORY,
}
WIDE = {
    "500,000 comment openers after the story": STORY + "<!--" * 500_000,
    "300,000 empty comments": "<!-->" * 300_000 + STORY,
    "a million '<'": "<" * 1_000_000 + STORY,
    "a tag cut off": STORY + '<div class="a',
    "a table of 20,000 cells": article(text() + "<table><tr>" + "<td>cell</td>" * 20_000),
    "a line of 3 MB": article(text() + "<p>" + "word " * 600_000),
    "three million spaces": article("<p>" + " \n" * 1_500_000 + "x</p>" + text()),
    "100,000 line breaks": article(text() + "<br>" * 100_000),
    "10,000 bylines": STORY + '<div class="byline">By Ann Lee</div>' * 10_000,
    "a long class": f'<div class="{"byline " * 300_000}">{STORY}</div>',
    "a long byline": article(
        f"<p class=byline>By {'Ann Lee, Bob Ray and 3 ' * 20_000}</p>{text()}"
    ),
    "months in many languages": article(
        f"<p class=date>{'März mayo 3 juin 12:30 ' * 5_000}</p>" + text()
    ),
    "credit lines": STORY + "<p>The post appeared first on " * 10_000,
}
HEADS = {
    "a title of 2 MB": "<title>" + "word " * 400_000 + "</title>",
    "a title of spaces": "<title>" + " " * 2_000_000 + TITLE + "</title>",
    "a title of separators": "<title>" + " - |" * 100_000 + "</title>",
    "a title of combining marks": "<title>Council" + "\u0301" * 20_000 + "</title>",
    "20,000 meta tags": "".join(f'<meta name="m{n}" content="x">' for n in range(20_000)),
    "a million keywords": f'<meta name="keywords" content="{"a, b" * 250_000}">',
    "an author of 'and'": f'<meta name="author" content="{"and " * 100_000}">',
    "a base that is no address": '<base href="http://[">',
    "JSON nested 200,000 deep": ld("[" * 200_000),
    "JSON objects nested 100,000 deep": ld('{"a":' * 100_000 + "1" + "}" * 100_000),
    "huge numbers": ld(
        '{"@type":"NewsArticle","wordCount":' + "9" * 100_000 + ',"a":1e999,"b":NaN}'
    ),
    "5,000 authors": linked_data(
        author=[{"name": f"Ann {chr(65 + n % 26)}{'e' * (n // 26)}"} for n in range(5_000)]
    ),
    "lone surrogates": ld(
        '{"@type":"NewsArticle","author":"Ann \\udc00Lee","keywords":["a\\ud800"]}'
    ),
    "JSON in CDATA": ld('//<![CDATA[\n{"@type":"NewsArticle","author":"Ann Lee"}\n//]]>'),
    "JSON with escaped quotes": ld("{&quot;@type&quot;:&quot;NewsArticle&quot;}"),
    "JSON cut off": ld('{"@type":"NewsArticle","headline":"' + TITLE),
    "markup inside JSON": linked_data(description="a --> b <!-- c </b> " * 10),
    "authors that are numbers": ld('{"@type":"NewsArticle","author":[1,null,[],{"name":[{}]}]}'),
}


@pytest.mark.parametrize("body", DEEP.values(), ids=DEEP)
def test_deep_nesting_leaves_the_story_whole(body: str) -> None:
    draft = strip(html(body))

    assert isinstance(draft, Draft), draft
    assert draft.story.body.splitlines()[-5:] == list(PARAGRAPHS)
    assert_sane(draft)


@pytest.mark.parametrize("body", WIDE.values(), ids=WIDE)
def test_masses_of_markup_leave_the_story_readable(body: str) -> None:
    draft = strip(html(body))

    assert isinstance(draft, Draft), draft
    assert all(paragraph in draft.story.body for paragraph in PARAGRAPHS)
    assert len(draft.story.body) <= 2_100_000
    assert_sane(draft)


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_hostile_heads_do_not_harm_the_story(head: str) -> None:
    draft = strip(f"<html><head>{DATED}{head}</head><body>{STORY}</body></html>")

    assert isinstance(draft, Draft), draft
    assert draft.story.body.splitlines() == list(PARAGRAPHS)
    assert_sane(draft)


@pytest.mark.parametrize(
    "content",
    [
        b"<",
        b"<html",
        b"\x00" * 5_000,
        b"<!--" * 100_000,
        b"<script>" + b"x" * 100_000,
        b"\xff\xfe<\x00",
        b"<p>" * 20_000,
        b"<?xml version='1.0' encoding='utf-7'?><a/>",
        b"<div></div>" * 50_000,
    ],
)
def test_pages_without_a_story_are_rejected_by_name(content: bytes) -> None:
    assert isinstance(strip(content), Rejection)


def test_references_to_what_is_no_character_make_no_such_character() -> None:
    spoilt = text(tuple(p.replace("bridge", "bri&#0;&#xD800;dge&#x110000;") for p in PARAGRAPHS))
    draft = strip(html(article(spoilt)))

    assert isinstance(draft, Draft)
    assert_sane(draft)


def test_control_characters_and_nuls_are_dropped() -> None:
    made = html(STORY).replace("council", "cou\x00n\x01c\x9fil\ufeff").encode()
    draft = strip(made)

    assert isinstance(draft, Draft)
    assert draft.story.body.splitlines() == list(PARAGRAPHS)
    assert_sane(draft)


def test_scripts_and_tags_in_a_title_are_plain_text() -> None:
    heading = (
        "Council <script>alert(1)</script> repairs {{7*7}} <img src=x onerror=alert(1)> bridge"
    )
    found = story(html(article(title=heading), title="Council repairs {{7*7}} bridge"))

    assert found.title == "Council repairs {{7*7}} bridge"


def test_readers_comments_are_not_the_story() -> None:
    comment = (
        '<div class="comment"><p>Reader {} thinks that the river is to blame for it.</p></div>'
    )
    comments = "".join(comment.format(n) for n in range(1_000))

    found = story(html(f'{STORY}<section id="comments">{comments}</section>'))
    assert found.body.splitlines() == list(PARAGRAPHS)


def test_a_canonical_elsewhere_does_not_take_the_story_away() -> None:
    head = '<link rel="canonical" href="https://victim.example/their-story-of-the-old-bridge">'
    draft = strip(html(STORY, head))

    assert isinstance(draft, Draft)
    assert draft.story.url == page("").url
    assert ("canonical", "https://victim.example/their-story-of-the-old-bridge") in {
        (hint.kind, hint.url) for hint in draft.copy_hints
    }
