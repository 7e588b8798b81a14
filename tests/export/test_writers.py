from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from storywatch.export import WRITERS, Entry, Masthead
from storywatch.export.spreadsheet import COLUMNS
from storywatch.journal import RecordedMatch, story_from_document
from storywatch.story import Story

NOON = datetime(2025, 12, 2, 12, 0, tzinfo=UTC)
MASTHEAD = Masthead(title="Tea & <more>", made_at=NOON, selection="topic=tea")
TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
FORMULA = ("=", "+", "-", "@", "\t=", " =", "＝")


def entry(**fields: object) -> Entry:
    given: dict[str, object] = {
        "id": "0123456789abcdef",
        "outlet": "bugle",
        "url": "https://bugle.example/tea",
        "title": "Tea",
        "body": "One.\nTwo.",
        "first_seen_at": NOON,
        "fetched_at": NOON,
        **fields,
    }
    story = Story(**given)  # type: ignore[arg-type]
    match = RecordedMatch(topic="tea", matched_at=NOON, revision=1, last_revision=1, passages=())
    return Entry(story=story, matches=(match,))


@st.composite
def entries(draw: st.DrawFn) -> list[Entry]:
    texts = draw(st.lists(st.tuples(TEXT, TEXT, TEXT), max_size=3))
    return [
        entry(id=f"{number:016x}", title=title, body=body, standfirst=extra, authors=(extra,))
        for number, (title, body, extra) in enumerate(texts)
    ]


def written(form: str, chosen: list[Entry]) -> str:
    return "".join(WRITERS[form](chosen, MASTHEAD)).encode("utf-8", "replace").decode()


@settings(max_examples=60, deadline=None)
@given(entries())
def test_whatever_a_page_says_the_feeds_are_xml_with_every_story(chosen: list[Entry]) -> None:
    atom = etree.fromstring(written("atom", chosen).encode())
    rss = etree.fromstring(written("rss", chosen).encode())

    assert len(atom.findall("{http://www.w3.org/2005/Atom}entry")) == len(chosen)
    assert len(rss.findall("channel/item")) == len(chosen)
    assert rss.findtext("channel/title") == "Tea & <more>"


@settings(max_examples=60, deadline=None)
@given(entries())
def test_json_lines_hold_a_story_each_and_give_it_back(chosen: list[Entry]) -> None:
    lines = written("jsonl", chosen).splitlines()

    assert len(lines) == len(chosen)
    for line, one in zip(lines, chosen, strict=True):
        document = json.loads(line)
        assert [match["topic"] for match in document.pop("matches")] == ["tea"]
        back = story_from_document(document)
        assert back.body.encode("utf-8", "replace") == repaired(one.story.body)


def repaired(text: str) -> bytes:
    whole = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    return whole.encode()


@settings(max_examples=60, deadline=None)
@given(entries())
def test_a_json_feed_is_one_document(chosen: list[Entry]) -> None:
    feed = json.loads(written("jsonfeed", chosen))

    assert [item["id"] for item in feed["items"]] == [one.urn for one in chosen]


@settings(max_examples=60, deadline=None)
@given(entries())
def test_no_cell_of_a_spreadsheet_begins_a_formula(chosen: list[Entry]) -> None:
    rows = list(csv.reader(io.StringIO(written("csv", chosen), newline="")))

    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == len(chosen) + 1
    for row in rows[1:]:
        assert not [cell for cell in row if cell.lstrip().startswith(FORMULA)]


@pytest.mark.parametrize("form", WRITERS)
def test_what_is_read_is_written_before_the_next_is_read(form: str) -> None:
    read = 0

    def reading() -> Iterator[Entry]:
        nonlocal read
        for number in range(1000):
            read += 1
            yield entry(id=f"{number:016x}", title=f"Story {number}")

    for chunk in WRITERS[form](reading(), MASTHEAD):
        if "Story 2" in chunk:
            break
    assert read <= 4


@pytest.mark.parametrize("form", ["rss", "atom", "jsonfeed"])
def test_no_story_makes_an_empty_feed(form: str) -> None:
    text = written(form, [])

    if form == "jsonfeed":
        assert json.loads(text)["items"] == []
    else:
        assert len(etree.fromstring(text.encode())) > 0


def test_the_same_selection_has_the_same_id() -> None:
    assert MASTHEAD.urn == "urn:storywatch:stories:topic%3Dtea"
    assert entry().urn == "urn:storywatch:story:0123456789abcdef"
