"""The verbs of the command: their names, where they live and what `--help` says of them."""

from __future__ import annotations

from dataclasses import dataclass

SET_UP = "Set up"
WATCH = "Watch"
READ = "Read"
EXAMINE = "Examine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """One verb: `target` is a function or a typer app in the module of storywatch.cli.

    One that `reads` pages has processes for it, which get ready while the module is imported.
    """

    module: str
    target: str
    panel: str
    summary: str
    reads: bool = False


VERBS = {
    "init": Verb(
        module="init",
        target="init_command",
        panel=SET_UP,
        summary="Make a folder for your own outlets and topics.",
    ),
    "outlets": Verb(
        module="outlets",
        target="app",
        panel=SET_UP,
        summary="List, check, heal, add, import and export outlets.",
    ),
    "topics": Verb(
        module="topics",
        target="app",
        panel=SET_UP,
        summary="List, test, explain, rehearse, audit and lint topics.",
    ),
    "doctor": Verb(
        module="doctor",
        target="doctor_command",
        panel=SET_UP,
        summary="Say whether everything that a watch needs is in order.",
    ),
    "crawl": Verb(
        module="crawl",
        target="crawl_command",
        panel=WATCH,
        summary="Look at every outlet once and record what matches.",
        reads=True,
    ),
    "watch": Verb(
        module="watch",
        target="watch_command",
        panel=WATCH,
        summary="Watch continuously, until told to end.",
        reads=True,
    ),
    "status": Verb(
        module="status",
        target="status_command",
        panel=WATCH,
        summary="Say what is watched, what waits and which outlets are dark.",
    ),
    "alerts": Verb(
        module="alerts",
        target="app",
        panel=WATCH,
        summary="Send alerts, see what was sent, and send again.",
    ),
    "latency": Verb(
        module="latency",
        target="latency_command",
        panel=WATCH,
        summary="Say how long alerts took, leg by leg.",
    ),
    "ledger": Verb(
        module="ledger",
        target="ledger_command",
        panel=WATCH,
        summary="Account for every lead that was ever seen.",
    ),
    "index": Verb(
        module="index",
        target="app",
        panel=WATCH,
        summary="Set up, fill, check and rebuild the Elasticsearch index.",
    ),
    "journal": Verb(
        module="journal",
        target="app",
        panel=WATCH,
        summary="Back up, check and restore the journal; try dead letters again.",
    ),
    "dashboards": Verb(
        module="dashboards",
        target="app",
        panel=SET_UP,
        summary="Put the dashboards that come along into Kibana.",
    ),
    "search": Verb(
        module="search", target="search_command", panel=READ, summary="Find recorded stories."
    ),
    "show": Verb(
        module="show",
        target="show_command",
        panel=READ,
        summary="Show a story with its evidence, edits and matches.",
    ),
    "serve": Verb(
        module="serve",
        target="serve_command",
        panel=READ,
        summary="Serve search, stories, outlets, the ledger and metrics to a browser.",
    ),
    "export": Verb(
        module="export",
        target="export_command",
        panel=READ,
        summary="Write stories as JSON Lines, CSV, RSS, Atom or JSON Feed.",
    ),
    "extract": Verb(
        module="extract",
        target="extract_command",
        panel=EXAMINE,
        summary="Read pages from files and print their stories.",
    ),
    "match": Verb(
        module="query",
        target="match_command",
        panel=EXAMINE,
        summary="Match stories from a file against topics.",
    ),
    "query": Verb(
        module="query", target="app", panel=EXAMINE, summary="Check and explain a query."
    ),
    "polling": Verb(
        module="polling", target="app", panel=EXAMINE, summary="Replay how sources are polled."
    ),
    "newsstand": Verb(
        module="newsstand",
        target="newsstand_command",
        panel=EXAMINE,
        summary="Serve the replica outlets, for trying things out.",
    ),
    "demo": Verb(
        module="demo",
        target="demo_command",
        panel=EXAMINE,
        summary="Crawl the replica outlets and show what was found.",
        reads=True,
    ),
}
