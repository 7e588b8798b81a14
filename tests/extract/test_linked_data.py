from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storywatch.extract.linked_data import is_story, read_nodes, story_node, text_of, texts_of

STORY = {"@type": "NewsArticle", "headline": "Bridge", "datePublished": "2026-11-20"}


@pytest.mark.parametrize(
    "script",
    [
        json.dumps(STORY),
        json.dumps([{"@type": "Organization"}, STORY]),
        json.dumps({"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, STORY]}),
        json.dumps({"@type": "WebPage", "mainEntity": STORY}),
        json.dumps({**STORY, "@type": ["Thing", "https://schema.org/ReportageNewsArticle"]}),
        json.dumps({**STORY, "@type": "schema:NewsArticle"}),
        f"//<![CDATA[\n{json.dumps(STORY)}\n//]]>",
        f"<!-- {json.dumps(STORY)} -->",
        json.dumps(STORY).replace('"', "&quot;"),
        json.dumps(STORY)[:-1] + ",}",
        json.dumps(STORY) + ";",
        json.dumps(STORY).replace("Bridge", "Bri\ndge").replace("Bri\ndge", "Bridge\t"),
        json.dumps(STORY)[:-1],
        json.dumps({**STORY, "x": "9"}).replace('"9"', "9" * 50_000),
    ],
)
def test_a_story_is_found_however_its_data_is_written(script: str) -> None:
    node = story_node(read_nodes([script]))

    assert is_story(node)
    assert (text_of(node.get("headline")) or "").strip() == "Bridge"
    assert node["datePublished"] == "2026-11-20"


def test_the_story_that_says_most_is_the_pages_own() -> None:
    teasers = [{"@type": "NewsArticle", "headline": f"Teaser {n}"} for n in range(5)]

    assert story_node(read_nodes([json.dumps([*teasers, STORY])])) == STORY


def test_a_story_at_the_pages_own_address_comes_before_one_that_says_more() -> None:
    own = {
        "@type": "NewsArticle",
        "headline": "Bridge",
        "mainEntityOfPage": {"@id": "https://bugle.example/bridge/#article"},
    }
    nodes = read_nodes([json.dumps([{**STORY, "url": "https://bugle.example/ferry"}, own])])

    assert story_node(nodes, "https://www.bugle.example/bridge?from=feed") == own


def test_texts_are_found_in_nodes_lists_and_values() -> None:
    value = [{"name": "Ann"}, "Bob", {"@value": "Cy"}, 7, None, {"name": [{}]}]

    assert texts_of(value) == ["Ann", "Bob", "Cy"]


@given(st.recursive(st.none() | st.text(max_size=9) | st.integers(), st.lists, max_leaves=9))
@settings(max_examples=40, deadline=None)
def test_any_json_is_read_without_a_word(value: object) -> None:
    assert story_node(read_nodes([json.dumps({"a": value}), json.dumps(value)])) == {}


@given(st.text(max_size=200))
@settings(max_examples=40, deadline=None)
def test_any_text_in_a_script_is_read_without_a_word(script: str) -> None:
    assert isinstance(read_nodes([script]), tuple)
