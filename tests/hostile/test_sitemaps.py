"""What an outlet can do inside its sitemaps, and what must come of it."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta

import pytest

from tests.hostile.conftest import STORY, Visits
from tests.hostile.pages import TITLE, sitemap, undated
from tests.hostile.rogue import Counted, Rogue, feed, plain, text
from tests.hostile.test_sources import NEWS


def test_indexes_of_indexes_for_ever_are_bounded(rogue: Rogue, visit: Visits) -> None:
    async def two_more(writer: Counted, path: str) -> None:
        children = (f"<sitemap><loc>{rogue.home}{path}{n}</loc></sitemap>" for n in (1, 2))
        await feed(sitemap(*children, kind="sitemapindex"))(writer, path)

    rogue.answers["*"] = two_more

    outcome = visit(source="sitemap")

    assert outcome.stories == []
    assert len(rogue.asked) > 3


def test_an_index_of_many_is_read_in_turn(rogue: Rogue, visit: Visits) -> None:
    """Every index names fifty more: a round reads some, the next one those that were left."""

    async def fifty_more(writer: Counted, path: str) -> None:
        children = (f"<sitemap><loc>{rogue.home}{path}-{n}</loc></sitemap>" for n in range(50))
        await feed(sitemap(*children, kind="sitemapindex"))(writer, path)

    rogue.answers["*"] = fifty_more

    visit(source="sitemap")
    first = set(rogue.asked)
    rogue.asked.clear()
    visit(source="sitemap")

    assert len(set(rogue.asked) - first) == 20


def test_an_index_that_names_itself_ends(rogue: Rogue, visit: Visits) -> None:
    names = (f"<sitemap><loc>{rogue.home}/feed{end}</loc></sitemap>" for end in ("", "#a", "?"))
    rogue.answers["*"] = feed(sitemap(*names, kind="sitemapindex"))

    outcome = visit(source="sitemap")

    assert outcome.stories == []


def test_a_packed_sitemap_of_2_gib_stops_at_the_bound(rogue: Rogue, visit: Visits) -> None:
    rogue.answers["/feed"] = plain(gzip.compress(bytes(256 << 20), 1), "application/gzip")

    outcome = visit(source="sitemap")

    assert outcome.report.sources == {"failed": 1}


def test_a_sitemap_leads_to_its_own_site_only(rogue: Rogue, canary: Rogue, visit: Visits) -> None:
    rogue.answers["/feed"] = feed(
        sitemap(
            *(
                f"<url><loc>{link}</loc></url>"
                for link in (
                    canary.home + NEWS,
                    "file:///etc/passwd",
                    "javascript:alert(1)",
                    "http://169.254.169.254/latest",
                    rogue.home + NEWS,
                )
            )
        )
    )
    rogue.answers[NEWS] = plain(STORY)

    assert visit(source="sitemap").titles == [TITLE]


def test_a_broken_sitemap_is_read_as_far_as_it_goes(rogue: Rogue, visit: Visits) -> None:
    broken = sitemap(f"<url><loc>{rogue.home}{NEWS}?a=1&b=2</loc></url>", "<url><loc>")
    rogue.answers["/feed"] = feed(broken.partition("</urlset>")[0].replace("schemas", "scheme"))
    rogue.answers[NEWS] = plain(STORY)

    assert visit(source="sitemap").titles == [TITLE]


@pytest.mark.parametrize("around", ["", "<x>" * 50_000], ids=["alone", "deep inside of others"])
def test_entries_that_open_within_each_other_cost_no_entry(
    around: str, rogue: Rogue, visit: Visits
) -> None:
    entry = f"<url><loc>{rogue.home}{NEWS}</loc></url>"
    rogue.answers["/feed"] = feed(sitemap(entry, around, "<url>" * 90_000))
    rogue.answers[NEWS] = plain(STORY)

    assert visit(source="sitemap").titles == [TITLE]


def test_a_news_sitemap_of_tomorrow_dates_nothing_in_the_future(
    rogue: Rogue, visit: Visits
) -> None:
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat(timespec="seconds")
    rogue.answers["/feed"] = feed(
        sitemap(
            f"<url><loc>{rogue.home}/news/harbour-bridge-opens</loc><news:news>"
            f"<news:publication_date>{tomorrow}</news:publication_date>"
            "<news:title>&lt;b&gt;Harbour&lt;/b&gt; bridge opens</news:title></news:news></url>"
        )
    )
    rogue.answers["*"] = text(undated())

    (stored,) = visit(source="news_sitemap").stories

    assert stored.title == TITLE
    assert not stored.published_at or stored.published_at <= datetime.now(UTC)


def test_what_robots_txt_names_as_sitemaps_is_left_alone(
    rogue: Rogue, canary: Rogue, visit: Visits
) -> None:
    rogue.answers["/robots.txt"] = text(
        f"User-agent: *\nAllow: /\nSitemap: {canary.home}/s.xml\nSitemap: file:///etc/passwd\n",
        "text/plain",
    )
    rogue.answers["/story"] = plain(STORY)

    assert visit().titles == [TITLE]
