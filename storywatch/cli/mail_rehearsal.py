"""The mails that a topic would have sent, written to a folder by the code that sends them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from storywatch.alerts.house import House
from storywatch.alerts.rehearsing import rehearsed_mails
from storywatch.cli.options import chosen_settings
from storywatch.cli.printing import print_table, say
from storywatch.deliver import DeliverySettings
from storywatch.export.entries import timestamp
from storywatch.journal import Journal
from storywatch.outlet import Outlet
from storywatch.query import TopicSet
from storywatch.recipients import shown
from storywatch.story import digest
from storywatch.telling.instants import minute
from storywatch.topic import Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """The declarations that a rehearsal stands on, and the data folder."""

    topics: dict[str, Topic]
    outlets: dict[str, Outlet]
    data: Path | None


def write_mails(
    journal: Journal,
    declared: Declared,
    tried: Topic,
    folder: Path,
    span: tuple[datetime, datetime],
) -> list[dict[str, Any]]:
    """Writes each mail that names the topic as a file, and returns what they are.

    The other topics are rehearsed along with it: mails to one person are merged.
    """
    live = TopicSet(declared.topics.values(), declared.outlets)
    alone = tried.model_copy(update={"must_match": (), "must_not_match": ()})
    topics = live.with_topic(alone)
    house = House.of(topics, declared.outlets)
    settings = DeliverySettings.read(chosen_settings(data=declared.data).data_dir)
    folder.mkdir(parents=True, exist_ok=True)
    told = []
    for mail, intent in rehearsed_mails(journal, topics, house, settings, span=span):
        if tried.id in mail.topics:
            name = f"{mail.at.astimezone(UTC):%Y-%m-%dT%H-%M-%SZ}-{digest(intent.message_id)}.eml"
            (folder / name).write_bytes(intent.content)
            told.append(
                {
                    "file": name,
                    "at": timestamp(mail.at),
                    "recipient": shown(mail.recipient),
                    "message_id": intent.message_id,
                    "subject": intent.subject,
                }
            )
    return told


def print_mails(told: Sequence[dict[str, Any]], folder: Path) -> None:
    """Prints which mails would have been sent when, and to whom."""
    say()
    if told:
        print_table(("at", "to", "subject"), list(_rows(told)))
    count = "1 mail" if len(told) == 1 else f"{len(told) or 'no'} mails"
    say(f"{count} would have been sent; {folder} holds them as files")


def _rows(told: Iterable[dict[str, Any]]) -> Iterable[tuple[str, str, str]]:
    for one in told:
        at = minute(datetime.fromisoformat(one["at"]))
        yield at, one["recipient"], one["subject"]
