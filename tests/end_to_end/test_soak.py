"""Days at the newsstand in minutes: everything is crawled, and mailed over SMTP; outlets and the
mail server go down, the desk is killed. STORYWATCH_SOAK_DAYS makes it longer.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from newsstand import Credit, Serving, Stand, Story, blocks_of, declare, serve
from newsstand.outlets import STANDARD
from storywatch.journal import Journal
from storywatch.settings import CHECKOUT
from tests.alerts.soak import by_reader, told_entries
from tests.end_to_end.conftest import OPENED_AT, WORDS
from tests.end_to_end.outside import Inbox, free_port
from tests.end_to_end.soaking import settings_in, show, shown

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

DAYS = int(os.environ.get("STORYWATCH_SOAK_DAYS", "1"))
STEP = timedelta(minutes=30)
CALM = timedelta(days=1, hours=6)  # afterwards: a digest comes, and what failed is tried again
ANN, BOB, CLEO = "ann@example.org", "bob@example.org", "cleo@example.org"
READERS = {"zebra": (ANN, BOB), "quagga": (BOB,), "okapi": (CLEO,)}
POLICIES = {
    "zebra": 'when = "instant"\non_edit = ["title", "terms"]',
    "quagga": 'when = "digest"\ndigest = "daily 07:00 Europe/Berlin"',
    "okapi": 'when = "instant"\nthrottle_minutes = 90\nquiet = "23:00-05:00"',
}


class Soak:
    """One soak: the stand, a mail server that comes and goes, and a desk that is killed."""

    def __init__(self, folder: Path, serving: Serving) -> None:
        self.folder, self.stand = folder, serving.stand
        self.dice = random.Random(5)
        self.inbox = Inbox()
        self.port = free_port()
        self.post: Controller | None = None
        self.open_post()
        self.told: list[tuple[str, str]] = []  # outlets and first slugs
        self.down: set[str] = set()
        self.kills = 0
        self.outages = {"outlet": 0, "post": 0}
        show(folder / "clock", self.stand.now)
        self.desk = self.start()

    def start(self) -> subprocess.Popen[bytes]:
        words = ["tests.end_to_end.soaking", str(self.folder)]
        words.append(f"smtp://127.0.0.1:{self.port}")
        with (self.folder / "desk.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", *words],
                cwd=CHECKOUT,
                env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
                stdout=log,
                stderr=log,
            )

    def run(self) -> None:
        steps = int(timedelta(days=DAYS) / STEP)
        for number in range(steps):
            self.happen()
            self.step(is_fatal=number % 12 == 7)
        for outlet in list(self.down):
            self.come_back(outlet)
        self.open_post()
        for _ in range(int(CALM / STEP)):
            self.step()
        self.desk.terminate()
        self.desk.wait(20)
        self.close_post()

    def step(self, *, is_fatal: bool = False) -> None:
        """Lets the clock go on, and waits until the desk has done what was due, or kills it."""
        self.stand.clock.advance(STEP)
        show(self.folder / "clock", self.stand.now)
        if is_fatal:
            time.sleep(self.dice.random() * 0.4)
            self.desk.kill()
            self.desk.wait()
            self.kills += 1
            self.desk = self.start()
        deadline = time.monotonic() + 90
        done = self.folder / "done"
        while not (done.exists() and shown(done) == self.stand.now):
            assert self.desk.poll() is None, (self.folder / "desk.log").read_text()[-2000:]
            assert time.monotonic() < deadline, "the desk does not get on"
            time.sleep(0.01)

    def happen(self) -> None:
        acts = [self.publish, self.copy, self.edit, self.move, self.fail, self.lose_post]
        for act in self.dice.choices(acts, [8, 2, 2, 1, 1, 1], k=self.dice.choice([0, 1, 2])):
            act()
        for outlet in list(self.down):
            if self.dice.random() < 0.2:
                self.come_back(outlet)
        if self.dice.random() < 0.2:
            self.open_post()

    # What happens

    def publish(self) -> None:
        outlet, slug = self.dice.choice(self.stand.outlets), f"story-{len(self.told)}"
        terms = self.dice.sample(sorted(READERS), self.dice.choice([0, 1, 1, 2]))
        seen = (*terms, *["keeper"] * (4 - len(terms)))
        lines = [
            f"Of the {one} in {slug} they said {' and '.join(self.dice.sample(WORDS, 24))}."
            for one in seen
        ]
        section = self.stand.shelf(outlet).profile.sections[0]
        blocks = blocks_of("\n".join(lines))
        title = f"{' '.join(self.dice.sample(WORDS, 5)).capitalize()} {len(self.told)}"
        self.stand.publish(outlet, Story(slug=slug, title=title, blocks=blocks, section=section))
        self.told.append((outlet, slug))

    def copy(self) -> None:
        if self.told:
            outlet, slug = self.dice.choice(self.told[-20:])
            others = [name for name in self.stand.outlets if name != outlet]
            place, new = self.dice.choice(others), f"copy-{len(self.told)}"
            self.stand.repost(place, Credit(outlet=outlet, slug=slug), slug=new)
            self.told.append((place, new))

    def edit(self) -> None:
        if self.told:
            outlet, slug = self.dice.choice(self.told[-20:])
            told = self.stand.shelf(outlet).find(slug).story
            self.stand.edit(outlet, slug, title=f"{told.title} again")

    def move(self) -> None:
        if self.told:
            outlet, slug = self.dice.choice(self.told[-20:])
            self.stand.redirect(outlet, slug, f"moved-{self.dice.random()}".replace(".", "-"))

    def fail(self) -> None:
        outlet = self.dice.choice(self.stand.outlets)
        self.stand.goes_down(outlet)
        self.down.add(outlet)
        self.outages["outlet"] += 1

    def come_back(self, outlet: str) -> None:
        self.stand.comes_back(outlet)
        self.down.discard(outlet)

    def lose_post(self) -> None:
        self.outages["post"] += self.post is not None
        self.close_post()

    def open_post(self) -> None:
        if self.post is None:
            self.post = Controller(self.inbox, hostname="127.0.0.1", port=self.port)
            self.post.start()

    def close_post(self) -> None:
        if self.post is not None:
            self.post.stop()
            self.post = None


@pytest.fixture(scope="module")
def soak(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Soak]:
    folder = tmp_path_factory.mktemp("soak")
    (folder / "topics").mkdir()
    for name, policy in POLICIES.items():
        told = f'query = "{name}"\n[alert]\n{policy}\nrecipients = {list(READERS[name])}\n'
        (folder / "topics" / f"{name}.toml").write_text(told, encoding="utf-8")
    with serve(Stand(opened_at=OPENED_AT, profiles=STANDARD)) as serving:
        declare(serving, folder)
        run = Soak(folder, serving)
        try:
            run.run()
            yield run
        finally:
            run.desk.kill()
            run.desk.wait()
            run.close_post()


def test_the_days_were_rough(soak: Soak) -> None:
    assert soak.kills >= 2 * DAYS
    assert min(soak.outages.values()) >= 1
    assert len(soak.inbox.parcels) > 10 * DAYS
    with Journal.open(settings_in(soak.folder).journal_path) as journal:
        assert journal.ledger().balances
        assert {mail.state for mail in journal.deliveries.log()} == {"sent"}
        assert not journal.alerts.waiting()


def test_everybody_is_told_once_of_every_story_and_of_none_besides(soak: Soak) -> None:
    mails = by_reader([one for one in told_entries(soak.inbox.parcels) if one.section != "Edited"])
    texts: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    for truth in soak.stand.truth():
        texts[truth.outlet, truth.body] += truth.addresses
    owed = 0
    for (_, body), addresses in texts.items():
        readers = {who for term, people in READERS.items() if term in str(body) for who in people}
        for who in (ANN, BOB, CLEO):
            told = [one for url in addresses for one in mails.pop((who, url), [])]
            assert len(told) == (who in readers), (who, addresses, told)
            owed += len(told)
    assert not mails
    assert owed > 20 * DAYS


def test_mails_that_came_twice_are_those_whose_answer_was_lost(soak: Soak) -> None:
    counts: dict[str, int] = defaultdict(int)
    for parcel in soak.inbox.parcels:
        counts[parcel.message_id] += 1
    with Journal.open(settings_in(soak.folder).journal_path) as journal:
        log = journal.deliveries.log()
        ways = list(journal.deliveries.ways())

    uncertain = {mail.message_id for mail in log if mail.uncertain_count}
    assert {mail for mail, count in counts.items() if count > 1} <= uncertain
    assert len({(one.message_id, one.content) for one in soak.inbox.parcels}) == len(counts)
    assert all(sum(way.legs.values(), timedelta()) == way.total for way in ways)
    assert ways
