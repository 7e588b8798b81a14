"""`storywatch doctor`: says whether everything that a watch needs is in order, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime

import typer
from rich.text import Text

from storywatch.cli.examination import Finding, Verdict, examine
from storywatch.cli.harmless import one_line
from storywatch.cli.options import AsJson, DataDir, OutletsDir, TopicsDir, chosen_settings
from storywatch.cli.printing import print_json, say

STYLES = {Verdict.OK: "green", Verdict.WARN: "yellow", Verdict.WRONG: "bold red"}
NAME_WIDTH = 14


def doctor_command(
    *,
    data: DataDir = None,
    outlets: OutletsDir = None,
    topics: TopicsDir = None,
    as_json: AsJson = False,
) -> None:
    """Say of everything that a watch needs whether it is ok; exit 1 when something is wrong."""
    settings = chosen_settings(data=data, outlets=outlets, topics=topics)
    findings = list(examine(settings, now=datetime.now(UTC)))
    is_fine = all(finding.verdict is not Verdict.WRONG for finding in findings)
    if as_json:
        print_json({"is_fine": is_fine, "findings": [asdict(finding) for finding in findings]})
    else:
        _print(findings)
    if not is_fine:
        raise typer.Exit(1)


def _print(findings: Sequence[Finding]) -> None:
    for finding in findings:
        line = Text(f"{finding.verdict:<6}", style=STYLES[finding.verdict])
        line.append(f"{finding.about:<{NAME_WIDTH}}", style="bold")
        say(line.append(one_line(finding.what)))
        if finding.advice:
            say(finding.advice, indent=6 + NAME_WIDTH)
    counts = {verdict: sum(one.verdict is verdict for one in findings) for verdict in Verdict}
    say()
    say(", ".join(f"{count} {verdict}" for verdict, count in counts.items() if count))
