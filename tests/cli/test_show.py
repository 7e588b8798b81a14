from __future__ import annotations

from pathlib import Path

import pytest

from storywatch.journal import Journal
from storywatch.story import Fate, Lead
from tests.cli.conftest import COPY, NOON, TEA, record, story
from tests.cli.running import storywatch


@pytest.mark.parametrize("words", [TEA.id, TEA.id[:6], TEA.id.upper(), TEA.url, TEA.url + "#x"])
def test_a_story_is_found_by_its_id_its_beginning_or_its_address(data: Path, words: str) -> None:
    assert storywatch("show", words, "--data", data, "--json").document["id"] == TEA.id


def test_a_beginning_of_two_ids_names_both_and_one_of_none_is_unknown(data: Path) -> None:
    ids = ["abcd" + 12 * "0", "abcd" + 12 * "f"]
    with Journal.open(data / "journal.db") as journal:
        for number, one in enumerate(ids):
            record(journal, story(f"twin{number}", id=one))

    run = storywatch("show", "abcd", "--data", data)
    assert run.code == 2
    assert f"begins the ids of 2 stories; write one of {', '.join(ids)}" in run.err
    assert storywatch("show", "abcdf", "--data", data, "--json").document["id"] == ids[1]
    assert storywatch("show", "abcc", "--data", data).code == 1


def test_a_story_is_found_by_the_address_that_its_page_calls_its_own(data: Path) -> None:
    own = "https://bugle.example/own"
    with Journal.open(data / "journal.db") as journal:
        record(journal, story("announced", url=own))

    assert storywatch("show", own, "--data", data, "--json").document["url"] == own


def test_attempts_are_told_where_some_failed(data: Path) -> None:
    assert "attempts" not in storywatch("show", TEA.id, "--data", data).out


def test_it_shows_fields_with_evidence_matches_revisions_lead_and_body(data: Path) -> None:
    out = storywatch("show", TEA.id, "--data", data).out
    lines = [" ".join(line.split()) for line in out.splitlines()]

    assert "published_at 2025-12-02 09:00 UTC json-ld datePublished" in lines
    assert "authors Ann Bell, Cy Dew" in lines
    assert "tea: first matched 2025-12-02 12:00 UTC in revision 1, last in 2" in lines
    assert "*Tea p*rices rise in Coonoor" in lines  # as it was when it met the topic
    assert "2, fetched 2025-12-02 13:00 UTC" in lines
    assert any("[-rise-]" in line and "{+fall+}" in line for line in lines)
    assert "announced title: Tea prices fall in Coonoor" in lines
    assert lines[-1] == "Growers in the Nilgiris are sad."


def test_revisions_count_from_one(data: Path) -> None:
    assert storywatch("show", TEA.id, "--data", data, "--revision", 0).code == 2


def test_an_earlier_revision_is_shown_as_it_was(data: Path) -> None:
    document = storywatch("show", TEA.id, "--data", data, "--revision", 1, "--json").document

    assert (document["revision"], document["title"]) == (1, TEA.title)
    assert [each["revision"] for each in document["revisions"]] == [1, 2]
    assert {edit["field"] for edit in document["revisions"][1]["edits"]} >= {"title", "body"}
    run = storywatch("show", TEA.id, "--data", data, "--revision", 7)
    assert (run.code, "it has 1, 2" in run.err) == (2, True)


def test_a_copy_says_whose_it_is(data: Path) -> None:
    out = " ".join(storywatch("show", COPY.id, "--data", data).out.split())

    assert f"original Bugle {TEA.url}" in out
    assert "copied by text: appeared first on" in out
    assert "credited_to Bugle" in out


def test_an_address_that_led_to_no_story_is_shown_with_its_fate_and_why(data: Path) -> None:
    url = "https://bugle.example/gone-tea"
    with Journal.open(data / "journal.db") as journal:
        lead = Lead(outlet="bugle", url=url, seen_at=NOON, title="Gone tea")
        (queued,) = journal.discover([lead], now=NOON).queued
        journal.settle(queued.id, Fate.REJECTED, reason="not_found", detail="answers 404", now=NOON)

    out = storywatch("show", f"{url}?utm_source=x", "--data", data).out
    document = storywatch("show", url, "--data", data, "--json").document

    assert "fate: rejected not_found answers 404" in out
    assert document["lead"]["reason"] == "not_found"


def test_who_asks_for_no_story_is_told(data: Path) -> None:
    assert storywatch("show", "0000", "--data", data).code == 1
    assert storywatch("show", "https://bugle.example/none", "--data", data).code == 1
    run = storywatch("show", "tea!", "--data", data)
    assert (run.code, "at least 4 characters" in run.err) == (2, True)
