"""`storywatch ledger`: what became of every lead, and whether it adds up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

import typer
from rich.text import Text

from storywatch.cli.harmless import one_line
from storywatch.cli.options import AsJson, DataDir
from storywatch.cli.printing import print_json, print_table, say
from storywatch.cli.recorded import recorded
from storywatch.journal import Ledger, LedgerRow, SourceState

COLUMNS = (
    "discovered",
    "new",
    "revision",
    "duplicate",
    "off_topic",
    "rejected",
    "refused",
    "dead_letter",
    "in_flight",
)


def ledger_command(
    *,
    data: DataDir = None,
    outlet: Annotated[str | None, typer.Option(help="Only this outlet.")] = None,
    hours: Annotated[bool, typer.Option("--hours", help="One row an hour.")] = False,
    as_json: AsJson = False,
) -> None:
    """Print what became of every lead; exit 1 when a lead is missing or counted twice."""
    with recorded(data) as journal:
        ledger = journal.ledger(outlet=outlet)
        failing = [state for state in journal.sources(outlet) if state.failure_count]
    rows = ledger.rows if hours else ledger.by_outlet()
    if as_json:
        print_json(_document(ledger, rows, failing))
    else:
        if not rows:
            of = f" of {outlet}" if outlet else ""
            say(f"No lead{of} was ever seen.")
        else:
            _print_rows(rows, by_hour=hours)
        _print_verdict(ledger)
        _print_failing(failing)
    if not ledger.balances:
        raise typer.Exit(1)


def _document(
    ledger: Ledger, rows: Iterable[LedgerRow], failing: Iterable[SourceState]
) -> dict[str, Any]:
    return {
        "balances": ledger.balances,
        "imbalances": list(ledger.imbalances),
        "rows": [_cells(row) for row in rows],
        "failing_sources": [
            {
                "outlet": state.outlet,
                "url": state.url,
                "failure_count": state.failure_count,
                "error": state.last_error,
            }
            for state in failing
        ],
    }


def _cells(row: LedgerRow) -> dict[str, Any]:
    cells: dict[str, Any] = {"outlet": row.outlet}
    if row.hour is not None:
        cells["hour"] = row.hour.isoformat().replace("+00:00", "Z")
    for name in COLUMNS:
        value = getattr(row, name)
        cells[name] = dict(value) if isinstance(value, Mapping) else value
    return cells


def _print_rows(rows: Iterable[LedgerRow], *, by_hour: bool) -> None:
    print_table(
        ("outlet", *(["hour (UTC)"] * by_hour), *(name.replace("_", " ") for name in COLUMNS)),
        [
            (
                row.outlet,
                *([f"{row.hour:%Y-%m-%d %H:00}"] if row.hour else []),
                *(_words(getattr(row, name)) for name in COLUMNS),
            )
            for row in rows
        ],
    )


def _print_verdict(ledger: Ledger) -> None:
    for sentence in ledger.imbalances:
        say(Text(one_line(sentence), style="red"))
    verdict = "The ledger balances." if ledger.balances else "The ledger does NOT balance."
    say(Text(verdict, style="green" if ledger.balances else "red"))


def _print_failing(failing: Iterable[SourceState]) -> None:
    for state in failing:
        times = "once" if state.failure_count == 1 else f"{state.failure_count} times in a row"
        say(f"{state.outlet}: source {state.url} failed {times}: {state.last_error}")


def _words(cell: int | Mapping[str, int]) -> str:
    if not isinstance(cell, Mapping):
        return str(cell)
    reasons = ", ".join(f"{reason} {count}" for reason, count in sorted(cell.items()))
    return f"{sum(cell.values())} ({reasons})" if cell else "0"
