"""A dossier: one story with all that the journal holds beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storywatch.errors import WrongUse
from storywatch.journal import Journal, LeadStatus, RecordedMatch, Relatives
from storywatch.story import Story
from storywatch.telling.edits import Edit, edits
from storywatch.telling.instants import minute, published


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A story as of the revision asked for, with all that the journal holds beside it."""

    story: Story
    revisions: Sequence[Story]
    matches: Sequence[RecordedMatch]
    lead: LeadStatus | None
    relatives: Relatives

    @classmethod
    def of(cls, journal: Journal, story: Story, revision: int | None = None) -> Dossier:
        """Collects what is known; raises `WrongUse` for a revision that there is not."""
        revisions = journal.revisions(story.id)
        chosen = {one.revision: one for one in revisions}.get(revision or story.revision)
        if chosen is None:
            known = ", ".join(str(one.revision) for one in revisions)
            raise WrongUse(f"story {story.id} has no revision {revision}; it has {known}")
        return cls(
            story=chosen,
            revisions=revisions,
            matches=journal.matches(story.id),
            lead=journal.lead_for(story.url, story.outlet),
            relatives=journal.relatives(story.id),
        )

    def edits_of(self, revision: Story) -> tuple[Edit, ...]:
        """What changed from the revision before; nothing for the first one."""
        place = self.revisions.index(revision)
        return edits(self.revisions[place - 1], revision) if place else ()

    def met(self, match: RecordedMatch) -> Story:
        """The revision of the story in which a match found its passages."""
        return _revision(self.revisions, match)

    def fields(self) -> list[tuple[str, str, str]]:
        """Returns each field that has a value or evidence, with both."""
        evidence = self.story.evidence
        rows = [
            (name, value, evidence.get(name, ""))
            for name, value in _values(self.story).items()
            if value
        ]
        others = evidence.keys() - {name for name, _, _ in rows}
        return rows + [(name, "", evidence[name]) for name in sorted(others)]


def met_text(journal: Journal, story: Story, match: RecordedMatch) -> Story:
    """Returns the revision of a story in which its match found its passages."""
    if match.revision == story.revision:
        return story
    return _revision(journal.revisions(story.id), match)


def _revision(revisions: Sequence[Story], match: RecordedMatch) -> Story:
    return next(one for one in revisions if one.revision == match.revision)


def _values(story: Story) -> dict[str, str]:
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
