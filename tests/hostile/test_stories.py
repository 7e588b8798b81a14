"""What an outlet can do inside a story's page: markup, character sets, data about the story."""

from __future__ import annotations

import codecs
import json
import re
from dataclasses import asdict, dataclass

import pytest

from storywatch.story import Story
from tests.hostile.conftest import Visits
from tests.hostile.pages import (
    BODY,
    ISO,
    PARAGRAPHS,
    PUBLISHED,
    TITLE,
    linked_data,
    paragraphs,
    story,
    undated,
)
from tests.hostile.rogue import Rogue, plain, raw, respond, text

FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
UMLAUT = "Die Brücke über den Hafen wurde heute früh vom Bürgermeister eröffnet: “endlich”."
CYRILLIC = "Мост через гавань открыт сегодня утром, после двух лет работ."
CHINESE = "港口大桥今天早上开通，市长说等待已久，工程历时两年。"
JAPANESE = "港の橋が今朝開通した。市長は長い間待ったと語った。"
WORDS = PARAGRAPHS[0].split()


def article(published: str) -> dict[str, object]:
    """The story's own node of linked data."""
    return {"@type": "NewsArticle", "headline": TITLE, "datePublished": published}


def whole(one: Story) -> None:
    """The story as it was written: headline, date and every paragraph."""
    assert one.title == TITLE
    assert one.published_at == PUBLISHED
    assert one.body == BODY


def sane(one: Story) -> None:
    """The story's own paragraphs are there, and nothing that no text may hold."""
    assert [line for line in PARAGRAPHS if line not in one.body] == []
    assert len(one.title) <= 1_000
    assert len(one.authors) <= 50
    assert not FORBIDDEN.search(json.dumps(asdict(one), default=str, ensure_ascii=False))


WHOLE = {
    "an honest page": story(),
    "3,000 nested divs": story(around=("<div>" * 3_000, "</div>" * 3_000)),
    "script and a template expression around the text": story(
        around=("<script>document.write('{{7*7}}')</script>", "<script>alert(1)</script>")
    ),
    "200 KB of readers' comments": story(
        around=(
            "",
            "<section id=comments class=comments><h2>Comments</h2>"
            + "<div class=comment><p class=author>bob</p><p>I never liked that bridge, and I say "
            "so wherever I can, as everybody in this town knows by now.</p></div>"
            * 1_200
            + "</section>",
        )
    ),
    "JSON-LD in CDATA": story(
        head=linked_data(
            "//<![CDATA[\n"
            + json.dumps({"@type": "NewsArticle", "headline": TITLE, "datePublished": ISO})
            + "\n//]]>"
        )
    ),
    "JSON-LD nested 200,000 deep": story(head=linked_data("[" * 200_000 + "]" * 200_000)),
    "numbers of 100,000 digits": story(
        head=linked_data('{"@type":"NewsArticle","wordCount":%s,"a":1e999,"b":NaN}' % ("9" * 10**5))
    ),
    "the article in a graph, its type in a list": undated(
        head=linked_data(
            json.dumps(
                {
                    "@context": "https://schema.org",
                    "@graph": [
                        {"@type": "WebSite", "name": "Rogue"},
                        {**article(ISO), "@type": ["NewsArticle"]},
                    ],
                }
            )
        )
    ),
    "an offset of 14 hours": undated(
        head=linked_data(json.dumps(article("2026-03-04T23:00:00+14:00")))
    ),
    "the JSON-LD of another story": story(
        head=linked_data(
            json.dumps(
                {
                    "@type": "NewsArticle",
                    "headline": "Something else entirely in another town",
                    "datePublished": "2011-01-01T00:00:00Z",
                    "url": "https://elsewhere.example/2011/01/01/something-else-entirely",
                    "articleBody": "Nothing of this was ever on the page of the bridge. " * 20,
                }
            )
        )
    ),
    "JSON-LD with another text under its own name": story(
        head=linked_data(
            json.dumps({**article(ISO), "articleBody": "Pills are cheap at our casino. " * 400})
        )
    ),
    "a teaser's date before its own": story(
        around=(
            "<aside><h3>More</h3><a href=/x>Another story</a>"
            "<time datetime=2026-03-05T10:00:00Z>March 5</time></aside>",
            "",
        )
    ),
    "UTF-8 by header, another set by meta": story(head='<meta charset="iso-8859-1">'),
}


@pytest.mark.parametrize("name", WHOLE)
def test_the_story_is_stored_whole(name: str, rogue: Rogue, visit: Visits) -> None:
    rogue.answers["/story"] = text(WHOLE[name])

    (stored,) = visit().stories

    whole(stored)


HARMLESS = {
    "one million divs": story(around=("<div>" * 1_000_000, "")),
    "a table of 200,000 cells": story(
        text=paragraphs() + "<table><tr>" + "<td>cell</td>" * 200_000 + "</table>"
    ),
    "500,000 comment openers": story(around=("", "<!--" * 500_000)),
    "four million '<'": story(around=("", "<" * 4_000_000)),
    "8 MB of white space": story(
        title=" " * 1_000_000 + TITLE, text=paragraphs() + "<p>" + "\n " * 2_000_000 + "</p>"
    ),
    "references to what is no character": story(
        text=paragraphs() + "<p>Nul &#0; and &#xD800; and &#x110000; and &#xFFFF; end.</p>"
    ),
    "a date line of 200 KB": story(
        text=f"<p class=date>{'3 März mayo juin 12:30 ' * 9_000}</p>{paragraphs()}"
    ),
    "a byline of a thousand at-signs": story(head=f'<meta name=author content="{"a@" * 2_500}">'),
    "300 KB of closing quotation marks": story(text=paragraphs() + f"<p>{'» ' * 150_000}x</p>"),
    "a caption of 30,000 lines": story(
        text=f"<figure><img src=a><figcaption>{'記者<br>' * 30_000}</figcaption></figure>"
        + paragraphs()
    ),
    "a byline of 500 KB": story(
        text=f"<p class=byline>By {'Ann Lee, Bob Ray and 3 ' * 22_000}</p>{paragraphs()}"
    ),
    "control characters and line separators": story(
        text=paragraphs() + "<p>A\x01b\x0cc\x85d\u2028e\ufefff\ufdd0g\x1b[31m.</p>"
    ),
    "characters that turn the order round": story(
        title=f"{TITLE}\u202e", text=paragraphs() + "<p>A\u202eb\u2066c\u2069d\u202c.</p>"
    ),
    "100,000 attributes": story(
        text=f"<p {' '.join(f'a{n}=1' for n in range(100_000))}>x</p>" + paragraphs()
    ),
    "100,000 names without values": story(
        text=f"<p {' '.join(f'a{n}' for n in range(100_000))}>x</p>" + paragraphs()
    ),
    "a picture of 5 MB inside its address": story(
        text=f"<img src='data:image/png;base64,{'A' * 5_000_000}'>" + paragraphs()
    ),
    "a drawing of 3 MB": story(text=f"<svg><path d='{'M0 0 ' * 600_000}'/></svg>" + paragraphs()),
    "JSON-LD of 5 MB": story(head=linked_data(json.dumps({"text": "word " * 1_000_000}))),
    "JSON-LD of lists of lists": story(
        head=linked_data("[[[[" + json.dumps(article(ISO)) + "]]]]")
    ),
    "NUL bytes": story(text=paragraphs() + "<p>A\x00b\x00c.</p>", title=f"\x00{TITLE}"),
    "lone surrogates": story(
        head=linked_data(
            '{"@type":"NewsArticle","author":"Ann \\udc00Lee","keywords":["a\\ud800"]}'
        ),
        text=paragraphs() + "<p>Half a pair: \ud800 alone.</p>",
    ),
    "20,000 combining marks": story(title=f"Bridge{'́' * 20_000}"),
    "one grapheme of 3 MB": story(text=paragraphs() + f"<p>a{'́' * 1_500_000}</p>"),
    "5,000 authors": story(
        head=linked_data(
            json.dumps(
                {
                    "@type": "NewsArticle",
                    "headline": TITLE,
                    "author": [
                        {"name": f"Ann {chr(65 + n % 26)}{'e' * (n // 26)}"} for n in range(5_000)
                    ],
                }
            )
        )
    ),
    "a script's end inside of JSON": story(
        head=linked_data('{"@type":"NewsArticle","description":"a </script><b> <!-- c"}')
    ),
    "JSON-LD escaped as HTML": story(
        head=linked_data("{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;headline&quot;:1}")
    ),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_the_story_is_stored_without_harm(name: str, rogue: Rogue, visit: Visits) -> None:
    rogue.answers["/story"] = text(HARMLESS[name])

    outcome = visit()

    assert outcome.ends == {"new"}
    sane(outcome.stories[0])


ENDED = {
    "cut off inside a tag, before it an unclosed script": (
        story()[:300] + "<script>var a = 1; " + story()[300:600] + "<p cla"
    ),
    "60,000 short paragraphs": story(text="<p>A short one here.</p>" * 60_000),
    "9 MB on a single line": story(text="<p>" + "word " * 1_800_000),
    "12 MB on a single line": story(text="<p>" + "word " * 2_400_000),
    "nothing but white space": " \n" * 100_000,
}


@pytest.mark.parametrize("name", ENDED)
def test_the_page_ends_as_a_story_or_by_name(name: str, rogue: Rogue, visit: Visits) -> None:
    rogue.answers["/story"] = text(ENDED[name])

    (end,) = visit().ends

    assert end == "new" or end.startswith("rejected/")


PRINTED_AS_CODE = ("<textarea>", "<plaintext>", "<xmp>", "<listing>")


@pytest.mark.parametrize("opened", PRINTED_AS_CODE)
def test_a_page_that_prints_its_own_markup_is_no_story_of_tags(
    opened: str, rogue: Rogue, visit: Visits
) -> None:
    rogue.answers["/story"] = text(story(around=(opened, "")))

    outcome = visit()

    assert [one.body for one in outcome.stories if "</p>" in one.body] == []
    assert outcome.ends <= {"new", "rejected/no_body", "rejected/too_short"}


@pytest.mark.parametrize("around", ["svg><foreignObject", "template"])
def test_a_headline_is_no_paragraph_wherever_the_story_stands(
    around: str, rogue: Rogue, visit: Visits
) -> None:
    rogue.answers["/story"] = text(story(around=(f"<{around}>", "")))

    (stored,) = visit().stories

    whole(stored)


def test_plain_text_of_5_mb_is_no_story(rogue: Rogue, visit: Visits) -> None:
    rogue.answers["/story"] = plain(b"All work and no play. " * 230_000, "text/plain")

    assert visit().ends <= {"new", "rejected/not_html"}


def test_tags_and_expressions_in_title_and_text_are_words(rogue: Rogue, visit: Visits) -> None:
    rogue.answers["/story"] = text(
        story(
            title="Bridge <script>alert(1)</script> {{7*7}} %s %n",
            text=paragraphs() + "<p onclick=alert(1)>He said {{7*7}} ${7*7} {0.__class__}.</p>",
        )
    )

    (stored,) = visit().stories

    assert "<script" not in stored.title
    assert "{{7*7}} %s %n" in stored.title
    assert "He said {{7*7}} ${7*7} {0.__class__}." in stored.body


@dataclass(frozen=True)
class Encoded:
    """A page in a character set, and what must be readable of it."""

    body: bytes
    kind: str
    words: str


def _encoded(words: str, codec: str, kind: str = "text/html", head: str = "") -> Encoded:
    page = story(head=head, text=paragraphs(words, *PARAGRAPHS))
    return Encoded(page.encode(codec, "xmlcharrefreplace"), kind, words)


LATE_META = "<!--" + "-" * 2_200 + '--><meta charset="windows-1251">'
READABLE = {
    "UTF-8 by header, iso-8859-1 by meta": _encoded(
        UMLAUT, "utf-8", "text/html; charset=utf-8", '<meta charset="iso-8859-1">'
    ),
    "windows-1251 by a late meta": Encoded(
        story(text=paragraphs(CYRILLIC, *PARAGRAPHS))
        .replace("<title>", LATE_META + "<title>")
        .encode("windows-1251"),
        "text/html",
        CYRILLIC,
    ),
    "UTF-16LE named by the header": _encoded(UMLAUT, "utf-16-le", "text/html; charset=utf-16le"),
    "UTF-16 with a mark": Encoded(
        codecs.BOM_UTF16_LE + story(text=paragraphs(UMLAUT, *PARAGRAPHS)).encode("utf-16-le"),
        "text/html",
        UMLAUT,
    ),
    "a set that does not exist": _encoded(UMLAUT, "utf-8", "text/html; charset=x-no-such-9"),
    "KOI8-R that calls itself windows-1251": Encoded(
        story(text=paragraphs(*(CYRILLIC,) * 5)).encode("koi8-r"),
        "text/html; charset=windows-1251",
        CYRILLIC,
    ),
    "GB 18030 that nothing names": Encoded(
        story(text=paragraphs(CHINESE * 8)).encode("gb18030"), "text/html", CHINESE
    ),
    "Shift JIS that calls itself UTF-8": Encoded(
        story(text=paragraphs(JAPANESE * 8)).encode("cp932"),
        "text/html; charset=utf-8",
        JAPANESE,
    ),
    "windows-1252 that nothing names": Encoded(
        story(text=paragraphs(UMLAUT, *PARAGRAPHS)).encode("windows-1252"), "text/html", UMLAUT
    ),
}


@pytest.mark.parametrize("name", READABLE)
def test_its_characters_are_read(name: str, rogue: Rogue, visit: Visits) -> None:
    case = READABLE[name]
    rogue.answers["/story"] = plain(case.body, case.kind)

    (stored,) = visit().stories

    assert case.words in stored.body
    assert stored.title == TITLE


def test_utf_16_that_nothing_names_is_read_or_refused(rogue: Rogue, visit: Visits) -> None:
    rogue.answers["/story"] = plain(story().encode("utf-16-le"), "text/html")

    outcome = visit()

    assert outcome.ends <= {"new", "rejected/undecodable"}
    assert [one for one in outcome.stories if "\0" in one.body or one.body != BODY] == []


def test_a_few_wrong_bytes_lose_no_others(rogue: Rogue, visit: Visits) -> None:
    page = story(text=paragraphs(UMLAUT, *PARAGRAPHS)).encode().replace(b"endlich", b"\xe9\xe8")
    rogue.answers["/story"] = plain(page)

    (stored,) = visit().stories

    assert "Die Brücke über den Hafen" in stored.body
    assert PARAGRAPHS[4] in stored.body


def test_utf_7_is_not_decoded(rogue: Rogue, visit: Visits) -> None:
    page = story(text=paragraphs("+ADw-script+AD4-alert(1)+ADw-/script+AD4-", *PARAGRAPHS))
    rogue.answers["/story"] = plain(page.encode(), "text/html; charset=utf-7")

    outcome = visit()

    assert all("<script" not in one.body + one.title for one in outcome.stories)


def test_nothing_that_a_page_names_is_asked_for(rogue: Rogue, canary: Rogue, visit: Visits) -> None:
    head = (
        f'<base href="{canary.home}/"><link rel=stylesheet href="{canary.home}/a.css">'
        f'<meta http-equiv=refresh content="0;url={canary.home}/r"><link rel=pingback '
        f'href="{canary.home}/p"><link rel=canonical href="/story"><script src="a.js"></script>'
        + linked_data(json.dumps({"@context": f"{canary.home}/schema", "@type": "NewsArticle"}))
    )
    rogue.answers["/story"] = text(story(head=head, text='<img src="x.png">' + paragraphs()))

    (stored,) = visit().stories

    assert stored.body == BODY
    assert rogue.asked == ["/robots.txt", "/story"]


def test_a_teaser_before_a_paywall_is_a_story_that_says_so(rogue: Rogue, visit: Visits) -> None:
    data = {
        "@type": "NewsArticle",
        "headline": TITLE,
        "datePublished": ISO,
        "isAccessibleForFree": False,
    }
    rogue.answers["/story"] = text(
        story(
            head=linked_data(json.dumps(data)),
            text=paragraphs(*PARAGRAPHS[:2])
            + "<div class=paywall><p>Subscribe to continue reading this article.</p></div>",
        )
    )

    outcome = visit()

    assert [one.is_paywalled for one in outcome.stories] == [True]
    assert "Subscribe" not in outcome.stories[0].body


def test_a_file_name_with_a_path_writes_no_file(rogue: Rogue, visit: Visits) -> None:
    rogue.answers["/story"] = raw(
        respond(
            story().encode(),
            "Content-Type: text/html\r\n"
            'Content-Disposition: attachment; filename="../../../hostile.html"\r\n',
        )
    )
    folder = visit.settings.data_dir.parent

    (stored,) = visit().stories

    whole(stored)
    assert {path.name for path in folder.iterdir()} == {"data", "outlets", "topics"}
    assert {path.name.partition(".db")[0] for path in (folder / "data").iterdir()} == {"journal"}
