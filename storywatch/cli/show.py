"""`storywatch show`: everything that is known of one story, and where it is known from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.text import Text

from storywatch.cli.harmless import one_line
from storywatch.cli.options import AsJson, DataDir
from storywatch.cli.passages import excerpts, styled
from storywatch.cli.printing import on_terminal, print_json, print_table, say
from storywatch.cli.recorded import recorded, story_meant
from storywatch.errors import UnknownStory
from storywatch.export import Entry, entry_to_document
from storywatch.export.entries import timestamp
from storywatch.extract.address import canonical
from storywatch.journal import LeadStatus, RecordedMatch
from storywatch.story import Story
from storywatch.telling.dossier import Dossier
from storywatch.telling.edits import Edit
from storywatch.telling.family import family, lines, quotes, relatives_document, same_event
from storywatch.telling.instants import minute

INDENT = 3
MARKS = {"removed": ("[-", "-]"), "added": ("{+", "+}"), "same": ("", "")}
STYLES = {"removed": "red strike", "added": "green", "same": ""}


def show_command(
    story: Annotated[
        str,
        typer.Argument(metavar="STORY", help="Its id, the beginning of its id, or its address."),
    ],
    *,
    data: DataDir = None,
    revision: Annotated[
        int | None,
        typer.Option(help="Show the story as it was then.", show_default="the last", min=1),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show a story with its evidence, its edits, its matches and the way it came here.

    Of an address that led to none, show what became of it.
    """
    with recorded(data) as journal:
        try:
            dossier = Dossier.of(journal, story_meant(journal, story), revision)
        except UnknownStory:
            lead = journal.lead_for(canonical(story) or story)
            if lead is None:
                raise
            _show_lead(lead, as_json=as_json)
            return
    if as_json:
        print_json(_document(dossier))
    else:
        _print(dossier)


def _show_lead(lead: LeadStatus, *, as_json: bool) -> None:
    if as_json:
        print_json({"lead": _lead_document(lead)})
    else:
        say(lead.lead.url)
        _print_section("lead", [_lead_lines(lead)])


def _document(dossier: Dossier) -> dict[str, Any]:
    return {
        **entry_to_document(Entry(story=dossier.story, matches=dossier.matches)),
        "revisions": [
            {
                "revision": one.revision,
                "fetched_at": timestamp(one.fetched_at),
                "edits": [asdict(edit) for edit in dossier.edits_of(one)],
            }
            for one in dossier.revisions
        ],
        "lead": dossier.lead and _lead_document(dossier.lead),
        **relatives_document(dossier.relatives),
    }


def _lead_document(status: LeadStatus) -> dict[str, Any]:
    document = {**asdict(status.lead), **asdict(status)}
    del document["lead"], document["id"]
    return {
        key: timestamp(value) if hasattr(value, "tzinfo") else value
        for key, value in document.items()
    }


def _print(dossier: Dossier) -> None:
    story = dossier.story
    say(Text(one_line(story.title), style="bold"))
    say(story.url, indent=INDENT)
    _print_fields(dossier)
    _print_section("matches", [_match_lines(dossier, match) for match in dossier.matches])
    _print_section("revisions", [_revision_lines(dossier, one) for one in dossier.revisions])
    relatives = dossier.relatives
    _print_section("family", [lines(family(relatives, story.id))])
    _print_section("quotes", [lines(quotes(relatives))])
    _print_section("same event", [lines(same_event(relatives, story.id))])
    if dossier.lead:
        _print_section("lead", [_lead_lines(dossier.lead)])
    _print_section("body", [list(story.body.split("\n"))])


def _print_fields(dossier: Dossier) -> None:
    say()
    print_table(("field", "value", "evidence"), dossier.fields())


def _match_lines(dossier: Dossier, match: RecordedMatch) -> list[str | Text]:
    first = f"first matched {minute(match.matched_at)} in revision {match.revision}"
    found = excerpts(dossier.met(match), match.passages)
    return [
        f"{match.topic}: {first}, last in {match.last_revision}",
        *(styled(excerpt) if on_terminal() else str(excerpt) for excerpt in found),
    ]


def _revision_lines(dossier: Dossier, revision: Story) -> list[str | Text]:
    head = f"{revision.revision}, fetched {minute(revision.fetched_at)}"
    return [head, *(_edit_line(edit) for edit in dossier.edits_of(revision))]


def _edit_line(edit: Edit) -> Text:
    line = Text(f"{edit.field}: ")
    for piece in edit.pieces:
        text = one_line(piece.text)
        opening, closing = ("", "") if on_terminal() else MARKS[piece.kind]
        line.append(f"{opening}{text}{closing}", style=STYLES[piece.kind])
        line.append(" ")
    return line


def _lead_lines(status: LeadStatus) -> list[str | Text]:
    lead = status.lead
    fate = f"{status.fate or 'in flight'} {status.reason} {status.detail}"
    rows = {
        "source": lead.source_url or "none: asked for by its address",
        "announced title": lead.title or "",
        "announced dates": " / ".join(filter(None, (lead.published_text, lead.modified_text))),
        "seen": minute(lead.seen_at),
        "fate": fate,
        "settled": minute(status.settled_at) if status.settled_at else "",
        "failed attempts": str(status.attempts or ""),
    }
    return [f"{name}: {value}" for name, value in rows.items() if value]


def _print_section(name: str, blocks: Sequence[Sequence[str | Text]]) -> None:
    if not any(blocks):
        return
    say()
    say(Text(name, style="bold"))
    for block in blocks:
        for line in block:
            say(line, indent=INDENT)
