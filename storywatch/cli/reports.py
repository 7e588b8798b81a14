"""What a round did, as a table for people and as a document for scripts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.text import Text

from crawler.round import OutletReport
from storywatch.cli.printing import print_table, say

COUNTED = ("new", "revision", "duplicate", "off_topic")
REASONED = ("rejected", "refused")
HEADINGS = (
    "outlet",
    "leads",
    "stories",
    "revised",
    "duplicates",
    "off topic",
    *REASONED,
    "failed",
    "took",
)
WHERE_ANY = ("revised", "duplicates", *REASONED, "failed")  # columns that many rounds need not
NONE = ("0", "–")


def show_reports(reports: Sequence[OutletReport]) -> None:
    """Prints the closing table, and a sentence for each crawl that broke off or source that failed.

    A column of what befell no lead at all is left out.
    """
    rows = [_cells(report) for report in reports]
    shown = [
        column
        for column, heading in enumerate(HEADINGS)
        if heading not in WHERE_ANY or any(row[column] not in NONE for row in rows)
    ]
    say(Text("What became of the leads", style="bold"))
    say()
    print_table(
        [HEADINGS[column] for column in shown], [[row[column] for column in shown] for row in rows]
    )
    say()
    for sentence in failures(reports):
        say(sentence)


def failures(reports: Sequence[OutletReport]) -> Iterator[str]:
    """Yields what broke off and which sources failed, for a person to act on."""
    for report in reports:
        if report.error:
            yield f"{report.outlet}: its crawl broke off: {report.error}"
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
