"""`storywatch ledger`: what became of every lead, and whether it adds up."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from storywatch.errors import JournalUnusable
from storywatch.journal import Journal, Ledger, LedgerRow
from storywatch.settings import Settings

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
    data: Annotated[Path | None, typer.Option(help="Folder of the journal.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Only this outlet.")] = None,
    hours: Annotated[bool, typer.Option("--hours", help="One row an hour.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print what became of every lead; exit 1 when a lead is missing or counted twice."""
    ledger = _read(data, outlet)
    rows = ledger.rows if hours else ledger.by_outlet()
    if as_json:
        typer.echo(json.dumps(_document(ledger, rows), ensure_ascii=False))
    else:
        _print(ledger, rows)
    if not ledger.balances:
        raise typer.Exit(1)


def _read(data: Path | None, outlet: str | None) -> Ledger:
    settings = Settings.read()
    path = (replace(settings, data_dir=data) if data else settings).journal_path
    if not path.exists():
        raise JournalUnusable(f"{path} does not exist yet; `storywatch crawl` makes it")
    with Journal.open(path) as journal:
        return journal.ledger(outlet=outlet)


def _document(ledger: Ledger, rows: Iterable[LedgerRow]) -> dict[str, Any]:
    return {
        "balances": ledger.balances,
        "imbalances": list(ledger.imbalances),
        "rows": [_cells(row) for row in rows],
    }


def _cells(row: LedgerRow) -> dict[str, Any]:
    cells: dict[str, Any] = {"outlet": row.outlet}
    if row.hour is not None:
        cells["hour"] = row.hour.isoformat().replace("+00:00", "Z")
    for name in COLUMNS:
        value = getattr(row, name)
        cells[name] = dict(value) if isinstance(value, Mapping) else value
    return cells


def _print(ledger: Ledger, rows: Iterable[LedgerRow]) -> None:
    console = Console()
    table = Table("outlet", "hour (UTC)", *(name.replace("_", " ") for name in COLUMNS))
    for row in rows:
        hour = f"{row.hour:%Y-%m-%d %H:00}" if row.hour else "all"
        table.add_row(row.outlet, hour, *(_words(getattr(row, name)) for name in COLUMNS))
    console.print(table)
    for sentence in ledger.imbalances:
        console.print(sentence, style="red", markup=False, soft_wrap=True)
    verdict = "The ledger balances." if ledger.balances else "The ledger does NOT balance."
    console.print(verdict, style="green" if ledger.balances else "red")


def _words(cell: int | Mapping[str, int]) -> str:
    if not isinstance(cell, Mapping):
        return str(cell)
    reasons = ", ".join(f"{reason} {count}" for reason, count in sorted(cell.items()))
    return f"{sum(cell.values())} ({reasons})" if cell else "0"
