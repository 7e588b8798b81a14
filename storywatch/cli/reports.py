"""What a round did, as a table for people and as a document for scripts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.table import Table

from crawler.round import OutletReport
from storywatch.cli.printing import Screen, on_terminal, say

WIDE = 160  # columns, where no terminal says how wide it is
COUNTED = ("new", "revision", "duplicate", "off_topic")
REASONED = ("rejected", "refused")


def show_reports(reports: Sequence[OutletReport]) -> None:
    """Prints the closing table, and a sentence for each source that failed."""
    Screen(width=None if on_terminal() else WIDE).print(closing_table(reports))
    for sentence in failures(reports):
        say(sentence)


def closing_table(reports: Sequence[OutletReport]) -> Table:
    """Returns the table that a round ends with: what became of each outlet's leads."""
    table = Table(title="What became of the leads", title_justify="left")
    columns = (
        "leads",
        "stories",
        "revised",
        "duplicates",
        "off topic",
        *REASONED,
        "failed",
        "took",
    )
    table.add_column("outlet", overflow="fold")
    for column in columns:
        worded = column in (*REASONED, "failed")
        table.add_column(column, justify="left" if worded else "right", overflow="fold")
    for report in reports:
        table.add_row(*_cells(report))
    return table


def failures(reports: Sequence[OutletReport]) -> Iterator[str]:
    """Yields a sentence for each source that failed, for a person to act on."""
    for report in reports:
        for url, sentence in report.failed_sources.items():
            yield f"{report.outlet}: source {url}: {sentence}"


def as_document(reports: Sequence[OutletReport], *, balances: bool) -> dict[str, Any]:
    """Returns the round as one JSON document."""
    return {
        "outlets": [
            {
                "outlet": report.outlet,
                "leads": report.leads,
                "pages": report.pages,
                **{fate: report.fates.get(fate, 0) for fate in COUNTED},
                **{fate: _by_reason(report, fate) for fate in REASONED},
                "dead_letter": report.fates.get("dead_letter", 0),
                "postponed": dict(report.postponed),
                "sources": dict(report.sources),
                "left_out": dict(report.left_out),
                "failed_sources": dict(report.failed_sources),
                "seconds": round(report.seconds, 3),
                "error": report.error,
            }
            for report in reports
        ],
        "ledger_balances": balances,
    }


def _cells(report: OutletReport) -> list[str]:
    if report.error:
        return [report.outlet, *[""] * 5, report.error]
    return [
        report.outlet,
        str(report.leads),
        *(str(report.fates.get(fate, 0)) for fate in COUNTED),
        *(_in_words(_by_reason(report, fate)) for fate in REASONED),
        _in_words(_failed(report)),
        f"{report.seconds:.1f} s",
    ]


def _failed(report: OutletReport) -> dict[str, int]:
    """Counts by cause leads that wait for another try, dead letters, and failed sources."""
    counts = {
        **report.postponed,
        "dead letter": report.fates.get("dead_letter", 0),
        "sources": report.sources.get("failed", 0),
    }
    return {cause: count for cause, count in counts.items() if count}


def _by_reason(report: OutletReport, fate: str) -> dict[str, int]:
    return {
        key.partition("/")[2]: count
        for key, count in sorted(report.reasons.items())
        if key.startswith(f"{fate}/")
    }


def _in_words(reasons: Mapping[str, int]) -> str:
    return ", ".join(f"{reason} {count}" for reason, count in reasons.items()) or "–"
