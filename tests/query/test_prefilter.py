"""The prefilter never rules a topic out that the page's story meets."""

from __future__ import annotations

import json
import pickle

import pytest

from storywatch.query import TopicSet, page_text
from storywatch.query.prefilter import Prefilter
from storywatch.story import Lead, Page
from storywatch.topic import Topic
from tests.query.corpus import CORPUS, needs_corpus
from tests.query.stories import NOON


def page(html: str | bytes, **facts: object) -> Page:
    body = html.encode() if isinstance(html, str) else html
    given: dict[str, object] = {
        "outlet": "bugle",
        "url": "https://bugle.example/1",
        "final_url": "https://bugle.example/1",
        "fetched_at": NOON,
        "body": body,
        **facts,
    }
    return Page(**given)  # type: ignore[arg-type]


def can_match(query: str, html: str | bytes, **facts: object) -> bool:
    return Prefilter(TopicSet([Topic(id="t", query=query)])).can_match(page(html, **facts))


LINKED = '<script type="application/ld+json">{}</script><p>Nothing.</p>'
TRAPS = {
    "plain": ("Zelensky", "<p>Zelensky spoke</p>"),
    "entities": ("Łódź café", "<p>&#321;&oacute;d&#x17a; caf&eacute;</p>"),
    "entities without an end": ("café", "<p>caf&eacute</p>"),
    "entities twice": ('"AT&T"', "<p>AT&amp;amp;T</p>"),
    "tags inside a word": ("Trump", "<p>T<b>ru</b>m<i><span class=x>p</span></i></p>"),
    "a comment inside a word": ("Trump", "<p>Tr<!-- -->ump</p>"),
    "a first letter of its own": ("Once", '<p><span class="dropcap">O</span>nce upon</p>'),
    "blocks without blanks": ("Trump Kyiv", "<div>Trump</div><div>Kyiv</div><br>x"),
    "links without blanks": ("Trump Kyiv", "<a>Trump</a><a>Kyiv</a>"),
    "soft hyphens": ("Zelensky", "<p>Zelen\u00adsky and Zelen&shy;sky</p>"),
    "zero-width characters": ("Zelensky", "<p>Zelen\u200bsky</p>"),
    "linked data only": (
        "Zelensky",
        LINKED.format(json.dumps({"@type": "Article", "articleBody": "Then Zelensky\nspoke"})),
    ),
    "linked data escaped": (
        "Łódź café",
        LINKED.format(json.dumps({"articleBody": "in Łódź\nCafé"}, ensure_ascii=True)),
    ),
    "linked data with markup": (
        "Trump",
        LINKED.format(json.dumps({"articleBody": "<p>Tr<b>ump<\\/b></p>"})),
    ),
    "a standfirst in a meta tag": (
        "Zelensky",
        '<meta name=description content="Zelensky&#39;s visit"><p>Nothing</p>',
    ),
    "a title in og:title": ("Kyiv", "<meta property='og:title' content='In Kyiv'>"),
    "microdata": ("Kyiv", '<span itemprop="headline" content="In Kyiv"></span>'),
    "a title tag": ("Kyiv", "<title>In Kyiv | Bugle</title>"),
    "Latin-1 as declared": (
        "café",
        "<meta charset=iso-8859-1><p>caf\u00e9 ol\u00e9".encode("latin-1"),
    ),
    "Cyrillic": ("Москва", "<meta charset=windows-1251><p>Москва".encode("cp1251")),
    "UTF-16": ("Kyiv", "<p>Kyiv and more</p>".encode("utf-16")),
    "Chinese": ("北约", "<p>与北<b>约</b>峰会</p>"),
    "only an exclusion": ("NOT Trump", "<p>Trump</p>"),
    "only a field": ("outlet:bugle", "<p>Nothing</p>"),
    "an author or a word": ("author:Smith OR Kyiv", "<p>Nothing</p>"),
    "a date": ("published:[2025 TO *]", "<p>Nothing</p>"),
    "everything": ("*", "<p>Nothing</p>"),
    "a phrase over two tags": ('"apple pie"', "<p>apple <a href=x>pie</a></p>"),
    "near words": ('"apple pie"~3', "<p>pie, then an apple</p>"),
    "a beginning": ("immigra*", "<p>Immigrants</p>"),
    "a form": ("wom?n", "<p>Women</p>"),
    "exact words": ("exact:WHO", "<p>the W.H.O. said</p>"),
    "a broken tag": ("Kyiv", '<p title="a > b">Kyiv <'),
    "an open script": ("Kyiv", "<p>Kyiv</p><script>var x = '<p>'"),
    "an open comment": ("Kyiv", "<p>x</p><!-- <p>Kyiv</p>"),
    "an open comment before all tags": ("Kyiv", "<p>x</p><!-- Kyiv <p>x</p>"),
    "a comment of nothing": ("Kyiv", "<!--><p>Kyiv</p><!-- x -->"),
    "a comment that begins a script": ("Kyiv", "<!-- <script> --><p>Kyiv</p><script>x</script>"),
    "a script that begins a comment": ("Kyiv", "<script>'<!--'</script><p>Kyiv</p><!-- x -->"),
    "an attribute that begins a comment": ("Kyiv", '<a title="<!--">Kyiv</a><!-- x -->'),
    "an attribute that begins a script": ("Kyiv", '<a title="<script>">Kyiv</a><script>x</script>'),
    "a script inside a word": ("Trump", "<p>Tr<script>x</script >ump</p>"),
    "a tag named nearly like a style": ("Kyiv", "<style-guide>Kyiv</style-guide>"),
    "a meta tag that begins a tag": (
        "Kyiv",
        "<meta name=a content='x <b'><meta property=og:title content='In Kyiv'><p>x</p>",
    ),
    "a meta tag with an arrow": ("Kyiv", "<meta property=og:title content='x <b Kyiv'>"),
    "an arrow": ("Kyiv", "<p>< Kyiv</p>"),
    "arrows in a word": ("Trump Kyiv", "<p>1<2 <3 T<b>rump</b> Kyiv</p>"),
    "capital tags inside a word": ("Trump", "<P>T<B>ru</B>m<sPan>p</sPan></P><P>x</P>"),
    "a long tag inside a word": ("Trump", f"<p>T<b title={'ж' * 900}>rump</b></p>"),
    "control characters": ("Trump", "<scr\x00ipt>x</scr\x01ipt><p>Tr\x02u<b\x03>mp</b></p>"),
    "a byte order mark inside a tag": ("Trump", "<p>T<\ufeffb>rump</b></p>"),
    "what was encoded twice": ("naïve café", "<p>cafÃ©</p><p>Ã©lan</p><p>naÃ¯ve</p>"),
}


@pytest.mark.parametrize("trap", TRAPS)
def test_a_page_whose_story_may_match_is_read(trap: str) -> None:
    assert can_match(*TRAPS[trap])


@pytest.mark.parametrize(
    ("query", "html"),
    [
        ("Zelensky", "<p>Trump spoke</p>"),
        ("Trump Kyiv", "<p>Trump spoke</p>"),
        ("Trump outlet:bugle", "<p>Kyiv</p>"),
        ("immigra*", "<p>migrants</p>"),
        ("tracker", "<p>x</p><script>var tracker = 1</script><style>.tracker{}</style>"),
        ("tracker", '<p class="tracker">x</p><!-- tracker -->'),
    ],
)
def test_a_page_that_cannot_match_is_spared(query: str, html: str) -> None:
    assert not can_match(query, html)


def test_what_the_lead_says_counts_as_well() -> None:
    lead = Lead(outlet="bugle", url="https://bugle.example/1", seen_at=NOON, title="In Kyiv")

    assert can_match("Kyiv", "<p>Nothing</p>", lead=lead)


def test_a_title_in_the_lead_may_have_an_arrow() -> None:
    lead = Lead(outlet="bugle", url="https://bugle.example/1", seen_at=NOON, title="a <b Kyiv")

    assert can_match("Kyiv", "<p>Nothing</p>", lead=lead)


@pytest.mark.parametrize("beginning", ["<!--", "<script ", "<script>", "x<b ", "<style", "x</b"])
def test_what_begins_again_and_again_hides_nothing(beginning: str) -> None:
    assert can_match("Kyiv", f"{beginning * 4_000}><p>In Kyiv</p>")
    assert not can_match("Kyiv", beginning * 4_000)


def test_a_page_too_large_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_text, "LARGEST", 10)
    assert can_match("Kyiv", "<p>Nothing at all</p>")


def test_stemming_topics_are_asked_by_stems() -> None:
    topic = Topic(id="t", query="immigration", stemming="en")

    assert Prefilter(TopicSet([topic])).can_match(page("<p>immigrations</p>"))


def test_it_can_be_sent_to_a_worker() -> None:
    prefilter = Prefilter(TopicSet([Topic(id="t", query="immigra* OR Kyiv")]))
    prefilter.can_match(page("<p>Kyiv</p>"))

    there = pickle.loads(pickle.dumps(prefilter))

    assert there.can_match(page("<p>immigrants</p>"))
    assert not there.can_match(page("<p>Nothing</p>"))


PARTS = 8


@pytest.mark.slow
@pytest.mark.corpus
@pytest.mark.timeout(300)
@needs_corpus
@pytest.mark.parametrize("part", range(PARTS))
def test_no_story_of_the_corpus_is_lost(part: int) -> None:
    from bench.prefilter import pages, random_topics, tallied  # noqa: PLC0415

    tally = tallied(list(pages(CORPUS))[part::PARTS], random_topics(CORPUS, 1_000))

    assert tally.pages > 180
    assert tally.met > 0
    assert tally.lost == []
