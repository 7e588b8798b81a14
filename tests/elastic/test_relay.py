from __future__ import annotations

import time

from elasticsearch import Elasticsearch

from storywatch.index.mapping import Templates
from storywatch.index.settings import IndexSettings
from storywatch.index.verify import Fault as Difference
from storywatch.journal import Journal
from tests.elastic.desk import assert_whole, clock, drain_once, fill, record, ship, story, verify
from tests.elastic.proxy import Fault, proxied


def test_everything_recorded_is_in_the_index_once(
    journal: Journal, settings: IndexSettings
) -> None:
    fill(journal, 300)
    fill(journal, 40, edit=1)

    ship(journal, settings)

    assert_whole(journal, settings)


def test_edits_and_late_matches_follow(journal: Journal, settings: IndexSettings) -> None:
    fill(journal, 20)
    ship(journal, settings)

    fill(journal, 10, edit=1)
    record(journal, story(15), "late")
    assert verify(journal, settings).waiting_count == 11

    ship(journal, settings)
    assert_whole(journal, settings)


def test_the_ledger_s_counts_follow(
    journal: Journal, settings: IndexSettings, elastic: Elasticsearch
) -> None:
    fill(journal, 30)
    ship(journal, settings)
    fill(journal, 5, first=30)
    ship(journal, settings)

    elastic.indices.refresh(index="storywatch-ledger")
    sums = {"fates": {"terms": {"field": "fate"}, "aggs": {"n": {"sum": {"field": "count"}}}}}
    answer = elastic.search(index="storywatch-ledger", size=0, aggs=sums)
    buckets = answer["aggregations"]["fates"]["buckets"]
    found = {one["key"]: int(one["n"]["value"]) for one in buckets}
    rows = journal.ledger().rows
    assert found == {
        fate: count
        for fate in ("discovered", "new", "off_topic")
        if (count := sum(getattr(row, fate) for row in rows))
    }


def test_a_poisoned_story_is_a_dead_letter_and_the_others_go_on(
    journal: Journal, settings: IndexSettings
) -> None:
    fill(journal, 30)
    record(journal, story(99, url="https://outlet0.example/" + "x" * 9_000, tags=("y" * 40_000,)))
    record(journal, story(100, evidence={"deep": "z" * 33_000}))
    ship(journal, settings)
    refused = {letter.story: letter.reason for letter in journal.index_outbox.dead_letters()}

    found = verify(journal, settings)

    assert found.is_clean, (found.faults, refused)
    assert found.waiting_count == len(refused)


def test_a_mapping_conflict_refuses_the_one_story_with_elasticsearch_s_reason(
    journal: Journal, settings: IndexSettings, elastic: Elasticsearch
) -> None:
    (index,) = elastic.indices.get_alias(name="stories")
    elastic.indices.delete(index=index)
    broken = Templates.read().components["storywatch-story"]["template"]["mappings"]
    image = {**broken["properties"], "image": {"type": "date"}}
    elastic.indices.create(
        index=index, aliases={"stories": {}}, mappings={"properties": {"image": image["image"]}}
    )
    fill(journal, 30)
    record(journal, story(31, image="https://outlet1.example/tea.jpg"))

    ship(journal, settings)

    (letter,) = journal.index_outbox.dead_letters()
    assert "document_parsing_exception" in letter.reason
    assert "image" in letter.reason
    found = verify(journal, settings)
    assert found.is_clean
    assert (found.story_count, found.waiting_count) == (31, 1)


def test_an_index_that_refuses_everything_makes_no_dead_letters(
    journal: Journal, settings: IndexSettings, elastic: Elasticsearch
) -> None:
    (index,) = elastic.indices.get_alias(name="stories")
    elastic.indices.delete(index=index)
    elastic.indices.create(
        index=index, aliases={"stories": {}}, mappings={"properties": {"title": {"type": "date"}}}
    )
    fill(journal, 30)

    passed, _ = drain_once(journal, settings)

    assert "document_parsing_exception" in passed.trouble
    assert journal.index_outbox.dead_letters() == ()
    assert journal.index_outbox.backlog().stories == 30


def test_an_index_of_another_mapping_is_not_written_to(
    journal: Journal, settings: IndexSettings, elastic: Elasticsearch
) -> None:
    (index,) = elastic.indices.get_alias(name="stories")
    elastic.indices.put_mapping(index=index, meta={"fingerprint": "of an older version"})
    fill(journal, 3)

    passed, relay = drain_once(journal, settings)

    assert "another mapping" in passed.trouble
    assert relay.pace.rests(relay.clock())
    assert journal.index_outbox.backlog().stories == 3


def test_nothing_is_written_where_nothing_is_installed(
    journal: Journal, settings: IndexSettings, elastic: Elasticsearch
) -> None:
    (index,) = elastic.indices.get_alias(name="stories")
    elastic.indices.delete(index=index)
    fill(journal, 3)

    passed, _ = drain_once(journal, settings)

    assert "storywatch index install" in passed.trouble
    assert not elastic.indices.exists(index="stories")


DISK = "cluster.routing.allocation.disk"
MARKS = tuple(f"{DISK}.watermark.{name}" for name in ("low", "high", "flood_stage"))
LOOKS = "cluster.info.update.interval"  # how often the server looks at its disk: 10 s at least


def mark_disk(elastic: Elasticsearch, share: str | None) -> None:
    """Has the server take its disk for full when so much of it is used."""
    watched = {f"{DISK}.threshold_enabled": share and True, LOOKS: share and "10s"}
    elastic.cluster.put_settings(persistent={**dict.fromkeys(MARKS, share), **watched})


def wait_until_blocked(elastic: Elasticsearch, index: str, *, blocked: bool) -> None:
    block = "index.blocks.read_only_allow_delete"
    for _ in range(300):
        found = elastic.indices.get_settings(index=index, name=block, flat_settings=True)
        if bool(found.body) == blocked:
            return
        time.sleep(0.2)
    raise AssertionError(f"the server did not look at its disk: blocked is not {blocked}")


def test_a_full_disk_lets_stories_wait(
    journal: Journal, settings: IndexSettings, elastic: Elasticsearch
) -> None:
    (index,) = elastic.indices.get_alias(name="stories")
    fill(journal, 30)
    mark_disk(elastic, "1%")
    try:
        wait_until_blocked(elastic, index, blocked=True)
        passed, relay = drain_once(journal, settings)
        mark_disk(elastic, "100%")
        wait_until_blocked(elastic, index, blocked=False)
    finally:
        mark_disk(elastic, None)

    assert "disk usage exceeded flood-stage watermark" in passed.trouble
    assert passed.refused_count == 0
    assert relay.pace.resume_at
    ship(journal, settings)
    assert_whole(journal, settings)


def test_every_fault_of_a_proxy_ends_with_a_whole_index(
    journal: Journal, settings: IndexSettings
) -> None:
    fill(journal, 400)
    with proxied(settings.url) as proxy:
        behind = IndexSettings(url=proxy.url)
        proxy.faults.extend([*Fault, *reversed(Fault)])

        ship(journal, behind)

        assert not proxy.faults
        assert_whole(journal, behind)
    assert journal.index_outbox.dead_letters() == ()


def test_a_busy_server_gets_smaller_bulks(journal: Journal, settings: IndexSettings) -> None:
    fill(journal, 10)
    with proxied(settings.url) as proxy:
        proxy.faults.extend([Fault.BUSY] * 2)
        passed, relay = drain_once(journal, IndexSettings(url=proxy.url))

    assert "overloaded" in passed.trouble
    assert passed.is_worth_waiting
    assert relay.pace.bulk_bytes < 2 * 1024 * 1024
    assert journal.index_outbox.backlog().stories == 10


def test_one_story_that_no_proxy_lets_through_is_a_dead_letter(
    journal: Journal, settings: IndexSettings
) -> None:
    fill(journal, 1)
    with proxied(settings.url) as proxy:
        proxy.faults.append(Fault.TOO_LARGE)
        drain_once(journal, IndexSettings(url=proxy.url))

    (letter,) = journal.index_outbox.dead_letters()
    assert "takes no request of this size" in letter.reason


def test_a_server_that_is_away_holds_up_nothing(journal: Journal, settings: IndexSettings) -> None:
    fill(journal, 1_000)
    with proxied(settings.url) as proxy:
        away = IndexSettings(url=proxy.url)

    passed, relay = drain_once(journal, away)

    assert "cannot be reached" in passed.trouble
    assert relay.pace.rests(relay.clock())
    fill(journal, 20, edit=1)
    assert journal.index_outbox.backlog().stories == 1_000
    ship(journal, settings)
    assert_whole(journal, settings)


def test_what_someone_changed_by_hand_is_found_and_put_right(
    journal: Journal, settings: IndexSettings, elastic: Elasticsearch
) -> None:
    fill(journal, 30)
    ship(journal, settings)
    ids = [one.id for one in journal.stories()]
    fill(journal, 1, edit=1)
    outbox = journal.index_outbox
    outbox.done(outbox.claim(now=clock(), limit=1), now=clock())  # as if it had been told
    old = elastic.get(index="stories", id=ids[1])["_source"]
    by_hand = {"index": "stories", "version_type": "external_gte"}
    elastic.index(**by_hand, id=ids[1], version=9, document=old)
    elastic.index(**by_hand, id=ids[2], version=1, document=old)
    elastic.delete(index="stories", id=ids[3])
    elastic.index(index="stories", id="stranger", document=old)
    time.sleep(0.5)  # until then the index remembers the revision that it deleted
    elastic.indices.refresh(index="stories")

    found = verify(journal, settings, fix=True)

    assert found.faults == {
        Difference.STALE: [ids[0]],
        Difference.AHEAD: [ids[1]],
        Difference.UNEQUAL: [ids[2]],
        Difference.MISSING: [ids[3]],
        Difference.EXTRA: ["stranger"],
    }
    ship(journal, settings)
    assert_whole(journal, settings)
