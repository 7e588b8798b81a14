"""A soak: days of stories, edits, copies, outages and deaths, judged by what recipients read.

STORYWATCH_SOAK_DAYS and STORYWATCH_SOAK_OUTLETS make it longer and broader.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
import structlog

from storywatch.alerts.rehearsing import rehearsed_mails
from tests.alerts.desk import BOB, NOON, TestDesk
from tests.alerts.soak import (
    DAN,
    TOPICS,
    Run,
    Soak,
    by_reader,
    policy_of,
    recipients_of,
    told_entries,
)

DAYS = int(os.environ.get("STORYWATCH_SOAK_DAYS", "2"))
OUTLETS = int(os.environ.get("STORYWATCH_SOAK_OUTLETS", "14"))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    with structlog.testing.capture_logs():
        desk = TestDesk(tmp_path_factory.mktemp("soak"), {one.id: one for one in TOPICS})
        done = Run(desk, Soak(days=DAYS, outlets=OUTLETS))
        done.run()
        yield done
    done.desk.close()


def test_the_soak_was_rough(run: Run) -> None:
    mails = run.desk.journal.deliveries.log()

    assert run.deaths >= 3
    assert sum(mail.uncertain_count for mail in mails) >= 3
    assert {mail.state for mail in mails} == {"sent"}
    assert not run.desk.journal.alerts.waiting()
    assert not run.desk.journal.alerts.has_events()


def test_every_matching_story_is_told_exactly_once_per_person_and_none_is_missing(
    run: Run,
) -> None:
    entries = [one for one in told_entries(run.postbox.parcels) if one.section != "Edited"]
    told = {who: {one.message_id for one in read} for who, read in by_reader(entries).items()}
    twice = {who: mails for who, mails in told.items() if len(mails) > 1}
    matched = {
        (recipient, story.url): name in story.silent
        for story in run.stories
        for name in sorted(story.met, key=lambda name: name not in story.silent)
        for recipient in recipients_of(name)
    }
    wanted = {who for who, is_told_elsewhere in matched.items() if not is_told_elsewhere}

    assert {who for who in twice if not matched_twice(run, *who)} == set()
    assert set(told) - set(matched) == set()
    assert wanted - set(told) == set()
    assert len(told) > DAYS * OUTLETS


def matched_twice(run: Run, recipient: str, url: str) -> bool:
    """Whether a story met two topics of a person at different times, by an edit."""
    (story,) = [one for one in run.stories if one.url == url]
    met = {at for name, at in story.met.items() if recipient in recipients_of(name)}
    return len(met) > 1


def test_a_text_that_moved_is_known_by_one_of_its_addresses(run: Run) -> None:
    told = by_reader(list(told_entries(run.postbox.parcels)))
    silent = [story for story in run.stories if "tea" in story.silent]

    assert silent
    for story in silent:
        twins = {one.url for one in run.stories if one.outlet == story.outlet} - {story.url}
        assert any((DAN, url) in told for url in twins)


def test_mails_come_twice_only_when_an_answer_was_lost(run: Run) -> None:
    uncertain = {
        mail.message_id for mail in run.desk.journal.deliveries.log() if mail.uncertain_count
    }
    counts = Counter(parcel.message_id for parcel in run.postbox.parcels)

    assert {mail for mail, count in counts.items() if count > 1} <= uncertain
    contents = {(parcel.message_id, parcel.content) for parcel in run.postbox.parcels}
    assert len(contents) == len(counts)


def test_a_story_is_in_the_digest_that_follows_its_match(run: Run) -> None:
    schedule = policy_of("tax").alert.schedule
    recorded = {story.url: story.met["tax"] for story in run.stories if "tax" in story.met}
    digests = [one for one in told_entries(run.postbox.parcels) if one.recipient == BOB]

    assert digests
    for entry in digests:
        assert entry.at == schedule.first_from(recorded[entry.url])


def test_the_legs_sum_to_the_total_for_every_alert(run: Run) -> None:
    ways = list(run.desk.journal.deliveries.ways())

    told = run.desk.journal.deliveries.log()
    assert len(ways) > len(told)
    assert all(sum(way.legs.values(), timedelta()) == way.total for way in ways)


def test_rehearsing_gives_the_very_mails_that_were_sent(run: Run) -> None:
    desk = run.desk
    span = (NOON - timedelta(days=1), desk.now)
    rehearsed = {
        intent.message_id: (mail.at, intent.content)
        for mail, intent in rehearsed_mails(
            desk.journal, desk.topic_set, desk.house, desk.settings, span=span
        )
    }
    sent = {mail.message_id: (mail.due_at, mail.content) for mail in desk.journal.deliveries.log()}

    assert rehearsed.keys() == sent.keys()
    assert rehearsed == sent
