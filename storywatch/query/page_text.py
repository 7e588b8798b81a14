"""All words that a story read from a page could have, far sooner than the story can be read.

Nothing is judged here: chrome stays in, and where two readings of the markup are possible, both do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from storywatch.extract.charset import decode
from storywatch.story import Page

LARGEST = 3_000_000  # bytes; beyond it, reading the story costs less than being sure here
# Tags that do not part words. Others do; and words are also looked for as if all tags did.
_INLINE = (
    "a abbr acronym amp-img b bdi bdo big center-inline cite code data del dfn em font i img ins "
    "kbd label mark nobr q rp rt ruby s samp small span strike strong sub sup time tt u var wbr"
)


def _by_first_letter(names: list[str]) -> str:
    """One alternative a letter: a name is then found, or ruled out, twice as soon."""
    endings: dict[str, list[str]] = {}
    for name in names:
        endings.setdefault(name[0], []).append(name[1:])
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in endings.items())


_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_SCRIPT = re.compile(r"<(script|style)\b([^>]{0,1000}+)>", re.IGNORECASE)
_ENDS = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style")}
_CONTENT = re.compile(r"""=(?<=\scontent=)("[^"]*+"|'[^']*+'|[^\s>]++)""", re.IGNORECASE)
_NAME = rf"(?:{_by_first_letter(_INLINE.split())})(?=[\s/>])"
_REST = r"[^>]{0,1000}+>"  # of a tag: bounded, so that a page of beginnings takes no time
# A run of inline tags that may stand inside a word: at its sides, others part no words.
_INSIDE_WORD = re.compile(
    rf"<(?<=[^\s>]<)/?{_NAME}{_REST}(?:</?{_NAME}{_REST})*+(?=[^\s<])", re.IGNORECASE
)
_TAG = re.compile(r"</?[a-zA-Z!?][^>]*+>?")
_LONGEST_WORD = 80  # characters at each side of a tag inside a word
_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))")
_UNENDED = re.compile(r"&[a-zA-Z]{2,7}(?![a-zA-Z0-9;])")


def page_text(page: Page) -> tuple[str, str] | None:
    """Returns every word of the page's story, and many others; None if not sure.

    Those in ASCII are apart from the rest: they are analysed in a fifth of the time.
    """
    if len(page.body) > LARGEST:
        return None
    html = decode(page.body, page.headers.get("content-type", ""))
    linked: list[str] = []
    seen = _without_comments(" ".join(_without_scripts(html, linked)))
    texts = [*_CONTENT.findall(seen), *linked]
    lead = page.lead
    texts += [lead.title or "", lead.standfirst or ""] if lead else []
    text = "\n".join((_visible(seen), _visible("\n".join(texts))))
    found = dict.fromkeys(text.split())  # only which words there are is asked
    return " ".join(filter(str.isascii, found)), " ".join(
        word for word in found if not word.isascii()
    )


def _without_comments(html: str) -> str:
    """Behind the last end of a comment none is looked for: a page of beginnings takes no time."""
    commented, end, rest = html.rpartition("-->")
    return _COMMENT.sub("", commented + end) + rest


def _without_scripts(html: str, linked: list[str]) -> Iterator[str]:
    """Yields what stands outside scripts and styles, of which no story takes a word but from
    linked data: that is gathered, unescaped."""
    start = at = 0
    ends = dict(_ENDS)
    while opening := _SCRIPT.search(html, at):
        at, name = opening.end(), opening[1].lower()
        end = ends[name].search(html, at) if name in ends else None
        if end is None:
            ends.pop(name, None)  # no later one ends either
            at = opening.start() + 1
            continue
        if "ld+json" in opening[2].lower():
            linked.append(_ESCAPED.sub(_unescaped, html[at : end.start()]))
        yield html[start : opening.start()]
        start = at = end.end()
    yield html[start:]


def _unescaped(found: re.Match[str]) -> str:
    if found[1]:
        return chr(int(found[1], 16))
    return " " if found[2] in "nrtbf" else found[2]


def _visible(html: str) -> str:
    parted: list[str] = []

    def join(found: re.Match[str]) -> str:
        parted.append(_sides(found))
        return ""

    text = " ".join((_TAG.sub(" ", _INSIDE_WORD.sub(join, html)), *parted))
    return "\n".join(_readings(text)) if "&" in text else text


def _sides(found: re.Match[str]) -> str:
    """Returns what stands on either side of inline tags inside a word, as two words."""
    start, end, html = found.start(), found.end(), found.string
    before = html[max(start - _LONGEST_WORD, 0) : start].rpartition(" ")[2]
    after = html[end : end + _LONGEST_WORD].partition(" ")[0]
    return _TAG.sub(" ", f"{before} {after}")


def _readings(text: str) -> list[str]:
    """The text unescaped; twice, and not at all, where pages differ in what they mean by it."""
    once = unescape(text)
    readings = [once]
    if "&" in once:
        readings.append(_TAG.sub(" ", unescape(once)))
    if _UNENDED.search(text):
        readings.append(text)
    if "<" in once:
        readings.append(_TAG.sub(" ", _INSIDE_WORD.sub("", once)))
    return readings
