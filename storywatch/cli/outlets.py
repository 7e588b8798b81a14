"""`storywatch outlets`: what is watched, whether it can be, and adding to it."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from storywatch.cli.heal import heal_command
from storywatch.cli.options import AllowPrivate, AsJson, OutletsDir, chosen_settings, reaching
from storywatch.cli.outlet_check import Checked, check_outlets
from storywatch.cli.outlet_find import Found, find_outlet
from storywatch.cli.printing import complain, print_json, print_table, say
from storywatch.declarations import read_outlets, write_outlet
from storywatch.discover.document import FetchedDocument
from storywatch.discover.opml import outlets_from_opml, outlets_to_opml
from storywatch.errors import SourceUnreadable, UnknownOutlet, WrongUse
from storywatch.outlet import Outlet

app = typer.Typer(help="List, check, heal, add, import and export outlets.")
app.command("heal")(heal_command)

INDENT = 3
Force = Annotated[bool, typer.Option("--force", help="Write over a file that is there.")]


@app.command("list")
def list_command(*, outlets: OutletsDir = None, as_json: AsJson = False) -> None:
    """List the declared outlets."""
    declared = read_outlets(chosen_settings(outlets=outlets).outlets_dir).values()
    if as_json:
        print_json([_table(outlet) for outlet in declared])
        return
    headings = ("id", "name", "home page", "languages", "time zone", "sources")
    print_table(headings, [_row(outlet) for outlet in declared])


@app.command("check")
def check_command(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="ID", help="Only these outlets.")
    ] = None,
    *,
    outlets: OutletsDir = None,
    allow_private: AllowPrivate = None,
    as_json: AsJson = False,
) -> None:
    """Look at every source: whether it answers, parses and has fresh leads; exit 1 if one fails."""
    settings = reaching(chosen_settings(outlets=outlets), allow_private)
    declared = read_outlets(settings.outlets_dir)
    for name in ids or ():
        if name not in declared:
            raise UnknownOutlet(name, declared)
    chosen = [outlet for name, outlet in declared.items() if not ids or name in ids]
    checked = check_outlets(chosen, settings, now=datetime.now(UTC))
    if as_json:
        print_json([_verdict(one) for one in checked])
    else:
        _print_verdicts(checked)
    if not all(one.verdict.is_fine for one in checked):
        raise typer.Exit(1)


@app.command("add")
def add_command(
    url: Annotated[str, typer.Argument(metavar="URL", help="The home page, or a feed.")],
    *,
    outlets: OutletsDir = None,
    name: Annotated[str, typer.Option("--id", help="The id, in place of one from its name.")] = "",
    allow_private: AllowPrivate = None,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Find out how an outlet can be watched, and write its file."""
    settings = reaching(chosen_settings(outlets=outlets), allow_private)
    try:
        found = find_outlet(url, settings, name=name, now=datetime.now(UTC))
    except ValidationError as error:
        raise WrongUse(f"--id {name!r} cannot be used: {error.errors()[0]['msg']}") from error
    outlet = found.outlet if name or force else _apart(found.outlet, settings.outlets_dir)
    path = _write(outlet, settings.outlets_dir, force=force)
    if as_json:
        print_json({"path": str(path), "outlet": _table(outlet), **_evidence(found)})
    else:
        _print_found(found, outlet, path)


@app.command("import")
def import_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An OPML file.")],
    *,
    outlets: OutletsDir = None,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Write a file for every outlet of an OPML file; a foreign one gives one outlet a site."""
    folder = chosen_settings(outlets=outlets).outlets_dir
    try:
        given = outlets_from_opml(FetchedDocument(url=file.name, body=file.read_bytes()))
    except SourceUnreadable as error:
        raise SourceUnreadable(f"{file}: {error}") from error
    taken = [one for one in given if not force and (folder / f"{one.id}.toml").exists()]
    written = [_write(one, folder, force=force) for one in given if one not in taken]
    if as_json:
        print_json({"written": [str(path) for path in written], "kept": [one.id for one in taken]})
    else:
        for path in written:
            say(f"wrote {path}")
    if taken:
        ids = ", ".join(one.id for one in taken)
        complain(f"left as they are, since they are declared already: {ids}; see --force")
        raise typer.Exit(1)


@app.command("export")
def export_command(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="Where to; standard output if not said.")
    ] = None,
    *,
    outlets: OutletsDir = None,
) -> None:
    """Write all outlets as OPML 2.0, for feed readers and for `outlets import`."""
    declared = read_outlets(chosen_settings(outlets=outlets).outlets_dir)
    document = outlets_to_opml(declared.values(), now=datetime.now(UTC))
    if file is None:
        sys.stdout.write(document.decode("utf-8"))
    else:
        file.write_bytes(document)
        say(f"wrote {len(declared)} outlets to {file}")


def _write(outlet: Outlet, folder: Path, *, force: bool) -> Path:
    if force:
        (folder / f"{outlet.id}.toml").unlink(missing_ok=True)
    return write_outlet(outlet, folder)


def _apart(outlet: Outlet, folder: Path) -> Outlet:
    """The outlet under a free id, where another one of its name is declared already."""
    name, number = outlet.id, 1
    while _homepage(folder / f"{name}.toml") not in (None, outlet.homepage):
        number += 1
        name = f"{outlet.id}_{number}"
    return outlet.model_copy(update={"id": name})


def _homepage(path: Path) -> str | None:
    """The home page that an outlet's file declares; none if there is no such file."""
    if not path.exists():
        return None
    try:
        return str(tomllib.loads(path.read_text("utf-8")).get("homepage", ""))
    except ValueError:
        return ""


def _table(outlet: Outlet) -> dict[str, Any]:
    return outlet.model_dump(mode="json", by_alias=True, exclude_none=True)


def _row(outlet: Outlet) -> Sequence[str]:
    kinds = [source.kind.replace("_", " ") for source in outlet.sources]
    counted = [f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds)]
    return (
        outlet.id,
        outlet.name,
        outlet.homepage,
        ", ".join(outlet.languages) or "–",
        outlet.timezone or "–",
        ", ".join(counted),
    )


def _verdict(one: Checked) -> dict[str, Any]:
    newest_at = one.verdict.newest_at
    return {
        "outlet": one.outlet.id,
        "kind": one.source.kind,
        "url": one.source.url,
        "is_fine": one.verdict.is_fine,
        "sentence": one.verdict.sentence,
        "lead_count": one.verdict.lead_count,
        "newest_at": newest_at.isoformat() if newest_at else None,
    }


def _print_verdicts(checked: Sequence[Checked]) -> None:
    outlet = None
    for one in checked:
        if one.outlet.id != outlet:
            outlet = one.outlet.id
            say(outlet)
        mark = "fine" if one.verdict.is_fine else "WANTING"
        say(f"{mark}: {one.source.kind} {one.source.url} {one.verdict.sentence}", indent=INDENT)
    fine_count = sum(one.verdict.is_fine for one in checked)
    say(f"{fine_count} of {len(checked)} sources are fine.")


def _evidence(found: Found) -> dict[str, Any]:
    portrait = found.portrait
    clues = {
        "name": portrait.name,
        "language": portrait.language,
        "country": portrait.country,
        "timezone": portrait.timezone,
    }
    return {
        "evidence": {
            key: {"value": clue[0], "origin": clue[1]} for key, clue in clues.items() if clue
        },
        "tried": [
            {
                "kind": trial.candidate.kind,
                "url": trial.candidate.url,
                "evidence": trial.candidate.evidence,
                "lead_count": len(trial.addresses),
                "fault": trial.fault or None,
            }
            for trial in found.trials
        ],
    }


def _print_found(found: Found, outlet: Outlet, path: Path) -> None:
    say(f"wrote {path}")
    for key, clue in _evidence(found)["evidence"].items():
        say(f"{key}: {clue['value']} ({clue['origin']})", indent=INDENT)
    if not outlet.timezone:
        say(
            "timezone: unknown; add it to the file, such as timezone = 'Europe/Berlin'",
            indent=INDENT,
        )
    leads = {trial.candidate.url: trial for trial in found.trials}
    for source in outlet.sources:
        trial = leads.get(source.url)
        told = f": {len(trial.addresses)} stories, {trial.candidate.evidence}" if trial else ""
        say(f"{source.kind}: {source.url}{told}", indent=INDENT)
