"""Pages that can meet no topic are left unread, and nothing is lost by it."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from storywatch import desk
from storywatch.desk import LEAST_BYTES, Lore, NotToBeKept, OffTopic, hold, read_if_wanted
from storywatch.packed import Packed
from storywatch.query import TopicSet
from storywatch.query.prefilter import Prefilter
from storywatch.story import Draft, Page, Reason, Rejection
from storywatch.topic import Topic
from tests.hostile.pages import story
from tests.pipelines.samples import OUTLET, URL

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
LORE = Packed.of(Lore(outlet=OUTLET))
HEAVY = f"<script>{'x = 1; ' * (LEAST_BYTES // 6)}</script>"


def page(html: str) -> Page:
    return Page(outlet="bugle", url=URL, final_url=URL, fetched_at=NOW, body=html.encode())


@pytest.fixture(autouse=True)
def _nothing_is_held_afterwards() -> Iterator[None]:
    yield
    desk._prefilters.clear()


def holding(query: str) -> None:
    hold(pickle.loads(pickle.dumps(Prefilter(TopicSet([Topic(id="one", query=query)])))))


def test_a_page_without_a_topic_s_words_is_left_unread() -> None:
    holding('"submarine volcano"')

    assert read_if_wanted(page(story(head=HEAVY)), LORE, now=NOW) == OffTopic(url=URL)


@pytest.mark.parametrize("query", ["harbour AND mayor", "*", "NOT volcano", "outlet:bugle"])
def test_a_page_that_may_meet_a_topic_is_read(query: str) -> None:
    holding(query)

    assert isinstance(read_if_wanted(page(story(head=HEAVY)), LORE, now=NOW), Draft)


def test_a_small_page_is_read_since_it_may_be_a_wall() -> None:
    holding("volcano")
    wall = page("<html><title>Just a moment...</title><body>Checking your browser</body></html>")

    found = read_if_wanted(wall, LORE, now=NOW)

    assert isinstance(found, Rejection)
    assert found.reason is Reason.BLOCKED


def test_a_page_that_asks_not_to_be_kept_is_not_kept() -> None:
    holding("harbour")
    forbidding = page(story(head='<meta name="robots" content="noindex">' + HEAVY))

    assert read_if_wanted(forbidding, LORE, now=NOW) == NotToBeKept(url=URL)


def test_what_headers_ask_counts_for_a_page_that_is_left_unread() -> None:
    holding("volcano")
    asking = replace(page(story(head=HEAVY)), headers={"x-robots-tag": "a: nofollow\nnoindex"})

    assert read_if_wanted(asking, LORE, now=NOW) == NotToBeKept(url=URL)


def test_a_process_that_holds_nothing_reads_everything() -> None:
    assert isinstance(read_if_wanted(page(story(head=HEAVY)), LORE, now=NOW), Draft)


def test_the_later_topics_are_those_that_count() -> None:
    holding("volcano")
    holding("harbour")

    wanted = read_if_wanted(replace(page(story(head=HEAVY)), fetched_at=NOW), LORE, now=NOW)

    assert isinstance(wanted, Draft)
