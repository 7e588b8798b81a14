"""`query check`, `query explain` and `match`: scripts read what they print, people act on it."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path

import pytest
from typer.testing import CliRunner

from storywatch.cli import app, story_documents
from tests.cli.running import storywatch

NATO = {"id": "1", "title": "NATO meets", "body": "In Brussels."}


@pytest.fixture
def topics(tmp_path: Path) -> Path:
    folder = tmp_path / "topics"
    folder.mkdir()
    (folder / "alliance.toml").write_text('query = "nato"\n')
    (folder / "summit.toml").write_text('query = "topic:alliance AND summit"\n')
    return folder


def written(tmp_path: Path, *lines: object) -> Path:
    path = tmp_path / "stories.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(texts) + "\n")
    return path


def test_a_query_is_checked_by_printing_its_tree() -> None:
    run = storywatch("query", "check", "nato (kyiv OR kiev) -title:opinion")

    assert run.code == 0
    assert run.out.splitlines() == [
        "nato AND (kyiv OR kiev) AND NOT title:opinion",
        "  and",
        "    term nato",
        "    or",
        "      term kyiv",
        "      term kiev",
        "    not",
        "      term title:opinion",
    ]


def test_the_tree_as_json_has_a_name_for_every_clause() -> None:
    document = storywatch(
        "query", "check", 'nato OR NOT "apple pie"~3 OR published:2025-12', "--json"
    ).document

    assert document["tree"] == {
        "or": [
            {"clause": "term", "word": "nato", "field": None},
            {"not": {"clause": "near", "words": ["apple", "pie"], "distance": 3, "field": None}},
            {
                "clause": "range",
                "field": "published",
                "start": "2025-12-01T00:00:00Z",
                "end": "2026-01-01T00:00:00Z",
            },
        ]
    }


def test_a_query_that_does_not_parse_is_pointed_at_and_ends_with_1() -> None:
    run = storywatch("query", "check", "nato AND ~kyiv")

    assert (run.code, run.out) == (1, "")
    message, query, caret = run.err.splitlines()
    assert "column 10" in message
    assert query[caret.index("^")] == "~"


@pytest.mark.parametrize(
    "text", ["a OR ~x" + " OR tea" * 900, "tea OR " * 900 + "~x", "teas" * 8000]
)
def test_of_a_long_query_the_stretch_is_shown_where_it_goes_wrong(text: str) -> None:
    run = storywatch("query", "check", text)

    _, query, caret = run.err.splitlines()
    assert len(query) < 130
    assert "…" in query
    assert query[caret.index("^")] == ("~" if "~" in text else "s")


def test_a_mistake_as_json_has_its_column_and_what_to_write() -> None:
    run = storywatch("query", "check", "titel:nato", "--json")

    assert run.code == 1
    assert run.document["error"]["column"] == 1
    assert "title:" in run.document["error"]["instead"]


def test_a_query_may_build_on_a_topic(topics: Path) -> None:
    run = storywatch("query", "check", "topic:summit OR otan", "--topics", topics, "--json")

    assert set(run.document["builds_on"]) == {"alliance", "summit"}
    assert run.document["read_as"] == "(nato AND summit) OR otan"


def test_a_query_is_explained_in_words_with_its_warnings() -> None:
    run = storywatch("query", "explain", "nato and -title:opin*")

    assert run.code == 0
    assert "  not: a word that begins with opin in title" in run.out.splitlines()
    assert "column 6: 'and' is looked for as a word; write AND" in run.err


def test_a_clause_without_effect_is_noted() -> None:
    run = storywatch("query", "explain", "nato OR nat*")

    assert run.err.splitlines() == ["note: nato: whatever it finds, nat* finds as well"]


def test_a_query_in_words_as_json() -> None:
    document = storywatch("query", "explain", "exact:WHO", "--json").document

    assert document["words"] == [
        "“WHO” with case and accents as written in title, standfirst or body"
    ]


def test_every_match_is_a_line_with_story_topic_and_passages(tmp_path: Path, topics: Path) -> None:
    summit = {**NATO, "id": "2", "body": "The summit ends.", "published_at": "2025-12-02T07:02:00Z"}
    quiet = {"id": "3", "title": "Tea", "body": "Rain."}
    path = written(tmp_path, NATO, summit, quiet)

    run = storywatch("match", "--topics", topics, "--stories", path)
    lines = [json.loads(line) for line in run.out.splitlines()]

    assert run.code == 0
    assert [(line["story"], line["topic"]) for line in lines] == [
        ("1", "alliance"),
        ("2", "alliance"),
        ("2", "summit"),
    ]
    assert lines[0]["passages"] == [
        {"field": "title", "start": 0, "end": 4, "text": "NATO", "clause": "nato"}
    ]


def test_a_bad_line_is_named_and_the_others_are_matched_all_the_same(
    tmp_path: Path, topics: Path
) -> None:
    bad = ["oops", "[]", {"title": "NATO"}, {**NATO, "id": 1}, {**NATO, "published_at": "soon"}]
    path = written(tmp_path, *bad, {**NATO, "authors": "Ann"}, NATO)

    run = storywatch("match", "--topics", topics, "--stories", path)

    assert run.code == 1
    assert len(run.out.splitlines()) == 1
    told = [line.partition("stories.jsonl, ")[2] for line in run.err.splitlines()]
    assert told[0].startswith("line 1: it is no JSON")
    assert told[1:] == [
        "line 2: it is no JSON object",
        "line 3: it lacks id, body",
        "line 4: id should be text",
        "line 5: published_at should be a time such as 2025-12-02T07:02:00Z",
        "line 6: authors should be a list of texts",
    ]


def test_what_extraction_rejected_is_no_bad_line(tmp_path: Path, topics: Path) -> None:
    rejected = {"id": "9", "rejected": "too_short", "detail": "a body of 3 words"}
    path = written(tmp_path, rejected, "", {**NATO, "standfirst": None, "ms": 3})

    run = storywatch("match", "--topics", topics, "--stories", path)

    assert (run.code, len(run.out.splitlines()), run.err) == (0, 1, "")


def test_stories_may_come_from_standard_input(topics: Path) -> None:
    words = ["match", "--topics", str(topics), "--stories", "-"]
    result = CliRunner().invoke(app, words, input=json.dumps(NATO))

    assert json.loads(result.stdout)["topic"] == "alliance"


def test_a_topic_that_fails_its_own_example_is_named_and_matches_nothing(
    tmp_path: Path, topics: Path
) -> None:
    (topics / "alliance.toml").write_text('query = "nato"\nmust_match = ["Tea"]\n')

    run = storywatch("match", "--topics", topics, "--stories", written(tmp_path, NATO))

    assert (run.code, run.out) == (1, "")
    assert "topic 'alliance': its own example fails: must_match 1 does not match: Tea" in run.err


def test_a_file_that_is_not_there_is_wrong_use(topics: Path) -> None:
    run = storywatch("match", "--topics", topics, "--stories", "absent.jsonl")

    assert run.code == 2
    assert "absent.jsonl cannot be read: No such file" in run.err


def test_a_line_without_end_costs_no_more_memory_than_the_longest_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(story_documents, "LONGEST_LINE", 10_000)
    path = written(tmp_path, "x" * 3_000_000, NATO)

    with path.open("rb") as lines:
        tracemalloc.start()
        found = list(story_documents.read_stories(lines))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    assert str(found[0]) == "line 1: it is longer than 10,000 bytes"
    assert found[1].id == "1"
    assert peak < 500_000


def test_a_broken_house_is_told_with_every_mistake(tmp_path: Path, topics: Path) -> None:
    (topics / "broken.toml").write_text('query = "a AND"\nlanguags = ["en"]\n')

    run = storywatch("match", "--topics", topics, "--stories", written(tmp_path, NATO))

    assert run.code == 2
    assert "broken.toml:2: languags is not a known key. Did you mean 'languages'?" in run.err
