"""A whole watch, killed again and again at any moment: stories, index, mails, copies and ledger end
as those of a watch that nobody disturbed. STORYWATCH_KILLS says how often, at most twelve a run.
"""

from __future__ import annotations

import itertools
import os
import random
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self

import pytest

from newsstand import Credit, Serving, Stand, declare, serve
from newsstand.outlets import CIVIC_LEDGER, MERIDIAN_PRESS, PAISA_TODAY
from storywatch.index.mapping import LEDGER
from storywatch.journal import Journal
from storywatch.journal.notes import EVERYBODY
from storywatch.journal.soundness import faults
from storywatch.query import parse
from storywatch.settings import CHECKOUT
from storywatch.story import Story
from storywatch.watch.daily import KEPT_AS as DAILY
from tests.alerts.soak import told_entries
from tests.end_to_end.conftest import OPENED_AT, story
from tests.end_to_end.outside import Inbox, Shelves, index_open, post_open
from tests.end_to_end.soaking import settings_in, show
from tests.index.memory import INDEX

HALF_DAYS = 3
ENDS = 2 * HALF_DAYS  # until each of which kills may fall
A_RUN = 2 * ENDS
KILLS = int(os.environ.get("STORYWATCH_KILLS") or (3 if os.environ.get("CI") else 0))
RUNS = -(-KILLS // A_RUN)

pytestmark = [
    pytest.mark.skipif(
        not KILLS, reason="takes long; set STORYWATCH_KILLS to how many kills there shall be"
    ),
    pytest.mark.timeout(3600),
]

STEP = timedelta(hours=12)
DIGEST_AFTER = timedelta(hours=11)
PATIENCE = 600  # seconds for what takes two on a machine at rest
A_MOMENT = timedelta(seconds=5)  # that passes between two looks at the desk
OUTLETS = (CIVIC_LEDGER, MERIDIAN_PRESS, PAISA_TODAY)
TOPICS = {
    "harbour": 'query = "harbour"\n[alert]\nwhen = "instant"\n'
    'on_edit = ["title", "terms"]\nrecipients = ["ann@example.org", "bob@example.org"]\n',
    "council": 'query = "council OR harbour"\n[alert]\nwhen = "digest"\n'
    'digest = "daily 08:00 and 20:00 UTC"\nrecipients = ["bob@example.org"]\n',
}
WORDS = ("harbour", "council", "airport")
OF_THE_READING = ("first_seen_at", "fetched_at", "published_latest")
OF_THE_WAY = (*OF_THE_READING, "recorded_at", "revised_at", "indexed_at", "latency", "dated_at")
NUMBERED = ("family", "event")


@dataclass
class World:
    """What is outside of the desk: outlets, a mail server and an index."""

    serving: Serving
    inbox: Inbox
    shelves: Shelves
    environment: dict[str, str]

    @property
    def stand(self) -> Stand:
        return self.serving.stand

    @property
    def ports(self) -> dict[str, int]:
        found = self.serving.addresses.items()
        return {name: int(address.rpartition(":")[2]) for name, address in found}

    @property
    def sources(self) -> set[str]:
        """All that the outlets offer to be polled."""
        found = self.serving.addresses.items()
        return {
            home + channel.path
            for name, home in found
            for channel in self.stand.shelf(name).profile.channels
        }


class Run:
    """Some days of one desk; `hits` counts what a kill fell into."""

    def __init__(self, folder: Path, world: World, dice: random.Random | None) -> None:
        self.folder, self.world, self.dice = folder, world, dice
        self.hits: Counter[str] = Counter()
        self.lives = 0
        self.shares = shares(dice) if dice else [0] * ENDS
        self.until = world.stand.now
        self.settings = settings_in(folder)
        show(folder / "clock", world.stand.now)
        self.desk = self.start()
        self.journal = Journal.open(self.settings.journal_path, owner="judge")

    @classmethod
    def lived(cls, folder: Path, dice: random.Random | None, ports: dict[str, int] | None) -> Self:
        """Returns the run after all its days, all its processes ended."""
        with ExitStack() as open_now:
            stand = Stand(opened_at=OPENED_AT, profiles=OUTLETS)
            serving = open_now.enter_context(serve(stand, ports=ports))
            inbox, smtp_url = open_now.enter_context(post_open())
            shelves, index_url = open_now.enter_context(index_open())
            environment = {"STORYWATCH_SMTP_URL": smtp_url, "STORYWATCH_ES_URL": index_url}
            world = World(serving, inbox, shelves, environment)
            declare(serving, folder)
            (folder / "topics").mkdir()
            for name, text in TOPICS.items():
                (folder / "topics" / f"{name}.toml").write_text(text, encoding="utf-8")
            run = cls(folder, world, dice)
            try:
                for number in range(HALF_DAYS):
                    run.half_a_day(number)
            finally:
                run.desk.kill()
                run.desk.wait()
        return run

    def start(self) -> subprocess.Popen[bytes]:
        with (self.folder / "desk.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "tests.end_to_end.doomed_watch", str(self.folder)],
                cwd=CHECKOUT,
                env={**os.environ, **self.world.environment, "PYTHONPATH": str(CHECKOUT)},
                stdout=log,
                stderr=log,
            )

    def half_a_day(self, number: int) -> None:
        begins = OPENED_AT + number * STEP
        self.world.stand.clock.set(begins)
        happen(self.world.stand, number)  # before the desk is shown that it is so late
        self.goes_on(begins, begins + DIGEST_AFTER, {"harbour"})
        self.world.stand.clock.set(begins + DIGEST_AFTER)
        self.goes_on(begins, begins + STEP, set(TOPICS))

    def goes_on(self, since: datetime, until: datetime, topics: set[str]) -> None:
        """Lets the clock go on, until then at most, and lives end, until all is done."""
        self.until = until - A_MOMENT
        show(self.folder / "clock", self.world.stand.now)
        self.disturb(since, topics)
        self.wait(lambda: self.is_settled(since, topics))

    # Ends of a life

    def disturb(self, since: datetime, topics: set[str]) -> None:
        for _ in range(self.shares.pop()):
            moment = self.moment()
            self.wait(lambda: moment() or self.is_settled(since, topics))  # noqa: B023
            self.kill()

    def kill(self) -> None:
        assert self.dice
        time.sleep(self.dice.random() * self.dice.choice([0.01, 0.2]))
        self.desk.kill()
        self.desk.wait()
        self.hits.update(self.open_work() or {"nothing": 1})
        self.lives += 1
        self.desk = self.start()

    def moment(self) -> Callable[[], bool]:
        """Returns whether a moment that the dice choose has come, as seen from outside."""
        assert self.dice
        world, counted = self.world, self.dice.randrange(1, 5)
        kind = self.dice.choice(("time", "request", "request", "mail", "bulk", "copy"))
        at = time.monotonic() + self.dice.random() * 3
        pages = len(world.serving.requests) + self.dice.randrange(1, 16)
        mails, bulks = world.inbox.asked + counted, world.shelves.asked + counted
        return {
            "time": lambda: time.monotonic() >= at,
            "request": lambda: len(world.serving.requests) >= pages,
            "mail": lambda: world.inbox.asked >= mails,
            "bulk": lambda: world.shelves.asked >= bulks,
            "copy": lambda: bool(self.unproven()),
        }[kind]

    def unproven(self) -> list[Path]:
        return list((self.settings.data_dir / "copies").glob("*.unproven"))

    def open_work(self) -> dict[str, int]:
        """Returns what was begun and not ended, by the journal's account."""
        kinds = {
            "a page": "SELECT 1 FROM leads WHERE fate IS NULL",
            "an alert": "SELECT 1 FROM alert_outbox",
            "a mail": "SELECT 1 FROM deliveries WHERE state = 'handing_over'",
            "the index": "SELECT 1 FROM index_outbox UNION ALL SELECT 1 FROM ledger_outbox",
        }
        rows = self.journal._database.rows
        found = {kind: 1 for kind, sql in kinds.items() if rows(f"{sql} LIMIT 1")}
        return found | ({"the daily copy": 1} if self.unproven() else {})

    # Ends of a day

    def wait(self, condition: Callable[[], bool]) -> None:
        """Lets the clock go on until that is so."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            log = (self.folder / "desk.log").read_text("utf-8")[-3000:]
            assert self.desk.poll() is None, log
            assert time.monotonic() < deadline, (self.open_work(), log)
            time.sleep(0.02)
            now = self.world.stand.now
            self.world.stand.clock.set(max(now, min(now + A_MOMENT, self.until)))
            show(self.folder / "clock", self.world.stand.now)

    def is_settled(self, since: datetime, topics: set[str]) -> bool:
        journal = self.journal
        sources = journal.sources()
        upkeep = journal.memory(EVERYBODY, DAILY)
        polled = {one.url for one in sources if one.polled_at and one.polled_at >= since}
        return bool(
            self.world.sources <= polled
            and not self.open_work()
            and not {alert.topic for alert in journal.alerts.waiting()} & topics
            and all(mail.state == "sent" for mail in journal.deliveries.log())
            and upkeep
            and datetime.fromisoformat(upkeep) > since - timedelta(days=1)
        )

    # What became of it

    def stories(self) -> dict[str, Any]:
        return {
            one.url: (
                [without(OF_THE_READING, fields_of(past)) for past in self.revisions(one)],
                sorted(match.topic for match in self.journal.matches(one.id)),
            )
            for one in self.journal.stories()
        }

    def revisions(self, one: Story) -> Sequence[Story]:
        return self.journal.revisions(one.id)

    def index(self) -> dict[str, Any]:
        return {
            document["url"]: without((*OF_THE_WAY, *NUMBERED, "matches"), document)
            | {"matches": sorted(match["topic"] for match in document["matches"])}
            for _, document in self.world.shelves.indices[INDEX].values()
        }

    def kin(self) -> set[frozenset[str]]:
        """Which stories are copies of each other, by the index's account."""
        families: dict[str, set[str]] = defaultdict(set)
        for _, document in self.world.shelves.indices[INDEX].values():
            families[document["family"]].add(document["url"])
        return {frozenset(one) for one in families.values()}

    def counts(self) -> Counter[tuple[str, str]]:
        """The ledger by outlet and fate."""
        return +Counter(
            {
                (row.outlet, fate): count
                for row in self.journal.ledger().by_outlet()
                for fate, count in {**row.by_fate, "discovered": row.discovered}.items()
            }
        )

    def counts_told(self) -> Counter[tuple[str, str]]:
        """The ledger by outlet and fate, as the index was told of it."""
        told: Counter[tuple[str, str]] = Counter()
        for _, document in self.world.shelves.indices[LEDGER].values():
            told[document["outlet"], document["fate"]] += document["count"]
        return +told

    def told(self) -> Counter[tuple[str, str, bool]]:
        """How often whom was told of what, and whether as an edit: each mail counted once."""
        entries = told_entries(self.world.inbox.parcels)
        return Counter((one.recipient, one.url, one.section == "Edited") for one in entries)

    def doubles(self) -> set[str]:
        """The mails that came twice."""
        counts = Counter(parcel.message_id for parcel in self.world.inbox.parcels)
        return {message for message, count in counts.items() if count > 1}


def happen(stand: Stand, number: int) -> None:
    """Publishes half a day's stories, edits one of the last half day's and copies another."""
    for profile, word in itertools.product(OUTLETS, WORDS):
        slug = f"{word}-plan-{number}-of-{profile.id.partition('_')[0]}"
        stand.publish(profile.id, story(slug))
    if number:
        first, second, third = (profile.id for profile in OUTLETS)
        stand.edit(first, f"harbour-plan-{number - 1}-of-civic", title=f"A new harbour {number}")
        copied = Credit(outlet=second, slug=f"council-plan-{number - 1}-of-meridian")
        stand.repost(third, copied, slug=f"copy-{number}")


def shares(dice: random.Random) -> list[int]:
    """Returns how many kills fall until each end of a run."""
    most = min(KILLS, A_RUN)
    each = [most // ENDS + (number < most % ENDS) for number in range(ENDS)]
    dice.shuffle(each)
    return each


def without(names: Sequence[str], fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in names}


def fields_of(one: Story) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__dataclass_fields__}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    run = Run.lived(tmp_path_factory.mktemp("undisturbed"), None, None)
    yield run
    run.journal.close()


def test_an_undisturbed_watch_tells_and_indexes_all(undisturbed: Run) -> None:
    assert len(undisturbed.stories()) > 6 * HALF_DAYS
    assert set(undisturbed.index()) == set(undisturbed.stories())
    assert any(is_edit for *_, is_edit in undisturbed.told())
    assert max(undisturbed.told().values()) == 1
    assert undisturbed.counts_told() == undisturbed.counts()
    assert any(len(family) > 1 for family in undisturbed.kin())


@pytest.mark.parametrize("seed", range(RUNS))
def test_a_watch_that_is_killed_ends_where_an_undisturbed_one_does(
    seed: int, undisturbed: Run, tmp_path: Path
) -> None:
    run = Run.lived(tmp_path, random.Random(seed), undisturbed.world.ports)
    print(f"seed {seed}: {run.lives} kills, which fell into {dict(run.hits)}")

    with run.journal as journal:
        assert run.lives == min(KILLS, A_RUN)
        assert journal.ledger().balances
        assert run.stories() == undisturbed.stories()
        assert run.index() == undisturbed.index()
        assert run.kin() == undisturbed.kin()
        assert run.counts_told() == run.counts()
        assert run.told() == undisturbed.told()
        log = journal.deliveries.log()
        assert run.doubles() <= {mail.message_id for mail in log if mail.uncertain_count}
        for word in (*WORDS, "plan"):
            found = journal.search(parse(word)).total
            assert found == undisturbed.journal.search(parse(word)).total
    assert faults(run.settings.journal_path) == []
    copies = list((run.settings.data_dir / "copies").glob("*.db"))
    assert copies
    assert [faults(copy) for copy in copies] == [[]] * len(copies)
