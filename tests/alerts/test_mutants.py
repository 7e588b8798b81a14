"""Promises broken on purpose, one at a time in a copy of the checkout: the tests have to notice."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from storywatch.settings import CHECKOUT

pytestmark = pytest.mark.slow

ROOMS = ("storywatch", "pipelines", "crawler", "newsstand", "tests")
DUE, RELAY = "tests/alerts/test_due.py", "tests/alerts/test_relay.py"
RENDER, SCHEDULE = "tests/alerts/test_render.py", "tests/alerts/test_schedule.py"
SHELVES = "tests/journal/test_alerts.py"


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """A line of a file, what stands there instead, and the tests that have to fail."""

    breaks: str
    file: str
    line: str
    instead: str
    tests: tuple[str, ...]


MUTANTS = (
    Mutant(
        breaks="a text under another address is told again",
        file="storywatch/alerts/sorting.py",
        line="return REPOST",
        instead="return None",
        tests=(RELAY,),
    ),
    Mutant(
        breaks="a topic that is new tells again what another told",
        file="storywatch/alerts/sorting.py",
        line="return TOLD_ELSEWHERE if",
        instead="return None if",
        tests=(RELAY,),
    ),
    Mutant(
        breaks="what was told is told again and again",
        file="storywatch/journal/subscriptions.py",
        line='WAITING = "delivery IS NULL AND silenced IS NULL"',
        instead='WAITING = "silenced IS NULL"',
        tests=(RELAY,),
    ),
    Mutant(
        breaks="a mail that is written is written again",
        file="storywatch/journal/deliveries.py",
        line="if row is not None or not self._all_wait(mail):",
        instead="if row is not None:",
        tests=(SHELVES, RELAY),
    ),
    Mutant(
        breaks="two topics of a person are two mails",
        file="storywatch/alerts/due.py",
        line="along = [a for a in waiting if a.story in stories and a.created_at <= at]",
        instead="along = []",
        tests=(DUE,),
    ),
    Mutant(
        breaks="copies are told as if they were news",
        file="storywatch/alerts/due.py",
        line="is_copy = told_at is not None",
        instead="is_copy = told_at is None",
        tests=(DUE,),
    ),
    Mutant(
        breaks="throttle",
        file="storywatch/alerts/due.py",
        line="ready = max(ready, mailed_at + timedelta(minutes=policy.throttle_minutes))",
        instead="ready = max(ready, mailed_at)",
        tests=(DUE,),
    ),
    Mutant(
        breaks="digest window: a story at its start is in the digest before",
        file="storywatch/alerts/due.py",
        line="if start < instant <= end:",
        instead="if start <= instant <= end:",
        tests=(DUE,),
    ),
    Mutant(
        breaks="digest window: a story at its end is in the next digest",
        file="storywatch/schedule.py",
        line="if moment >= instant)",
        instead="if moment > instant)",
        tests=(DUE, SCHEDULE),
    ),
    Mutant(
        breaks="quiet hours",
        file="storywatch/alerts/due.py",
        line="return policy.undisturbed(ready)",
        instead="return ready",
        tests=(DUE,),
    ),
    Mutant(
        breaks="escaping of HTML",
        file="storywatch/alerts/render.py",
        line='bool(template and template.endswith(".html"))',
        instead="False",
        tests=(RENDER,),
    ),
    Mutant(
        breaks="links lead to whatever a page says",
        file="storywatch/alerts/render.py",
        line='if parts.scheme in ("http", "https") and parts.netloc else ""',
        instead="",
        tests=(RENDER,),
    ),
    Mutant(
        breaks="a lost answer is not marked",
        file="storywatch/journal/deliveries.py",
        line='"UPDATE deliveries SET uncertain_count = uncertain_count + 1, "',
        instead='"UPDATE deliveries SET "',
        tests=(SHELVES, RELAY),
    ),
    Mutant(
        breaks="anybody unsubscribes anybody",
        file="storywatch/alerts/tokens.py",
        line="if not hmac.compare_digest(signed, _signature(read, secret)):",
        instead="if not signed:",
        tests=("tests/alerts/test_unsubscribe.py",),
    ),
    Mutant(
        breaks="an outlet that is dark is told at every look",
        file="storywatch/watch/lights.py",
        line="return Light(dark_since=dark.since if dark else None), True",
        instead="return self, True",
        tests=("tests/watch/test_lights.py",),
    ),
)
EVERY_TEST = tuple(sorted({test for mutant in MUTANTS for test in mutant.tests}))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the checkout, without compiled files that would hide a change."""
    for room in ROOMS:
        shutil.copytree(
            CHECKOUT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(CHECKOUT / "pyproject.toml", tmp_path)
    return tmp_path


def ran(copy: Path, tests: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if "PYTEST" not in name}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "--tb=line", "-p", "no:cacheprovider", *tests],
        cwd=copy,
        env={**environment, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def test_the_copy_as_it_is_passes(copy: Path) -> None:
    run = ran(copy, EVERY_TEST)

    assert run.returncode == 0, run.stdout[-2000:]


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.breaks)
def test_a_broken_promise_is_noticed(copy: Path, mutant: Mutant) -> None:
    file = copy / mutant.file
    text = file.read_text("utf-8")
    assert text.count(mutant.line) == 1
    file.write_text(text.replace(mutant.line, mutant.instead), encoding="utf-8")

    run = ran(copy, mutant.tests)

    assert run.returncode == pytest.ExitCode.TESTS_FAILED, run.stdout[-2000:] + run.stderr[-500:]
