"""Tables on a terminal that is too narrow for them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text

from storywatch.cli import printing
from storywatch.cli.printing import GAP, fitting

HEADINGS = ("outlet", "last read (UTC)", "state")
ROWS = [
    ("the_civic_ledger", "2026-11-30 11:12", "dark: its server does not answer"),
    ("bugle", "never", "fine"),
]
CELL = st.text(alphabet="ab 中", max_size=12)


def shown(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], room: int) -> str:
    for name, value in {"COLUMNS": str(room), "LINES": "40", "TERM": "xterm"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    printing.print_table(HEADINGS, ROWS)
    return re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out)


def test_no_word_is_parted_where_all_have_room(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = shown(monkeypatch, capsys, 40)

    assert max(len(line) for line in out.splitlines()) <= 40
    for word in " ".join(cell for row in ROWS for cell in row).split():
        assert word in out


def test_a_table_that_fits_folds_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = shown(monkeypatch, capsys, 120)

    assert "the_civic_ledger  2026-11-30 11:12  dark: its server does not answer" in out


@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=4), st.integers(10, 60))
def test_columns_never_take_more_than_there_is(rows: list[tuple[str, ...]], room: int) -> None:
    widths = fitting([[Text(cell) for cell in row] for row in rows], room)

    assert min(widths) >= 2
    assert sum(widths) + len(GAP) * (len(widths) - 1) <= room
