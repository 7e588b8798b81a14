from __future__ import annotations

import gzip
import json
from datetime import timedelta
from email.utils import format_datetime

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from newsstand import Credit, Fault, Form, Stand, Truth
from newsstand.answers import Answer
from newsstand.outlets import STANDARD
from tests.newsstand.conftest import OPENED_AT
from tests.newsstand.reading import ask, path_of, tale

FEEDS = [
    (profile.id, channel.path)
    for profile in STANDARD
    for channel in profile.channels
    if channel.form in {Form.RSS, Form.ATOM, Form.RDF}
]
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def text_of(told: Answer) -> str:
    body = told.body
    return (gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body).decode()


def readable(stand: Stand, outlet: str) -> list[Truth]:
    return [each for each in stand.truth() if each.outlet == outlet]


def test_every_kind_of_source_is_used_by_an_outlet() -> None:
    assert {channel.form for profile in STANDARD for channel in profile.channels} == set(Form)


@pytest.mark.parametrize(("outlet", "path"), FEEDS)
def test_a_feed_parses_and_lists_readable_stories(stand: Stand, outlet: str, path: str) -> None:
    feed = feedparser.parse(ask(stand, outlet, path).body)

    assert not feed.bozo
    titles = {entry.title for entry in feed.entries}
    assert titles >= {each.title for each in readable(stand, outlet)}
    assert all(
        entry.link and (entry.get("published") or entry.get("updated")) for entry in feed.entries
    )


def test_a_json_feed_lists_its_section(stand: Stand) -> None:
    feed = json.loads(ask(stand, "meridian_press", "/feeds/business.json").body)
    business = [each for each in readable(stand, "meridian_press") if each.section == "business"]

    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert {item["url"] for item in feed["items"]} == {each.url for each in business}


def test_a_news_sitemap_index_leads_to_packed_sitemaps_of_the_last_two_days(stand: Stand) -> None:
    index = etree.fromstring(ask(stand, "the_roundup", "/sitemap-news.xml").body)
    sheets = [path_of(loc.text or "") for loc in index.iter(f"{SITEMAP}loc")]
    assert len(sheets) > 1

    listed: set[str] = set()
    for sheet in sheets:
        told = ask(stand, "the_roundup", sheet)
        assert told.headers["content-type"] == "application/x-gzip"
        parsed = etree.fromstring(gzip.decompress(told.body))
        listed |= {loc.text or "" for loc in parsed.iter(f"{SITEMAP}loc")}
    assert listed == {each.url for each in readable(stand, "the_roundup")}

    stand.clock.advance(timedelta(days=3))
    index = etree.fromstring(ask(stand, "the_roundup", "/sitemap-news.xml").body)
    assert list(index) == []
    assert ask(stand, "the_roundup", sheets[0]).status == 404


def test_a_plain_sitemap_lists_every_story_with_a_day(stand: Stand) -> None:
    parsed = etree.fromstring(ask(stand, "civic_ledger", "/sitemap.xml").body)

    listed = {loc.text for loc in parsed.iter(f"{SITEMAP}loc")}

    assert listed >= {each.url for each in readable(stand, "civic_ledger")}


def test_a_section_page_links_its_own_section(stand: Stand) -> None:
    page = text_of(ask(stand, "paisa_today", "/news/business/"))

    for each in readable(stand, "paisa_today"):
        assert (path_of(each.url) in page) == (each.section == "business")


def test_robots_txt_names_sitemaps_and_what_is_private(stand: Stand) -> None:
    ledger = text_of(ask(stand, "civic_ledger", "/robots.txt"))

    assert "Disallow: /private/" in ledger
    assert f"Sitemap: {stand.addresses['civic_ledger']}/sitemap.xml" in ledger
    assert "Crawl-delay: 0.1" in text_of(ask(stand, "the_roundup", "/robots.txt"))


@pytest.mark.parametrize("outlet", [profile.id for profile in STANDARD])
def test_a_page_shows_its_story_and_chrome_around_it(stand: Stand, outlet: str) -> None:
    for each in readable(stand, outlet):
        page = etree.HTML(text_of(ask(stand, outlet, path_of(each.url))))
        words = " ".join("".join(page.itertext()).split())

        assert each.title in words
        assert all(" ".join(paragraph.split()) in words for paragraph in each.shown)
        assert all(caption in words for caption in each.captions if each.original is None)
        assert page.find(".//link[@rel='canonical']").get("href") == each.url
        assert len(words) > 1.5 * len(" ".join(each.shown))


def test_every_address_of_a_story_leads_to_it(stand: Stand) -> None:
    stand.clock.advance(timedelta(hours=2))
    for each in stand.truth():
        for address in each.addresses:
            told = ask(stand, each.outlet, path_of(address))
            if told.status == 301:
                assert told.headers["location"] == each.url
            else:
                assert (told.status, f'rel="canonical" href="{each.url}"' in text_of(told)) == (
                    200,
                    True,
                )


def test_what_has_an_etag_is_not_sent_twice(stand: Stand) -> None:
    path = path_of(stand.truth()[-1].url)
    outlet = stand.truth()[-1].outlet
    first = ask(stand, outlet, path)

    again = ask(stand, outlet, path, if_none_match=first.headers["etag"])
    other = ask(stand, outlet, path, if_none_match='"another"')

    assert (first.status, again.status, other.status) == (200, 304, 200)
    assert again.body == b""
    assert again.headers["etag"] == first.headers["etag"]


def test_an_edit_makes_another_etag_and_a_later_last_modified(stand: Stand) -> None:
    stand.publish("nordfunk", tale())
    path = path_of(readable(stand, "nordfunk")[-1].url)
    first = ask(stand, "nordfunk", path)
    since = first.headers["last-modified"]
    assert ask(stand, "nordfunk", path, if_modified_since=since).status == 304

    stand.clock.advance(timedelta(minutes=1))
    stand.edit("nordfunk", "a-tale", title="Other")

    assert ask(stand, "nordfunk", path, if_none_match=first.headers["etag"]).status == 200
    assert ask(stand, "nordfunk", path, if_modified_since=since).status == 200


def test_a_date_that_is_none_makes_no_request_conditional(stand: Stand) -> None:
    told = ask(stand, "nordfunk", "/rdf/rss-en-all", if_modified_since="yesterday")

    assert told.status == 200


@settings(max_examples=15, deadline=None)
@given(minutes=st.lists(st.integers(0, 60), max_size=4))
def test_a_source_says_304_exactly_when_its_bytes_are_the_same(minutes: list[int]) -> None:
    stand = Stand.standard(opened_at=OPENED_AT)
    for profile in STANDARD:
        for channel in profile.channels:
            before = ask(stand, profile.id, channel.path)
            for step in minutes:
                stand.clock.advance(timedelta(minutes=step))
            after = ask(stand, profile.id, channel.path, if_none_match=before.headers["etag"])
            whole = ask(stand, profile.id, channel.path)
            assert (after.status == 304) == (whole.body == before.body)


def test_a_reader_that_takes_gzip_gets_it(stand: Stand) -> None:
    plain = ask(stand, "nordfunk", "/")
    packed = ask(stand, "nordfunk", "/", accept_encoding="gzip, br")

    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["etag"] == plain.headers["etag"]


def test_an_amp_page_names_the_whole_one_and_has_its_text(stand: Stand) -> None:
    rail = next(each for each in readable(stand, "nordfunk") if "rail-strike" in each.slug)
    amp = next(address for address in rail.addresses if address.endswith("/amp"))

    page = text_of(ask(stand, "nordfunk", path_of(amp)))

    assert f'rel="canonical" href="{rail.url}"' in page
    assert rail.body[0] in page
    assert f'rel="amphtml" href="{amp}"' in text_of(ask(stand, "nordfunk", path_of(rail.url)))


def test_a_withdrawn_story_is_gone_and_a_missing_one_was_never_there(stand: Stand) -> None:
    stand.publish("nordfunk", tale())
    path = path_of(readable(stand, "nordfunk")[-1].url)
    stand.withdraws("nordfunk", "a-tale")
    stand.lists_missing("nordfunk", tale("nothing"))
    missing = stand.shelf("nordfunk").path(stand.shelf("nordfunk").find("nothing"))

    assert ask(stand, "nordfunk", path).status == 410
    assert ask(stand, "nordfunk", missing).status == 404
    feed = text_of(ask(stand, "nordfunk", "/rdf/rss-en-all"))
    assert (path in feed, missing in feed) == (False, True)


def test_a_repost_says_where_it_first_appeared(stand: Stand) -> None:
    stand.publish("nordfunk", tale())
    stand.repost("repostly", Credit(outlet="nordfunk", slug="a-tale"), slug="copy")
    copy = next(each for each in readable(stand, "repostly") if each.slug == "copy")

    page = etree.HTML(text_of(ask(stand, "repostly", path_of(copy.url))))
    words = " ".join("".join(page.itertext()).split())
    assert "The post Title of a-tale appeared first on Nordfunk." in words


FAULTY = {
    Fault.ERRORS: (500, 500),
    Fault.BUSY: (429, 429),
    Fault.EMPTY: (200, 200),
    Fault.FEED: (200, 200),
    Fault.FEED_IS_HTML: (200, 200),
    Fault.CHARSET: (200, 200),
    Fault.TRUNCATED: (200, 200),
    Fault.ROBOTS: (200, 200),
    Fault.LOGIN: (200, 302),
    Fault.SOFT_404: (200, 200),
    Fault.LOOP: (200, 302),
    Fault.GZIP_LIE: (200, 200),
}


@pytest.mark.parametrize("fault", Fault)
def test_a_fault_shows_and_heals(stand: Stand, fault: Fault) -> None:
    each = readable(stand, "nordfunk")[-1]
    paths = ("/rdf/rss-en-all", path_of(each.url), "/robots.txt")
    whole = [ask(stand, "nordfunk", path) for path in paths]

    stand.breaks("nordfunk", fault)
    broken = [ask(stand, "nordfunk", path) for path in paths]

    assert (broken[0].status, broken[1].status) == FAULTY[fault]
    assert broken != whole
    stand.comes_back("nordfunk")
    assert [ask(stand, "nordfunk", path) for path in paths] == whole


def test_a_broken_feed_is_no_xml_and_an_empty_page_has_no_byte(stand: Stand) -> None:
    stand.breaks("nordfunk", Fault.FEED)
    stand.breaks("the_roundup", "empty")

    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(ask(stand, "nordfunk", "/rdf/rss-en-all").body)
    assert ask(stand, "the_roundup", "/").body == b""


def test_a_blocked_outlet_shows_a_challenge_but_its_robots_txt(stand: Stand) -> None:
    stand.blocks("nordfunk", status=403)

    assert ask(stand, "nordfunk", "/").status == 403
    assert ask(stand, "nordfunk", "/robots.txt").status == 200


def test_last_modified_is_the_outlets_newest_change(stand: Stand) -> None:
    stand.publish("nordfunk", tale())

    told = ask(stand, "nordfunk", "/rdf/rss-en-all")

    assert told.headers["last-modified"] == format_datetime(OPENED_AT, usegmt=True)
