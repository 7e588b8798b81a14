"""The guide is whole: every verb, field, fate, reason and setting has its row; links lead on."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsstand import Fault
from storywatch.cli.verbs import VERBS
from storywatch.export.spreadsheet import COLUMNS
from storywatch.journal import RecordedMatch
from storywatch.settings import CHECKOUT, Settings
from storywatch.story import Fate, Original, Passage, Reason, Story

GUIDE = CHECKOUT / "docs" / "guide"
PAGES = sorted([*CHECKOUT.glob("*.md"), *(CHECKOUT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)\s#]+)")


def rows(page: str, heading: str = "") -> set[str]:
    """The names that open the rows of a page's tables, below one heading or anywhere."""
    text = (GUIDE / page).read_text("utf-8")
    below = text.partition(f"{heading}\n")[2].split("\n#")[0] if heading else text
    cells = [line.split("|")[1] for line in below.splitlines() if line.startswith("|")]
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


def fields(kind: type) -> set[str]:
    return {field.name for field in dataclasses.fields(kind)}


def refusals() -> set[str]:
    """The reasons for a refusal that the crawler gives, as its code spells them."""
    code = "".join(path.read_text("utf-8") for path in (CHECKOUT / "crawler").rglob("*.py"))
    given = set(re.findall(r'(?:_refuse|Refused)\(\s*"([a-z_]+)"', code))
    return (given | {"noindex"}) - {"robots_unreachable"}  # that one is tried again


def test_every_field_of_a_story_has_its_row_and_no_row_is_left_over() -> None:
    assert rows("fields.md", "## A story") == fields(Story)
    assert rows("fields.md", "### `original`") == fields(Original)
    assert rows("fields.md", "### `matches`") == fields(RecordedMatch)


def test_passages_and_columns_are_named() -> None:
    text = (GUIDE / "fields.md").read_text("utf-8")

    assert {name for name in fields(Passage) | set(COLUMNS) if f"`{name}`" not in text} == set()


def test_every_fate_and_reason_has_its_row_and_no_row_is_left_over() -> None:
    assert rows("fields.md", "## What becomes of a lead") == set(Fate)
    assert rows("fields.md", "### Why a page is rejected") >= set(Reason)
    assert rows("fields.md", "### Why a page is refused") == refusals()


def test_every_verb_has_its_row_and_no_row_is_left_over() -> None:
    assert rows("commands.md", "# The command") == set(VERBS)


def test_every_setting_has_its_row() -> None:
    told = {name.removeprefix("STORYWATCH_").lower() for name in rows("commands.md", "## Settings")}

    assert told == fields(Settings) - {"keep_all"} | {"keep"}


def test_every_fault_of_the_newsstand_has_its_row() -> None:
    assert set(Fault) <= rows("newsstand.md")


def links() -> Iterator[tuple[Path, str]]:
    for page in PAGES:
        for target in LINK.findall(page.read_text("utf-8")):
            yield page, target


@pytest.mark.parametrize(
    ("page", "target"), [*links()], ids=lambda each: each.stem if isinstance(each, Path) else each
)
def test_a_link_leads_to_a_file(page: Path, target: str) -> None:
    assert (page.parent / target).exists()


def test_every_command_that_is_shown_exists() -> None:
    texts = {page: page.read_text("utf-8") for page in PAGES}
    shown = {
        (page.name, verb)
        for page, text in texts.items()
        for verb in re.findall(r"(?m)(?:^ {4}|`)(?:\.venv/bin/)?storywatch ([a-z]+)", text)
    }

    assert {verb for _, verb in shown} >= {"crawl", "init", "search", "ledger"}
    assert {(page, verb) for page, verb in shown if verb not in VERBS} == set()
