"""Whether a page that could be read is a story at all, or what else stands in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

import regex

from storywatch.extract.address import canonical, looks_like_section
from storywatch.extract.document import Document
from storywatch.extract.language import detect, is_one_of
from storywatch.extract.linked_data import is_story, text_of, types
from storywatch.extract.notices import Saying, is_challenge, is_filler, notice_in, trace_in
from storywatch.extract.wording import plain
from storywatch.outlet import Outlet
from storywatch.story import Page, Reason

FEWEST_WORDS = 25  # a shorter text is a caption or a teaser
_FEWEST_DECLARED = 15  # of what calls itself a story and has a date: a paywall leaves no more
_UNSURE_WORDS = 30  # below, only a title and a date make a text a story
_LISTS = frozenset({"collectionpage", "searchresultspage", "itemlist"})
_OTHERS = frozenset({"profilepage", "contactpage", "aboutpage"})
_LIST_PATH = regex.compile(
    r"/(?:tags?|topics?|themen?|category|categories|kategorie|rubrik|search|suche|recherche|buscar|author|autor|archive?s?|page)/[^/]{1,60}/?(?:page/\d+/?)?$"
    r"|/(?:search|suche|login|signin|sign-in|anmelden|register)/?$",
    regex.IGNORECASE,
)
_WIDE = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}]")
_MAY_BE_WIDE = re.compile("[\u0e00-\u0eff\u1100-\u11ff\u2e80-\U0010ffff]")
_MOST_HEADINGS = 30
_LONG_LINE = 8  # words
_LONGEST_NAME = 30
_NO_LETTERS = re.compile(r"[^\w\s]|[\d_]")
_END = re.compile(r"[.!?。！？…।؟۔။።]\W*$")
_TYPE = re.compile(r"\.(?:html?|php|aspx?)$")
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)

Refusal = tuple[Reason, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What is known of a page when its text has been read.

    `has_date` may be by what its source or its address says; `is_dated` is by its own words.
    """

    document: Document
    page: Page
    title: str
    body: str
    has_date: bool
    is_dated: bool


def refused_by_status(page: Page) -> Refusal | None:
    """Returns why a page's status alone says that it has no story."""
    if page.status in (404, 410):
        return Reason.NOT_FOUND, f"the outlet answered with status {page.status}"
    if page.status >= 400 and is_challenge(page.body[:200_000].decode("latin-1")):
        return Reason.BLOCKED, f"a challenge to prove to be human, with status {page.status}"
    if page.status >= 400:
        return Reason.HTTP_ERROR, f"the outlet answered with status {page.status}"
    return None


def refused(look: Look, outlet: Outlet) -> Refusal | None:
    """Returns why the page is no story, or None if nothing speaks against it."""
    words = count_words(look.body)
    return (
        _notice(look, words)
        or _list(look, words)
        or _length(look, words)
        or _language(look, outlet)
    )


def stands_instead(document: Document) -> Refusal | None:
    """Returns what stands where stories should be listed: a challenge, a wall, an error; None."""
    body = _first_words(document)
    page = Page(outlet="", url="", final_url="", fetched_at=_NEVER, body=b"")
    look = Look(document=document, page=page, title="", body=body, has_date=False, is_dated=False)
    return _notice(look, count_words(body))


def count_words(text: str) -> int:
    """Returns how many words a text has; two characters count as one where no spaces part words."""
    parted, wide = _WIDE.subn(" ", text) if _MAY_BE_WIDE.search(text) else (text, 0)
    return len(parted.split()) + wide // 2


def _notice(look: Look, words: int) -> Refusal | None:
    if is_filler(look.body):
        return Reason.PLACEHOLDER, "printers' Latin stands where the text should"
    saying = Saying(
        headings=tuple(_headings(look)),
        body=look.body,
        words=words,
        vouchers=look.is_dated + _declares_story(look.document),
        name=_name(look.page.final_url),
    )
    found = notice_in(saying)
    if not found and not look.has_date:
        found = trace_in(_first_words(look.document), look.document.text[:300_000], words)
    if found:
        notice, sentence = found
        return notice.reason, f"{notice.what}: {sentence!r}"
    return _login(look, words)


def _login(look: Look, words: int) -> Refusal | None:
    has_password = look.document.tree.find(".//input[@type='password']") is not None
    if has_password and words < FEWEST_WORDS:
        return Reason.NOT_A_STORY, "a form that asks for a password, and hardly any text"
    return None


def _list(look: Look, words: int) -> Refusal | None:
    document = look.document
    final = canonical(look.page.final_url) or look.page.final_url
    if _is_front_page(final) and not _is_front_page(canonical(look.page.url) or ""):
        return Reason.NOT_A_STORY, "the outlet answered with its front page"
    if _declares_story(document):
        return None
    kinds = {kind for node in document.linked_data[:50] for kind in types(node)}
    teasers = _teasers(document)
    # A story's own date speaks for it; then only a body of mere headlines is a list's.
    is_terse = _longest(look.body) < (20 if look.has_date else 45)
    if "jobposting" in kinds and _is_job(look):
        return Reason.NOT_A_STORY, "the page's data call it a job's offer"
    called = kinds & (_LISTS | _OTHERS if teasers or is_terse else _OTHERS)
    if called and not look.has_date:
        return Reason.NOT_A_STORY, f"the page calls itself a {sorted(called)[0]}"
    is_listed = looks_like_section(final) or bool(_LIST_PATH.search(final))
    if teasers >= (5 if is_listed else 20) and words < 30 * teasers and is_terse:
        return Reason.NOT_A_STORY, f"a list of {teasers} linked headlines and no story of its own"
    return None


def _length(look: Look, words: int) -> Refusal | None:
    if not words:
        return Reason.NO_BODY, "no text that could be a story's"
    least = _least_words(look)
    if words < least:
        return Reason.TOO_SHORT, f"{words} words of text; a story has at least {least}"
    told = words if look.has_date else _words_told(look)
    if told < least:
        return Reason.TOO_SHORT, f"{told} words of text in sentences; a story has at least {least}"
    return None


def _least_words(look: Look) -> int:
    signs = (look.has_date, _declares_story(look.document)) if look.title else ()
    if signs and all(signs):
        return _FEWEST_DECLARED
    return FEWEST_WORDS if any(signs) else _UNSURE_WORDS


def _language(look: Look, outlet: Outlet) -> Refusal | None:
    if not outlet.languages:
        return None
    detected = detect(look.body)
    if not detected.is_sure or is_one_of(detected, outlet.languages):
        return None
    wanted = ", ".join(outlet.languages)
    return Reason.WRONG_LANGUAGE, f"the text is in {detected.language!r}; the outlet's are {wanted}"


def _is_front_page(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


def _name(url: str) -> str:
    """What an address calls its page: the end of the path, without its type; stories' are long."""
    name = urlsplit(url).path.rstrip("/").rpartition("/")[2]
    return _TYPE.sub("", name) if len(name) <= _LONGEST_NAME else ""


def _headings(look: Look) -> Iterator[str]:
    yield look.title
    yield plain(look.document.tree.findtext(".//head/title") or "")
    for heading in look.document.tree.iter("h1"):
        yield plain(heading.text_content()[:500])
        return


def _declares_story(document: Document) -> bool:
    kind = next(iter(document.meta.get("og:type", ())), "").casefold()
    is_article = kind in ("article", "news", "newsarticle") or kind.endswith(":article")
    return is_article or any(
        is_story(node) and node.get("headline") for node in document.linked_data
    )


def _teasers(document: Document) -> int:
    """How many of the page's headings are links to somewhere."""
    count = 0
    for heading in document.tree.iter("h2", "h3", "h4"):
        parent = heading.getparent()
        is_linked = parent is not None and parent.tag == "a"
        count += is_linked or heading.find(".//a[@href]") is not None
        if count >= _MOST_HEADINGS:
            break
    return count


def _is_job(look: Look) -> bool:
    jobs = (node for node in look.document.linked_data[:50] if "jobposting" in types(node))
    return any(plain(text_of(node.get("title")) or "") == look.title for node in jobs)


def _words_told(look: Look) -> int:
    """How many words stand in lines that are sentences, or as long as one; options, names and
    figures are neither.
    """
    lines = (line for line in look.body.splitlines() if line != look.title)
    return sum(count_words(line) for line in lines if _END.search(line) or _is_long(line))


def _is_long(line: str) -> bool:
    return count_words(_NO_LETTERS.sub(" ", line)) >= _LONG_LINE


def _longest(body: str) -> int:
    return max((count_words(line) for line in body.splitlines()), default=0)


def _first_words(document: Document) -> str:
    return " ".join(document.printed[:20_000].split())[:4_000]
