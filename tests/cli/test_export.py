from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

import feedparser
import pytest
from lxml import etree

from tests.cli.conftest import COPY, EVIL, TEA
from tests.cli.running import storywatch


def test_it_writes_every_story_with_evidence_copies_and_matches(data: Path) -> None:
    run = storywatch("export", "--data", data, "--format", "jsonl")
    stories = {each["id"]: each for each in map(json.loads, run.out.splitlines())}

    assert run.code == 0
    assert set(stories) == {TEA.id, COPY.id, EVIL.id}
    tea, copy = stories[TEA.id], stories[COPY.id]
    assert tea["published_at"] == "2025-12-02T09:00:00Z"
    assert tea["evidence"]["published_at"] == "json-ld datePublished"
    assert (tea["revision"], [match["topic"] for match in tea["matches"]]) == (2, ["prices", "tea"])
    assert tea["matches"][0]["passages"][0]["clause"] == "title"
    assert copy["original"]["url"] == TEA.url
    assert copy["credited_to"] == ["Bugle"]


def test_jsonl_is_the_default_and_json_its_other_name(data: Path) -> None:
    assert (
        storywatch("export", "--data", data).out
        == storywatch("export", "--data", data, "--json").out
    )


def test_it_chooses_by_topic_outlet_and_time(data: Path) -> None:
    def ids(*words: str) -> set[str]:
        run = storywatch("export", "--data", data, *words)
        return {json.loads(line)["id"] for line in run.out.splitlines()}

    assert ids("--topic", "tea") == {TEA.id, COPY.id}
    assert ids("--outlet", "parrot") == {COPY.id}
    assert ids("--topic", "prices", "--outlet", "parrot") == set()
    assert ids("--since", "2025-12-01") == {TEA.id, COPY.id, EVIL.id}
    assert ids("--since", "2025-12-03") == set()
    assert ids("--since", "90m") == set()


def test_it_says_when_nothing_was_chosen(data: Path) -> None:
    run = storywatch("export", "--data", data, "--outlet", "nobody", "--format", "atom")

    assert run.code == 0
    assert "no recorded story was chosen" in run.err
    assert feedparser.parse(run.raw).entries == []


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_a_feed_reader_reads_the_feeds(data: Path, form: str) -> None:
    run = storywatch("export", "--data", data, "--format", form)
    feed = feedparser.parse(run.raw)

    assert not feed.bozo
    assert feed.version == {"rss": "rss20", "atom": "atom10"}[form]
    by_id = {entry.id: entry for entry in feed.entries}
    tea = by_id[f"urn:storywatch:story:{TEA.id}"]
    assert tea.link == TEA.url
    assert tea.title == "Tea prices fall in Coonoor"
    assert tea.published_parsed[:5] == (2025, 12, 2, 9, 0)
    assert {tag.term for tag in tea.tags} == {"tea", "prices"}
    assert "Tea became cheaper" in tea.content[0].value
    assert f"urn:storywatch:story:{EVIL.id}" in by_id
    assert b"<script" not in run.raw


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_a_feed_goes_by_what_was_chosen(data: Path, form: str) -> None:
    def title(*chosen: str) -> str:
        run = storywatch("export", "--data", data, "--format", form, *chosen)
        return str(feedparser.parse(run.raw).feed.title)

    assert title() == "storywatch"
    assert title("--topic", "tea") == "storywatch: tea"
    assert title("--topic", "tea", "--outlet", "bugle") == "storywatch: tea: bugle"


def test_atom_has_what_rfc_4287_demands(data: Path) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    feed = etree.fromstring(storywatch("export", "--data", data, "--format", "atom").raw)

    assert all(feed.find(atom + name) is not None for name in ("id", "title", "updated"))
    for entry in feed.iter(f"{atom}entry"):
        assert all(entry.find(atom + name) is not None for name in ("id", "title", "updated"))
        assert entry.find(f"{atom}author/{atom}name").text


def test_a_json_feed_is_one_of_version_1_1(data: Path) -> None:
    feed = storywatch("export", "--data", data, "--format", "jsonfeed").document

    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    tea = next(item for item in feed["items"] if item["url"] == TEA.url)
    assert tea["date_published"] == "2025-12-02T09:00:00Z"
    assert tea["date_modified"] == "2025-12-02T12:50:00Z"
    assert [author["name"] for author in tea["authors"]] == ["Ann Bell", "Cy Dew"]
    assert tea["_storywatch"]["evidence"]["title"] == "og:title"


def test_a_spreadsheet_runs_nothing(data: Path) -> None:
    run = storywatch("export", "--data", data, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(run.raw.decode(), newline="")))

    assert len(rows) == 3
    evil = next(row for row in rows if row["id"] == EVIL.id)
    assert (evil["title"][:5], evil["body"][:5], evil["authors"]) == ("'=cmd", "'@SUM", "'-1")
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_a_file_is_written_whole_or_not_at_all(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "stories.csv"
    run = storywatch("export", "--data", data, "--format", "csv", "--out", out)

    assert (run.code, run.out) == (0, "")
    assert out.read_bytes().startswith(b"id,outlet,")
    assert list(tmp_path.glob(".*.part")) == []

    run = storywatch("export", "--data", data, "--out", tmp_path / "none" / "stories.jsonl")
    assert run.code == 1
    assert "cannot be used: no such file or directory" in run.err


def test_it_is_utf_8_in_every_locale(data: Path) -> None:
    run = storywatch("export", "--data", data, env={"LC_ALL": "C"})

    assert "\\u202e" in run.raw.decode("utf-8")


def test_words_that_do_not_fit_together_are_wrong_use(data: Path) -> None:
    assert storywatch("export", "--data", data, "--json", "--format", "csv").code == 2
    assert storywatch("export", "--data", data, "--format", "pdf").code == 2
    run = storywatch("export", "--data", data, "--since", "soon")
    assert (run.code, "write how long ago" in run.err) == (2, True)


def test_a_link_that_is_written_to_stays_a_link(data: Path, tmp_path: Path) -> None:
    real, link = tmp_path / "served.xml", tmp_path / "feed.xml"
    real.write_text("old", encoding="utf-8")
    link.symlink_to(real)

    run = storywatch("export", "--data", data, "--format", "rss", "--out", link)

    assert run.code == 0
    assert link.is_symlink()
    assert real.read_bytes().startswith(b"<?xml")


def test_a_pipe_is_written_to_and_stays_one(data: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    end = os.open(pipe, os.O_RDWR)  # so that opening it for writing waits for nobody
    try:
        run = storywatch("export", "--data", data, "--out", pipe, "--outlet", "parrot")
        written = os.read(end, 100_000)
    finally:
        os.close(end)

    assert run.code == 0
    assert pipe.is_fifo()
    assert json.loads(written)["id"] == COPY.id


def test_a_folder_without_a_journal_is_named(tmp_path: Path) -> None:
    run = storywatch("export", "--data", tmp_path)

    assert run.code == 1
    assert f"{tmp_path / 'journal.db'} does not exist" in run.err
