from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime

import pytest

from storywatch.discover.verdict import judge
from tests.discover.samples import NOW, index, item, read, rss


def dated(ago: timedelta) -> str:
    return item(more=f"<pubDate>{format_datetime(NOW - ago)}</pubDate>")


@pytest.mark.parametrize(
    ("ago", "sentence", "is_fine"),
    [
        (timedelta(seconds=20), "lists 1 story, the newest just now", True),
        (timedelta(minutes=50), "lists 1 story, the newest 50 minutes ago", True),
        (timedelta(hours=30), "lists 1 story, the newest 30 hours ago", True),
        (timedelta(days=30), "lists 1 story, the newest 30 days ago: it may have been", False),
    ],
)
def test_a_source_is_fine_while_its_newest_story_is_fresh(
    ago: timedelta, sentence: str, is_fine: bool
) -> None:
    verdict = judge(read(rss(dated(ago))), now=NOW)

    assert verdict.sentence.startswith(sentence)
    assert (verdict.is_fine, verdict.lead_count) == (is_fine, 1)
    assert verdict.newest_at == NOW - ago


def test_stories_without_dates_are_fine() -> None:
    verdict = judge(read(rss(item("/a") + item("/b"))), now=NOW)

    assert (verdict.is_fine, verdict.sentence) == (True, "lists 2 stories, without dates")


def test_what_could_not_be_read_is_wanting_in_its_own_words() -> None:
    verdict = judge("answers 404", now=NOW)

    assert (verdict.is_fine, verdict.sentence, verdict.lead_count) == (False, "answers 404", 0)


def test_an_empty_source_says_so() -> None:
    assert "lists no story" in judge(read(rss("")), now=NOW).sentence
    assert not judge(read(rss("")), now=NOW).is_fine


def test_a_source_of_strangers_says_what_to_declare() -> None:
    verdict = judge(read(rss("<item><link>https://x.example/a</link></item>")), now=NOW)

    assert not verdict.is_fine
    assert "1 address left out: https://x.example/a" in verdict.sentence
    assert "domains" in verdict.sentence


def test_an_index_without_stories_says_so() -> None:
    children = "<sitemap><loc>https://bugle.example/1.xml</loc></sitemap>"

    assert "1 sitemap without a story" in judge(read(index(children), "sitemap"), now=NOW).sentence
