"""What hostile outlets put into their sources, and what must come of it."""

from __future__ import annotations

import gzip
import json
import socket
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storywatch.discover.document import Discovery
from storywatch.discover.hostile_xml import MOST_BYTES
from storywatch.errors import SourceUnreadable
from tests.discover.samples import (
    NOW,
    Kind,
    child,
    entry,
    index,
    item,
    json_feed,
    outlet,
    read,
    rss,
    sitemap,
    urls,
)

CANARY = "http://10.0.0.1:9"
A = "https://bugle.example/a"
B = "https://bugle.example/b"


@pytest.fixture(autouse=True)
def _nobody_connects_or_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("reading a source never reaches out")

    monkeypatch.setattr(socket.socket, "connect", forbidden)


def leads_or_refusal(body: str) -> int:
    try:
        return len(read(body).leads)
    except SourceUnreadable:
        return 0


def titles(found: Discovery) -> list[str | None]:
    return [lead.title for lead in found.leads]


# XML


def test_an_entity_that_is_referenced_20_000_times_is_never_expanded() -> None:
    doctype = f"<!DOCTYPE rss [<!ENTITY e '{'x' * 100_000}'>]>"

    found = read(rss(item(title="&e;" * 20_000) + item("/b"), before=doctype))

    assert urls(found) == [B, A]
    assert all(len(title or "") <= 1_000 for title in titles(found))
    assert "xxx" not in str(titles(found))


def test_entities_within_entities_are_never_expanded() -> None:
    doctype = "<!DOCTYPE rss [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'><!ENTITY c '&b;&b;'>]>"

    assert "haha" not in str(titles(read(rss(item(title="&c;"), before=doctype))))


def test_an_external_entity_never_opens_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("a secret", "utf-8")
    doctype = f"<!DOCTYPE rss [<!ENTITY f SYSTEM '{secret.as_uri()}'>]>"

    found = read(rss(item(title="&f; told") + item("/b"), before=doctype))

    assert urls(found) == [B, A]
    assert "a secret" not in str(found)


def test_an_external_parameter_entity_never_connects() -> None:
    doctype = f"<!DOCTYPE rss [<!ENTITY % p SYSTEM '{CANARY}/x.dtd'> %p;]>"

    assert urls(read(rss(item(), before=doctype))) == [A]


def test_200_000_elements_around_an_item_are_read_within_bounds() -> None:
    found = read(rss("<a>" * 200_000 + item() + "</a>" * 200_000 + item("/b")))

    assert urls(found) in ([], [B])


@pytest.mark.parametrize(
    "items",
    [
        "<item " + " ".join(f"a{n}='1'" for n in range(50_000)) + f">{item()[6:]}",
        "<item " + " ".join(f"xmlns:n{n}='u{n}'" for n in range(20_000)) + f">{item()[6:]}",
        f"<item a='{'x' * 5_000_000}'>{item()[6:]}",
        item(title="<![CDATA[a]]>" * 100_000),
        item(title="&eacute;&bogus;& " * 50_000),
    ],
    ids=["attributes", "namespaces", "an attribute", "cdata", "ampersands"],
)
def test_masses_of_markup_around_one_item_leave_one_lead(items: str) -> None:
    assert urls(read(rss(items))) == [A]


@pytest.mark.parametrize(
    "body",
    ["<" * 1_000_000, "<!--" * 200_000, "<rss" * 200_000, "<rss>\x00\x00"],
    ids=["brackets", "comments", "tags", "zeros"],
)
def test_markup_that_is_none_gives_no_lead(body: str) -> None:
    assert leads_or_refusal(body) == 0


def test_a_document_larger_than_the_bound_is_refused() -> None:
    with pytest.raises(SourceUnreadable, match="more than 32 MiB"):
        read(b"<rss>" + b" " * MOST_BYTES)


# sitemaps


@pytest.mark.parametrize("kind", ["sitemap", "feed"])
def test_a_gzip_bomb_stops_at_the_bound(kind: str) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(bytes(1_000_000)) for _ in range(40)) + packer.flush()

    with pytest.raises(SourceUnreadable, match="more than 32 MiB"):
        read(bomb, outlet(kind))  # type: ignore[arg-type]


def test_a_bomb_of_many_archives_stops_at_the_bound() -> None:
    with pytest.raises(SourceUnreadable, match="more than 32 MiB"):
        read(gzip.compress(bytes(8_000_000)) * 20, "sitemap")


def test_an_archive_that_is_cut_off_gives_what_it_has() -> None:
    listed = sitemap("".join(entry(f"/story-{n}", NOW.isoformat()) for n in range(500)))

    found = read(gzip.compress(listed.encode())[:-200], "sitemap")

    assert 0 < len(found.leads) < 500


def test_an_index_of_indexes_for_ever_has_bounded_children_of_its_own_site() -> None:
    found = read(index("".join(child(f"/{n}.xml") for n in range(5_000))), "sitemap")

    assert len(found.children) == 50


def test_an_index_s_children_are_fetchable_and_of_the_outlet_s_site() -> None:
    listed = "".join(
        f"<sitemap><loc>{address}</loc></sitemap>"
        for address in (
            CANARY,
            "file:///etc/passwd",
            "javascript:alert(1)",
            "https://crier.example/x.xml",
            "https://user:word@bugle.example/mine.xml",
            "/relative.xml",
        )
    )

    assert read(index(listed), "sitemap").children == (
        "https://bugle.example/mine.xml",
        "https://bugle.example/relative.xml",
    )


def test_only_the_outlet_s_own_stories_are_taken_from_a_sitemap() -> None:
    strangers = (
        "https://victim.example/a",
        f"{CANARY}/a",
        "file:///etc/passwd",
        "javascript:alert(1)",
    )
    listed = "".join(f"<url><loc>{address}</loc></url>" for address in strangers)

    found = read(sitemap(listed + entry("/a")), "sitemap")

    assert urls(found) == [A]
    assert found.refused_count == len(strangers)


def test_a_sitemap_with_bare_ampersands_a_wrong_namespace_and_no_end_is_read() -> None:
    body = (
        '<urlset xmlns="http://wrong.example/ns"><url><loc>https://bugle.example/a?id=1&n=2</loc></url>'
        "<url><loc>https://bugle.example/b"
    )

    assert set(urls(read(body, "sitemap"))) == {f"{A}?id=1&n=2", B}


def test_a_headline_with_markup_and_a_date_in_the_future_are_kept_as_words() -> None:
    told = (
        "<url><loc>https://bugle.example/a</loc><news:news>"
        "<news:publication_date>2025-12-07T12:00:00Z</news:publication_date>"
        "<news:title>&lt;b&gt;Big&lt;/b&gt; news</news:title></news:news></url>"
    )

    (lead,) = read(sitemap(told), "news_sitemap").leads

    assert lead.title == "Big news"
    assert lead.published_text == "2025-12-07T12:00:00Z"
    assert lead.seen_at == NOW


# feeds


def test_bare_ampersands_an_unclosed_item_and_a_stray_end_leave_the_readable_items() -> None:
    body = rss(
        item("/a?x=1&y=2", "Profit & loss")
        + "<item><title>Unclosed</title><link>https://bugle.example/b</link>"
        + item("/c")
        + "</b>"
        + item("/d")
    )

    found = read(body.removesuffix("</channel></rss>"))

    assert set(urls(found)) == {
        f"{A}?x=1&y=2",
        B,
        "https://bugle.example/c",
        "https://bugle.example/d",
    }
    assert "Profit & loss" in titles(found)


def test_a_page_at_the_feed_s_address_is_no_feed() -> None:
    with pytest.raises(SourceUnreadable, match="answered HTML, not a feed"):
        read(f"<!doctype html><html><body>{item()}</body></html>")


def test_relative_links_are_joined_to_their_xml_base() -> None:
    based = '<item xml:base="https://bugle.example/x/"><title>t</title><link>y</link></item>'
    relative = "<item><title>t</title><link>../z?q=1</link></item>"

    assert set(urls(read(rss(based + relative)))) == {
        "https://bugle.example/x/y",
        "https://bugle.example/z?q=1",
    }


def test_an_empty_channel_is_a_feed_without_leads() -> None:
    found = read(rss(""))

    assert (found.leads, found.refused_count) == ((), 0)


def test_the_same_item_5_000_times_is_one_lead() -> None:
    assert urls(read(rss(item() * 5_000))) == [A]


def test_60_levels_of_escaped_markup_are_one_plain_lead() -> None:
    words = "<p>deep"
    for _ in range(60):
        words = words.replace("&", "&amp;").replace("<", "&lt;")
    more = f"<content:encoded>{words}</content:encoded><description>{words}</description>"

    (lead,) = read(rss(item(more=more))).leads

    assert lead.url == A


def test_a_guid_that_is_another_outlet_s_story_changes_nothing_about_the_lead() -> None:
    more = "<guid isPermaLink='true'>https://victim.example/story</guid>"

    (lead,) = read(rss(item(more=more))).leads

    assert (lead.outlet, lead.url) == ("bugle", A)


@pytest.mark.parametrize("kind", ["rss", "json"])
def test_a_forged_item_about_another_outlet_s_story_is_refused(kind: str) -> None:
    forged = "https://victim.example/story"
    body = (
        rss(f"<item><title>Forged</title><link>{forged}</link></item>")
        if kind == "rss"
        else json_feed({"url": forged, "title": "Forged"})
    )

    found = read(body)

    assert found.leads == ()
    assert found.refused[0][0] == forged


def test_cloud_hub_pingback_and_comments_are_left_alone() -> None:
    channel = (
        f'<cloud domain="10.0.0.1" port="9" path="/"/><link rel="hub" href="{CANARY}"/>'
        f'<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="hub" href="{CANARY}"/>'
    )
    more = f"<comments>{CANARY}</comments><pingback>{CANARY}</pingback><enclosure url='{CANARY}'/>"

    found = read(rss(item(more=more), channel=channel))

    assert urls(found) == [A]
    assert "10.0.0.1" not in str(found.leads)


def test_a_user_name_and_password_are_no_part_of_a_lead() -> None:
    link = "<item><title>t</title><link>https://user:word@bugle.example/a</link></item>"

    (lead,) = read(rss(link)).leads

    assert lead.url == A


def test_homograph_hosts_are_other_hosts_in_punycode() -> None:
    link = "<item><title>t</title><link>https://bu\u0261le.example/a</link></item>"
    own = "<item><title>t</title><link>https://b\u00fcgle.example/a</link></item>"

    assert read(rss(link)).leads == ()
    assert urls(read(rss(own), outlet(domains=["xn--bgle-0ra.example"]))) == [
        "https://xn--bgle-0ra.example/a"
    ]


@pytest.mark.parametrize(
    "link",
    [
        "http://",
        "http://bugle.example:99999/a",
        "http://[::1/a",
        "ftp://bugle.example/a",
        "http://bugle.example\\@10.0.0.1/a",
        "javascript:alert(1)",
        "data:text/html,x",
        "/" * 3_000,
        "//",
        "http://bugle example/a",
        "https://bugle.example/" + "a/" * 2_000,
    ],
)
def test_addresses_that_are_none_are_refused_with_a_reason(link: str) -> None:
    found = read(rss(f"<item><title>t</title><link>{link}</link></item>" + item("/b")))

    assert urls(found) == [B]
    assert found.refused_count == 1
    assert found.refused[0][1]


@pytest.mark.parametrize(
    "words",
    [
        "Fri, 01 Jan 2099 00:00:00 GMT",
        "Fri, 05 Dec 2025 14:00:00 CEST",
        "2025-12-05 14:00:00",
        "\u0660\u0665 d\u00e9cembre \u0662\u0660\u0662\u0665",
        "9" * 15_000,
        "0000-00-00T99:99:99Z",
        "-",
    ],
)
def test_a_date_of_any_kind_is_passed_on_as_it_was_written_and_bounded(words: str) -> None:
    (lead,) = read(rss(item(more=f"<pubDate>{words}</pubDate>"))).leads

    assert lead.published_text == words[:200]


def test_line_breaks_in_a_title_forge_no_header_and_no_log_line() -> None:
    title = "News&#13;&#10;Bcc: all@bugle.example&#10;2025-12-06 ERROR forged\x1b[2J&#x2028;end"

    (lead,) = read(rss(item(title=title))).leads

    assert lead.title == "News Bcc: all@bugle.example 2025-12-06 ERROR forged[2J end"


def test_control_characters_in_json_titles_forge_none_either() -> None:
    feed = json_feed({"url": "/a", "title": "News\r\nBcc: x\u0000\ud800 \u0085\u2029end"})

    (lead,) = read(feed).leads

    assert lead.title == "News Bcc: x end"
    lead.title.encode("utf-8")


def test_flags_and_joined_emoji_stay_whole() -> None:
    title = "\U0001f1ee\U0001f1f3 \U0001f468\u200d\U0001f469\u200d\U0001f467 \U00020000"

    assert titles(read(rss(item(title=title)))) == [title]


def test_a_title_of_10_mb_is_cut() -> None:
    (lead,) = read(rss(item(title="t" * 10_000_000))).leads

    assert lead.title == "t" * 1_000


@pytest.mark.parametrize(
    "title",
    [
        "{{7*7}} ${7*7} %s %n {0.__class__}",
        '" OR NEAR( * ^ -',
        "a" * 1_000,
    ],
)
def test_a_title_is_only_ever_words(title: str) -> None:
    assert titles(read(rss(item(title=title)))) == [title]


def test_script_in_a_title_is_no_part_of_it() -> None:
    title = "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=y&gt;Rates &lt; 3"

    assert titles(read(rss(item(title=title)))) == ["Rates < 3"]


@pytest.mark.parametrize(
    "body",
    [
        "[" * 1_000_000,
        '{"items": ' + "[" * 1_000_000,
        '{"items": [' + "9" * 1_000_000 + "]}",
        '{"items": [{"url": 3, "id": [], "title": {}}, null, 5, "x", {}]}',
        '{"items": [{"url": "/a", "date_published": 1e999, "title": NaN}]}',
    ],
    ids=["nested", "nested items", "a number", "odd types", "no numbers"],
)
def test_json_of_any_shape_is_read_or_refused(body: str) -> None:
    assert leads_or_refusal(body) <= 1


WORDS = ["", "x", "1 2", "-71 45", "2025-99-99T99", "http://[", "//[::", "a@b (c", "NaN", "\u0661"]
NAMES = ["link", "guid", "title", "pubDate", "updated", "dc:date", "id", "source", "category"]
MORE = ["georss:polygon", "gml:pos", "media:player", "psc:chapter", "textinput", "item", "channel"]
elements = st.recursive(
    st.sampled_from(WORDS),
    lambda inner: st.tuples(
        st.sampled_from([*NAMES, *MORE]),
        st.sampled_from(["", " href='x'", " rel='self'", " xml:base='http://['", " url='//'"]),
        st.lists(inner, max_size=3),
    ).map(lambda parts: f"<{parts[0]}{parts[1]}>{''.join(parts[2])}</{parts[0]}>"),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["rss", "feed xmlns='http://www.w3.org/2005/Atom'", "rdf:RDF", "urlset"]),
    st.lists(elements, max_size=4),
    st.sampled_from(["feed", "sitemap"]),
)
def test_elements_of_any_kind_in_any_order_are_read_or_refused(
    root: str, inside: list[str], kind: Kind
) -> None:
    body = f"<{root}><item>{''.join(inside)}</item><url>{''.join(inside)}</url>"

    try:
        found = read(body, kind)
    except SourceUnreadable:
        return
    assert all(lead.url.startswith("https://bugle.example/") for lead in found.leads)


# crawler traps


def _trap(link: Callable[[int], str], count: int = 3_000) -> str:
    words = "Read what happened in month"
    links = "".join(f"<p><a href='{link(n)}'>{words} {n}</a></p>" for n in range(count))
    return f"<html><body>{links}</body></html>"


@pytest.mark.parametrize(
    "link",
    [
        lambda n: f"/calendar/2025/{n}/",
        lambda n: f"/search?color={n}&size=3",
        lambda n: "/" + "deeper/" * (n % 200 + 3),
    ],
    ids=["calendar", "filters", "longer for ever"],
)
def test_traps_have_no_story_s_address(link: Callable[[int], str]) -> None:
    assert read(_trap(link), "section").leads == ()


def test_a_page_of_endless_new_stories_gives_bounded_leads() -> None:
    found = read(_trap(lambda n: f"/2025/12/05/machine-made-story-number-{n}"), "section")

    assert len(found.leads) == 1_000
    assert found.refused_count == 2_000


def test_a_million_elements_around_a_link_are_read_within_bounds() -> None:
    link = "<a href='/2025/12/05/a-story-of-note'>A story that is of note</a>"

    found = read(f"<html><body>{link}{'<div>' * 300_000}", "section")

    assert len(found.leads) == 1


def test_a_refused_address_is_shown_bounded() -> None:
    links = "".join(
        f"<item><link>https://x.example/{'y' * 1_000}{n}</link></item>" for n in range(500)
    )

    found = read(rss(links))

    assert found.refused_count == 500
    assert len(found.refused) == 100
    assert all(len(address) <= 300 for address, _ in found.refused)
    assert len(json.dumps(found.refused)) < 60_000
