"""The journal's laws under any order of its acts: the ledger balances, and no fate changes."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
)

from storywatch.journal import Journal
from storywatch.story import Draft, Fate
from tests.journal.samples import LONG, MINUTE, NOON, draft, lead, poll
from tests.prepared import new_journal

SLUGS = st.sampled_from(["one", "two", "three", "four"])
TITLES = st.sampled_from(["Headline", "Headline, corrected", "Same"])
BODIES = st.sampled_from(["Short.", LONG, f"{LONG} more"])
TOPICS = st.sampled_from([(), ("tea",), ("tea", "coffee")])
DRAFTS = st.builds(draft, SLUGS, title=TITLES, body=BODIES, topics=TOPICS)
PLAIN_FATES = st.sampled_from(
    [Fate.REJECTED, Fate.REFUSED, Fate.DUPLICATE, Fate.OFF_TOPIC, Fate.DEAD_LETTER]
)


class Laws(RuleBasedStateMachine):
    """Random crawls with crashes in between, beside the plainest account of what they did."""

    leads: Bundle[int] = Bundle("leads")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = new_journal(Path(self.folder.name) / "journal.db")
        self.journal = self.opened()
        self.now = NOON
        self.fates: dict[int, Fate | None] = {}
        self.attempts: dict[int, int] = {}

    def opened(self) -> Journal:
        return Journal.open(self.path, owner="desk")

    def teardown(self) -> None:
        self.journal.close()
        self.folder.cleanup()

    @rule(target=leads, slugs=st.lists(SLUGS, max_size=4), title=TITLES, feed=SLUGS)
    def announce(self, slugs: list[str], title: str, feed: str) -> MultipleResults[int]:
        given = [lead(slug, title=title) for slug in slugs]
        source = poll(f"https://bugle.example/feed/{feed}")
        found = self.journal.record_poll(source, given, now=self.now)
        assert found.known_count + len(found.queued) == len(given)
        return self.took([queued.id for queued in found.queued])

    @rule(target=leads, slug=SLUGS)
    def ask_for(self, slug: str) -> MultipleResults[int]:
        found = self.journal.discover([lead(slug)], now=self.now, revisit=True)
        assert len(found.queued) == 1
        return self.took([found.queued[0].id])

    @rule(target=leads)
    def claim(self) -> MultipleResults[int]:
        claimed = self.journal.claim_leads("bugle", now=self.now)
        assert len({queued.lead.url for queued in claimed}) == len(claimed)
        return self.took([queued.id for queued in claimed])

    def took(self, ids: list[int]) -> MultipleResults[int]:
        for lead_id in ids:
            assert self.fates.setdefault(lead_id, None) is None
        return multiple(*ids)

    @rule(one=leads, given=DRAFTS, keep=st.booleans())
    def record(self, one: int, given: Draft, keep: bool) -> None:
        fate = self.journal.record(one, given, keep=keep, now=self.now)
        assert fate is (self.fates[one] or fate)
        self.fates[one] = fate
        before = self.account()

        assert self.journal.record(one, given, keep=keep, now=self.now) is fate
        assert self.account() == before

    @rule(one=leads, fate=PLAIN_FATES, reason=st.sampled_from(["robots", "empty"]))
    def settle(self, one: int, fate: Fate, reason: str) -> None:
        given = self.journal.settle(one, fate, reason=reason, now=self.now)

        assert given is (self.fates[one] or fate)
        self.fates[one] = given

    @rule(one=leads, wait=st.integers(0, 90))
    def postpone(self, one: int, wait: int) -> None:
        until = self.now + wait * MINUTE
        given = self.journal.postpone(one, until=until, why="503", now=self.now)

        if self.fates[one] is None:
            self.attempts[one] = self.attempts.get(one, 0) + 1
            self.fates[one] = Fate.DEAD_LETTER if self.attempts[one] == 5 else None
        assert given is self.fates[one]

    @rule(ids=st.lists(consumes(leads), max_size=3))
    def replay(self, ids: list[int]) -> None:
        replayed = self.journal.replay(ids, self.now)
        for one in replayed:
            assert self.fates[one] is Fate.DEAD_LETTER
            self.fates[one], self.attempts[one] = None, 0
        before = self.account()

        assert self.journal.replay(replayed, self.now) == ()
        assert self.account() == before

    @rule(minutes=st.integers(1, 80))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule()
    def release(self) -> None:
        self.journal.release()

    @rule(slug=SLUGS)
    def crash_in_the_middle(self, slug: str) -> None:
        self.journal._database.run("BEGIN IMMEDIATE")
        self.journal.discover([lead(slug)], now=self.now, revisit=True)
        self.journal.close()
        self.journal = self.opened()

    def account(self) -> object:
        return (self.journal.ledger(), self.journal.outbox_counts(), list(self.journal.stories()))

    @invariant()
    def the_ledger_balances(self) -> None:
        ledger = self.journal.ledger()
        assert ledger.balances, ledger.imbalances

    @invariant()
    def fates_are_what_was_answered(self) -> None:
        rows = self.journal.ledger().by_outlet()
        for fate in (Fate.NEW, Fate.REVISION, Fate.DUPLICATE, Fate.OFF_TOPIC, Fate.DEAD_LETTER):
            given = sum(1 for one in self.fates.values() if one is fate)
            assert sum(getattr(row, fate.value) for row in rows) == given

    @invariant()
    def every_story_has_its_line_of_revisions(self) -> None:
        for story in self.journal.stories():
            line = [one.revision for one in self.journal.revisions(story.id)]
            assert line == list(range(1, story.revision + 1))


TestLaws = Laws.TestCase
TestLaws.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
