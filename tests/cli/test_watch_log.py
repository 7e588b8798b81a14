"""The watch's log on a terminal."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import structlog

from storywatch.cli.watch import log_in


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    yield
    structlog.reset_defaults()


def told(capsys: pytest.CaptureFixture[str], *, as_json: bool) -> str:
    log_in(as_json=as_json)
    structlog.get_logger("storywatch").info(
        "round", outlet="bugle", leads=0, fates={}, error=None, words="no\x1b]0;evil\x07thing"
    )
    return capsys.readouterr().err


def test_people_are_told_only_what_there_is_to_tell(capsys: pytest.CaptureFixture[str]) -> None:
    log = told(capsys, as_json=False)

    assert "bugle" in log
    assert "leads" in log
    assert "fates" not in log
    assert "error" not in log


def test_no_words_of_a_server_drive_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert "\x1b]0;" not in told(capsys, as_json=False)


def test_scripts_are_told_of_every_field(capsys: pytest.CaptureFixture[str]) -> None:
    assert '"fates": {}, "error": null' in told(capsys, as_json=True)
