"""`storywatch journal`: copies of the journal, its soundness, and dead letters tried again."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from storywatch.cli.options import AsJson, DataDir, chosen_settings
from storywatch.cli.printing import print_json, say
from storywatch.cli.recorded import recorded
from storywatch.errors import JournalUnusable, WrongUse
from storywatch.journal import LeadStatus
from storywatch.journal.backup import back_up, restore
from storywatch.journal.soundness import faults, misfit

app = typer.Typer(help="Back up, check and restore the journal; try dead letters again.")

Copy = Annotated[Path, typer.Argument(metavar="FILE", help="The file of the copy.")]


@app.command("backup")
def backup_command(copy: Copy, *, data: DataDir = None, as_json: AsJson = False) -> None:
    """Copy the journal into one file, also while a watch runs, and prove the copy sound."""
    count = back_up(chosen_settings(data=data).journal_path, copy)
    if as_json:
        print_json({"copy": str(copy), "stories": count, "bytes": copy.stat().st_size})
    else:
        say(f"{copy} holds the whole journal: {count} stories, {copy.stat().st_size:,} bytes.")


@app.command("check")
def check_command(*, data: DataDir = None, as_json: AsJson = False) -> None:
    """Look at every page, every reference and the ledger of the journal; exit 1 on a fault."""
    path = chosen_settings(data=data).journal_path
    if not path.exists():
        raise JournalUnusable(f"{path} does not exist; there is nothing to check")
    if unfit := misfit(path):
        raise unfit
    found = faults(path)
    if not found:
        with recorded(data) as journal:
            found = list(journal.ledger().imbalances)
    if as_json:
        print_json({"journal": str(path), "is_sound": not found, "faults": found})
    else:
        for fault in found:
            say(fault)
        say(
            f"{path} is NOT sound. Put a copy back with `storywatch journal restore COPY`."
            if found
            else f"{path} is sound: every page, every reference and the ledger."
        )
    if found:
        raise typer.Exit(1)


@app.command("restore")
def restore_command(copy: Copy, *, data: DataDir = None, as_json: AsJson = False) -> None:
    """Put a copy in the journal's place; the journal before it is put aside, not deleted."""
    from storywatch.watch.lock import holder  # noqa: PLC0415 - only this verb pays for a watch

    settings = chosen_settings(data=data)
    watcher = holder(settings.data_dir)
    if watcher is not None:
        raise WrongUse(
            f"process {watcher} watches with {settings.data_dir}; end it, then restore the journal"
        )
    aside = restore(copy, settings.journal_path, now=datetime.now(UTC))
    if as_json:
        print_json({"journal": str(settings.journal_path), "aside": str(aside) if aside else None})
        return
    say(f"{settings.journal_path} is now what {copy} holds.")
    if aside:
        say(f"The journal before it is {aside}; delete it when you miss nothing.")


@app.command("replay")
def replay_command(
    leads: Annotated[
        list[int] | None,
        typer.Argument(metavar="LEAD", help="Numbers of dead letters; all when none is given."),
    ] = None,
    *,
    data: DataDir = None,
    outlet: Annotated[str | None, typer.Option(help="Only this outlet's.")] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print them and change nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Let the next round try dead letters again, with all their attempts."""
    with recorded(data) as journal:
        dead = [one for one in journal.dead_letters(outlet) if not leads or one.id in leads]
        unknown = set(leads or ()) - {one.id for one in dead}
        if unknown:
            raise WrongUse(f"no dead letter has the number {min(unknown)}; see --dry-run")
        chosen = [one.id for one in dead]
        revived = () if dry_run else journal.replay(chosen, datetime.now(UTC))
    if as_json:
        print_json({"dead_letters": [_document(one) for one in dead], "revived": list(revived)})
        return
    for one in dead:
        say(f"{one.id}  {one.lead.outlet}  {one.lead.url}  {one.detail}")
    say(f"{len(dead)} dead letters, of which {len(revived)} are in flight again.")


def _document(one: LeadStatus) -> dict[str, object]:
    return {
        "lead": one.id,
        "outlet": one.lead.outlet,
        "url": one.lead.url,
        "attempts": one.attempts,
        "detail": one.detail,
    }
