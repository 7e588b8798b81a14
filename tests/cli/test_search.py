from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import COPY, EVIL, TEA
from tests.cli.running import storywatch


def test_it_shows_each_story_with_its_passages(data: Path) -> None:
    run = storywatch("search", "cheaper", "--data", data)

    assert run.code == 0
    title, where, url, passage = (line.strip() for line in run.out.splitlines()[:4])
    assert title == "Tea prices fall in Coonoor"
    assert where == f"bugle · 2025-12-02 09:00 UTC · {TEA.id} · prices, tea"
    assert url == TEA.url
    assert passage == "Tea became *cheaper* after the rain. Growers in the Nilgiris are sad."
    assert run.out.endswith("1 to 1 of 1 story\n")


def test_hits_in_the_headline_are_marked_there_and_it_stands_once(data: Path) -> None:
    out = storywatch("search", "title:(prices AND fall)", "--data", data).out

    assert out.splitlines()[0] == "Tea *prices* *fall* in Coonoor"
    assert out.count("in Coonoor") == 1


def test_what_stands_there_anyway_is_no_excerpt(data: Path) -> None:
    out = storywatch("search", "outlet:parrot AND published:2025", "--data", data).out

    assert "*" not in out
    assert "parrot · 2025-12-02" in out


def test_a_day_stays_a_day(data: Path) -> None:
    assert "parrot · 2025-12-02 · " in storywatch("search", "outlet:parrot", "--data", data).out


def test_scripts_get_whole_stories_with_scores_and_passages(data: Path) -> None:
    found = storywatch("search", "tea", "--data", data, "--json").document

    assert (found["query"], found["total"]) == ("tea", 2)
    assert {hit["id"] for hit in found["hits"]} == {TEA.id, COPY.id}
    first = found["hits"][0]
    assert first["body"]
    assert first["score"] > 0
    assert first["passages"][0]["text"].lower() == "tea"


def test_pages_go_on_where_the_one_before_ended(data: Path) -> None:
    one, two = (
        storywatch("search", "*", "--data", data, "--limit", 2, "--page", page, "--json").document
        for page in (1, 2)
    )

    assert (one["total"], len(one["hits"]), len(two["hits"])) == (3, 2, 1)
    assert {hit["id"] for hit in one["hits"] + two["hits"]} == {TEA.id, COPY.id, EVIL.id}
    first, last = (
        storywatch("search", "*", "--data", data, "--limit", 2, "--page", page).out
        for page in (1, 2)
    )
    assert first.endswith("1 to 2 of 3 stories; --page 2 shows the next\n")
    assert last.endswith("3 to 3 of 3 stories\n")
    past = storywatch("search", "*", "--data", data, "--page", 9)
    assert "this page is past the last of them" in past.out


def test_latest_first_when_asked(data: Path) -> None:
    found = storywatch("search", "tea", "--data", data, "--sort", "date", "--json").document

    assert [hit["id"] for hit in found["hits"]] == [TEA.id, COPY.id]


def test_nothing_found_is_no_mistake(data: Path) -> None:
    run = storywatch("search", "coffee", "--data", data)

    assert (run.code, run.out) == (0, "No recorded story meets the query.\n")


def test_a_query_that_cannot_be_read_points_at_the_place(data: Path) -> None:
    run = storywatch("search", 'tea AND "x', "--data", data)

    assert run.code == 2
    lines = run.err.splitlines()
    assert lines[-2] == '  tea AND "x'
    assert lines[-1].strip() == "^"
    assert storywatch("search", " ", "--data", data).code == 2


def test_a_query_may_build_on_a_declared_topic(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "topics"
    folder.mkdir()
    (folder / "hot.toml").write_text('query = "tea OR coffee"\n', encoding="utf-8")
    env = {"STORYWATCH_TOPICS_DIR": str(folder)}

    run = storywatch("search", "topic:hot AND Nilgiris", "--data", data, "--json", env=env)
    wrong = storywatch("search", "topic:cold", "--data", data, env=env)

    assert {hit["id"] for hit in run.document["hits"]} == {TEA.id}
    assert wrong.code == 2
    assert "Known topics: hot" in wrong.err


def test_a_warning_goes_to_standard_error(data: Path) -> None:
    run = storywatch("search", "tea or coffee", "--data", data, "--json")

    assert "note: " in run.err
    assert run.document["query"] == "tea or coffee"


def test_a_hostile_page_drives_no_terminal(data: Path) -> None:
    run = storywatch("search", "script", "--data", data)

    assert "=cmd|" in run.out
    assert "[31mevil" in run.out
    assert not set(run.out) & {"\x1b", "\x07", "\u202e"}
