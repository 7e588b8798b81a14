from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from storywatch.topic import AlertPolicy
from tests.alerts.desk import NOON


@pytest.mark.parametrize(
    "recipient",
    [
        "desk@example.org",
        "o'neil+x@news.example",
        "console:",
        "maildir:/var/mail/desk",
        "channel:newsroom",
        "slack://TokenA/TokenB/TokenC",
    ],
)
def test_recipients_are_addresses_and_channels(recipient: str) -> None:
    assert AlertPolicy(recipients=(recipient,)).recipients == (recipient,)


@pytest.mark.parametrize(
    "recipient",
    ["", "desk", "a@b@c", "a b@example.org", "desk@example.org\r\nBcc: all@example.org", "<a@b.c>"],
)
def test_anything_else_is_refused_with_what_to_write(recipient: str) -> None:
    with pytest.raises(ValidationError, match="write a mail address"):
        AlertPolicy(recipients=(recipient,))


def test_words_that_mean_no_time_are_refused() -> None:
    with pytest.raises(ValidationError, match="write 'hourly'"):
        AlertPolicy(digest="now and then")
    with pytest.raises(ValidationError, match="write hours"):
        AlertPolicy(quiet="nights")
    with pytest.raises(ValidationError, match="timezone info"):
        AlertPolicy.model_validate({"snooze_until": datetime(2025, 1, 1)})  # noqa: DTZ001


def test_a_digest_without_words_comes_at_seven_in_the_readers_morning() -> None:
    policy = AlertPolicy(when="digest", timezone="Asia/Kolkata")

    assert policy.schedule.first_from(NOON) == datetime(2025, 12, 3, 1, 30, tzinfo=UTC)


def test_the_end_of_a_snooze_may_lie_in_quiet_hours() -> None:
    policy = AlertPolicy(snooze_until=datetime(2025, 12, 2, 23, 0, tzinfo=UTC), quiet="22:00-07:00")

    assert policy.undisturbed(NOON) == datetime(2025, 12, 3, 7, 0, tzinfo=UTC)
