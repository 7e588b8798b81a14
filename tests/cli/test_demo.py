"""The demo in three runs over one folder: everything, nothing, and what an hour brought."""

from __future__ import annotations

import json
import mailbox
import re
import shlex
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from newsstand import HOST, Stand
from newsstand.kept import MEMO
from storywatch.journal import Journal
from tests.cli.running import Run, storywatch
from tests.prepared import ports_of_our_own

pytestmark = pytest.mark.xdist_group("kept newsstand")  # they would take each other's ports


@pytest.fixture(scope="module", autouse=True)
def _ports() -> Iterator[None]:
    with ports_of_our_own():
        yield


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "my demo"


@pytest.fixture(scope="module")
def first(folder: Path) -> Run:
    return storywatch("demo", "--data", folder)


@pytest.fixture(scope="module")
def second(folder: Path, first: Run) -> Run:
    return storywatch("demo", "--data", folder)


@pytest.fixture(scope="module")
def later(folder: Path, second: Run) -> Run:
    return storywatch("demo", "--data", folder, "--later", 60, "--json")


def test_the_first_run_shows_table_stories_a_search_and_what_next(first: Run) -> None:
    assert first.code == 0, first.err
    parts = ("leads", "Cables under the Baltic Sea: ", "storywatch search '", "What next")
    places = [first.out.index(part) for part in parts]
    assert places == sorted(places)
    assert "Meridian Press · " in first.out
    assert " GMT · " in first.out
    assert "*undersea cables*" in first.out


def test_what_next_can_be_pasted_into_a_shell(folder: Path, first: Run) -> None:
    following = [line.strip() for line in first.out.partition("What next")[2].splitlines()]
    told = [shlex.split(line) for line in following if line.startswith("storywatch ")]

    named = [words[words.index("--data") + 1] for words in told if "--data" in words]
    assert named == [str(folder)] * 6


def test_the_first_run_finds_every_story_with_its_topics(folder: Path, first: Run) -> None:
    assert first.code == 0
    assert found_in(folder) == wanted_in(folder)


def test_the_first_run_ends_with_alert_mails_in_a_maildir(folder: Path, first: Run) -> None:
    raw = [bytes(mail) for mail in mailbox.Maildir(folder / "mail")]
    read = [message_from_bytes(mail, policy=policy.default) for mail in raw]
    mails = {mail["To"]: mail["Subject"] for mail in read}

    assert mails.keys() >= {"newsdesk@localhost", "markets@localhost"}
    assert f"2 alert mails in {folder / 'mail'} (a Maildir); this is the last one:" in first.out
    assert f"Subject: {mails['newsdesk@localhost']}" in first.out


def test_the_second_run_fetches_no_page_and_says_so(second: Run) -> None:
    assert second.code == 0, second.err
    assert "0 pages fetched: nothing has changed on the newsstand" in second.out
    assert re.search(r"as \d\d sources said themselves \(304\)", second.out)


def test_later_only_what_changed_is_fetched(later: Run) -> None:
    done = later.document

    assert later.code == 0, later.err
    assert done["ledger_balances"]
    assert 5 <= done["pages_fetched"] <= 15
    assert {story["url"].rstrip("/").rpartition("/")[2] for story in done["stories"]} >= {
        "court-case-over-cables-could-set-a-precedent"
    }


def test_what_an_hour_brought_is_found_with_its_topics(folder: Path, later: Run) -> None:
    assert later.code == 0
    assert found_in(folder) == wanted_in(folder)


def wanted_in(folder: Path) -> set[tuple[str, str]]:
    """Which addresses the kept stand, as it stands, has on which topic."""
    memo = json.loads((folder / MEMO).read_text())
    stand = Stand.standard(opened_at=datetime.fromisoformat(memo["opened_at"]))
    stand.clock.set(datetime.fromisoformat(memo["shows"]))
    stand.found_at({name: f"http://{HOST}:{memo['ports'][name]}" for name in stand.outlets})
    return {(each.url, topic) for each in stand.truth() for topic in each.topics}


def found_in(folder: Path) -> set[tuple[str, str]]:
    with Journal.open(folder / "journal.db") as journal:
        return {
            (story.url, match.topic)
            for story in journal.stories()
            for match in journal.matches(story.id)
        }
