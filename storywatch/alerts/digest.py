"""From a mail's alerts to its letter: one entry for a story and its copies, in sections."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import chain, islice, zip_longest
from zoneinfo import ZoneInfo

from storywatch.alert import Alert, Coverage, Evidence, Mail, Told
from storywatch.alerts.editing import Change, changes
from storywatch.alerts.house import House
from storywatch.alerts.wording import counted, length, shortened
from storywatch.harmless import one_line
from storywatch.latency import Leg, Way, way
from storywatch.query.excerpts import Excerpt, excerpts
from storywatch.story import Passage, Story
from storywatch.topic import Topic

RECOVERED_AFTER = timedelta(hours=6)
LONGEST_SUBJECT = 150  # characters
LEAD_WORDS = 40  # of a story that no passage cites
MOST_CLAUSES = 6
MOST_EXCERPTS = 20  # of which the one with the most hits is shown


class Kind(StrEnum):
    """The sections of a letter, in their order."""

    NEW = "new"
    COPIES = "copies"
    EDITED = "edited"
    RECOVERED = "recovered"
    EARLIER = "earlier"


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A further copy of an entry's story."""

    outlet: str
    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One story as a letter tells it; `copies` stand with it, `recovered` says why it is late."""

    kind: Kind
    story: Story
    outlet: str
    topics: tuple[str, ...]
    clauses: tuple[str, ...]
    excerpt: Excerpt | None
    copies: tuple[Copy, ...]
    changes: tuple[Change, ...]
    way: Way
    recovered: str | None = None
    told_before: Told | None = None
    credit: str = ""

    @property
    def begins_with(self) -> str:
        """With what the story's way to the mail begins, in words."""
        if self.story.revision > 1:
            return "the edit"
        return "publication" if Leg.SEEN in self.way.legs else "first sight"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a mail says, before it is written as text and HTML."""

    mail: Mail
    subject: str
    heading: str
    topics: tuple[Topic, ...]
    zone: ZoneInfo | None
    entries: tuple[Entry, ...] = ()
    coverage: Coverage | None = None

    def section(self, kind: Kind) -> tuple[Entry, ...]:
        """Returns the entries of a section."""
        return tuple(entry for entry in self.entries if entry.kind is kind)

    @property
    def slowest(self) -> Leg | None:
        """The leg that took longest over all stories of the letter."""
        totals: dict[Leg, timedelta] = defaultdict(timedelta)
        for entry in self.entries:
            for leg, span in entry.way.legs.items():
                totals[leg] += span
        return Way(legs=totals).biggest if totals else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An alert with what is known of its story."""

    alert: Alert
    evidence: Evidence


@dataclass(slots=True)
class _Group:
    """The alerts that make one entry: of one story with its copies, or of its edits."""

    alerts: list[Known] = field(default_factory=list)

    @property
    def lead(self) -> Known:
        """The alert whose story stands for the others: the original, else the earliest."""
        return min(self.alerts, key=_precedence)

    def of_lead(self) -> list[Known]:
        """The alerts of the lead's very revision."""
        lead = self.lead.alert
        return [
            known
            for known in self.alerts
            if (known.alert.story, known.alert.revision) == (lead.story, lead.revision)
        ]


def letter(
    mail: Mail, evidence: Mapping[Alert, Evidence], house: House, coverage: Coverage | None = None
) -> Letter:
    """Returns what a mail says; `evidence` holds what is known of each of its alerts."""
    topics = tuple(house.topics[name] for name in mail.topics)
    known = [Known(alert=alert, evidence=evidence[alert]) for alert in mail.alerts]
    entries = tuple(sorted(_entries(known, mail.at, house), key=_order))
    return Letter(
        mail=mail,
        subject=_subject(entries, mail, house),
        heading=_heading(entries, mail),
        topics=topics,
        zone=next((topic.alert.zone for topic in topics if topic.alert.zone), None),
        entries=entries,
        coverage=coverage,
    )


def _entries(known: Iterable[Known], at: datetime, house: House) -> Iterable[Entry]:
    matches: dict[str, _Group] = defaultdict(_Group)
    edits: dict[tuple[str, int], _Group] = defaultdict(_Group)
    for one in known:
        alert = one.alert
        group = edits[alert.story, alert.edition] if alert.edition else matches[alert.kin]
        group.alerts.append(one)
    for group in (*matches.values(), *edits.values()):
        yield _entry(group, at, house)


def _entry(group: _Group, at: datetime, house: House) -> Entry:
    lead, alike = group.lead, group.of_lead()
    story = lead.evidence.story
    passages = tuple(
        dict.fromkeys(passage for known in alike for passage in known.evidence.passages)
    )
    delay = _delay(lead)
    kind = _kind(lead, delay)
    return Entry(
        kind=kind,
        story=story,
        outlet=house.outlet_name(story.outlet),
        topics=tuple(sorted({house.title(known.alert.topic) for known in group.alerts})),
        clauses=_clauses(alike),
        excerpt=_excerpt(story, passages),
        copies=_copies(group, house),
        changes=tuple(dict.fromkeys(c for known in alike for c in _changes(known, house))),
        way=way(lead.alert.clocks, at),
        recovered=_why_late(lead, delay) if kind is Kind.RECOVERED and delay else None,
        told_before=_told_before(lead, house),
        credit=_credit(story, house),
    )


def _clauses(alike: Sequence[Known]) -> tuple[str, ...]:
    """Some clauses that the story met, of each topic by turns, so that none has all the room."""
    of_topics = [dict.fromkeys(p.clause for p in known.evidence.passages) for known in alike]
    turns = chain.from_iterable(zip_longest(*of_topics))
    return tuple(islice(dict.fromkeys(filter(None, turns)), MOST_CLAUSES))


def _kind(lead: Known, delay: timedelta | None) -> Kind:
    if lead.alert.edition:
        return Kind.EDITED
    if lead.evidence.told_before:
        return Kind.COPIES
    if delay is None:
        return Kind.NEW
    published, since = _published(lead.evidence.story), lead.evidence.watched_since
    return Kind.EARLIER if published and since and published < since else Kind.RECOVERED


def _delay(known: Known) -> timedelta | None:
    """How long after its publication a story came in, if that is remarkable."""
    published = _published(known.evidence.story)
    if known.alert.revision > 1 or published is None:
        return None
    delay = known.alert.clocks.recorded_at - published
    return delay if delay >= RECOVERED_AFTER else None


def _published(story: Story) -> datetime | None:
    return story.published_latest or story.published_at


def _why_late(known: Known, delay: timedelta) -> str:
    late = f"{length(delay)} after it was published"
    if known.evidence.attempts > 1:
        tries = counted(known.evidence.attempts, "visit")
        return f"{late}: its page could not be fetched at once, it took {tries}"
    return f"{late}: until then no source of the outlet that could be read announced it"


def _changes(known: Known, house: House) -> tuple[Change, ...]:
    before, topic = known.evidence.before, known.alert.topic
    if before is None:
        return ()
    return changes(before, known.evidence.story, house.topics[topic], house.trees[topic])


def _excerpt(story: Story, passages: Sequence[Passage]) -> Excerpt | None:
    # A hit in the headline is seen there, and one in a mark such as the outlet tells nothing.
    inside = [passage for passage in passages if passage.field in ("standfirst", "body")]
    found = excerpts(story, inside, most=MOST_EXCERPTS)
    if found:
        return max(found, key=lambda excerpt: len(excerpt.pieces))
    text = story.standfirst or story.body
    lead = " ".join(text.split()[:LEAD_WORDS])
    more = " …" if len(lead) < len(" ".join(text.split())) else ""
    return Excerpt(field="body", pieces=(lead + more,)) if lead else None


def _copies(group: _Group, house: House) -> tuple[Copy, ...]:
    lead = group.lead.alert.story
    stories = {known.alert.story: known.evidence.story for known in group.alerts}
    copies = [
        Copy(outlet=house.outlet_name(story.outlet), title=story.title, url=story.url)
        for name, story in stories.items()
        if name != lead
    ]
    return tuple(sorted(copies, key=lambda copy: (copy.outlet, copy.url)))


def _told_before(lead: Known, house: House) -> Told | None:
    told = lead.evidence.told_before
    return replace(told, outlet=house.outlet_name(told.outlet)) if told else None


def _credit(story: Story, house: House) -> str:
    if story.original and story.original.outlet:
        return f"first at {house.outlet_name(story.original.outlet)}"
    return f"credits {', '.join(story.credited_to)}" if story.credited_to else ""


def _precedence(known: Known) -> tuple[bool, datetime, bool, str]:
    story = known.evidence.story
    out_at = min(story.published_at or story.first_seen_at, story.first_seen_at)
    return story.original is not None, out_at, known.alert.kin != story.id, story.id


def _order(entry: Entry) -> tuple[int, datetime, str]:
    story = entry.story
    return (
        list(Kind).index(entry.kind),
        story.published_at or story.first_seen_at,
        story.id,
    )


def _heading(entries: Sequence[Entry], mail: Mail) -> str:
    if mail.heartbeat:
        return "Nothing found"
    told = [entry for entry in entries if entry.kind is not Kind.EDITED]
    edits = len(entries) - len(told)
    parts = [counted(len(told), "story", "stories")] if told else []
    parts += [counted(edits, "edit")] if edits else []
    copies = sum(len(entry.copies) for entry in entries)
    return ", ".join(parts) + (f" and {counted(copies, 'repost')}" if copies else "")


def _subject(entries: Sequence[Entry], mail: Mail, house: House) -> str:
    topics = house.title(mail.topics[0])
    if len(mail.topics) > 1:
        topics += f" and {counted(len(mail.topics) - 1, 'more topic')}"
    if mail.heartbeat:
        return _fitting(f"{topics}: nothing found")
    first = entries[0]
    headline = one_line(first.story.title) or "(no headline)"
    if len(entries) > 1:
        return _fitting(f"{topics}: {_heading(entries, mail)}: {headline}")
    what = "edited: " if first.kind is Kind.EDITED else ""
    aside = {Kind.RECOVERED: ", recovered", Kind.COPIES: ", repost"}.get(first.kind, "")
    reposts = f" and {counted(len(first.copies), 'repost')}" if first.copies else ""
    return _fitting(f"{topics}: {what}{headline} ({one_line(first.outlet)}{aside}){reposts}")


def _fitting(subject: str) -> str:
    return shortened(one_line(subject), LONGEST_SUBJECT)
