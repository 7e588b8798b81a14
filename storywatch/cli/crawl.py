"""`storywatch crawl`: one round over the outlets, with a progress bar and a closing table."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from crawler.loop import run
from crawler.round import OutletReport, run_round
from pipelines.desk import Desk, wall_clock
from pipelines.upkeep import upkeep
from storywatch.cli.options import (
    AllowPrivate,
    AsJson,
    DataDir,
    OutletsDir,
    TopicsDir,
    chosen_settings,
    reaching,
)
from storywatch.cli.printing import complain, print_json
from storywatch.cli.reports import as_document, show_reports
from storywatch.declarations.finding import adhoc, outlet_of
from storywatch.errors import UnknownOutlet, WrongUse
from storywatch.extract.address import canonical
from storywatch.outlet import Outlet
from storywatch.settings import Settings

OnProgress = Callable[[Mapping[str, OutletReport]], None]


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
        show_reports(reports)
    if not balances:
        complain("The ledger does not balance; see `storywatch ledger`.")
    if not balances or any(report.error for report in reports):
        raise typer.Exit(1)


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
        upkeep(desk, clock())
        return reports, desk.journal.ledger().balances
    finally:
        desk.close()


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
