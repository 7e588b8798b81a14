from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from storywatch.index.documents import count_document, count_id, document_of
from storywatch.index.mapping import STORIES, TOPICS, Templates
from storywatch.journal import Journal, Shipment
from storywatch.journal.documents import FIELDS
from storywatch.query.elastic import analysed_fields
from storywatch.query.sqlite import analysed_row, fts_row
from storywatch.story import Original, Passage, Precision, Story, digest
from tests.journal.samples import LONG, NOON, draft, queue
from tests.query.stories import STORIES as MADE_UP

MINUTE = timedelta(minutes=1)
TEMPLATES = Templates.read()


def properties(template: str) -> dict[str, Any]:
    """All fields of an index template's components, as Elasticsearch merges them."""
    found: dict[str, Any] = {}
    for name in TEMPLATES.indices[template]["composed_of"]:
        mappings = TEMPLATES.components[name]["template"].get("mappings", {})
        found.update(mappings.get("properties", {}))
    return found


def full_story() -> dict[str, Any]:
    return {
        "body": LONG,
        "standfirst": "Below it",
        "authors": ("Ann",),
        "published_at": NOON - 5 * MINUTE,
        "published_precision": Precision.MINUTE,
        "original": Original(outlet="parrot", url="https://parrot.example/1"),
        "evidence": {"published_at": "dateline: 2 December 2025 (Z)"},
        "fetched_at": NOON + MINUTE,
    }


@pytest.fixture
def shipment(journal: Journal) -> Shipment:
    lead = queue(journal)
    journal.record(lead, draft(**full_story()), keep=True, now=NOON + 2 * MINUTE)
    (claim,) = journal.index_outbox.claim(now=NOON, limit=1)
    return claim.shipment


def unmapped(document: dict[str, Any], mapping: dict[str, Any], at: str = "") -> list[str]:
    missing = []
    for name, value in document.items():
        field = mapping.get(name)
        if field is None:
            missing.append(at + name)
            continue
        inner = field.get("properties")
        values = value if isinstance(value, list) else [value]
        for one in values:
            if isinstance(one, dict) and inner is not None:
                missing += unmapped(one, inner, f"{at}{name}.")
    return missing


def test_the_mapping_has_every_field_of_a_story_and_of_its_document(shipment: Shipment) -> None:
    document = document_of(shipment, now=NOON)

    assert set(FIELDS) <= set(properties(STORIES))
    assert unmapped(document, properties(STORIES)) == []
    aliases = {name for name, one in properties(STORIES).items() if one.get("type") == "alias"}
    assert set(properties(STORIES)) - aliases == set(document)


def test_a_count_s_document_has_the_mapping_s_fields(journal: Journal, shipment: Shipment) -> None:
    counts = journal.index_outbox.counts(10)

    documents = [count_document(count) for count in counts]
    assert all(set(one) == set(properties("storywatch-ledger")) for one in documents)
    assert len({count_id(count) for count in counts}) == len(counts)


def test_the_mapping_is_strict() -> None:
    strict = [
        TEMPLATES.components[name]["template"]["mappings"].get("dynamic")
        for name in ("storywatch-story", "storywatch-count", "storywatch-topic")
    ]
    assert strict == ["strict"] * 3


@pytest.mark.parametrize("alias", [STORIES, TOPICS])
def test_a_mapping_that_changed_has_another_version(alias: str) -> None:
    parts = [TEMPLATES.components[name] for name in TEMPLATES.indices[alias]["composed_of"]]
    written = json.dumps([one["template"] for one in parts], sort_keys=True)

    assert TEMPLATES.fingerprint(alias) == digest("mapping", written), (
        f"raise the version of index_templates/{alias}.json and of the changed component, then "
        "note this fingerprint in the former"
    )


def test_the_same_state_makes_the_same_document(journal: Journal, shipment: Shipment) -> None:
    first = document_of(shipment, now=NOON + 3 * MINUTE)
    journal.index_outbox.done(
        journal.index_outbox.claim(now=NOON + timedelta(hours=1), limit=1), now=NOON + 3 * MINUTE
    )

    (page,) = journal.index_outbox.everything()
    assert document_of(page[0], now=NOON + timedelta(days=1)) == first
    assert json.loads(json.dumps(first)) == first


def test_the_legs_of_a_story_s_way_add_up(shipment: Shipment) -> None:
    legs = document_of(shipment, now=NOON + 3 * MINUTE)["latency"]

    assert legs == {
        "published_to_seen": 300_000,
        "seen_to_fetched": 60_000,
        "fetched_to_recorded": 60_000,
        "recorded_to_indexed": 60_000,
        "published_to_indexed": 480_000,
    }


def test_a_day_is_too_rough_for_a_leg(journal: Journal) -> None:
    fields = {**full_story(), "published_precision": Precision.DAY}
    journal.record(queue(journal), draft(**fields), keep=True, now=NOON + 2 * MINUTE)

    (claim,) = journal.index_outbox.claim(now=NOON, limit=1)
    legs = document_of(claim.shipment, now=NOON)["latency"]
    assert set(legs) == {"seen_to_fetched", "fetched_to_recorded", "recorded_to_indexed"}
    assert legs["recorded_to_indexed"] == 0


def test_what_is_derived_says_the_same_as_the_story(shipment: Shipment) -> None:
    document = document_of(shipment, now=NOON)

    assert document["is_copy"] is True
    assert document["published_evidence"] == "dateline"
    assert document["word_count"] == len(LONG.split())
    assert [match["topic"] for match in document["matches"]] == ["tea"]


@pytest.mark.parametrize("story", MADE_UP, ids=lambda story: story.title[:20])
def test_the_words_of_the_journal_s_search_are_those_that_the_index_gets(story: Story) -> None:
    assert analysed_row(fts_row(story)) == analysed_fields(story)


def test_a_passage_keeps_its_words(journal: Journal) -> None:
    passage = Passage(field="title", start=0, end=5, text="Title", clause="title")
    given = draft()
    match = type(given.matches[0])(topic="tea", passages=(passage,))
    whole = type(given)(
        story=given.story, page_url=given.page_url, addresses=given.addresses, matches=(match,)
    )
    journal.record(queue(journal), whole, keep=True, now=NOON)

    (claim,) = journal.index_outbox.claim(now=NOON, limit=1)
    (found,) = document_of(claim.shipment, now=NOON)["matches"]
    assert found["passages"] == [
        {"field": "title", "start": 0, "end": 5, "text": "Title", "clause": "title"}
    ]
