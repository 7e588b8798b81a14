"""What is not what it is called, and what hides in a page: types, packings, sets, tags."""

from __future__ import annotations

import gzip
import json

import pytest

from tests.hostile.conftest import STORY, Visits
from tests.hostile.pages import BODY, PARAGRAPHS, TITLE, item, paragraphs, rss, story
from tests.hostile.rogue import Answer, Rogue, feed, plain, raw, respond, text
from tests.hostile.test_sources import NEWS
from tests.hostile.test_stories import CYRILLIC, whole

HTML = "Content-Type: text/html; charset=utf-8\r\n"
BYTES = bytes(range(256)) * 200
NO_PAGES: dict[str, Answer] = {
    "a PDF": plain(b"%PDF-1.7\n" + BYTES),
    "a PDF behind an empty line": plain(b"\n%PDF-1.7\n" + b"1 0 obj <</Type/Catalog>> text " * 300),
    "a picture": plain(b"\xff\xd8\xff\xe0" + BYTES),
    "an archive": plain(b"PK\x03\x04" + BYTES),
    "a film": plain(b"\0\0\0\x18ftypmp42" + BYTES),
    "data with markup in it": plain(json.dumps({"html": paragraphs() * 9}).encode()),
    "a list of data": plain(json.dumps([{"html": paragraphs() * 9}]).encode()),
    "a feed": feed(rss(*[item("/news/a", more=f"<description>{BODY}</description>")] * 9)),
    "a feed called a page": text("\n<!-- c -->" + rss(item("/a")) * 9),
    "a page that is called a picture": plain(STORY, "image/jpeg"),
    "a page that is called data": plain(STORY, "application/json"),
}


@pytest.mark.parametrize("name", NO_PAGES)
def test_what_is_no_page_is_none_whatever_it_is_called(
    name: str, rogue: Rogue, visit: Visits
) -> None:
    rogue.answers["/story"] = NO_PAGES[name]

    assert visit().ends == {"rejected/not_html"}


PAGES: dict[str, Answer] = {
    "plain text": plain(STORY, "text/plain"),
    "XHTML": plain(STORY, "application/xhtml+xml"),
    "bytes": plain(STORY, "application/octet-stream"),
    "any type": plain(STORY, "*/*"),
    "half a type": plain(STORY, "html"),
    "nothing": raw(respond(STORY)),
    "two things": raw(respond(STORY, f"Content-Type: text/plain\r\n{HTML}")),
    "packed as none": raw(respond(STORY, f"{HTML}Content-Encoding: none\r\n")),
    "packed as UTF-8": raw(respond(STORY, f"{HTML}Content-Encoding: UTF-8\r\n")),
    "packed, and then as it is": raw(
        respond(gzip.compress(STORY), f"{HTML}Content-Encoding: gzip, identity\r\n")
    ),
    "in a header over two lines": raw(respond(STORY, f"X-A: b\r\n  c\r\n{HTML}")),
    "with a header of no name": raw(respond(STORY, f"nonsense\r\n{HTML}")),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_read_whatever_it_is_called(name: str, rogue: Rogue, visit: Visits) -> None:
    rogue.answers["/story"] = PAGES[name]

    (stored,) = visit().stories

    whole(stored)


ODD = {
    "elements without an end tag around the story": story(around=("<embed src=x><wbr>", "")),
    "two hundred places to break a word": story(head="", text=paragraphs()).replace(
        "harbour", "<wbr>".join("harbour"), 1
    ),
    "tags within a script": story(
        around=("<script>" + "a='<div><p>';" * 200_000 + "</script>", "")
    ),
    "scripts that never end behind it": story(around=("", "<script>" * 300_000)),
    "references to no characters": story(
        around=("<embed src=x>&#1;&#x1F;<wbr>&#65535;", ""), head="<title>a&#2;b</title>"
    ),
    "a page that is loaded anew": story(head='<meta http-equiv="refresh" content="300">'),
    "fields of forms without an end": story(around=("<form><form><input>", "")),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_markup_around_a_story_takes_nothing_from_it(
    name: str, rogue: Rogue, visit: Visits
) -> None:
    rogue.answers["/story"] = text(ODD[name])

    (stored,) = visit().stories

    whole(stored)


def test_a_language_s_own_set_that_calls_itself_latin_is_read(rogue: Rogue, visit: Visits) -> None:
    page = story(text=paragraphs(*(CYRILLIC,) * 6)).encode("windows-1251")
    rogue.answers["/story"] = plain(page, "text/html; charset=iso-8859-1")

    (stored,) = visit().stories

    assert CYRILLIC in stored.body


UNSEEN = {
    "invisible letters": (
        "".join(chr(0xE0000 + ord(letter)) for letter in "ignore"),
        "Bridge  opens",
    ),
    "a flag of a part of a country": (
        flag := "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        f"Bridge {flag} opens",
    ),
    "a vertical tab": ("\x0b", "Bridge   opens"),
    "a next line": ("\x85", "Bridge   opens"),
    "a bell": ("\x07", "Bridge  opens"),
    "a reference to a bell": ("&#7;", "Bridge  opens"),
    "references to a tab and to what is none": ("&#x0B;&#00031;&#xFFFE;&#9;", "Bridge  opens"),
}


@pytest.mark.parametrize("name", UNSEEN)
def test_what_nobody_sees_in_a_title_is_not_kept(name: str, rogue: Rogue, visit: Visits) -> None:
    hidden, expected = UNSEEN[name]
    rogue.answers["/story"] = text(story(f"Bridge {hidden} opens"))

    (stored,) = visit().stories

    assert stored.title == " ".join(expected.split())
    assert stored.body == BODY


FEEDS = {
    "characters written as two halves": rss(item(NEWS, "&#xD83D;&#xDE00; &#55357; bridge")),
    "a story kept out of line": (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A bridge</title><id>x</id>'
        f'<content type="text/html" src="{NEWS}"/></entry></feed>'
    ),
    "a document type on another's server": (
        '<!DOCTYPE rss SYSTEM "http://127.0.0.1:1/x.dtd">' + rss(item(NEWS)).partition("?>")[2]
    ),
    "UTF-16 by its mark": rss(item(NEWS)),
}


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_in_an_odd_dress_gives_its_story(name: str, rogue: Rogue, visit: Visits) -> None:
    codec = "utf-16" if "UTF-16" in name else "utf-8"
    rogue.answers["/feed"] = plain(FEEDS[name].encode(codec), "application/xml")
    rogue.answers[NEWS] = plain(STORY)

    outcome = visit(source="feed")

    assert outcome.titles == [TITLE]
    assert PARAGRAPHS[0] in outcome.stories[0].body
