"""The web pages over a journal with an edited and a hostile story, asked without a server."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import feedparser
import pytest
from prometheus_client.parser import text_string_to_metric_families

from storywatch.errors import WrongUse
from storywatch.journal import Journal
from storywatch.outlet import Outlet, Source
from storywatch.story import Draft, Lead, Match, Passage
from storywatch.topic import Topic
from storywatch.web import Address, Shown, hosts_of, pages, web_app
from tests.cli.conftest import COPY, EVIL, NOON, TEA, data, record, story
from tests.prepared import new_journal

__all__ = ["data"]  # the journal's folder, a fixture

OUTLETS = {
    name: Outlet(
        id=name,
        homepage=f"https://{name}.example/",
        source=(Source(kind="feed", url=f"https://{name}.example/feed"),),  # type: ignore[call-arg]
    )
    for name in ("bugle", "parrot")
}
TOPICS = {"tea": Topic(id="tea", title="Tea <b>", query="tea")}
Ask = Callable[..., tuple[int, dict[str, str], str]]


@pytest.fixture
def ask(data: Path) -> Ask:
    """Status, headers and text of one GET."""
    shown = Shown(journal_path=data / "journal.db", outlets=OUTLETS, topics=TOPICS)
    app = web_app(lambda: shown, lambda: NOON + timedelta(hours=2), hosts=("127.0.0.1",))

    def get(path: str, *, method: str = "GET", host: str = "127.0.0.1:8700", **query: str) -> Any:
        sent: list[dict[str, Any]] = []
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": urlencode(query).encode(),
            "headers": [(b"host", host.encode())],
        }

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b""}

        async def send(message: Any) -> None:
            sent.append(message)

        asyncio.run(app(scope, receive, send))
        headers = {key.decode(): value.decode() for key, value in sent[0]["headers"]}
        text = b"".join(one.get("body", b"") for one in sent[1:]).decode()
        return sent[0]["status"], headers, text

    return get


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in {"href", "src", "action"}]


def test_the_first_page_lists_the_latest_stories(ask: Ask) -> None:
    status, _, page = ask("/")

    assert status == 200
    assert "3 stories" in page
    assert "Tea prices fall in Coonoor" in page


def test_a_search_shows_each_hit_with_its_words_marked(ask: Ask) -> None:
    _, _, page = ask("/", q="nilgiris NOT parrot")

    assert "1 story" in page
    assert "Growers in the <mark>Nilgiris</mark> are sad." in page


def test_where_there_is_nothing_to_show_that_is_said(ask: Ask) -> None:
    assert "No recorded story meets the query." in ask("/", q="zeppelin")[2]
    assert "3 stories meet the query; this page is past the last" in ask("/", page="9")[2]


def test_a_new_journal_says_that_nothing_is_recorded(data: Path, ask: Ask) -> None:
    new_journal(data / "journal.db")

    assert "No story is recorded yet" in ask("/")[2]


@pytest.mark.parametrize("query", ["outlet:bugle NOT evil", "title:coonoor"])
def test_a_hit_in_a_mark_or_the_headline_shows_how_the_story_begins(ask: Ask, query: str) -> None:
    page = ask("/", q=query)[2]

    assert "Rain came late." in page
    assert "<mark>" not in page


def test_a_query_may_build_on_a_declared_topic(ask: Ask) -> None:
    status, _, page = ask("/", q="topic:tea AND Nilgiris")

    assert status == 200
    assert TEA.id in page


def test_a_query_that_cannot_be_read_is_answered_with_what_to_write(ask: Ask) -> None:
    status, _, page = ask("/", q="(tea <script>")

    assert status == 400
    assert "column" in page
    assert "<script>" not in page


def test_a_story_is_shown_with_evidence_matches_and_edits(ask: Ask) -> None:
    _, _, page = ask(f"/stories/{TEA.id}")

    assert "json-ld datePublished" in page
    assert '<a href="/topics/tea">Tea &lt;b&gt;</a>' in page
    assert "<mark>Tea p</mark>rices rise in Coonoor" in page  # as it was when it met the topic
    assert re.search(r"<del>rise</del>\s*<ins>fall</ins>", page)


@pytest.mark.parametrize("path", ["/", f"/stories/{EVIL.id}", "/topics", "/topics/tea"])
def test_nothing_from_outside_becomes_markup(ask: Ask, path: str) -> None:
    _, headers, page = ask(path)

    seen = _Tags()
    seen.feed(page)
    assert "script" not in seen.tags
    assert "\x1b" not in page
    assert "\u202e" not in page
    assert all(link.startswith(("/", "https://", "?")) for link in seen.links)
    assert "default-src 'none'" in headers["content-security-policy"]


def test_copies_and_stories_of_the_same_event_are_linked_by_their_headlines(
    data: Path, ask: Ask
) -> None:
    body = " ".join(f"ferry{number}" for number in range(200))
    original = story("ferry", outlet="bugle", title="Ferry stays in port", body=body)
    copy = replace(original, id="f" * 16, outlet="parrot", url="https://parrot.example/ferry")
    with Journal.open(data / "journal.db") as journal:
        for one in (original, copy):
            record(journal, one)
            journal.join_family(one, now=NOON)

    _, _, page = ask(f"/stories/{copy.id}")

    family = " ".join(page.partition("<h2>Family</h2>")[2].partition("<h2>")[0].split())
    assert f'<a href="/stories/{original.id}">Ferry stays in port</a>' in family
    assert "repost of bugle, 100% (this story)" in family
    assert f'href="/stories/{copy.id}"' not in family
    assert "Parrot" in family


def test_a_topic_lists_its_stories_with_the_passages(ask: Ask) -> None:
    _, _, page = ask("/topics/tea")

    assert "2 stories in 7 days" in page
    assert ask("/topics")[2].count('<td class="number">2</td>') == 1


def test_the_topics_and_each_of_them_count_the_same_stories(data: Path, ask: Ask) -> None:
    old = story("old-kettle", first_seen_at=NOON - timedelta(days=30))
    with Journal.open(data / "journal.db") as journal:
        record(journal, old, now=NOON - timedelta(days=30))
        edited = replace(old, body="Now of tea.", fetched_at=NOON + timedelta(hours=1))
        record(journal, edited, "tea", now=NOON + timedelta(hours=1))

    assert "2 stories in 7 days" in ask("/topics/tea")[2]
    assert '<td class="number">2</td>' in ask("/topics")[2]


def test_a_topic_shows_the_words_that_met_it_also_after_an_edit(data: Path, ask: Ask) -> None:
    first = story("kettle", body="Here they brew tea all day.")
    edited = replace(first, body="All day, and half of the night, they brew tea here.")
    passage = Passage(field="body", start=15, end=18, text="tea", clause="tea")
    with Journal.open(data / "journal.db") as journal:
        for one in (first, edited):
            lead = Lead(outlet=one.outlet, url=one.url, seen_at=NOON, title=one.title)
            (queued,) = journal.discover([lead], now=NOON, revisit=True).queued
            met = (Match(topic="tea", passages=(passage,)),)
            draft = Draft(story=one, page_url=one.url, addresses=(one.url,), matches=met)
            journal.record(queued.id, draft, keep=True, now=NOON)

    assert "Here they brew <mark>tea</mark> all day." in ask("/topics/tea")[2]


def test_a_topic_has_a_feed_of_its_latest_stories(ask: Ask) -> None:
    status, headers, text = ask("/topics/tea.atom")
    feed = feedparser.parse(text)

    assert (status, headers["content-type"]) == (200, "application/atom+xml")
    assert (feed.bozo, feed.version) == (False, "atom10")
    assert feed.feed.title == "storywatch: Tea <b>"
    assert [entry.link for entry in feed.entries] == [COPY.url, TEA.url]
    assert 'href="/topics/tea.atom"' in ask("/topics/tea")[2]
    assert ask("/topics/nope.atom")[0] == 404


def test_a_topic_without_a_title_goes_by_its_id(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TOPICS, "tea", Topic(id="tea", query="tea"))

    assert '<a href="/topics/tea">tea</a>' in ask("/topics")[2]
    assert "<h1>tea</h1>" in ask("/topics/tea")[2]


def test_a_topic_that_is_no_more_is_named_and_leads_nowhere(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(TOPICS, "tea")
    _, _, page = ask(f"/stories/{TEA.id}")

    assert '<p>tea <span class="dim">since' in page
    assert "/topics/tea" not in page


def test_pages_are_turned_both_ways(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "PAGE", 1)
    links = [re.findall(r'href="([^"]*)">(\w+) page', ask("/", page=str(n))[2]) for n in (1, 2, 3)]

    assert links == [
        [("?page=2", "Next")],
        [("?page=1", "Previous"), ("?page=3", "Next")],
        [("?page=2", "Previous")],
    ]


def test_outlets_and_ledger_say_what_the_journal_says(ask: Ask) -> None:
    stories = '<a href="/?q=outlet%3Abugle&amp;sort=date">Bugle</a>'
    assert stories in ask("/outlets")[2]
    assert ask("/", q="outlet:bugle", sort="date")[0] == 200
    ledger = ask("/ledger")[2]
    assert stories in ledger
    assert "It balances" in ledger
    assert "parrot" in ledger


def test_the_metrics_are_read_by_prometheus_own_parser(ask: Ask) -> None:
    status, headers, text = ask("/metrics")

    samples = {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert status == 200
    assert headers["content-type"].startswith("text/plain")
    assert samples["storywatch_leads_total", "bugle", "new"] == 1
    assert samples["storywatch_leads_total", "bugle", "revision"] == 1
    assert samples["storywatch_outlet_dark", "parrot"] == 0
    assert samples["storywatch_mails_open", "dead"] == 0


@pytest.mark.parametrize("path", ["/stories/nope", "/topics/nope", "/nope"])
def test_what_is_not_there_is_said_to_be_missing(ask: Ask, path: str) -> None:
    status, _, page = ask(path)

    assert status == 404
    assert "no such page" in page or "nope" in page


def test_how_an_outlet_stands_comes_next_to_its_name(ask: Ask) -> None:
    page = ask("/outlets")[2]

    assert "<th>outlet</th><th>state</th>" in page
    assert re.search(r'Bugle</a></td>\s*<td class="long">not read yet</td>', page)


def test_pages_only_read(ask: Ask) -> None:
    assert ask("/", method="POST")[0] == 405


def test_a_request_under_another_name_is_refused(ask: Ask) -> None:
    assert ask("/", host="evil.example")[0] == 400


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999", "٣"])
def test_an_odd_page_number_is_an_ordinary_page(ask: Ask, page: str) -> None:
    assert ask("/", page=page)[0] == 200


def test_an_address_is_read_and_others_are_refused() -> None:
    assert Address.read("9000").url == "http://127.0.0.1:9000/"
    assert hosts_of(Address.read("9000")) == ("127.0.0.1", "localhost")
    assert hosts_of(Address.read("0.0.0.0:9000")) == ("*",)
    for text in ("", "x", "localhost:80", "1.2.3.4", "1.2.3.4:0", "1.2.3.4:70000"):
        with pytest.raises(WrongUse, match=r"8700|65535"):
            Address.read(text)
