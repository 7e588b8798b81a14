"""`storywatch latency`: how long alerts took, leg by leg, from publication to acceptance."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from storywatch.alerts.wording import length
from storywatch.cli.instants import since as instant_of
from storywatch.cli.options import AsJson, DataDir
from storywatch.cli.printing import print_json, print_table, say
from storywatch.cli.recorded import recorded
from storywatch.latency import IN_WORDS, PERCENTILES, Leg, Spread, spreads


def latency_command(
    *,
    topic: Annotated[str | None, typer.Option(help="Only this topic's alerts.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Only this outlet's stories.")] = None,
    since: Annotated[str | None, typer.Option(help="Accepted since: 7d, 2025-12-01.")] = None,
    data: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Print percentiles of each leg of the alerts' way; the legs of each alert sum to its total.

    What was published before its outlet was watched counts from when it was seen.
    """
    start = instant_of(since, now=datetime.now(UTC)) if since else None
    with recorded(data) as journal:
        found = spreads(journal.deliveries.ways(topic=topic, outlet=outlet, since=start))
    if as_json:
        print_json({name: asdict(spread) for name, spread in found.items()})
        return
    if not found:
        chosen = " of those asked for" if topic or outlet or since else ""
        say(f"no alert{chosen} was accepted yet")
        return
    headings = ("leg", "alerts", "mean", *(f"p{one}" for one in PERCENTILES), "longest", "which is")
    print_table(headings, [_row(name, spread) for name, spread in found.items()])
    timed = found[Leg.SEEN].count if Leg.SEEN in found else 0
    if untimed := found["total"].count - timed:
        say(
            f"{untimed} begin when seen: published before their outlet was watched, or no minute "
            "of publication known"
        )


def _row(name: str, spread: Spread) -> tuple[str, ...]:
    seconds = (spread.mean, *spread.percentiles.values(), spread.longest)
    words = IN_WORDS[Leg(name)] if name != "total" else "from publication to acceptance"
    told = (length(timedelta(seconds=one)) for one in seconds)
    return name, str(spread.count), *told, words
