"""`storywatch show`: everything that is known of one story, and where it is known from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Annotated, Any

import typer
from rich.text import Text

from storywatch.cli.edits import Edit, edits
from storywatch.cli.family import event_lines, family_lines, quote_lines, relatives_document
from storywatch.cli.harmless import one_line
from storywatch.cli.instants import minute, published
from storywatch.cli.options import AsJson, DataDir
from storywatch.cli.passages import excerpts, styled
from storywatch.cli.printing import on_terminal, print_json, print_table, say
from storywatch.cli.recorded import recorded, story_meant
from storywatch.errors import WrongUse
from storywatch.export import Entry, entry_to_document
from storywatch.export.entries import timestamp
from storywatch.journal import Journal, LeadStatus, RecordedMatch, Relatives
from storywatch.story import Story

INDENT = 3
MARKS = {"removed": ("[-", "-]"), "added": ("{+", "+}"), "same": ("", "")}
STYLES = {"removed": "red strike", "added": "green", "same": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A story as of the revision asked for, with all that the journal holds beside it."""

    story: Story
    revisions: Sequence[Story]
    matches: Sequence[RecordedMatch]
    lead: LeadStatus | None
    relatives: Relatives

    def edits_of(self, revision: Story) -> tuple[Edit, ...]:
        """What changed from the revision before; nothing for the first one."""
        place = self.revisions.index(revision)
        return edits(self.revisions[place - 1], revision) if place else ()


def show_command(
    story: Annotated[
        str,
        typer.Argument(metavar="STORY", help="Its id, the beginning of its id, or its address."),
    ],
    *,
    data: DataDir = None,
    revision: Annotated[
        int | None, typer.Option(help="Show the story as it was then.", show_default="the last")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show a story with its evidence, its edits, its matches and the way it came here."""
    with recorded(data) as journal:
        dossier = _dossier(journal, story_meant(journal, story), revision)
    if as_json:
        print_json(_document(dossier))
    else:
        _print(dossier)


def _dossier(journal: Journal, story: Story, number: int | None) -> Dossier:
    revisions = journal.revisions(story.id)
    chosen = {one.revision: one for one in revisions}.get(number or story.revision)
    if chosen is None:
        known = ", ".join(str(one.revision) for one in revisions)
        raise WrongUse(f"story {story.id} has no revision {number}; it has {known}")
    return Dossier(
        story=chosen,
        revisions=revisions,
        matches=journal.matches(story.id),
        lead=journal.lead_for(story.url, story.outlet),
        relatives=journal.relatives(story.id),
    )


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
    _print_section("matches", [_match_lines(story, match) for match in dossier.matches])
    _print_section("revisions", [_revision_lines(dossier, one) for one in dossier.revisions])
    _print_section("family", [family_lines(dossier.relatives, story.id)])
    _print_section("quotes", [quote_lines(dossier.relatives)])
    _print_section("same event", [event_lines(dossier.relatives, story.id)])
    if dossier.lead:
        _print_section("lead", [_lead_lines(dossier.lead)])
    _print_section("body", [list(story.body.split("\n"))])


def _print_fields(dossier: Dossier) -> None:
    say()
    story = dossier.story
    evidence = story.evidence
    rows = [
        (name, value, evidence.get(name, "")) for name, value in _fields(story).items() if value
    ]
    others = evidence.keys() - {name for name, _, _ in rows}
    rows += [(name, "", evidence[name]) for name in sorted(others)]
    print_table(("field", "value", "evidence"), rows)


def _fields(story: Story) -> dict[str, str]:
    copied = story.original
    bounds = (story.published_earliest, story.published_latest)
    return {
        "id": story.id,
        "outlet": story.outlet,
        "standfirst": story.standfirst or "",
        "authors": ", ".join(story.authors),
        "published_at": published(story),
        "published between": " and ".join(minute(bound) for bound in bounds if bound),
        "modified_at": minute(story.modified_at) if story.modified_at else "",
        "first_seen_at": minute(story.first_seen_at),
        "fetched_at": minute(story.fetched_at),
        "section": story.section or "",
        "tags": ", ".join(story.tags),
        "language": story.language or "",
        "image": story.image or "",
        "captions": " | ".join(story.captions),
        "is_paywalled": "yes" if story.is_paywalled else "",
        "original": " ".join(filter(None, (copied.outlet, copied.url))) if copied else "",
        "copied by": f"{copied.tier}: {copied.evidence}" if copied else "",
        "credited_to": ", ".join(story.credited_to),
        "revision": str(story.revision),
    }


def _match_lines(story: Story, match: RecordedMatch) -> list[str | Text]:
    first = f"first matched {minute(match.matched_at)} in revision {match.revision}"
    found = excerpts(story, match.passages) if match.revision == story.revision else ()
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
        "attempts": str(status.attempts),
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
