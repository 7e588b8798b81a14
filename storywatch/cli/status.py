"""`storywatch status`: what is watched, what waits, and which outlets are dark and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import typer

from storywatch.alerts.wording import counted
from storywatch.cli.options import AsJson, DataDir, OutletsDir, chosen_settings
from storywatch.cli.printing import complain, print_json, print_table, say
from storywatch.cli.recorded import recorded
from storywatch.declarations import sound_outlets
from storywatch.index.settings import IndexSettings
from storywatch.journal.deliveries import State
from storywatch.telling.instants import minute
from storywatch.watch.lock import holder
from storywatch.watch.standing import Standing, standing_of

HEADINGS = ("outlet", "last read (UTC)", "next poll (UTC)", "in flight", "dead letters", "state")


def status_command(
    *, data: DataDir = None, outlets: OutletsDir = None, as_json: AsJson = False
) -> None:
    """Print what is watched, what waits and which outlets are dark; exit 1 when one is, or when
    one's file cannot be used."""
    settings = chosen_settings(data=data, outlets=outlets)
    declared, mistakes = sound_outlets(settings.outlets_dir)
    now = datetime.now(UTC)
    with recorded(data) as journal:
        rows = [_document(standing_of(journal, one, now)) for one in declared.values()]
        waiting = journal.outbox_counts()
        alerts = len(journal.alerts.waiting())
        mails = journal.deliveries.counts()
    watcher = holder(settings.data_dir)
    if as_json:
        about = {"watcher": watcher, "waiting": dict(waiting), "alerts": alerts, "mails": mails}
        print_json({**about, "outlets": rows, "mistakes": list(map(str, mistakes))})
    else:
        say(f"watched by process {watcher}" if watcher else "not watched now; `storywatch watch`")
        for sentence in (*_of_what_waits(waiting, alerts), *_of_mails(mails)):
            say(sentence)
        say()
        _print(rows)
        complain(*map(str, mistakes))
    if mistakes or any(row["dark"] for row in rows):
        raise typer.Exit(1)


def _document(standing: Standing) -> dict[str, Any]:
    dark = standing.dark
    return {
        "outlet": standing.outlet,
        "last_read_at": standing.last_read_at.isoformat() if standing.last_read_at else None,
        "next_poll_at": standing.next_poll_at.isoformat() if standing.next_poll_at else None,
        "in_flight": standing.in_flight,
        "dead_letters": standing.dead_letters,
        "dark": dark
        and {
            "cause": dark.cause.value,
            "since": dark.since.isoformat(),
            "evidence": dark.evidence,
            "why": dark.why,
            "sentence": str(dark),
        },
        "changes": [str(alarm) for alarm in standing.changes],
    }


def _of_what_waits(waiting: Mapping[str, int], alerts: int) -> Iterator[str]:
    """Yields what waits; what waits for an index is no news where none is named."""
    for box, count in waiting.items():
        if count and (box != "index" or IndexSettings.read()):
            yield f"{count} waiting for the {box}"
    if alerts:
        yield f"{counted(alerts, 'alert')} waiting to be due; see `storywatch alerts log`"


def _of_mails(mails: Mapping[State, int]) -> Iterator[str]:
    if mails["dead"]:
        yield f"{counted(mails['dead'], 'mail')} refused for good; see `storywatch alerts log`"
    if mails["held"]:
        yield f"{counted(mails['held'], 'mail')} held as uncertain; see `storywatch alerts log`"
    if mails["waiting"]:
        yield f"{counted(mails['waiting'], 'mail')} not accepted yet, to be tried again"


def _print(rows: Sequence[Mapping[str, Any]]) -> None:
    print_table(HEADINGS, [_cells(row) for row in rows])
    for row in rows:
        if row["dark"]:
            say(f"{row['outlet']} is dark{_since(row)}: {row['dark']['why']}")
        elif row["changes"]:
            name, changes = row["outlet"], "; ".join(row["changes"])
            say(f"{name}: {changes}; see `storywatch outlets heal {name}`")


def _since(row: Mapping[str, Any]) -> str:
    if row["last_read_at"] is None:
        return ", and was never read"
    return f" since {minute(datetime.fromisoformat(row['dark']['since']))}"


def _cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        row["outlet"],
        (row["last_read_at"] or "never")[:16].replace("T", " "),
        (row["next_poll_at"] or "–")[:16].replace("T", " "),
        str(row["in_flight"]),
        str(row["dead_letters"]),
        _state(row),
    )


def _state(row: Mapping[str, Any]) -> str:
    if row["dark"]:
        return f"dark: {row['dark']['cause']}"
    if row["changes"]:
        return "read otherwise"
    return "fine" if row["last_read_at"] else "not read yet"
