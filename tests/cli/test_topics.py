"""The verb `topics`: what is watched for, why it matched, and what a draft would change."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from storywatch.journal import Journal, story_to_document
from tests.cli.conftest import COPY, EVIL, TEA, record, story
from tests.cli.running import storywatch

ROOT = Path(__file__).resolve().parents[2]
PAGE = """<!doctype html><html lang="en"><head><title>Tea prices fall</title>
<meta property="og:type" content="article"></head><body><article><h1>Tea prices fall</h1>
<p>The price of tea fell again on Tuesday, when the growers of the Nilgiris brought the
largest harvest for years to the auction in Coonoor.</p>
<p>Buyers from three countries said that they would wait, since the rain had been good and
the second harvest may well be larger than the first.</p>
<p>The growers asked the government for help, as they do in most years, and it promised to
look into the matter before the end of the season.</p></article></body></html>"""


@pytest.fixture
def topics(tmp_path: Path) -> Path:
    folder = tmp_path / "topics"
    folder.mkdir()
    write(
        folder,
        "tea",
        'title = "Tea"\nquery = "tea AND NOT coffee"\n'
        'must_match = ["Tea is dear"]\nmust_not_match = ["Tea or coffee?", { title = "Rain" }]\n',
    )
    write(folder, "prices", 'query = "price* AND tea"\n[alert]\nwhen = "instant"\n')
    return folder


@pytest.fixture
def outlets(tmp_path: Path) -> Path:
    folder = tmp_path / "outlets"
    folder.mkdir()
    for name in ("bugle", "parrot"):
        source = f'[[source]]\nkind = "feed"\nurl = "https://{name}.example/feed"\n'
        write(folder, name, f'id = "{name}"\nhomepage = "https://{name}.example/"\n{source}')
    return folder


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_topics_are_listed_for_people_and_for_scripts(topics: Path) -> None:
    rows = storywatch("topics", "list", "--topics", topics).out.splitlines()
    document = storywatch("topics", "list", "--topics", topics, "--json").document

    assert [row.split()[0] for row in rows] == ["id", "prices", "tea"]
    assert [topic["id"] for topic in document] == ["prices", "tea"]
    assert document[0]["alert"]["when"] == "instant"


def test_examples_that_hold_are_counted(topics: Path) -> None:
    run = storywatch("topics", "test", "--topics", topics)

    assert run.code == 0
    assert run.out.splitlines() == ["prices: it has no examples", "tea: 3 examples hold"]


def test_an_example_that_fails_is_named_with_the_reason(topics: Path) -> None:
    write(topics, "tea", 'query = "tea"\nmust_match = ["Tee"]\nmust_not_match = ["A tea pot"]\n')

    run = storywatch("topics", "test", "tea", "--topics", topics)

    assert run.code == 1
    assert [line.strip() for line in run.out.splitlines()] == [
        "tea: 2 of 2 examples fail",
        "must_match 1 does not match: Tee",
        "missing: tea (nothing like it is in the story)",
        "must_not_match 1 matches: A tea pot",
        "found: tea",
        "in body: A *tea* pot",
    ]


def test_the_topics_that_come_along_pass_their_examples_and_the_linter(tmp_path: Path) -> None:
    shipped = ROOT / "topics"
    env = {"STORYWATCH_DATA_DIR": str(tmp_path), "STORYWATCH_OUTLETS_DIR": str(tmp_path)}

    assert storywatch("topics", "test", "--topics", shipped).code == 0
    assert storywatch("topics", "lint", "--topics", shipped, env=env).code == 0
    for topic in storywatch("topics", "list", "--topics", shipped, "--json").document:
        assert topic["title"]
        assert topic["note"]
        assert topic["alert"]["when"] != "never"
        assert min(len(topic["must_match"]), len(topic["must_not_match"])) >= 3


def test_results_of_examples_as_json(topics: Path) -> None:
    document = storywatch("topics", "test", "--topics", topics, "--json").document

    assert [(one["topic"], one["kind"], one["number"], one["passed"]) for one in document] == [
        ("tea", "must_match", 1, True),
        ("tea", "must_not_match", 1, True),
        ("tea", "must_not_match", 2, True),
    ]


def test_a_topic_that_nobody_declares_is_told_with_those_that_are(topics: Path) -> None:
    run = storywatch("topics", "test", "tee", "--topics", topics)

    assert run.code == 1
    assert "topic 'tee' is not declared; declared are: prices, tea" in run.err


def test_a_recorded_story_is_explained_by_its_id(data: Path, topics: Path, outlets: Path) -> None:
    run = explain("tea", TEA.id[:8], data, topics, outlets)

    assert run.code == 0
    assert [line.strip() for line in run.out.splitlines()] == [
        "taken from the journal: Tea prices fall in Coonoor",
        "tea: it matches",
        "found: tea, 2 times",
        "in title: *Tea* prices fall in Coonoor",
        "in body: *Tea* became cheaper after the rain. Growers in the Nilgiris are sad.",
        "rightly absent: coffee",
    ]


def test_a_miss_names_what_failed_and_how_near_it_came(
    data: Path, topics: Path, outlets: Path
) -> None:
    write(topics, "tea", "query = '\"tea in Coonoor\"'\n")

    run = explain("tea", TEA.url, data, topics, outlets)

    assert run.code == 0
    assert "tea: it does not match, for 1 clause" in run.out
    assert "its words come with 2 words among them" in run.out
    assert "in title: *Tea prices fall in Coonoor*" in run.out


def test_a_veto_is_told_with_its_passage(data: Path, topics: Path, outlets: Path) -> None:
    write(topics, "tea", 'query = "tea -rain"\n')

    document = explain("tea", TEA.id, data, topics, outlets, "--json").document

    assert document["matched"] is False
    assert document["clauses"][0]["finding"] == "vetoed"
    assert document["clauses"][0]["passages"][0]["text"] == "Rain"


def test_a_story_out_of_scope_is_told_so(data: Path, topics: Path, outlets: Path) -> None:
    write(topics, "tea", 'query = "tea"\noutlets = ["parrot"]\n')

    run = explain("tea", TEA.id, data, topics, outlets)

    assert "out of scope: outlets and collections: parrot (the story is from bugle)" in run.out


def test_a_topic_that_is_not_in_force_is_told_so(data: Path, topics: Path, outlets: Path) -> None:
    write(topics, "tea", 'query = "tea"\nmust_match = ["Rain"]\n')

    run = explain("tea", TEA.id, data, topics, outlets)

    assert "not put in force, since its own example fails: must_match 1" in run.err


def test_a_story_may_come_from_a_file(
    tmp_path: Path, data: Path, topics: Path, outlets: Path
) -> None:
    told = tmp_path / "story.json"
    told.write_text(json.dumps(story_to_document(COPY)))
    page = tmp_path / "page.html"
    page.write_text(PAGE)

    assert explain("tea", told, data, topics, outlets, "--json").document["matched"]
    found = explain(
        "prices", page, data, topics, outlets, "--url", "https://parrot.example/a", "--json"
    ).document
    assert (found["matched"], found["outlet"]) == (True, "parrot")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "given is no story: empty"),
        (b"{", "holds no story"),
        (b'{"id": "1"}', "holds no story: it lacks title, body"),
    ],
)
def test_a_file_without_a_story_is_no_traceback(
    tmp_path: Path, data: Path, topics: Path, content: bytes, told: str
) -> None:
    path = tmp_path / "given"
    path.write_bytes(content)

    run = storywatch("topics", "explain", "tea", path, "--data", data, "--topics", topics)

    assert run.code == (2 if content else 1)
    assert told in run.err


def test_what_is_neither_file_nor_story_is_wrong_use(data: Path, topics: Path) -> None:
    run = storywatch("topics", "explain", "tea", "no.html", "--data", data, "--topics", topics)

    assert run.code == 2
    assert "no.html is no file, and neither an address nor a story's id" in run.err


def test_an_address_that_is_not_recorded_is_fetched_politely(
    stand: str, data: Path, topics: Path
) -> None:
    words = ["topics", "explain", "prices", f"{stand}/tea", "--json", "--data", str(data)]
    script = "from storywatch.cli import main; main()"
    run = subprocess.run(
        [
            sys.executable,
            "-c",
            script,
            *words,
            "--topics",
            topics,
            "--allow-private",
            "127.0.0.0/8",
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "STORYWATCH_OUTLETS_DIR": str(data)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)["matched"] is True
    assert Stand.asked == ["/robots.txt", "/tea"]


def test_a_draft_is_rehearsed_beside_the_live_topic(
    tmp_path: Path, data: Path, topics: Path, outlets: Path
) -> None:
    draft = write(tmp_path, "draft", 'query = "Nilgiris OR sum"\n')

    document = rehearse("tea", data, topics, outlets, "--draft", str(draft), "--json").document

    assert document["looked_at"] == 3
    assert [one["story"] for one in document["caught"]] == [TEA.id, EVIL.id]
    assert [one["story"] for one in document["added"]] == [EVIL.id]
    assert [one["story"] for one in document["lost"]] == [COPY.id]
    assert document["by_outlet_and_day"] == [
        {"outlet": "bugle", "day": "2025-12-02", "caught": 2, "added": 1, "lost": 0},
        {"outlet": "parrot", "day": "2025-12-02", "caught": 0, "added": 0, "lost": 1},
    ]


def test_without_a_draft_the_topic_is_rehearsed_beside_what_was_recorded(
    data: Path, topics: Path, outlets: Path
) -> None:
    run = rehearse("prices", data, topics, outlets)

    assert run.code == 0
    assert "it would have caught 2; 1 added, 0 lost beside what was recorded" in run.out
    assert f"2025-12-02 parrot {COPY.id} Tea prices rise" in run.out
    assert 'only recorded where keep = "all"' in run.out


def test_a_draft_of_a_new_topic_has_nothing_beside_it(
    tmp_path: Path, data: Path, topics: Path, outlets: Path
) -> None:
    draft = write(tmp_path, "rain", 'query = "rain"\n')

    document = rehearse("rain", data, topics, outlets, "--draft", str(draft), "--json").document

    assert [one["story"] for one in document["added"]] == [TEA.id]


def test_a_draft_with_mistakes_is_told_all_of_them(
    tmp_path: Path, data: Path, topics: Path, outlets: Path
) -> None:
    draft = write(tmp_path, "draft", 'query = "tea AND"\noutlets = ["bugel"]\n')

    run = rehearse("tea", data, topics, outlets, "--draft", str(draft))

    assert run.code == 2
    assert "draft.toml:1: query, column 8" in run.err
    assert "draft.toml:2: topic 'draft' names the unknown outlet 'bugel'. Did you mean" in run.err


def test_a_draft_that_fails_its_own_example_is_tried_and_told(
    tmp_path: Path, data: Path, topics: Path, outlets: Path
) -> None:
    draft = write(tmp_path, "draft", 'query = "rain"\nmust_match = ["It snows."]\n')

    run = rehearse("tea", data, topics, outlets, "--draft", str(draft))

    assert run.code == 0
    assert "it would have caught 1" in run.out
    assert "not put in force, since its own example fails: must_match 1 does not match" in run.err


def test_clauses_without_effect_are_named_and_end_with_1(topics: Path, tmp_path: Path) -> None:
    write(topics, "tea", "query = '(tea OR \"green tea\") AND NOT rain AND rain'\n")

    env = {"STORYWATCH_DATA_DIR": str(tmp_path / "none")}
    run = storywatch("topics", "lint", "tea", "--topics", topics, env=env)

    assert run.code == 1
    assert run.out.splitlines() == [
        "tea: never: NOT rain AND rain: no story can meet both",
        'tea: swallowed: "green tea": whatever it finds, tea finds as well',
        "1 topic looked at, 2 clauses to mend",
    ]


def test_clauses_are_counted_on_the_recorded_stories(
    data: Path, topics: Path, outlets: Path
) -> None:
    with Journal.open(data / "journal.db", owner="desk") as journal:
        for number in range(50):
            record(journal, story(f"t{number}", body="A cup of tea."), "tea")

    words = ["--topics", topics, "--outlets", outlets, "--data", data, "--json"]
    run = storywatch("topics", "lint", *words)

    assert run.code == 1
    assert [(one["topic"], one["fault"], one["count"], one["total"]) for one in run.document] == [
        ("tea", "broad", 52, 53)
    ]


def test_a_named_journal_that_is_not_there_is_an_error(topics: Path, tmp_path: Path) -> None:
    run = storywatch("topics", "lint", "--topics", topics, "--data", tmp_path / "none")

    assert run.code == 1
    assert "does not exist; `storywatch crawl` makes it" in run.err


def explain(topic: str, given: object, data: Path, topics: Path, outlets: Path, *more: str):
    folders = ["--data", data, "--topics", topics, "--outlets", outlets]
    return storywatch("topics", "explain", topic, given, *folders, *more)


def rehearse(topic: str, data: Path, topics: Path, outlets: Path, *more: str):
    folders = ["--data", data, "--topics", topics, "--outlets", outlets]
    return storywatch("topics", "rehearse", topic, "--since", "2025-12-01", *folders, *more)


class Stand(BaseHTTPRequestHandler):
    asked: list[str] = []  # noqa: RUF012 - the server makes a new one for each request

    def do_GET(self) -> None:
        self.asked.append(self.path)
        is_page = self.path == "/tea"
        self.send_response(200 if is_page else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE.encode() if is_page else b"")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def stand() -> Iterator[str]:
    Stand.asked.clear()
    with HTTPServer(("127.0.0.1", 0), Stand) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
