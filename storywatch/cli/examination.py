"""What `storywatch doctor` looks at: each thing that a watch needs, with a finding and advice."""

from __future__ import annotations

import os
import platform
import shutil
import socket
import sqlite3
import sys
import tempfile
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from storywatch.alerts.wording import counted
from storywatch.declarations import read_house
from storywatch.deliver.settings import DESK, SENDER, DeliverySettings
from storywatch.errors import Misconfigured, WrongUse
from storywatch.journal.soundness import damages, misfit, sqlite_lacks
from storywatch.outlet import Outlet
from storywatch.query import TopicSet
from storywatch.recipients import is_address
from storywatch.settings import CHECKOUT, NO_CONTACT, Settings
from storywatch.topic import Topic

OLDEST_PYTHON = (3, 11)
LITTLE_ROOM = 2 * 1024**3  # bytes: a few hundred thousand stories
NO_ROOM = 100 * 1024**2
CHANNEL = "channel:"
SKEW = timedelta(minutes=5)  # what a file of this checkout may seem to be from the future


class Verdict(StrEnum):
    """How a thing is: fine, fine for now, or in the way of a watch."""

    OK = "ok"
    WARN = "warn"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found about one thing, and what to do when it is not ok."""

    about: str
    verdict: Verdict
    what: str
    advice: str = ""


def examine(settings: Settings, *, now: datetime) -> Iterator[Finding]:
    """Yields a finding for each thing that a watch needs; changes nothing."""
    yield _python()
    yield _sqlite()
    yield _zones()
    yield _clock(now)
    yield _loopback()
    yield _data_folder(settings.data_dir)
    yield _room(settings.data_dir)
    yield _journal(settings.journal_path)
    yield _contact(settings.contact)
    yield from _declarations(settings)


def _python() -> Finding:
    version = platform.python_version()
    if sys.version_info >= OLDEST_PYTHON:
        return _ok("python", version)
    return _wrong(
        "python", f"{version} is too old", "Install Python 3.11 or later, then make setup."
    )


def _sqlite() -> Finding:
    lack = sqlite_lacks()
    if lack is None:
        return _ok("sqlite", f"{sqlite3.sqlite_version} with FTS5")
    return _wrong("sqlite", lack, "Use a Python whose SQLite has it, such as python.org's.")


def _zones() -> Finding:
    try:
        ZoneInfo("Asia/Kolkata")
    except (ZoneInfoNotFoundError, OSError) as error:
        return _wrong(
            "time zones", f"no data of them ({error})", "Run make setup: it brings tzdata."
        )
    return _ok("time zones", "their data is there")


def _clock(now: datetime) -> Finding:
    newest = datetime.fromtimestamp((CHECKOUT / "pyproject.toml").stat().st_mtime, UTC)
    if now < newest - SKEW:
        what = f"shows {now:%F %H:%M} UTC, earlier than storywatch's own files"
        return _wrong("clock", what, "Set it, by NTP if you can: dates are held against it.")
    return _ok("clock", f"{now:%F %H:%M} UTC")


def _loopback() -> Finding:
    try:
        socket.create_server(("127.0.0.1", 0)).close()
    except OSError as error:
        return _warn("ports", f"none can be had on 127.0.0.1 ({error})", "The demo needs some.")
    return _ok("ports", "free ones can be had on 127.0.0.1")


def _data_folder(folder: Path) -> Finding:
    there = _nearest(folder)
    try:
        if not there.is_dir():
            raise NotADirectoryError(20, "it is a file", str(there))
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as error:
        advice = "Let this user write it, or name another by --data or STORYWATCH_DATA_DIR."
        return _wrong("data folder", f"{there} cannot be written ({error.strerror})", advice)
    return _ok(
        "data folder", f"{folder}" + ("" if folder.exists() else ", made by the first crawl")
    )


def _room(folder: Path) -> Finding:
    free = shutil.disk_usage(_nearest(folder)).free
    what = f"{free / 1024**3:.1f} GiB free"
    advice = "Make room, or name a data folder on another disk."
    if free < NO_ROOM:
        return _wrong("disk", what, advice)
    return _warn("disk", what, advice) if free < LITTLE_ROOM else _ok("disk", what)


def _journal(path: Path) -> Finding:
    if not path.exists():
        return _ok("journal", f"{path} is made by the first crawl")
    if unfit := misfit(path):
        what, _, instead = str(unfit).partition("; ")
        return _wrong("journal", what, _sentence(instead))
    found = damages(path)
    if found:
        advice = "Restore a copy, or see docs/guide/journal.md; keep the file as it is."
        return _wrong("journal", f"{path} is damaged: {found[0]}", advice)
    return _ok("journal", f"{path}, {path.stat().st_size / 1024**2:.1f} MiB, is whole")


def _contact(contact: str) -> Finding:
    if contact == NO_CONTACT:
        return _warn(
            "contact",
            "outlets are not told who asks for their pages",
            "Set STORYWATCH_CONTACT to an e-mail or web address that somebody reads.",
        )
    return _ok("contact", contact)


def _declarations(settings: Settings) -> Iterator[Finding]:
    try:
        outlets, topics = read_house(settings.outlets_dir, settings.topics_dir)
    except Misconfigured as error:
        for mistake in error.mistakes:
            what = f"{mistake.place}: {mistake.what}"
            yield _wrong("declarations", what, mistake.instead)
        return
    yield _ok("outlets", f"{len(outlets)} in {settings.outlets_dir}")
    yield from _shared_sources(outlets.values())
    yield from _alerts(settings.data_dir, topics.values())
    errors = TopicSet(topics.values(), outlets).errors
    for said in errors:
        yield _wrong("topics", str(said), "See `storywatch topics test`.")
    if not errors:
        yield _ok("topics", f"{len(topics)} in {settings.topics_dir}, their examples hold")


def _shared_sources(outlets: Iterable[Outlet]) -> Iterator[Finding]:
    """Yields each source that several outlets have: its stories would be fetched for each."""
    by_url: dict[str, list[str]] = {}
    for outlet in outlets:
        for url in dict.fromkeys(source.url for source in outlet.sources):
            by_url.setdefault(url, []).append(outlet.id)
    for url, names in by_url.items():
        if len(names) > 1:
            what = f"{url} is a source of {' and of '.join(names)}"
            yield _warn("outlets", what, "Keep it in one, unless both shall have its stories.")


def _alerts(data_dir: Path, topics: Collection[Topic]) -> Iterator[Finding]:
    """Yields what is in the way of alerts, or how they go out; nobody is written to."""
    telling = [topic for topic in topics if topic.alert.when != "never"]
    recipients = {name for topic in telling for name in topic.alert.recipients}
    try:
        # A key of the data folder's own would be made if it were asked for.
        delivery = DeliverySettings.read(data_dir, {**os.environ, "STORYWATCH_SECRET": "-"})
        for name in sorted(recipients):
            if name.startswith(CHANNEL):
                delivery.channel_url(name.removeprefix(CHANNEL))
    except WrongUse as error:
        what, _, instead = str(error).partition("; ")
        yield _wrong("alerts", what, _sentence(instead))
        return
    nobody = ", ".join(topic.id for topic in telling if not topic.alert.recipients)
    if nobody and delivery.alert_to == DESK:
        advice = "Name recipients in the topic's file, or set STORYWATCH_ALERT_TO."
        yield _warn("alerts", f"{nobody}: nobody is named, so {DESK} is told", advice)
    if telling and delivery.smtp_url and delivery.mail_from == SENDER:
        advice = "Set STORYWATCH_MAIL_FROM: servers refuse mail from a name of no domain."
        yield _warn("alerts", f"mail comes from {SENDER}", advice)
    yield _ok("alerts", _ways(len(telling), recipients, delivery))


def _sentence(words: str) -> str:
    end = "" if words.endswith(("…", ".")) else "."
    return f"{words[:1].upper()}{words[1:]}{end}" if words else ""


def _ways(count: int, recipients: Collection[str], delivery: DeliverySettings) -> str:
    if not count:
        return "no topic tells anybody"
    told = f"{counted(count, 'topic')} {'tells' if count == 1 else 'tell'}"
    if recipients and not any(map(is_address, recipients)):
        return f"{told}, none by mail"
    return f"{told}; mail goes " + (
        "out by SMTP" if delivery.smtp_url else f"into the Maildir {delivery.mail_dir}"
    )


def _nearest(folder: Path) -> Path:
    """Returns the folder, or the nearest one above it that exists."""
    whole = Path(os.path.abspath(folder))  # noqa: PTH100 - resolve() would follow a broken link
    return next(each for each in (whole, *whole.parents) if each.exists())


def _ok(about: str, what: str) -> Finding:
    return Finding(about=about, verdict=Verdict.OK, what=what)


def _warn(about: str, what: str, advice: str) -> Finding:
    return Finding(about=about, verdict=Verdict.WARN, what=what, advice=advice)


def _wrong(about: str, what: str, advice: str) -> Finding:
    return Finding(about=about, verdict=Verdict.WRONG, what=what, advice=advice)
