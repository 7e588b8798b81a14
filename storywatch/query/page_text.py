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
MOST_BEYOND = 1_000_000  # bytes; of longer texts nothing that was encoded twice is put right
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


def _tag(name: str, longest: int) -> str:
    """Not longer than that, so that a page of beginnings takes no time."""
    return rf"/?(?:{name})(?=[\s/>])[^>]{{0,{longest}}}+>"


_NAMES = _by_first_letter(_INLINE.split())
_INSIDE = _tag(_NAMES, 1_000)
# A run of inline tags that may stand inside a word: at its sides, others part no words.
_INSIDE_WORD = re.compile(rf"<(?<=[^\s>]<){_INSIDE}(?:<{_INSIDE})*+(?=[^\s<])", re.IGNORECASE)
_BEGINS = "[a-zA-Z/!?]"  # what makes a "<" the beginning of a tag
_TAG = re.compile(rf"<{_BEGINS}[^<>]*+>")
# It looks at capitals, and takes every name that has one for an inline tag's: it is quick so.
_PERHAPS_INSIDE = _tag(rf"{_NAMES}|[a-z-]*+[A-Z][a-zA-Z-]*+", 4_000)
# What stands between two tags, with the tags that may be inside its words.
_TEXT = re.compile(
    rf">(?!\s*+<{_BEGINS})([^<]*+"
    rf"(?:(?:(?<=[^\s>])(?:<{_PERHAPS_INSIDE})++(?=[^\s<])|<(?!{_BEGINS}))[^<]*+)*+)".encode()
)
_CONTENT = re.compile(rb"""=(?<=\scontent=)("[^"]*+"|'[^']*+'|[^\s>]++)""", re.IGNORECASE)
_UNREAD = re.compile(
    rb"<[!sS](?:(?<=!)--|(?<=[sS])([cC][rR][iI][pP][tT]|[tT][yY][lL][eE])(?=[\s/>])"
    rb"([^>]{0,1000}+)>)"
)
_ENDS = {
    None: re.compile(rb"--!?>"),
    b"cript": re.compile(rb"</script[^>]*+>?", re.IGNORECASE),
    b"tyle": re.compile(rb"</style[^>]*+>?", re.IGNORECASE),
}
_AT_ONCE = re.compile(rb"(?:--)?")  # ends what has no end: it hides nothing
_BOTH_WAYS = b"<i>"  # a tag of which it is not certain whether it parts words
_APART = "\n<>\n"  # what a text before it has begun is no tag
_LONGEST_WORD = 80  # characters at each side of a tag inside a word
_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))")
_UNENDED = re.compile(r"&[a-zA-Z]{2,7}(?![a-zA-Z0-9;])")
# What every page has becomes blanks: all else is what a character set is known by.
_PARTED = bytes(32 if char in b"\t\n\v\f\r" or 32 <= char < 127 else char for char in range(256))


def page_text(page: Page) -> str | None:
    """Returns a text with every word of the page's story, and many others; None if not sure."""
    if len(page.body) > LARGEST:
        return None
    linked: list[bytes] = []
    seen = _BOTH_WAYS.join(_read(_in_utf8(page), linked))
    texts = [b"\n".join(_TEXT.findall(b">" + seen)).decode()]
    texts += [text.decode() for text in _CONTENT.findall(seen)]
    texts += [_ESCAPED.sub(_unescaped, text.decode()) for text in linked]
    lead = page.lead
    texts += [lead.title or "", lead.standfirst or ""] if lead else []
    return _visible(_APART.join(texts))


def words_apart(text: str) -> tuple[str, str, str]:
    """Returns the different words of a text as three texts: in ASCII without any signs, in ASCII
    with some, and all others. Each is analysed in a fraction of the time of the next."""
    found = set(text.split())
    plain = set(filter(str.isascii, found))
    bare = set(filter(str.isalnum, plain))
    return " ".join(bare), " ".join(plain - bare), " ".join(found - plain)


def _in_utf8(page: Page) -> bytes:
    """The page as its reading sees it: most are that as they came, and their runs beyond ASCII tell
    it. Each is asked of twice, for what stands there once may stand there often."""
    runs = set(page.body.translate(_PARTED).split())
    told = b"\n".join((*runs, *runs))
    if len(told) < MOST_BEYOND and decode(told).encode("utf-8", "surrogatepass") == told:
        return page.body
    return decode(page.body, page.headers.get("content-type", "")).encode()


def _read(html: bytes, linked: list[bytes]) -> Iterator[bytes]:
    """Yields what stands outside comments, scripts and styles, of which no story takes a word but
    from linked data: that is gathered."""
    start = at = 0
    ends = dict(_ENDS)
    while opening := _UNREAD.search(html, at):
        begins, at = opening.span()
        name = opening[1] and opening[1].lower()
        if _is_in_tag(html, begins):
            at = html.find(b">", begins) + 1 or len(html)
            continue
        # "<!-->" is a whole comment.
        end = ends[name].search(html, at if name else begins + len("<!"))
        if end is None:
            ends[name], at = _AT_ONCE, begins  # no later one ends either
            continue
        if name and b"ld+json" in opening[2].lower():
            linked.append(html[at : end.start()])
        yield html[start:begins]
        start = at = end.end()
    yield html[start:]


def _is_in_tag(html: bytes, at: int) -> bool:
    begins = html.rfind(b"<", 0, at)
    return (
        begins >= 0 and html[begins + 1 : begins + 2].isalpha() and html.find(b">", begins, at) < 0
    )


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
        readings.append(_TAG.sub(" ", unescape(_escaped(once))))
    if _UNENDED.search(text):
        readings.append(_escaped(text))
    if _TAG.search(once):
        readings.append(_TAG.sub(" ", _INSIDE_WORD.sub("", once)))
    return readings


def _escaped(text: str) -> str:
    """The lines in which something may be escaped: what the others say is known."""
    return "\n".join([line for line in text.split("\n") if "&" in line])
