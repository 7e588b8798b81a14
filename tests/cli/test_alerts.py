"""`storywatch alerts`, `storywatch latency` and rehearsed mails over one data folder."""

from __future__ import annotations

import mailbox
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import structlog

from storywatch.journal import Journal
from storywatch.story import Lead
from tests.cli.conftest import NOON, TEA, record, story
from tests.cli.running import Run, storywatch
from tests.prepared import new_journal

TOPIC = """
id = "tea"
title = "Tea"
query = "tea"
[alert]
when = "instant"
recipients = ["ann@example.org", "channel:newsroom"]
timezone = "Asia/Kolkata"
"""

OUTLET = """
id = "bugle"
homepage = "https://bugle.example/"
[[source]]
kind = "feed"
url = "https://bugle.example/feed"
"""


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    yield
    structlog.reset_defaults()


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "topics").mkdir()
    (tmp_path / "topics" / "tea.toml").write_text(TOPIC)
    with Journal.open(new_journal(tmp_path / "data" / "journal.db")) as journal:
        record(journal, TEA, "tea")
        record(journal, story("kettle", title="Tea kettles"), "tea")
        record(journal, story("coffee", title="Coffee"))
    return tmp_path


def run(desk: Path, *words: object) -> Run:
    declared = ("--topics", desk / "topics") if "TOPICS" in words else ()
    given = [word for word in words if word != "TOPICS"]
    return storywatch(*given, "--data", desk / "data", *declared)


def send(desk: Path) -> Run:
    return run(desk, "alerts", "send", "TOPICS", "--json")


def test_send_tells_everything_that_waits_once(desk: Path) -> None:
    first, second = send(desk), send(desk)

    # The newsroom's channel is not set up: its mail waits, and nothing else for it.
    assert first.document == {"written": 2, "accepted": 1, "waiting": 0}
    assert second.document == {"waiting": 0}
    (mail,) = mailbox.Maildir(desk / "data" / "mail")
    assert mail["Subject"] == "Tea: 2 stories: Tea prices rise in Coonoor"


def test_log_names_mails_and_what_became_of_them(desk: Path) -> None:
    send(desk)
    told = run(desk, "alerts", "log", "--events")
    ann, newsroom = run(desk, "alerts", "log", "--json").document

    assert (ann["state"], ann["recipient"]) == ("sent", "ann@example.org")
    assert [event["event"] for event in ann["events"]] == ["written", "handing over", "accepted"]
    assert "STORYWATCH_CHANNEL_NEWSROOM" in newsroom["events"][-1]["words"]
    assert "ann@example.org" in told.out
    assert run(desk, "alerts", "log", "--state", "dead", "--json").document == []
    assert len(run(desk, "alerts", "log", "--last", "1", "--json").document) == 1


@pytest.mark.parametrize("recipient", ["ann", "ann@exämple.org", "ann@example.org\nBcc: x@y"])
def test_a_test_to_what_is_no_recipient_is_refused_with_what_to_write(
    desk: Path, recipient: str
) -> None:
    refused = run(desk, "alerts", "send-test", recipient)

    assert refused.code == 2
    assert "is no recipient; write a mail address" in refused.err


def test_the_log_names_the_topics_of_what_waits(desk: Path) -> None:
    snoozed = TOPIC + "snooze_until = 2999-01-01T00:00:00Z\n"
    (desk / "topics" / "tea.toml").write_text(snoozed)
    send(desk)

    assert "0 mails; 4 alerts waiting to be due: tea 4" in run(desk, "alerts", "log").out


def test_the_status_says_which_mails_need_somebody(desk: Path) -> None:
    send(desk)
    (desk / "outlets").mkdir()
    (desk / "outlets" / "bugle.toml").write_text(OUTLET)
    words = ("status", "--outlets", desk / "outlets")
    waiting = run(desk, *words)
    with Journal.open(desk / "data" / "journal.db") as journal:
        journal.deliveries.give_up(2, "550 nobody here", now=NOON)
    dead = run(desk, *words)

    assert "1 mail not accepted yet, to be tried again" in waiting.out
    assert "1 mail refused for good; see `storywatch alerts log`" in dead.out
    assert run(desk, *words, "--json").document["mails"]["dead"] == 1


def test_the_status_says_what_waits_and_nothing_of_an_index_that_nobody_named(desk: Path) -> None:
    (desk / "topics" / "tea.toml").write_text(TOPIC + "snooze_until = 2999-01-01T00:00:00Z\n")
    send(desk)
    (desk / "outlets").mkdir()
    (desk / "outlets" / "bugle.toml").write_text(OUTLET)
    words = ("status", "--outlets", desk / "outlets", "--data", desk / "data")
    without = storywatch(*words, env={"STORYWATCH_ES_URL": "", "STORYWATCH_ES_CLOUD_ID": ""})
    named = storywatch(*words, env={"STORYWATCH_ES_URL": "https://es.example:9200"})

    assert "4 alerts waiting to be due; see `storywatch alerts log`" in without.out
    assert "index" not in without.out
    assert "waiting for the index" in named.out
    assert "not read yet" in without.out
    assert run(desk, *words[:3], "--json").document["alerts"] == 4


def test_preview_prints_the_mail_and_sends_nothing(desk: Path) -> None:
    words = ("alerts", "preview", "tea", "--since", "2025-12-01", "TOPICS")
    text, html = run(desk, *words), run(desk, *words, "--format", "html")

    assert text.code == 0, text.err
    assert "Subject: Tea: 2 stories: Tea prices rise in Coonoor" in text.out
    assert "14:30 IST" in text.out
    assert "<mark" in html.out
    assert run(desk, *words, "--format", "raw").raw.startswith(b"From: storywatch")
    assert run(desk, *words, "--json").document["subject"].startswith("Tea: 2 stories")
    assert run(desk, "alerts", "log", "--json").document == []


def test_preview_of_nothing_says_so(desk: Path) -> None:
    told = run(desk, "alerts", "preview", "tea", "--since", "1h", "TOPICS")

    assert (told.code, told.out) == (1, "tea: nothing recorded since 1h matches\n")


def test_send_test_says_what_became_of_it(desk: Path) -> None:
    told = run(desk, "alerts", "send-test", f"maildir:{desk / 'box'}")
    unset = run(desk, "alerts", "send-test", "channel:newsroom")

    assert told.code == 0
    assert ": accepted: " in told.out
    (mail,) = mailbox.Maildir(desk / "box")
    assert mail["Subject"] == "storywatch: a test"
    for part in mail.walk():
        if not part.is_multipart():
            text = part.get_payload(decode=True).decode()
            assert "Somebody tried this address" in text
            assert not text.startswith("\n")
            assert 'class="topics"' not in text
    assert (unset.code, "STORYWATCH_CHANNEL_NEWSROOM" in unset.err) == (2, True)


def test_retry_puts_dead_letters_back(desk: Path) -> None:
    send(desk)
    with Journal.open(desk / "data" / "journal.db") as journal:
        (delivery,) = journal.deliveries.log(state="waiting")
        journal.deliveries.give_up(delivery.id, "550 no", now=NOON)

    assert run(desk, "alerts", "retry", "--dead").out.startswith("1 of 1 mail put back")
    assert run(desk, "alerts", "retry", "--dead").code == 1
    assert run(desk, "alerts", "retry", "99").code == 1
    unnamed = run(desk, "alerts", "retry")
    assert (unnamed.code, unnamed.out) == (2, "")
    assert "write numbers of `alerts log`, --dead or --held" in unnamed.err


def test_the_log_calls_tries_what_a_server_turned_down(desk: Path) -> None:
    send(desk)
    headings, first = run(desk, "alerts", "log").out.splitlines()[:2]

    assert "turned down" in headings
    assert "tries" not in headings
    assert " 0 " in first


def test_subscribe_takes_an_unsubscription_back(desk: Path) -> None:
    with Journal.open(desk / "data" / "journal.db") as journal:
        journal.alerts.subscriptions.unsubscribe([("ann@example.org", "tea")], now=NOON)

    words = ("alerts", "subscribe", "ann@example.org", "tea")
    assert run(desk, *words).code == 0
    again = run(desk, *words)
    assert (again.code, again.err) == (
        1,
        "ann@example.org has unsubscribed from none of them\n",
    )
    assert run(desk, *words).code == 1


def test_latency_prints_percentiles_of_every_leg(desk: Path) -> None:
    before = NOON - timedelta(hours=5)
    lead = Lead(outlet="bugle", url="https://bugle.example/before", seen_at=before)
    with Journal.open(desk / "data" / "journal.db") as journal:
        journal.discover([lead], now=before)
    send(desk)
    found = run(desk, "latency", "--topic", "tea", "--json").document
    told = run(desk, "latency")

    assert list(found) == ["seen", "fetched", "recorded", "matched", "due", "accepted", "total"]
    assert found["total"]["count"] == 2
    assert found["seen"]["percentiles"]["50"] == 3 * 3600
    assert "from publication to acceptance" in told.out
    assert "1 begin when seen" in told.out
    assert run(desk, "latency", "--outlet", "planet", "--json").document == {}
    none = "no alert of those asked for was accepted yet\n"
    assert run(desk, "latency", "--outlet", "planet").out == none


def test_latency_says_how_many_alerts_are_of_stories_from_before(desk: Path) -> None:
    send(desk)

    assert "2 begin when seen: published before their outlet" in run(desk, "latency").out


def test_latency_says_when_no_alert_was_accepted_at_all(desk: Path) -> None:
    assert run(desk, "latency").out == "no alert was accepted yet\n"


def test_rehearsed_mails_are_written_as_files(desk: Path) -> None:
    words = ("topics", "rehearse", "tea", "--since", "2025-12-01", "TOPICS")
    found = run(desk, *words, "--mails", desk / "mails", "--json").document
    told = run(desk, *words, "--mails", desk / "mails")

    files = sorted((desk / "mails").iterdir())
    assert [one["at"] for one in found["mails"]] == ["2025-12-02T12:00:10Z"] * 2
    assert sorted(one["file"] for one in found["mails"]) == [file.name for file in files]
    assert b"Subject: Tea: 2 stories" in files[0].read_bytes()
    assert "2 mails would have been sent" in told.out
