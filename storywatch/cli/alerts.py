"""`storywatch alerts`: send what is due, see what was sent, try things out, send again."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections import Counter
from collections.abc import Coroutine, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TypeVar

import structlog
import typer

from storywatch.alert import Mail
from storywatch.alerts.digest import Letter
from storywatch.alerts.due import AT_ONCE
from storywatch.alerts.house import House
from storywatch.alerts.rehearsing import previewed_mail
from storywatch.alerts.relay import Relay, letterhead
from storywatch.alerts.render import message_id, written
from storywatch.alerts.wording import counted
from storywatch.cli.declared import declared, the_topic
from storywatch.cli.instants import since as instant_of
from storywatch.cli.options import AsJson, DataDir, OutletsDir, TopicsDir, chosen_settings
from storywatch.cli.printing import complain, print_json, print_table, say
from storywatch.cli.recorded import recorded
from storywatch.cli.reporting import FOUND_WANTING
from storywatch.deliver import Accepted, Channels, DeliverySettings, Parcel, attempt
from storywatch.errors import WrongUse
from storywatch.export.entries import timestamp
from storywatch.harmless import harmless
from storywatch.journal import Journal
from storywatch.journal.deliveries import Delivery, State
from storywatch.query import TopicSet
from storywatch.recipients import shown
from storywatch.telling.instants import minute
from storywatch.topic import Topic, known_recipient

T = TypeVar("T")

INDENT = 3
NEEDS_SOMEONE = ("refused", "uncertain", "unreachable", "unwritable")

app = typer.Typer(help="Send alerts, see what was sent, and send again.")
DeliveryIds = Annotated[
    list[int] | None, typer.Argument(metavar="ID", help="Deliveries, as `alerts log` numbers.")
]


class Form(StrEnum):
    """How a previewed mail is printed."""

    TEXT = "text"
    HTML = "html"
    RAW = "raw"


class Kept(StrEnum):
    """The states of deliveries."""

    WAITING = "waiting"
    HANDING_OVER = "handing_over"
    SENT = "sent"
    HELD = "held"
    DEAD = "dead"


@app.command("send")
def send_command(
    *,
    data: DataDir = None,
    topics: TopicsDir = None,
    outlets: OutletsDir = None,
    as_json: AsJson = False,
) -> None:
    """Send all alerts that are due now; exit 1 if some could not be sent."""
    known, found = declared(topics, outlets)
    with recorded(data) as journal:
        counts = send_now(journal, TopicSet(found.values(), known), known, delivery_settings(data))
        left = len(journal.alerts.waiting())
    if as_json:
        print_json({**counts, "waiting": left})
    else:
        told = ", ".join(f"{count} {what}" for what, count in sorted(counts.items())) or "none due"
        say(f"mails: {told}; {counted(left, 'alert')} waiting to be due")
    if any(counts.get(what) for what in NEEDS_SOMEONE):
        raise typer.Exit(FOUND_WANTING)


@app.command("preview")
def preview_command(
    topic: Annotated[str, typer.Argument(metavar="TOPIC", help="The topic's id.")],
    *,
    since: Annotated[str, typer.Option(help="Stories recorded since: 7d, 12h, 2025-12-01.")] = "7d",
    form: Annotated[Form, typer.Option("--format", help="What to print.")] = Form.TEXT,
    data: DataDir = None,
    topics: TopicsDir = None,
    outlets: OutletsDir = None,
    as_json: AsJson = False,
) -> None:
    """Print the mail that a topic would send of what is recorded; nothing is sent."""
    now = datetime.now(UTC)
    known, found = declared(topics, outlets)
    tried = telling(the_topic(found, topic))
    alone = TopicSet([*found.values()], known).with_topic(tried)
    whole = House.of(alone, known)
    house = House(topics={topic: tried}, outlets=known, trees=whole.trees)
    with recorded(data) as journal:
        span = (instant_of(since, now=now), now)
        intent = previewed_mail(journal, alone, house, delivery_settings(data), span=span)
    if intent is None:
        say(f"{topic}: nothing recorded since {since} matches")
        raise typer.Exit(FOUND_WANTING)
    parcel = Parcel(recipient="", message_id=intent.message_id, content=intent.content)
    if as_json:
        print_json({"subject": intent.subject, "text": parcel.text, "html": parcel.html})
    else:
        _print_parcel(parcel, form)


@app.command("send-test")
def send_test_command(
    recipient: Annotated[
        str, typer.Argument(metavar="RECIPIENT", help="An address or channel, as topics name it.")
    ],
    *,
    data: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Send a test to a recipient at once, and say what became of it; exit 1 if it was not taken."""
    settings = delivery_settings(data)
    try:
        known_recipient(recipient)
    except ValueError as error:
        raise WrongUse(f"{recipient!r} is no recipient; {error}") from error
    letter = Letter(
        mail=Mail(recipient=recipient, at=datetime.now(UTC)),
        subject="storywatch: a test",
        heading="A test: alerts reach you",
        topics=(),
        zone=None,
    )
    head = letterhead(settings)
    parcel = Parcel(
        recipient=recipient, message_id=message_id(letter, head), content=written(letter, head)
    )
    log_warnings()
    channel = Channels(settings).of(recipient)
    outcome = done(attempt(channel, parcel, lambda: None))
    kind = type(outcome).__name__.lower()
    if as_json:
        print_json({"channel": channel.name, "outcome": kind, "words": outcome.words})
    else:
        say(f"{shown(recipient)} by {channel.name}: {kind}: {outcome.words}")
    if not isinstance(outcome, Accepted):
        raise typer.Exit(FOUND_WANTING)


@app.command("log")
def log_command(
    *,
    state: Annotated[Kept | None, typer.Option(help="Only deliveries in this state.")] = None,
    topic: Annotated[str | None, typer.Option(help="Only of this topic.")] = None,
    recipient: Annotated[str | None, typer.Option(help="Only to this recipient.")] = None,
    last: Annotated[int, typer.Option(help="So many of the last ones.", min=1)] = 50,
    events: Annotated[bool, typer.Option("--events", help="All that happened to each.")] = False,
    data: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """List the mails that were written, and what became of each in the server's words."""
    wanted: State | None = state.value if state else None
    with recorded(data) as journal:
        found = journal.deliveries.log(state=wanted, recipient=recipient, topic=topic, last=last)
        documents = [_document(delivery, journal) for delivery in found]
        waiting = Counter(alert.topic for alert in journal.alerts.waiting())
    if as_json:
        print_json(documents)
        return
    headings = ("id", "due", "recipient", "topics", "state", "turned down", "subject", "last words")
    print_table(headings, [_row(document) for document in documents])
    if events:
        _print_events(documents)
    say(f"{counted(len(documents), 'mail')}; {_in_words(waiting)}")


@app.command("retry")
def retry_command(
    ids: DeliveryIds = None,
    *,
    dead: Annotated[bool, typer.Option("--dead", help="All dead letters.")] = False,
    held: Annotated[bool, typer.Option("--held", help="All that are held as uncertain.")] = False,
    data: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Put dead letters and held mails back, to be sent with the same bytes and Message-ID."""
    if not (ids or dead or held):
        raise WrongUse("no mail is named; write numbers of `alerts log`, --dead or --held")
    with recorded(data) as journal:
        chosen = list(ids or ())
        for state, is_wanted in (("dead", dead), ("held", held)):
            if is_wanted:
                found = journal.deliveries.log(state=state)  # type: ignore[arg-type]
                chosen += [delivery.id for delivery in found]
        put_back = journal.deliveries.retry(chosen, now=datetime.now(UTC))
    if as_json:
        print_json({"put_back": list(put_back)})
    else:
        say(f"{len(put_back)} of {counted(len(chosen), 'mail')} put back, to be sent again")
    if len(put_back) < len(chosen) or not chosen:
        complain("only mails that exist and were not sent can be sent again; see `alerts log`")
        raise typer.Exit(FOUND_WANTING)


@app.command("subscribe")
def subscribe_command(
    recipient: Annotated[str, typer.Argument(metavar="RECIPIENT", help="Who has unsubscribed.")],
    topics: Annotated[list[str], typer.Argument(metavar="TOPIC", help="From what.")],
    *,
    data: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Take back an unsubscription, for matches from now on; exit 1 if there was none."""
    with recorded(data) as journal:
        count = journal.alerts.subscriptions.subscribe((recipient, topic) for topic in topics)
    if as_json:
        print_json({"subscribed": count})
    else:
        say(f"{shown(recipient)} is told again of {count} of {counted(len(topics), 'topic')}")
    if count < len(topics):
        others = "no other" if count else "none"
        complain(f"{shown(recipient)} has unsubscribed from {others} of them")
        raise typer.Exit(FOUND_WANTING)


def delivery_settings(data: Path | None) -> DeliverySettings:
    """Returns how alerts go out, for a data folder."""
    return DeliverySettings.read(chosen_settings(data=data).data_dir)


def send_now(
    journal: Journal, topics: TopicSet, outlets: Mapping[str, Any], settings: DeliverySettings
) -> dict[str, int]:
    """Sends all that is due, everything that waits for one person in one mail; returns counts."""
    log_warnings()
    relay = Relay(
        journal=journal,
        house=House.of(topics, outlets),
        settings=settings,
        clock=lambda: datetime.now(UTC),
        pace=AT_ONCE,
    )
    done(relay.drain())
    for error in topics.errors:
        complain(f"note: {error}; what it has to tell waits")
    return dict(relay.counts)


def done(work: Coroutine[Any, Any, T]) -> T:
    """Returns what a coroutine does in a loop of its own; a crawl's loop stays where it is."""
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        return runner.run(work)


def log_warnings() -> None:
    """Sends what goes wrong to standard error; what goes well is printed in the end."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def telling(topic: Topic) -> Topic:
    """Returns the topic as one that tells at once, and whose examples keep it from nothing."""
    policy = topic.alert
    if policy.when == "never":
        policy = policy.model_copy(update={"when": "instant"})
    return topic.model_copy(update={"must_match": (), "must_not_match": (), "alert": policy})


def _in_words(waiting: Counter[str]) -> str:
    of_topics = ", ".join(f"{topic} {count}" for topic, count in sorted(waiting.items()))
    said = f"{counted(waiting.total(), 'alert')} waiting to be due"
    return f"{said}: {of_topics}" if of_topics else said


def _print_parcel(parcel: Parcel, form: Form) -> None:
    if form is Form.RAW:
        sys.stdout.buffer.write(parcel.content)
        return
    if form is Form.TEXT:
        say(f"Subject: {parcel.message['Subject']}")
        say()
        sys.stdout.write(harmless(parcel.text) + "\n")
        return
    sys.stdout.write(parcel.html)


def _document(delivery: Delivery, journal: Journal) -> dict[str, Any]:
    accepted = delivery.accepted_at
    return {
        "id": delivery.id,
        "message_id": delivery.message_id,
        "recipient": shown(delivery.recipient),
        "topics": list(delivery.topics),
        "subject": delivery.subject,
        "state": delivery.state,
        "attempts": delivery.attempts,
        "uncertain_count": delivery.uncertain_count,
        "due_at": timestamp(delivery.due_at),
        "not_before": timestamp(delivery.not_before),
        "accepted_at": timestamp(accepted) if accepted else None,
        "events": [
            {
                "happened_at": timestamp(event.happened_at),
                "event": event.event,
                "words": event.words,
            }
            for event in journal.deliveries.events(delivery.id)
        ],
    }


def _row(document: dict[str, Any]) -> tuple[str, ...]:
    last = document["events"][-1]
    uncertain = " (uncertain)" if document["uncertain_count"] else ""
    return (
        str(document["id"]),
        minute(datetime.fromisoformat(document["due_at"])),
        document["recipient"],
        ", ".join(document["topics"]),
        document["state"] + uncertain,
        str(document["attempts"]),
        document["subject"],
        f"{last['event']}: {last['words']}" if last["words"] else last["event"],
    )


def _print_events(documents: list[dict[str, Any]]) -> None:
    for document in documents:
        say()
        say(f"{document['id']} {document['message_id']} {document['subject']}")
        for event in document["events"]:
            at = minute(datetime.fromisoformat(event["happened_at"]))
            say(f"{at} {event['event']} {event['words']}", indent=INDENT)
    say()
