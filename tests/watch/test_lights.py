"""The operator is told of an outlet that goes dark, and when it is light again: once each."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from pipelines.desk import Desk
from storywatch.deliver import DeliverySettings
from storywatch.journal import Poll
from storywatch.settings import Settings
from storywatch.watch.darkness import Cause, Darkness
from storywatch.watch.lights import Light, Turn, look, subject_of
from tests.prepared import new_journal

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ED = "ed@example.org"


class Night:
    """Two outlets whose one source each answers, or does not; looked at every five minutes."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk = desk
        self.settings = DeliverySettings(mail_dir=folder, secret=b"key", operator=ED)
        self.now = NOON

    def pass_by(self, minutes: int, **errors: str) -> None:
        """Polls and looks every five minutes; `errors` says what goes wrong at which outlet."""
        for _ in range(0, minutes, 5):
            for outlet in self.desk.outlets:
                poll = Poll(
                    outlet=outlet,
                    url=f"https://{outlet}.example/feed",
                    polled_at=self.now,
                    status=0 if outlet in errors else 200,
                    error=errors.get(outlet),
                )
                self.desk.journal.record_poll(poll, (), now=self.now)
            asyncio.run(look(replace(self.desk, clock=lambda: self.now), self.settings))
            self.now += 5 * MINUTE

    @property
    def mails(self) -> list[EmailMessage]:
        found = self.desk.journal.deliveries.log()
        assert {one.recipient for one in found} <= {ED}
        return [message_from_bytes(one.content, policy=policy.default) for one in found]


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Night]:
    for name in ("bugle", "echo"):
        declared = tmp_path / "outlets" / f"{name}.toml"
        declared.parent.mkdir(exist_ok=True)
        declared.write_text(
            f'id = "{name}"\nname = "The {name.title()}"\nhomepage = "https://{name}.example/"\n'
            f'[[source]]\nkind = "feed"\nurl = "https://{name}.example/feed"\n',
            encoding="utf-8",
        )
    (tmp_path / "topics").mkdir()
    (tmp_path / "topics" / "tea.toml").write_text('query = "tea"\n', encoding="utf-8")
    settings = Settings(
        outlets_dir=tmp_path / "outlets",
        topics_dir=tmp_path / "topics",
        data_dir=tmp_path / "data",
        workers=1,
    )
    new_journal(settings.journal_path)
    desk = Desk.open(settings)
    yield Night(desk, tmp_path)
    desk.close()


def test_a_source_that_is_declared_no_more_does_not_hide_that_the_others_fail(night: Night) -> None:
    old = Poll(outlet="bugle", url="https://bugle.example/old", polled_at=NOON, status=200)
    night.desk.journal.record_poll(old, (), now=NOON)

    night.pass_by(40, bugle="timeout: no answer")

    assert [mail["Subject"] for mail in night.mails] == ["Dark: The Bugle (unreachable)"]


def test_a_dark_window_is_told_once_with_its_cause_and_once_when_it_ends(night: Night) -> None:
    night.pass_by(60)
    night.pass_by(600, bugle="dns: the host's name does not resolve")
    night.pass_by(120)

    dark, light = night.mails
    assert dark["Subject"] == "Dark: The Bugle (dns)"
    assert dark["To"] == ED
    words = " ".join(dark.get_content().split())
    assert "is dark since Wed 04 Mar 2026, 12:55 UTC" in words
    assert "its name does not resolve" in words
    assert "https://bugle.example/feed failed" in words
    assert light["Subject"] == "Light again: The Bugle"
    assert dark["Message-ID"] != light["Message-ID"]


def test_a_poll_that_fails_now_and_then_is_no_news(night: Night) -> None:
    for _ in range(10):
        night.pass_by(20, bugle="timeout: no whole answer within the time limit")
        night.pass_by(5)

    assert night.mails == []


def test_an_outage_of_all_outlets_is_one_mail(night: Night) -> None:
    night.pass_by(60, bugle="dns: no", echo="answers 403")

    (mail,) = night.mails
    assert mail["Subject"] == "2 outlets dark"
    assert "The Echo is dark" in mail.get_content()


def test_the_next_dark_window_is_told_again(night: Night) -> None:
    for _ in range(2):
        night.pass_by(60, bugle="dns: no")
        night.pass_by(60)

    assert [mail["Subject"].split(":")[0] for mail in night.mails] == ["Dark", "Light again"] * 2


def test_words_of_an_outlet_make_no_header(night: Night) -> None:
    night.pass_by(60, bugle="answers 500\r\nBcc: eve@example.org\r\n\r\n<b>Hello</b>")

    (mail,) = night.mails
    assert mail["Bcc"] is None
    assert "\nBcc" not in mail.get_content()


def test_what_is_known_of_a_light_outlives_the_process() -> None:
    light = Light(dark_since=NOON, turned_at=NOON + MINUTE)

    assert Light.from_json(light.to_json()) == light
    assert Light.from_json(None) == Light()


def test_a_cause_stands_in_the_subject_in_words() -> None:
    gone = Darkness(outlet="bugle", cause=Cause.FEED_GONE, since=NOON, evidence="failed twice")
    turn = Turn(name="The Bugle", dark=gone, dark_since=NOON, at=NOON)

    assert subject_of([turn]) == "Dark: The Bugle (feed gone)"
