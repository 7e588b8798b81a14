"""`storywatch polling`: replays what sources published against a polling policy."""

from __future__ import annotations

import csv
import gzip
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from storywatch.cli.options import AsJson
from storywatch.cli.printing import print_json, print_table
from storywatch.errors import WrongUse
from storywatch.polling.replay import POLICIES, Outcome, Published, marked, read_rows, replay

app = typer.Typer(help="Examine how sources are polled.", add_completion=False)


class PolicyName(StrEnum):
    """The policies that can be replayed."""

    ADAPTIVE = "adaptive"
    FIXED = "fixed"


@app.callback()
def _polling() -> None:
    """Examine how sources are polled."""


@app.command("simulate")
def simulate_command(
    *,
    trace: Annotated[
        Path,
        typer.Option(
            help="A CSV file, perhaps gzipped, with the columns source and published_at; a column "
            "matches (1 or 0) tells which stories match a topic."
        ),
    ],
    budget: Annotated[float, typer.Option(min=0.1, help="Polls for each source and day.")],
    policy: Annotated[PolicyName, typer.Option(help="The policy to replay.")] = PolicyName.ADAPTIVE,
    window: Annotated[
        int | None, typer.Option(min=1, help="Entries that each feed shows; all by default.")
    ] = None,
    matching: Annotated[
        float | None,
        typer.Option(min=0.0, max=1.0, help="Mark this share of the stories as matches, unevenly."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Replay a trace and print how long stories waited to be found.

    Delays are in seconds from publication to discovery.
    """
    stories = _read(trace)
    stories = marked(stories, matching) if matching is not None else stories
    outcome = replay(stories, POLICIES[policy](budget, window), budget, window=window)
    figures = _figures(outcome)
    if as_json:
        print_json({"policy": policy, "budget": budget, "window": window, **figures})
    else:
        print_table(("figure", "value"), [(name, f"{value:g}") for name, value in figures.items()])


def _figures(outcome: Outcome) -> dict[str, float]:
    figures = {
        "mean": round(outcome.mean, 1),
        "p50": round(outcome.percentile(50), 1),
        "p95": round(outcome.percentile(95), 1),
        "share_lost": round(outcome.share_lost, 6),
        "polls": outcome.polls,
        "polls_budgeted": round(outcome.polls_expected),
        "stories": len(outcome.delays) + outcome.lost,
    }
    if outcome.matched_delays:
        figures["matched_mean"] = round(outcome.matched_mean, 1)
    return figures


def _read(path: Path) -> dict[str, tuple[Published, ...]]:
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8", newline="") as file:
            trace = read_rows(csv.DictReader(file))
    except OSError as error:
        raise WrongUse(f"{path} cannot be read: {error.strerror or error}") from error
    except (ValueError, KeyError, csv.Error, EOFError) as error:
        raise WrongUse(
            f"{path} is no trace ({error}); write the columns source and published_at, "
            "with times such as 2025-12-02T09:30:00+00:00"
        ) from error
    if not trace:
        raise WrongUse(f"{path} has no stories; a trace has a row for each")
    return trace
