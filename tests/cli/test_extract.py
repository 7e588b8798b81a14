from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import storywatch
from tests.extract.pages import PARAGRAPHS, TITLE, URL, article, html, linked_data

MADE = html(article(), linked_data(author={"name": "Ann Lee"}))
OUTLET = """
id = "bugle"
name = "The Bugle"
homepage = "https://bugle.example/"
timezone = "Asia/Kolkata"
[[source]]
kind = "feed"
url = "https://bugle.example/feed"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder: a page, the same gzipped, a page of no story, and an outlet."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.html").write_text(MADE, "utf-8")
    (tmp_path / "page.html.gz").write_bytes(gzip.compress(MADE.encode()))
    (tmp_path / "gone.html").write_text("<title>Page not found</title><h1>404</h1>", "utf-8")
    (tmp_path / "outlets").mkdir()
    (tmp_path / "outlets" / "bugle.toml").write_text(OUTLET, "utf-8")
    return tmp_path


def batch(folder: Path, *lines: object) -> Path:
    path = folder / "in.jsonl"
    texts = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text("\n".join(texts), "utf-8")
    return path


def documents(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def test_one_page_gives_its_story(folder: Path) -> None:
    run = storywatch("extract", "page.html", "--url", URL, "--outlets", "outlets", "--json")

    assert run.code == 0
    found = run.document
    assert (found["title"], found["authors"]) == (TITLE, ["Ann Lee"])
    assert found["body"].splitlines() == list(PARAGRAPHS)
    assert (found["outlet"], found["url"]) == ("bugle", URL)
    assert found["published_at"] == "2026-11-20T10:00:00Z"
    assert found["evidence"]["authors"] == "json-ld author"


def test_a_person_gets_a_readable_page(folder: Path) -> None:
    run = storywatch("extract", "page.html.gz", "--url", URL, "--outlets", "outlets")

    assert run.code == 0
    assert TITLE in run.out
    assert "authors: Ann Lee (json-ld author)" in run.out
    assert PARAGRAPHS[-1] in run.out


def test_a_page_without_a_story_ends_with_1(folder: Path) -> None:
    run = storywatch("extract", "gone.html", "--url", URL, "--outlets", "outlets", "--json")

    assert run.code == 1
    assert run.document["rejected"] == "not_found"
    assert run.document["detail"]


def test_a_batch_is_answered_line_by_line_in_its_order(folder: Path) -> None:
    made = batch(
        folder,
        {"id": "a", "path": "page.html", "url": URL, "fetched_at": "2026-11-21T00:00:00Z"},
        {"id": 2, "path": "gone.html", "url": URL},
        {"id": "c", "path": "page.html.gz", "url": URL, "outlet": "bugle"},
        {"id": "packed bomb", "path": "bomb.html.gz", "url": URL},
    )
    (folder / "bomb.html.gz").write_bytes(gzip.compress(b" " * 50_000_000))
    run = storywatch("extract", "--batch", made, "--outlets", "outlets")

    first, second, third, bomb = documents(run.out)
    assert (run.code, bomb["rejected"]) == (0, "too_large")
    assert (first["id"], second["id"], third["id"]) == ("a", 2, "c")
    assert set(second) == {"id", "rejected", "detail", "ms"}
    assert first["title"] == third["title"] == TITLE
    assert {
        *("published_at", "published_precision", "modified_at", "authors", "standfirst", "body"),
        *("language", "credited_to", "original", "captions", "image", "evidence", "ms"),
    } <= set(first)
    assert first["published_precision"] == "minute"


def test_a_page_in_a_batch_gives_what_it_gives_alone_and_gives_it_again(folder: Path) -> None:
    pages = [
        {"id": name, "path": path, "url": f"{URL}-{name}", "fetched_at": "2026-11-21T00:00:00Z"}
        for name, path in (("a", "page.html"), ("b", "gone.html"), ("c", "page.html.gz"))
    ]
    together = answers(folder, *pages)

    assert answers(folder, *pages) == together
    assert answers(folder, *reversed(pages)) == list(reversed(together))
    assert [answers(folder, page)[0] for page in pages] == together


def answers(folder: Path, *pages: object) -> list[str]:
    """A batch's lines as they were written, but for how long each took."""
    run = storywatch("extract", "--batch", batch(folder, *pages), "--outlets", "outlets")
    return [re.sub(r', "ms": [0-9.]+', "", line) for line in run.out.splitlines()]


def test_bad_lines_and_missing_files_are_answered_too_and_end_with_1(folder: Path) -> None:
    (folder / "torn.html.gz").write_bytes(gzip.compress(MADE.encode())[:60])
    made = batch(
        folder,
        "{not json",
        {"id": "missing", "path": "nowhere.html", "url": URL},
        {"id": "no path", "url": URL},
        {"id": "no such outlet", "path": "page.html", "url": URL, "outlet": "herald"},
        {"id": "no such time", "path": "page.html", "url": URL, "fetched_at": "soon"},
        {"id": "no address", "path": "page.html", "url": "ftp://bugle.example/a"},
        {"id": "torn", "path": "torn.html.gz", "url": URL},
        "[1, 2]",
        {"id": "fine", "path": "page.html", "url": URL},
    )
    run = storywatch("extract", "--batch", made, "--outlets", "outlets")

    *bad, fine = documents(run.out)
    assert run.code == 1
    assert {line["rejected"] for line in bad} == {"unreadable"}
    assert all(line["detail"] for line in bad)
    assert [line["id"] for line in bad[1:-1]] == [
        "missing",
        "no path",
        "no such outlet",
        "no such time",
        "no address",
        "torn",
    ]
    assert (fine["id"], fine["title"]) == ("fine", TITLE)


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("page.html",),
        ("page.html", "--url", "ftp://bugle.example/"),
        ("page.html", "--url", URL, "--batch", "in.jsonl"),
        ("page.html", "--url", URL, "--fetched-at", "soon"),
        ("--batch", "nowhere.jsonl"),
    ],
)
def test_wrong_use_ends_with_2(folder: Path, words: tuple[str, ...]) -> None:
    run = storywatch("extract", *words, "--outlets", "outlets")

    assert run.code == 2
    assert run.err.startswith("storywatch: ")
    assert not run.out
