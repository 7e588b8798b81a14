from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from storywatch.discover.opml import outlets_from_opml, outlets_to_opml
from storywatch.errors import SourceUnreadable
from storywatch.outlet import Outlet
from tests.discover.samples import NOW, document

WHOLE = {
    "id": "bugle",
    "name": 'The "Bugle" & <Sons>',
    "homepage": "https://bugle.example/",
    "country": "IN",
    "languages": ["en", "hi"],
    "timezone": "Asia/Kolkata",
    "collections": ["mint"],
    "domains": ["bugle.net"],
    "source": [
        {"kind": "feed", "url": "https://bugle.example/feed?a=1&b=2", "only": "/world/"},
        {"kind": "section", "url": "https://bugle.example/world", "links": "main > a"},
        {"kind": "news_sitemap", "url": "https://bugle.example/news.xml"},
    ],
    "skip": ["/live/", r"\d{4}"],
    "ignore": ["sid"],
    "pace": {"delay": 2.5, "at_once": 1},
    "hints": {"body": "//article", "drop": [".ad"]},
    "keep": "all",
}


def outlets(body: bytes | str) -> tuple[Outlet, ...]:
    return outlets_from_opml(document(body, "file.opml"))


def opml(body: str) -> str:
    return f'<opml version="1.1"><head/><body>{body}</body></opml>'


def feed(url: str, **attributes: str) -> str:
    words = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f'<outline type="rss" xmlUrl="{url}"{words}/>'


def test_an_outlet_comes_back_whole() -> None:
    outlet = Outlet.model_validate(WHOLE)

    assert outlets(outlets_to_opml([outlet], now=NOW)) == (outlet,)


def test_a_feed_reader_finds_the_feeds() -> None:
    tree = etree.fromstring(outlets_to_opml([Outlet.model_validate(WHOLE)], now=NOW))

    (subscribed,) = tree.xpath("//outline[@type='rss']")
    assert tree.get("version") == "2.0"
    assert subscribed.get("xmlUrl") == "https://bugle.example/feed?a=1&b=2"
    assert tree.findtext("head/dateCreated") == "Sat, 06 Dec 2025 12:00:00 GMT"


words = st.text(min_size=1, max_size=20)
addresses = st.text("abc/?&=#%é<\"'", max_size=12).map(lambda text: f"https://bugle.example/{text}")
declared = st.fixed_dictionaries(
    {
        "id": st.text("abc_1", min_size=1).filter(lambda text: not text.startswith("_")),
        "name": words,
        "homepage": st.just("https://bugle.example/"),
        "source": st.lists(
            st.fixed_dictionaries(
                {"kind": st.sampled_from(["feed", "section", "sitemap"]), "url": addresses},
                optional={"links": words, "only": words.map(re.escape)},
            ),
            min_size=1,
            max_size=3,
        ),
    },
    optional={
        "hints": st.fixed_dictionaries({}, optional={"title": words, "drop": st.lists(words)}),
        "pace": st.fixed_dictionaries({"delay": st.floats(0, 300), "at_once": st.integers(1, 16)}),
        "keep": st.sampled_from(["all", "matching"]),
    },
)


@settings(max_examples=30, deadline=None)
@given(declared)
def test_every_outlet_comes_back_equal(table: dict[str, Any]) -> None:
    outlet = Outlet.model_validate(table)

    assert outlets(outlets_to_opml([outlet], now=NOW)) == (outlet,)


def test_a_feed_that_a_reader_added_to_an_outlet_is_a_source_of_it() -> None:
    written = outlets_to_opml([Outlet.model_validate(WHOLE)], now=NOW).decode()
    added = written.replace(
        "    </outline>\n  </body>", f"{feed('https://bugle.example/x')}</outline></body>"
    )

    (outlet,) = outlets(added)

    assert outlet.sources[-1].kind == "feed"
    assert outlet.sources[-1].url == "https://bugle.example/x"


def test_foreign_feeds_become_one_outlet_a_site() -> None:
    body = (
        '<outline text="Business news">'
        + feed(
            "https://rss.bugle.com/top", text="The Bugle – Top", htmlUrl="https://www.bugle.com/"
        )
        + feed("https://rss.bugle.com/world", title="The Bugle – World", language="en")
        + "</outline>"
        + feed("http://crier.org/feed?rss=1", text="Crier")
        + feed("http://127.0.0.1:81/f", text="One")
        + feed("http://127.0.0.1:82/f", text="One")
    )

    bugle, crier, one, two = outlets(opml(body))

    assert (bugle.id, bugle.name, bugle.homepage) == (
        "the_bugle",
        "The Bugle",
        "https://www.bugle.com/",
    )
    assert [source.url for source in bugle.sources] == [
        "https://rss.bugle.com/top",
        "https://rss.bugle.com/world",
    ]
    assert (bugle.languages, bugle.collections) == (("en",), ("business_news",))
    assert (crier.id, crier.homepage) == ("crier", "http://crier.org/")
    assert crier.sources[0].url == "http://crier.org/feed?rss=1"
    assert (one.id, two.id) == ("one", "one_2")


def test_attributes_are_read_in_any_case() -> None:
    (outlet,) = outlets(opml('<outline TEXT="Crier" xmlurl="http://crier.org/feed"/>'))

    assert (outlet.name, outlet.sources[0].url) == ("Crier", "http://crier.org/feed")


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (opml(""), "no feed"),
        (opml(feed("javascript:alert(1)")), "no feed"),
        ("<rss/>", "root <rss>"),
        ("nothing", "no XML"),
        ("<html>", "HTML"),
    ],
)
def test_what_holds_no_outlet_is_refused(body: str, sentence: str) -> None:
    with pytest.raises(SourceUnreadable, match=sentence):
        outlets(body)


@pytest.mark.parametrize(
    "broken", ["storywatch:timezone='Mars/Olympus'", "storywatch:pace='{'", "storywatch:odd='1'"]
)
def test_an_outlet_of_ours_that_is_wrong_is_refused_by_name(broken: str) -> None:
    body = (
        '<opml xmlns:storywatch="https://storywatch.example/opml"><body>'
        f"<outline storywatch:id='bugle' storywatch:homepage='https://bugle.example/' {broken}>"
        f"{feed('https://bugle.example/f')}</outline></body></opml>"
    )

    with pytest.raises(SourceUnreadable, match="'bugle' cannot be used"):
        outlets(body)


def test_entities_in_a_file_are_never_expanded() -> None:
    doctype = "<!DOCTYPE opml [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
    body = doctype + opml(feed("https://a.example/f", text="&e;"))

    (outlet,) = outlets(body)

    assert "root" not in outlet.name
