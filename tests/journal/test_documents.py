from __future__ import annotations

import json
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from storywatch.journal import story_from_document, story_to_document
from storywatch.journal.documents import clean, from_text, to_text
from storywatch.story import Original, Precision, Story
from tests.journal.samples import story

TEXTS = st.text(max_size=40)
MAYBE_TEXTS = st.none() | TEXTS
LISTS = st.lists(TEXTS, max_size=3).map(tuple)
INSTANTS = st.datetimes(timezones=st.just(UTC))
ORIGINALS = st.builds(Original, outlet=MAYBE_TEXTS, url=MAYBE_TEXTS, tier=TEXTS, evidence=TEXTS)
STORIES = st.builds(
    Story,
    id=TEXTS,
    outlet=TEXTS,
    url=TEXTS,
    title=TEXTS,
    body=TEXTS,
    first_seen_at=INSTANTS,
    fetched_at=INSTANTS,
    standfirst=MAYBE_TEXTS,
    authors=LISTS,
    section=MAYBE_TEXTS,
    tags=LISTS,
    language=MAYBE_TEXTS,
    image=MAYBE_TEXTS,
    captions=LISTS,
    is_paywalled=st.booleans(),
    published_at=st.none() | INSTANTS,
    published_precision=st.none() | st.sampled_from(Precision),
    published_earliest=st.none() | INSTANTS,
    published_latest=st.none() | INSTANTS,
    modified_at=st.none() | INSTANTS,
    original=st.none() | ORIGINALS,
    credited_to=LISTS,
    evidence=st.dictionaries(TEXTS, TEXTS, max_size=3),
    revision=st.integers(min_value=1, max_value=1000),
)


@given(STORIES)
@settings(max_examples=150)
def test_a_story_comes_back_from_its_document_unchanged(one: Story) -> None:
    document = json.loads(json.dumps(story_to_document(one)))

    assert story_from_document(document) == one


@given(STORIES)
@settings(max_examples=50)
def test_the_text_of_a_document_is_stable(one: Story) -> None:
    text = to_text(story_to_document(one))

    assert to_text(story_to_document(from_text(text))) == text


@given(st.text(st.characters(), max_size=30))
def test_any_text_becomes_valid_unicode_and_stays_so(text: str) -> None:
    cleaned = clean(text)

    cleaned.encode("utf-8")
    assert clean(cleaned) == cleaned


def test_a_lone_surrogate_is_replaced_and_a_pair_is_joined() -> None:
    document = story_to_document(story(title="a\ud800b", body="\ud83d\ude00", tags=("\udfff",)))

    assert document["title"] == "a\ufffdb"
    assert document["body"] == "\U0001f600"
    assert document["tags"] == ["\ufffd"]


def test_instants_are_written_in_utc_with_a_z() -> None:
    document = story_to_document(story(published_at=datetime(2025, 12, 6, 7, 2, tzinfo=UTC)))

    assert document["published_at"] == "2025-12-06T07:02:00Z"


def test_a_document_with_a_key_of_a_later_version_is_still_read() -> None:
    document = {**story_to_document(story()), "mood": "grim"}

    assert story_from_document(document) == story()
