from __future__ import annotations

import random
import shutil
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from storywatch.copies import join_family
from storywatch.copies.kinship import Kind
from storywatch.copies.sketches import sketch_of
from storywatch.journal import Journal
from storywatch.journal.copies import CopyStore
from storywatch.journal.database import Database
from storywatch.journal.migrate import MIGRATIONS, migrate
from storywatch.journal.packing import packed
from storywatch.journal.postings import Postings
from storywatch.story import Story
from tests.journal.samples import NOON, draft, queue, story, url_of

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def words(seed: int, count: int = 200) -> str:
    dice = random.Random(seed)
    return " ".join(f"w{dice.randint(0, 5_000)}" for _ in range(count))


def told(body: str, outlet: str = "bugle", slug: str = "one", hours: int = 0) -> Story:
    return story(slug, outlet=outlet, body=body, first_seen_at=NOON + hours * HOUR)


def test_a_copy_is_shown_with_its_family_and_what_it_is_to_whom(journal: Journal) -> None:
    journal.join_family(told(words(1), "crier"), now=NOON)
    journal.join_family(told(words(1), "bugle", hours=1), now=NOON)
    journal.join_family(told(words(2), "echo"), now=NOON)

    first, copy = journal.relatives(told("", "bugle").id).family

    assert (first.outlet, first.kind, first.of) == ("crier", None, None)
    assert (copy.outlet, copy.kind, copy.of) == ("bugle", Kind.REPOST, first.story_id)
    assert journal.relatives(told("", "echo").id).family[0].outlet == "echo"


def test_a_round_up_is_shown_with_what_it_quotes(journal: Journal) -> None:
    journal.join_family(told(words(1), "crier"), now=NOON)
    journal.join_family(told(words(2), "echo"), now=NOON)
    journal.join_family(told(f"{words(1)} {words(2)}", hours=1), now=NOON)

    quoted = journal.relatives(told("").id).quotes

    assert [(one.outlet, one.kind) for one in quoted] == [("echo", Kind.ROUND_UP)]


def test_a_story_without_a_family_has_no_relatives(journal: Journal) -> None:
    assert journal.join_family(told("Too short."), now=NOON) is None

    relatives = journal.relatives(told("").id)
    assert (relatives.family, relatives.event) == ((), None)


def test_looking_for_a_family_keeps_nothing(journal: Journal) -> None:
    assert journal.find_family(told(words(1)), now=NOON) is not None

    assert journal.relatives(told("").id).family == ()


def test_a_family_found_a_moment_ago_is_not_looked_for_again_until_something_came_between(
    journal: Journal,
) -> None:
    one = told(words(1))
    found = journal.find_family(one, now=NOON)

    assert journal.join_family(one, now=NOON) is found
    assert journal.find_family(told(words(1), "crier", hours=1), now=NOON) is not found
    later = journal.find_family(told(words(1), "echo", hours=2), now=NOON)
    assert later is not None
    journal.forget_copies(now=NOON + 30 * DAY)
    last = journal.join_family(told(words(1), "echo", hours=2), now=NOON)
    assert last is not None
    assert (later.sketch.family, last.sketch.family) == (1, 2)


def test_a_story_at_another_address_is_known_by_its_recorded_id(journal: Journal) -> None:
    journal.record(queue(journal), draft(body=words(1), addresses=("two",)), keep=True, now=NOON)
    moved = story("two", body=words(1))

    kinship = journal.join_family(moved, now=NOON)

    assert kinship is not None
    assert moved.url == url_of("two")
    assert kinship.sketch.story_id == story("one").id


def test_a_copy_that_was_recorded_before_its_original_learns_of_it(journal: Journal) -> None:
    copy = draft(body=words(1), first_seen_at=NOON + HOUR)
    source = draft(outlet="crier", body=words(1))

    for one in (copy, source):
        lead = queue(journal, outlet=one.story.outlet)
        journal.record(lead, one, keep=True, now=NOON + HOUR)
        journal.join_family(one.story, now=NOON + HOUR)

    found = journal.story(copy.story.id)
    assert found.original is not None
    assert (found.original.outlet, found.original.tier) == ("crier", "earliest")
    assert (found.revision, len(journal.revisions(found.id))) == (1, 1)
    assert journal.story(source.story.id).original is None


def test_a_copy_that_was_read_before_its_original_was_recorded_learns_of_it(
    journal: Journal,
) -> None:
    source = draft(outlet="crier", body=words(1))
    excerpt = draft(body=words(1)[:600], first_seen_at=NOON + HOUR)
    assert journal.find_family(excerpt.story, now=NOON + HOUR).sources == ()

    for one in (source, excerpt):
        lead = queue(journal, outlet=one.story.outlet)
        journal.record(lead, one, keep=True, now=NOON + HOUR)
        journal.join_family(one.story, now=NOON + HOUR)

    found = journal.story(excerpt.story.id)
    assert found.original is not None
    assert (found.original.outlet, found.original.tier) == ("crier", "earliest")
    assert (found.revision, journal.story(source.story.id).original) == (1, None)


def test_joining_and_recording_are_done_together_or_not_at_all(journal: Journal) -> None:
    def fail() -> None:
        with journal.together():
            journal.record(queue(journal), draft(body=words(1)), keep=True, now=NOON)
            journal.join_family(told(words(1)), now=NOON)
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError, match="killed"):
        fail()

    assert journal.relatives(told("").id).family == ()
    assert journal.count() == 0


def test_a_family_is_forgotten_ten_days_after_its_last_story(journal: Journal) -> None:
    journal.join_family(told(words(1), "crier"), now=NOON)
    journal.join_family(told(words(2), "echo"), now=NOON)
    journal.join_family(told(words(1), "bugle", hours=1), now=NOON + 9 * DAY)

    assert journal.forget_copies(now=NOON + 11 * DAY) == 1
    assert journal.relatives(told("", "echo").id).family == ()
    assert len(journal.relatives(told("", "bugle").id).family) == 2
    assert journal.forget_copies(now=NOON + 20 * DAY) == 1


def test_a_familys_posts_go_with_it_and_numbers_never_come_back(database: Database) -> None:
    held = Postings(database)
    with database.transaction():
        join_family(told(words(1)), CopyStore(database, held, NOON))
    later = CopyStore(database, held, NOON + 11 * DAY)

    assert later.forget() == 1

    assert database.value("SELECT count(*) FROM posts WHERE family NOT NULL") == 0
    assert later.next_number() == 2


def test_a_window_keeps_the_file_from_growing(database: Database) -> None:
    held = Postings(database)

    def size_after(first: int, last: int) -> int:
        for seed in range(first, last):
            store = CopyStore(database, held, NOON + seed * HOUR)
            with database.transaction():
                join_family(told(words(seed), slug=f"s{seed}"), store)
            store.forget(2 * DAY)
        return database.value("SELECT count(*) FROM posts")

    assert size_after(100, 200) < 1.2 * size_after(0, 100)


def test_sketches_come_back_as_they_were_kept(database: Database) -> None:
    store = CopyStore(database, Postings(database), NOON)

    kept = join_family(told(words(1)), store)

    assert kept is not None
    assert kept.sketch.figures
    assert store.known(told("").id) == kept.sketch
    assert store.sketches([1, 2]) == {1: kept.sketch}


def test_a_journal_from_before_the_log_of_posts_still_knows_its_stories(
    path: Path, tmp_path: Path
) -> None:
    older = tmp_path / "older"
    older.mkdir()
    for script in MIGRATIONS.glob("000[1-8]_*.sql"):
        shutil.copy(script, older)
    kept = sketch_of(told(words(1), "crier"), 1)
    with closing(Database(path)) as before:
        migrate(before, older)
        before.run(
            "INSERT INTO sketches (story, family, outlet, url, known_at, kept_at, shingles) "
            "VALUES (?, 1, ?, ?, ?, ?, ?)",
            (kept.story_id, kept.outlet, kept.url, 0, 0, packed(kept.shingles)),
        )

    with closing(Database(path)) as after:
        migrate(after)
        copy = join_family(told(words(1)), CopyStore(after, Postings(after), NOON))

    assert copy is not None
    assert copy.parent is not None
    assert copy.sketch.family == 1


QUAKE = "Earthquake in Aceh kills 22 people in Bener Meriah, officials of the island said. "
TRADE = "Mark Teixeira signs for eight years with the Boston Red Sox for a record sum. "
QUAKE_TOO = "Officials said 22 people died in Bener Meriah as the earthquake shook Aceh island. "


def event(journal: Journal, outlet: str, body: str, hours: int = 0) -> int | None:
    one = told(f"{body} {words(sum(outlet.encode()), 20)}", outlet, hours=hours)
    journal.join_family(one, now=NOON + hours * HOUR)
    return journal.relatives(one.id).event


def test_stories_of_one_event_meet_over_all_outlets(journal: Journal) -> None:
    events = [
        event(journal, "crier", QUAKE),
        event(journal, "echo", TRADE),
        event(journal, "bugle", QUAKE_TOO),
    ]

    assert events[0] == events[2] != events[1]
    assert len(journal.relatives(told("", "bugle").id).event_stories) == 2


def test_an_event_names_of_each_family_the_story_that_was_known_first(journal: Journal) -> None:
    text = f"{QUAKE} {words(3, 100)}"
    for outlet, hours in (("parrot", 2), ("crier", 0)):  # the copy is found before its original
        journal.join_family(told(text, outlet, hours=hours), now=NOON + 3 * HOUR)
    event(journal, "bugle", f"{QUAKE_TOO} {QUAKE}", hours=3)

    found = journal.relatives(told("", "bugle").id).event_stories

    assert [member.outlet for member in found] == ["crier", "bugle"]


def test_events_of_long_ago_take_no_new_stories(journal: Journal) -> None:
    old = event(journal, "crier", QUAKE)

    assert event(journal, "bugle", QUAKE_TOO, hours=96) != old


def test_a_story_found_late_is_of_the_event_of_its_own_days(journal: Journal) -> None:
    old = event(journal, "crier", QUAKE)
    late = told(f"{QUAKE_TOO} {words(3, 20)}", "bugle", hours=5)

    journal.join_family(late, now=NOON + 8 * DAY)

    assert journal.relatives(late.id).event == old


def test_regrouping_puts_apart_and_together_and_keeps_the_ids(journal: Journal) -> None:
    first = event(journal, "crier", QUAKE)
    event(journal, "echo", TRADE)
    second = event(journal, "bugle", QUAKE_TOO)

    assert journal.regroup_events(now=NOON) == 0
    assert journal.relatives(told("", "bugle").id).event == first == second
    assert journal.regroup_events(now=NOON + 5 * DAY) == 0


def test_a_page_that_claims_a_story_s_address_has_its_own_copies(journal: Journal) -> None:
    true = draft("one", body=words(1), title="A ferry sails")
    claim = draft("two", body=words(2), title="A bridge falls")
    claim = replace(claim, story=replace(claim.story, id=true.story.id, url=true.story.url))
    for slug, each in (("one", true), ("two", claim)):
        journal.record(queue(journal, slug), each, keep=True, now=NOON)
        journal.join_family(each.story, now=NOON, page_url=each.page_url)

    for kept in journal.stories():
        (own,) = journal.relatives(kept.id).family
        assert (own.story_id, own.url) == (kept.id, kept.url)
    copy = journal.join_family(told(words(1), "crier", hours=1), now=NOON)
    assert copy is not None
    assert [twin.story_id for twin in copy.sources] == [true.story.id]
