"""`storywatch crawl`: one round over the outlets, with a progress bar and a closing table."""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from crawler.loop import run
from crawler.round import OutletReport, run_round
from pipelines.desk import Desk, wall_clock
from storywatch.cli.options import AsJson, DataDir, OutletsDir, TopicsDir, chosen_settings
from storywatch.cli.printing import complain, print_json, say
from storywatch.declarations.finding import adhoc, outlet_of
from storywatch.errors import UnknownOutlet, WrongUse
from storywatch.extract.address import canonical
from storywatch.outlet import Outlet
from storywatch.settings import Settings

COUNTED = ("new", "revision", "duplicate", "off_topic")
REASONED = ("rejected", "refused")

OnProgress = Callable[[Mapping[str, OutletReport]], None]
AllowPrivate = Annotated[
    list[str] | None,
    typer.Option(help="Let the crawl reach this private block (CIDR); may be repeated."),
]


def crawl_command(
    *,
    data: DataDir = None,
    outlets: OutletsDir = None,
    topics: TopicsDir = None,
    outlet: Annotated[
        list[str] | None, typer.Option(help="Crawl only this outlet; may be repeated.")
    ] = None,
    url: Annotated[
        list[str] | None, typer.Option(help="Fetch this story page; may be repeated.")
    ] = None,
    allow_private: AllowPrivate = None,
    as_json: AsJson = False,
    verbose: Annotated[bool, typer.Option(help="Print Scrapy's log to standard error.")] = False,
) -> None:
    """Crawl every outlet once: fetch what is new, keep what matches, account for the rest."""
    settings = reaching(chosen_settings(data=data, outlets=outlets, topics=topics), allow_private)
    logging.basicConfig(level=logging.INFO if verbose else logging.ERROR)
    reports, balances = crawl_once(settings, outlet or [], url or [], show=not as_json)
    if as_json:
        print_json(as_document(reports, balances=balances))
    else:
        Console().print(closing_table(reports))
        for sentence in failures(reports):
            say(sentence)
    if not balances:
        complain("The ledger does not balance; see `storywatch ledger`.")
    if not balances or any(report.error for report in reports):
        raise typer.Exit(1)


def reaching(settings: Settings, blocks: Sequence[str] | None) -> Settings:
    """Returns the settings with these private blocks open to the crawl besides their own."""
    for block in blocks or ():
        try:
            ipaddress.ip_network(block, strict=False)
        except ValueError as error:
            raise WrongUse(
                f"--allow-private {block!r} is no CIDR block; write one such as 127.0.0.0/8"
            ) from error
    return replace(settings, allow_private=(*settings.allow_private, *(blocks or ())))


def crawl_once(
    settings: Settings,
    only: Sequence[str] = (),
    urls: Sequence[str] = (),
    *,
    show: bool = False,
    clock: Callable[[], Any] = wall_clock,
) -> tuple[tuple[OutletReport, ...], bool]:
    """Runs one round and returns its reports, and whether the ledger balances after it."""
    desk = Desk.open(settings, clock=clock)
    try:
        for error in desk.topics.errors:
            complain(f"note: {error}")
        chosen, pages = _choose(desk, only, urls)
        with _progress_bar(show) as on_progress:
            work = run_round(desk, chosen, urls=pages, on_progress=on_progress)
            reports = run(work, settings)
        return reports, desk.journal.ledger().balances
    finally:
        desk.close()


def closing_table(reports: Sequence[OutletReport]) -> Table:
    """Returns the table that a round ends with: what became of each outlet's leads."""
    table = Table(title="What became of the leads", title_justify="left")
    table.add_column("outlet")
    for column in ("leads", "stories", "revised", "duplicates", "off topic"):
        table.add_column(column, justify="right")
    for column in REASONED:
        table.add_column(column)
    table.add_column("failed")
    table.add_column("took", justify="right")
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
                "failed_sources": dict(report.failed_sources),
                "seconds": round(report.seconds, 3),
                "error": report.error,
            }
            for report in reports
        ],
        "ledger_balances": balances,
    }


def _choose(
    desk: Desk, only: Sequence[str], urls: Sequence[str]
) -> tuple[list[Outlet], dict[str, list[str]]]:
    for name in only:
        if name not in desk.outlets:
            raise UnknownOutlet(name, desk.outlets)
    if not urls:
        return [one for name, one in desk.outlets.items() if not only or name in only], {}
    chosen: dict[str, Outlet] = {}
    pages: dict[str, list[str]] = {}
    for url in urls:
        address = canonical(url)
        if address is None:
            raise WrongUse(f"--url {url!r} cannot be fetched; write a whole http or https address")
        outlet = outlet_of(address, desk.outlets.values()) or adhoc(address)
        chosen[outlet.id] = outlet
        pages.setdefault(outlet.id, []).append(address)
    return list(chosen.values()), pages


@contextmanager
def _progress_bar(show: bool) -> Iterator[OnProgress | None]:
    console = Console(stderr=True)
    if not show or not console.is_terminal:
        yield None
        return
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as progress:
        bar = progress.add_task("leads", total=None)

        def on_progress(reports: Mapping[str, OutletReport]) -> None:
            progress.update(
                bar,
                total=sum(report.leads for report in reports.values()),
                completed=sum(report.settled for report in reports.values()),
            )

        yield on_progress


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
