"""The newsstand crawled into the journal and told to a real index: both say the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from dashboards.everything import objects
from newsstand import Stand, serve
from storywatch.cli.crawl import crawl_once
from storywatch.index.documents import document_of
from storywatch.index.settings import IndexSettings
from storywatch.journal import Journal, LedgerRow
from storywatch.query import parse
from storywatch.settings import Settings
from tests.cli.running import storywatch
from tests.dashboards.figures import figures
from tests.dashboards.lens import Panel, Rows, aggregations, panels, query_of, rows
from tests.elastic.desk import assert_whole, set_up, ship
from tests.end_to_end.conftest import EVERYTHING, settings_for

OPENED_AT = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
WEEK = timedelta(weeks=1)
HALF_HOUR = 30 * 60 * 1000
TOPICS = {
    "everything": EVERYTHING,
    "money": 'query = "bank OR market* OR price* OR tax*"\n',
    "councils": 'query = "council OR mayor OR minister"\n',
}
PANELS = list(panels(list(objects())))


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A desk after two rounds over the standard outlets, all of it in the index."""

    settings: Settings
    index: IndexSettings
    journal: Journal

    def documents(self, view: str) -> list[dict[str, Any]]:
        """What the journal has, in the shape that a view shows."""
        if view == "storywatch-ledger":
            return [one for row in self.journal.ledger().rows for one in counts(row)]
        pages = self.journal.index_outbox.everything()
        return [document_of(one, now=OPENED_AT) for page in pages for one in page]


def counts(row: LedgerRow) -> Iterator[dict[str, Any]]:
    """A row of the ledger as one document a count."""
    hour = row.hour.isoformat() if row.hour else None
    for fate in ("discovered", "new", "revision", "duplicate", "off_topic", "dead_letter"):
        if count := getattr(row, fate):
            yield {"outlet": row.outlet, "hour": hour, "fate": fate, "count": count}
    for fate in ("rejected", "refused"):
        for reason, count in getattr(row, fate).items():
            yield {
                "outlet": row.outlet,
                "hour": hour,
                "fate": fate,
                "reason": reason,
                "count": count,
            }


@pytest.fixture(scope="module")
def desk(elastic_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("newsstand")
    stand = Stand.standard(opened_at=OPENED_AT)
    with serve(stand) as serving:
        settings = settings_for(serving, folder, TOPICS)
        for _ in range(2):
            crawl_once(settings, clock=lambda: stand.now)
            stand.clock.advance(timedelta(hours=3))
    index = IndexSettings(url=elastic_url)
    set_up(index)
    with Journal.open(settings.journal_path) as journal:
        for story in list(journal.stories()):
            journal.join_family(story, now=story.first_seen_at)
        ship(journal, index)
        yield Desk(settings=settings, index=index, journal=journal)


def test_the_index_has_what_the_crawl_recorded(desk: Desk) -> None:
    assert desk.journal.count() > 20
    assert_whole(desk.journal, desk.index)


@pytest.mark.parametrize(
    "text", ["*", "bank OR council", "title:the", '"said the"', "the -council"]
)
def test_the_command_finds_the_same_in_both(desk: Desk, elastic: Elasticsearch, text: str) -> None:
    elastic.indices.refresh(index="stories")
    environment = {"STORYWATCH_ES_URL": desk.index.url}
    data = desk.settings.data_dir

    in_index = storywatch("search", text, "--limit", 500, "--json", env=environment).document
    in_journal = storywatch("search", text, "--limit", 500, "--json", "--data", data).document

    by_id = {hit["id"]: hit for hit in in_index["hits"]}
    assert in_index["total"] == in_journal["total"] == desk.journal.search(parse(text)).total
    assert by_id.keys() == {hit["id"] for hit in in_journal["hits"]}
    for hit in in_journal["hits"]:
        assert {**hit, "score": 0} == {**by_id[hit["id"]], "score": 0}
    assert in_index["cursor"] is None
    assert sum(in_index["facets"]["outlet"].values()) == in_index["total"]


def test_the_command_s_verbs_say_that_all_is_well(desk: Desk, tmp_path: Path) -> None:
    environment = {"STORYWATCH_ES_URL": desk.index.url}
    data = ("--data", desk.settings.data_dir)

    verified = storywatch("index", "verify", "--json", *data, env=environment)
    status = storywatch("index", "status", "--json", *data, env=environment)
    places = ("--topics", desk.settings.topics_dir, "--outlets", desk.settings.outlets_dir)
    audit = storywatch("topics", "audit", "--since", "2026-01-01", *places, env=environment)

    assert (verified.code, verified.document["is_clean"]) == (0, True)
    assert status.code == 0
    assert status.document["indexed_count"] == status.document["recorded_count"]
    assert audit.code == 0, audit.out
    assert "everything" in audit.out


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: f"{panel.board}: {panel.title}")
def test_a_panel_s_figures_are_the_journal_s(
    desk: Desk, elastic: Elasticsearch, panel: Panel
) -> None:
    documents = desk.documents(panel.view)
    asked = ask(elastic, panel, OPENED_AT - WEEK, OPENED_AT + WEEK)

    assert_alike(panel, asked, figures(panel, documents, HALF_HOUR))
    assert asked

    before = panel.of_before()
    if before:
        # In the window of a week later, what it shows of the week before is all of this.
        shifted = ask(elastic, before, OPENED_AT - timedelta(days=1), OPENED_AT + timedelta(days=2))
        assert_alike(before, shifted, figures(before, documents, HALF_HOUR))


def ask(elastic: Elasticsearch, panel: Panel, start: datetime, end: datetime) -> Rows:
    elastic.indices.refresh(index=panel.view)
    field = "hour" if panel.view == "storywatch-ledger" else "first_seen_at"
    window = {"range": {field: {"gte": start.isoformat(), "lt": end.isoformat()}}}
    answer = elastic.search(
        index=panel.view,
        size=0,
        track_total_hits=True,
        query=query_of(panel, window),
        aggs=aggregations(panel, "30m"),
    )
    assert answer["_shards"]["failed"] == 0
    return rows(panel, answer.get("aggregations", {}), answer["hits"]["total"]["value"])


def assert_alike(panel: Panel, asked: Rows, expected: Rows) -> None:
    assert asked.keys() == expected.keys()
    for key, numbers in expected.items():
        for name, number in numbers.items():
            found = asked[key][name]
            if number is None or found is None:
                assert found == number, (panel.title, key, name)
            else:
                assert found == pytest.approx(number), (panel.title, key, name)
