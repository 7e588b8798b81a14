from __future__ import annotations

import pytest

from storywatch.errors import SourceUnreadable
from tests.discover.samples import NOW, document, item, json_feed, read, rss, urls

ATOM = """<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://bugle.example/world/">
<title>The Bugle</title>
<entry><title type="html">Rates &amp;amp; &lt;b&gt;prices&lt;/b&gt;</title>
<link rel="enclosure" href="sound.mp3"/><link rel="alternate" href="rates-and-prices"/>
<id>tag:bugle.example,2025:1</id><summary>What it costs.</summary>
<published>2025-12-05T10:00:00+01:00</published><updated>2025-12-05T11:30:00+01:00</updated>
</entry></feed>"""

RDF = """<?xml version="1.0" encoding="iso-8859-1"?>
<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><channel rdf:about="https://bugle.example/">
<title>The Bugle</title></channel><item rdf:about="https://bugle.example/a-1">
<title>M\xfcnchen votes</title><link>https://bugle.example/a-1?maca=en-rss</link>
<dc:date>2025-12-05T09:00:00Z</dc:date></item></rdf:RDF>"""


def test_an_rss_item_is_a_lead_in_the_source_s_own_words() -> None:
    more = (
        "<pubDate>Fri, 05 Dec 2025 12:32:00 +0530</pubDate><guid>tag:1</guid>"
        "<description>&lt;p&gt;What  it&lt;br&gt;costs.&lt;/p&gt;</description>"
    )

    (lead,) = read(rss(item("/a?utm_source=rss&amp;id=12", "Rates rise", more))).leads

    assert lead.url == "https://bugle.example/a?id=12"
    assert (lead.outlet, lead.seen_at) == ("bugle", NOW)
    assert (lead.title, lead.standfirst) == ("Rates rise", "What it costs.")
    assert lead.published_text == "Fri, 05 Dec 2025 12:32:00 +0530"
    assert lead.modified_text is None
    assert (lead.guid, lead.source_url) == ("tag:1", "https://bugle.example/source")


def test_an_atom_entry_has_both_its_dates_and_its_page_s_address() -> None:
    (lead,) = read(ATOM).leads

    assert lead.url == "https://bugle.example/world/rates-and-prices"
    assert lead.title == "Rates & prices"
    assert lead.published_text == "2025-12-05T10:00:00+01:00"
    assert lead.modified_text == "2025-12-05T11:30:00+01:00"


def test_an_address_in_an_attribute_keeps_its_ampersands() -> None:
    body = ATOM.replace("rates-and-prices", "/a?id=1&amp;page=2&n=3&#38;z=4")

    assert urls(read(body)) == ["https://bugle.example/a?id=1&n=3&page=2&z=4"]


def test_an_rdf_feed_is_read_in_its_own_character_set() -> None:
    (lead,) = read(document(RDF.encode("latin-1"))).leads

    assert (lead.url, lead.title) == ("https://bugle.example/a-1", "München votes")
    assert lead.published_text == "2025-12-05T09:00:00Z"


def test_a_json_feed_is_read_whatever_it_calls_itself() -> None:
    told = {"id": "1", "url": "/a", "title": "Rates rise", "date_published": "2025-12-05T09:00:00Z"}

    for fetched in (
        document(json_feed(told)),
        document(json_feed(told), content_type="application/feed+json"),
    ):
        (lead,) = read(fetched).leads
        assert (lead.url, lead.title) == ("https://bugle.example/a", "Rates rise")
        assert lead.published_text == "2025-12-05T09:00:00Z"


def test_a_json_feed_s_item_without_an_address_is_none() -> None:
    assert urls(read(json_feed({"id": ""}, {"title": "x"}, {"url": "/b"}))) == [
        "https://bugle.example/b"
    ]


@pytest.mark.parametrize(
    ("markup", "path"),
    [
        ("<link>/a</link><link rel='enclosure' href='/x.mp3'/>", "/a"),
        ("<atom:link rel='self' href='/x'/><link>/a</link>", "/a"),
        ("<link/><atom:link href='/a'/>", "/a"),
        ("<guid>https://bugle.example/a</guid>", "/a"),
        ("<guid isPermaLink='false'>https://bugle.example/x</guid><link>/a</link>", "/a"),
        ("<link>https://proxy.example/1</link><fb:origLink>/a</fb:origLink>", "/a"),
        ("<link type='application/pdf' href='/x'/><link type='text/html' href='/a'/>", "/a"),
        ("<media:content url='/x'/><link>\n  /a\n</link>", "/a"),
        ("<link><![CDATA[/a?b=1&c=2]]></link>", "/a?b=1&c=2"),
    ],
)
def test_of_an_item_s_links_the_story_s_own_is_followed(markup: str, path: str) -> None:
    namespaces = (
        ' xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"'
        ' xmlns:fb="http://rssnamespace.org/feedburner/ext/1.0"'
    )

    found = read(f"<rss{namespaces}><channel><item>{markup}</item></channel></rss>")

    assert urls(found) == [f"https://bugle.example{path}"]


def test_a_foreign_vocabulary_s_title_is_not_the_story_s() -> None:
    more = "<media:title xmlns:media='http://search.yahoo.com/mrss/'>A photo</media:title>"
    body = f"<item>{more}<title>Rates rise</title><link>/a</link></item>"

    assert read(rss(body)).leads[0].title == "Rates rise"


@pytest.mark.parametrize(
    ("markup", "published", "modified"),
    [
        ("<pubDate>1</pubDate><atom:updated>2</atom:updated>", "1", "2"),
        ("<dc:date>1</dc:date>", "1", None),
        ("<dcterms:modified>2</dcterms:modified><dc:date>1</dc:date>", "1", "2"),
        ("<atom:updated>1</atom:updated>", "1", None),
        ("<pubDate></pubDate>", None, None),
    ],
)
def test_dates_are_known_by_their_names_declared_or_not(
    markup: str, published: str | None, modified: str | None
) -> None:
    declared = (
        ' xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:dcterms="http://purl.org/dc/terms/"'
    )

    for namespaces in (declared, "") if "atom" not in markup else (declared,):
        body = f"<rss{namespaces}><channel><item><link>/a</link>{markup}</item></channel></rss>"
        (lead,) = read(body).leads
        assert (lead.published_text, lead.modified_text) == (published, modified)


def test_an_xhtml_title_is_its_words() -> None:
    body = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="xhtml">'
        '<div xmlns="http://www.w3.org/1999/xhtml">Rates <b>rise</b></div></title>'
        '<link href="/a"/></entry></feed>'
    )

    assert read(body).leads[0].title == "Rates rise"


def test_leads_come_oldest_first_whatever_order_the_feed_has() -> None:
    dated = [
        item(f"/{day}", more=f"<pubDate>Fri, {day} Dec 2025 08:00:00 GMT</pubDate>")
        for day in ("05", "03", "04")
    ]

    assert urls(read(rss("".join(dated)))) == [
        f"https://bugle.example/{day}" for day in ("03", "04", "05")
    ]


def test_a_feed_says_how_often_to_look() -> None:
    channel = (
        "<ttl>30</ttl><sy:updatePeriod>hourly</sy:updatePeriod>"
        "<sy:updateFrequency>2</sy:updateFrequency>"
    )

    assert read(rss(item(), channel=channel)).hints == {"ttl": 1_800, "update_period": 1_800}


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("<!DOCTYPE html><html><body>Please accept</body></html>", "answered HTML, not a feed"),
        ("<urlset><url><loc>https://bugle.example/a</loc></url></urlset>", "kind = 'sitemap'"),
        ("<catalogue/>", "root <catalogue>"),
        ("Service unavailable", "no XML"),
        ("  \n", "empty document"),
        ("\x1f\x8b\x08broken", "does not unpack"),
        ('{"items": 3}', "not a JSON Feed"),
        ('{"items": [', "does not parse"),
    ],
)
def test_what_is_no_feed_is_refused_with_what_to_do(body: str, sentence: str) -> None:
    with pytest.raises(SourceUnreadable, match=sentence):
        read(document(body.encode("latin-1")))
