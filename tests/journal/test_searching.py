from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from storywatch.journal import Journal, searching
from storywatch.query import parse
from storywatch.query.sqlite import fts_row
from tests.journal.samples import NOON, draft, queue, url_of

DAY = timedelta(days=1)


@pytest.fixture
def filled(journal: Journal) -> Journal:
    """Three stories: tea in a headline, tea in a long text, and no tea."""
    texts = {
        "tall": ("Tea grows dear", "Prices of leaves rose again this winter."),
        "long": ("Markets this week", f"Copper fell. {'Nothing else moved. ' * 20}Tea rose."),
        "none": ("Coffee grows dear", "Beans rose."),
    }
    for number, (slug, (title, body)) in enumerate(texts.items()):
        one = draft(slug, title=title, body=body, published_at=NOON - number * DAY)
        journal.record(queue(journal, slug), one, keep=False, now=NOON)
    return journal


def found(journal: Journal, text: str, **window: object) -> list[str]:
    hits = journal.search(parse(text), **window).hits  # type: ignore[arg-type]
    return [hit.story.url.rpartition("/")[2] for hit in hits]


def test_a_word_in_a_headline_counts_for_more(filled: Journal) -> None:
    result = filled.search(parse("tea"))

    assert [hit.story.url for hit in result.hits] == [url_of("tall"), url_of("long")]
    assert result.total == 2
    assert result.hits[0].score > result.hits[1].score > 0


def test_by_date_the_latest_comes_first_and_undated_ones_by_first_sight(filled: Journal) -> None:
    one = draft("undated", title="Tea", first_seen_at=NOON - DAY / 2)
    filled.record(queue(filled, "undated"), one, keep=False, now=NOON)

    assert found(filled, "tea", sort="date") == ["tall", "undated", "long"]


def test_a_page_of_a_result_knows_the_whole(filled: Journal) -> None:
    result = filled.search(parse("rose"), limit=1, offset=1, sort="date")

    assert result.total == 3
    assert [hit.story.url for hit in result.hits] == [url_of("long")]


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("*", ["tall", "long", "none"]),
        ("dear -coffee", ["tall"]),
        ("outlet:bugle AND NOT tea", ["none"]),
        ("published:[2025-12-01 TO 2025-12-01]", ["long"]),
        ("te?", ["tall", "long"]),
        ("exact:tea", []),
    ],
)
def test_all_kinds_of_queries_are_searched(filled: Journal, text: str, slugs: list[str]) -> None:
    assert found(filled, text, sort="date") == slugs
    assert sorted(found(filled, text)) == sorted(slugs)


def test_a_revised_story_is_found_by_its_new_words_only(filled: Journal) -> None:
    one = draft("tall", title="Cocoa grows dear", body="Prices rose.")
    filled.record(queue(filled, "tall"), one, keep=False, now=NOON)

    assert found(filled, "cocoa") == ["tall"]
    assert found(filled, "tea") == ["long"]


def test_another_analysis_builds_the_search_table_anew(
    filled: Journal, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        searching, "fts_row", lambda one: tuple(f"{text} marked" for text in fts_row(one))
    )

    with Journal.open(path) as reopened:
        assert len(found(reopened, "marked")) == 3


def test_opening_a_journal_again_does_not_build_the_search_table_anew(
    filled: Journal, path: Path
) -> None:
    filled._database.run("DELETE FROM stories_fts")

    with Journal.open(path) as reopened:
        assert found(reopened, "tea") == []
