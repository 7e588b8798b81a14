"""`storywatch demo`: crawls the replica outlets by topic and shows what was found."""

from __future__ import annotations

import logging
import shlex
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from shutil import which
from typing import Annotated, Any

import typer
from rich.text import Text

from crawler.round import OutletReport
from newsstand import HOST, KeptServing, serve_kept, wall_now
from storywatch.cli.alerts import send_now
from storywatch.cli.crawl import crawl_once
from storywatch.cli.declared import query_of
from storywatch.cli.harmless import one_line
from storywatch.cli.options import AsJson, chosen_settings
from storywatch.cli.passages import excerpts, styled
from storywatch.cli.printing import on_terminal, print_json, say
from storywatch.cli.recorded import recorded
from storywatch.cli.reports import as_document, show_reports
from storywatch.cli.search import search_command
from storywatch.declarations import read_house
from storywatch.deliver import DeliverySettings, Parcel
from storywatch.export import Entry, entry_to_document
from storywatch.journal import Journal
from storywatch.journal.deliveries import Delivery
from storywatch.outlet import Outlet
from storywatch.query import TopicSet, analyse, match
from storywatch.settings import Settings
from storywatch.story import Passage, Story
from storywatch.telling.instants import published_there
from storywatch.topic import Topic

FOLDER = Path("demo-data")
QUERY = '"undersea cables" AND captain'
MOST_A_TOPIC = 3
MOST_OF_A_MAIL = 30  # lines
INDENT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One crawl of the kept newsstand; `entries` are the stories that it recorded."""

    stand: KeptServing
    reports: Sequence[OutletReport]
    balances: bool
    entries: Sequence[Entry]
    known_count: int
    outlets: Mapping[str, Outlet]
    topics: Mapping[str, Topic]
    mails: Sequence[Delivery]

    @property
    def fetched(self) -> int:
        """How many pages were asked for, by the newsstand's own count."""
        return sum(request.is_page for request in self.stand.serving.requests)

    @property
    def unchanged(self) -> int:
        """How many sources said that nothing had changed."""
        return sum(report.sources.get("unchanged", 0) for report in self.reports)


def demo_command(
    *,
    data: Annotated[
        Path, typer.Option("--data", help="The folder that keeps the demo between its runs.")
    ] = FOLDER,
    later: Annotated[
        int,
        typer.Option(
            metavar="MINUTES", help="Let so much time pass on the newsstand first.", min=0
        ),
    ] = 0,
    as_json: AsJson = False,
) -> None:
    """Crawl the replica outlets on loopback by topic, and show what was found."""
    logging.basicConfig(level=logging.ERROR)
    with serve_kept(data, wall=wall_now(), later=timedelta(minutes=later)) as stand:
        if not as_json:
            _print_stand(stand, data)
        done = _crawl(stand, _settings(data), show=not as_json)
    if as_json:
        print_json(_document(done))
    else:
        _print(done, data)
    if not done.balances or any(report.error for report in done.reports):
        raise typer.Exit(1)


def _settings(data: Path) -> Settings:
    chosen = chosen_settings(data=data, outlets=data / "outlets", topics=data / "topics")
    return replace(chosen, allow_private=(f"{HOST}/32",))


def _crawl(stand: KeptServing, settings: Settings, *, show: bool) -> Round:
    outlets, topics = read_house(settings.outlets_dir, settings.topics_dir)
    with Journal.open(settings.journal_path) as journal:
        known = {story.id: story.revision for story in journal.stories()}
    reports, balances = crawl_once(settings, show=show)
    with recorded(settings.data_dir) as journal:
        entries = [
            Entry(story=story, matches=journal.matches(story.id))
            for story in journal.stories()
            if known.get(story.id) != story.revision
        ]
        known_count = journal.count()
        mails = _alert(journal, topics, outlets, settings)
    return Round(
        stand=stand,
        reports=reports,
        balances=balances,
        entries=entries,
        known_count=known_count,
        outlets=outlets,
        topics=topics,
        mails=mails,
    )


def _alert(
    journal: Journal,
    topics: Mapping[str, Topic],
    outlets: Mapping[str, Outlet],
    settings: Settings,
) -> Sequence[Delivery]:
    """Sends what the topics have to tell, always into the Maildir, and returns these mails."""
    before = len(journal.deliveries.log())
    into = DeliverySettings.read(settings.data_dir, {})
    send_now(journal, TopicSet(topics.values(), outlets), outlets, into)
    return journal.deliveries.log()[before:]


def _document(done: Round) -> dict[str, Any]:
    return {
        **as_document(done.reports, balances=done.balances),
        "addresses": done.stand.serving.addresses,
        "pages_fetched": done.fetched,
        "sources_unchanged": done.unchanged,
        "stories_known": done.known_count,
        "mails": [{"to": mail.recipient, "subject": mail.subject} for mail in done.mails],
        "stories": [entry_to_document(entry) for entry in done.entries],
    }


def _print_stand(stand: KeptServing, data: Path) -> None:
    if stand.has_moved:
        say("note: another program has taken a port of the newsstand; it has new addresses,")
        say("so that its pages are fetched again and found to be known.", indent=INDENT)
    shows = f"{stand.serving.stand.now:%H:%M} UTC"
    count = len(stand.serving.addresses)
    say(f"{count} replica outlets are served on {HOST}; their clock stands at {shows}.")
    say(f"They are declared in {data / 'outlets'}, what to look for in {data / 'topics'}.")
    say()


def _print(done: Round, data: Path) -> None:
    show_reports(done.reports)
    say(_pages(done))
    for topic in done.topics.values():
        _print_topic(done, topic)
    say()
    say(f"storywatch search '{QUERY}' --data {shlex.quote(str(data))} --limit 2")
    say()
    search_command(QUERY, data=data, limit=2, page=1, sort="relevance", as_json=False)
    _print_mails(done, data)
    _print_next(done, data)


def _print_mails(done: Round, data: Path) -> None:
    if not done.mails:
        return
    say()
    count = "1 alert mail" if len(done.mails) == 1 else f"{len(done.mails)} alert mails"
    say(Text(f"{count} in {data / 'mail'} (a Maildir); this is the last one:", style="bold"))
    last = done.mails[-1]
    parcel = Parcel(recipient=last.recipient, message_id=last.message_id, content=last.content)
    lines = [f"To: {last.recipient}", f"Subject: {last.subject}", "", *parcel.text.splitlines()]
    for line in lines[:MOST_OF_A_MAIL]:
        say(line.strip(), indent=INDENT + len(line) - len(line.lstrip()) if line else 0)
    if len(lines) > MOST_OF_A_MAIL:
        say(f"… and {len(lines) - MOST_OF_A_MAIL} more lines", indent=INDENT)


def _pages(done: Round) -> str:
    known = f"{done.known_count} stories are kept"
    if done.fetched:
        return f"{done.fetched} pages fetched, {len(done.entries)} stories new or edited; {known}."
    return (
        f"0 pages fetched: nothing has changed on the newsstand since the last run, "
        f"as {done.unchanged} sources said themselves (304); {known}."
    )


def _print_topic(done: Round, topic: Topic) -> None:
    found = [
        entry.story
        for entry in sorted(done.entries, key=_latest_first, reverse=True)
        if topic.id in entry.topics
    ]
    if not found:
        return
    say()
    count = "1 story" if len(found) == 1 else f"{len(found)} stories"
    heading = Text(f"{topic.title or topic.id}: {count}", style="bold")
    say(heading.append(f" ({topic.id})", style="dim"))
    query = query_of(topic, dict(done.topics))
    for story in found[:MOST_A_TOPIC]:
        _print_story(story, match(query, analyse(story)) or (), done.outlets[story.outlet])
    if len(found) > MOST_A_TOPIC:
        say(f"… and {len(found) - MOST_A_TOPIC} more", indent=INDENT)


def _latest_first(entry: Entry) -> float:
    story = entry.story
    return (story.published_at or story.first_seen_at).timestamp()


def _print_story(story: Story, passages: Sequence[Passage], outlet: Outlet) -> None:
    say(one_line(story.title), indent=INDENT)
    say(f"{outlet.name} · {published_there(story, outlet.zone)} · {story.id}", indent=2 * INDENT)
    below = [passage for passage in passages if passage.field != "title"]
    for excerpt in excerpts(story, below or passages, most=1):
        say(styled(excerpt) if on_terminal() else str(excerpt), indent=2 * INDENT)


def _print_next(done: Round, data: Path) -> None:
    say()
    say(Text("What next", style="bold"))
    for command, why in _next(done, data):
        say(f"# {why}", indent=INDENT)
        say(Text(command), indent=INDENT)


def _next(done: Round, data: Path) -> Iterable[tuple[str, str]]:
    there, outlets, topics = (
        shlex.quote(str(path)) for path in (data, data / "outlets", data / "topics")
    )
    where = "" if data == FOLDER else f" --data {there}"
    if not which("storywatch"):
        yield (
            f"export PATH={shlex.quote(str(Path(sys.argv[0]).resolve().parent))}:$PATH",
            "once a shell",
        )
    if done.entries:
        story = max(done.entries, key=lambda entry: len(entry.matches)).story
        yield (
            f"storywatch show {story.id} --data {there}",
            "everything known of a story, with evidence",
        )
    declared = f"--outlets {outlets} --topics {topics}"
    yield f"storywatch serve --data {there} {declared}", "search and all of that in a browser"
    yield f"storywatch alerts log --data {there}", "the mails, and what became of each"
    yield f"storywatch ledger --data {there}", "what became of every lead"
    yield f"storywatch export --data {there} --format atom", "the stories for other programs"
    yield f"storywatch demo --later 60{where}", "an hour later: new stories, edits, a move"
    yield "storywatch init my-desk", "a folder for your own outlets and topics"
