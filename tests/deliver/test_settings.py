from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storywatch.deliver import DeliverySettings
from storywatch.deliver.retrying import (
    FIRST,
    JITTER,
    LONGEST,
    LONGEST_OUTAGE,
    MOST_TRIES,
    after_outage,
    next_try,
)
from storywatch.errors import WrongUse
from tests.alerts.desk import NOON


def test_the_embedded_default_needs_no_setting(tmp_path: Path) -> None:
    read = DeliverySettings.read(tmp_path, {})

    assert read.mail_dir == tmp_path / "mail"
    assert read.smtp_url == ""
    assert len(read.secret) >= 32


def test_the_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    first, second = (DeliverySettings.read(tmp_path, {}).secret for _ in range(2))

    assert first == second
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("SMTP_URL", "mail.example.org", "write smtp://user:password@host:587"),
        ("SMTP_URL", "http://ann:hush@mail.example.org", "write smtp://"),
        ("SMTP_URL", "smtp://ann:hush@mail.example.org:port", "write smtp://"),
        ("MAIL_FROM", "storywatch hush", "MAIL_FROM is no mail address"),
        ("ALERT_TO", "desk\r\nBcc: all@example.org hush", "ALERT_TO is no mail address"),
        ("PUBLIC_URL", "javascript:hush", "PUBLIC_URL is no address"),
    ],
)
def test_a_wrong_setting_is_named_and_never_shown(
    tmp_path: Path, name: str, value: str, says: str
) -> None:
    with pytest.raises(WrongUse, match=says) as raised:
        DeliverySettings.read(tmp_path, {f"STORYWATCH_{name}": value})

    assert "hush" not in str(raised.value)


def test_secrets_are_in_no_repr(tmp_path: Path) -> None:
    read = DeliverySettings.read(
        tmp_path,
        {
            "STORYWATCH_SMTP_URL": "smtps://ann:hush@mail.example.org",
            "STORYWATCH_SECRET": "hush",
            "STORYWATCH_CHANNEL_NEWSROOM": "slack://hush",
        },
    )

    assert read.channels == {"newsroom": "slack://hush"}
    assert "hush" not in repr(read)


@given(st.integers(1, MOST_TRIES), st.text())
@settings(max_examples=50, deadline=None)
def test_tries_come_later_and_later_with_jitter_up_to_a_bound(attempt: int, key: str) -> None:
    wait = next_try(NOON, attempt, key) - NOON

    assert FIRST * (1 - JITTER) <= wait <= LONGEST * (1 + JITTER)
    assert next_try(NOON, attempt, key) - NOON == wait


def test_all_tries_take_days() -> None:
    waits = [next_try(NOON, attempt, "key") - NOON for attempt in range(1, MOST_TRIES)]

    assert timedelta(days=3) < sum(waits, timedelta()) < timedelta(days=7)


def test_mails_that_fail_together_are_not_tried_together() -> None:
    assert len({next_try(NOON, 1, f"mail {number}") for number in range(50)}) == 50


def test_what_the_server_asked_for_is_honoured() -> None:
    assert next_try(NOON, 1, "key", asked=timedelta(hours=9)) == NOON + timedelta(hours=9)


@given(st.integers(1, 1000))
@settings(max_examples=20, deadline=None)
def test_an_outage_is_looked_at_every_few_minutes(failures: int) -> None:
    wait = after_outage(NOON, failures, "key") - NOON

    assert timedelta(seconds=48) <= wait <= LONGEST_OUTAGE * (1 + JITTER)
