"""Which blocks of a page are its story: the stretch that reads like one, without its chrome."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from lxml.html import HtmlElement

from storywatch.extract.blocks import Block
from storywatch.extract.chrome import ENDS, Chrome, kind
from storywatch.extract.headline import find_headlines, squeezed
from storywatch.extract.marks import Mark

NEVER = int(
    Mark.NAVIGATION
    | Mark.FOOTER
    | Mark.RELATED
    | Mark.SIGN_UP
    | Mark.SHARE
    | Mark.COMMENTS
    | Mark.BIO
    | Mark.TAGS
    | Mark.ADVERT
    | Mark.NOTICE
    | Mark.HIDDEN
    | Mark.ASIDE
)
FRAME = int(Mark.CAPTION | Mark.HEADLINE | Mark.BYLINE | Mark.DATELINE)
EXCUSED = int(Mark.TAGS | Mark.ADVERT | Mark.SIGN_UP | Mark.SHARE | Mark.HIDDEN)
MEDIA = int(Mark.EMBED | Mark.MEDIA)
LOOSE = int(
    Mark.RELATED
    | Mark.ASIDE
    | Mark.NOTICE
    | Mark.SIGN_UP
    | Mark.SHARE
    | Mark.TAGS
    | Mark.ADVERT
    | Mark.HIDDEN
)
GAP = 1.5
_SENTENCE = re.compile(r"[.!?…。！？।؟:;»”\"’)][\s\"”’»)\]]*$|[.!?。！？।؟]\s")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\u0e00-\u0e7f]")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
import os

OPT = set(os.environ.get("OPT", "").split(","))


def weight(text: str) -> int:
    """Returns a text's length in letters of an alphabetic script; a wide character counts three."""
    return len(text) + 2 * len(_WIDE.findall(text))


@dataclass(slots=True)
class Line:
    block: Block
    size: int
    prose: bool
    matched: bool
    chrome: Chrome | None
    value: float = 0.0
    home: bool = False

    @property
    def barred(self) -> bool:
        if self.matched:
            return False
        excused = EXCUSED if self.prose and self.size >= 150 else 0
        return bool(self.block.marks & NEVER & ~excused)

    @property
    def framed(self) -> bool:
        return bool(self.block.marks & FRAME) and not self.matched


def is_prose(block: Block) -> bool:
    return (
        weight(block.text) >= 60 and block.link_share < 0.5 and bool(_SENTENCE.search(block.text))
    )


def settle_marks(blocks: list[Block], headline: int | None) -> None:
    """Voids the marks of elements around the headline or most of the prose: their names tell nothing."""
    inside: Counter[HtmlElement] = Counter()
    longs: Counter[HtmlElement] = Counter()
    long_counts: Counter[HtmlElement] = Counter()
    total = long_total = 0
    around = {e for e, _ in blocks[headline].marked} if headline is not None else set()
    for b in blocks:
        if is_prose(b):
            w = weight(b.text)
            total += w
            for e, _ in b.marked:
                inside[e] += w
                if w > 200 and b.link_share < 0.3:
                    longs[e] += w
                    long_counts[e] += 1
            if w > 200:
                long_total += w
    for b in blocks:
        kept = 0
        for e, m in b.marked:
            if m & (NEVER | FRAME):
                share = inside[e] / total if total else 0
                long_share = (
                    longs[e] / long_total
                    if long_total and not m & (Mark.COMMENTS | Mark.FOOTER)
                    else 0
                )
                if longs[e] > 600 and long_counts[e] > 1 and "NOLONG" not in OPT:
                    m &= ~LOOSE
                if share > 0.5 or long_share > 0.4 or (e in around and inside[e] > 150):
                    m &= ~(NEVER | FRAME)
            kept |= m
        b.marks = kept


def value(line: Line) -> float:
    if line.chrome in (Chrome.SIGN_UP, Chrome.NOTICE, Chrome.APPEARED, Chrome.COMMENTS):
        return -2.0
    if line.chrome:
        return -1.0 if line.chrome is not Chrome.CREDIT else -0.2
    if line.matched:
        return 2 + min(line.size, 600) / 100
    if line.barred:
        return -1.5
    if line.framed:
        return -0.1
    if line.prose:
        return min(line.size, 600) / 100
    if line.block.link_share > 0.5:
        return -1.0
    if line.block.has(Mark.BODY) and not line.block.has(MEDIA):
        return 0.1 + line.size / 150
    if line.block.tag in _HEADINGS:
        return -0.4
    return -0.4 if line.size < 60 else 0.2


def value2(line: Line, main: HtmlElement, begins: int, head: int) -> float:
    v = line.value
    if line.block.index < head:
        return v - 1 if v < 0 else v * 0.3 - 1
    if main in line.block.path or line.matched:
        if line.block.has(Mark.BODY):
            v += 0.2
        return v + (0.4 if v > -0.9 else 0)
    if head >= 0 and line.block.index < begins:
        return v if v > 0 else v * 0.5
    return v - 1 if v < 0 else v * 0.6 - 1


def stretch(values: list[float]) -> tuple[int, int]:
    best, best_range, total, start = 0.0, (0, 0), 0.0, 0
    for i, v in enumerate(values):
        if total <= 0:
            total, start = 0.0, i
        total += v
        if total > best:
            best, best_range = total, (start, i + 1)
    return best_range


def stretches(values: list[float]) -> list[tuple[float, int, int]]:
    """All separate positive runs with their sums, each cut at its peak."""
    found = []
    total = peak = 0.0
    start = end = 0
    for i, v in enumerate([*values, -1e9]):
        total += v
        if total > peak:
            peak, end = total, i + 1
        if total <= 0 or total < peak - 8:
            if peak > 0:
                found.append((peak, start, end))
            total = peak = 0.0
            start = i + 1
    return found


def first_stretch(values: list[float], heads: list[int]) -> tuple[int, int]:
    found = stretches(values)
    if not found:
        return 0, 0
    near = [next((f for f in found if f[2] > head and f[0] >= 3), None) for head in heads]
    best = max(found, key=lambda f: f[0] * ((2.5 if f[0] >= 6 else 1.8) if f in near else 1))
    return best[1], best[2]


def bridged(values: list[float], home: list[bool]) -> list[float]:
    """No chrome between two paragraphs of one home costs more than GAP, however long it is."""
    out = list(values)
    last = None
    for i, h in enumerate(home):
        if not h:
            continue
        if last is not None:
            cost = sum(values[last + 1 : i])
            if cost < -GAP:
                for j in range(last + 1, i):
                    out[j] = values[j] * GAP / -cost if values[j] < 0 else 0
                fix = sum(out[last + 1 : i])
                if fix < -GAP:
                    for j in range(last + 1, i):
                        out[j] *= GAP / -fix
        last = i
    return out


def container(lines: list[Line]) -> HtmlElement | None:
    inside: Counter[HtmlElement] = Counter()
    depth: dict[HtmlElement, int] = {}
    total = 0
    for l in lines:
        total += l.size
        for d, e in enumerate(l.block.path[:-1]):
            inside[e] += l.size
            depth[e] = d
    ok = [e for e, w in inside.items() if w >= 0.8 * total]
    return max(ok, key=lambda e: depth[e], default=None)


def parent(b: Block) -> tuple[str, ...]:
    """The names of the elements around a block: paragraphs of one story share them."""
    return tuple(e.tag for e in b.path)


def find_homes(lines: list[Line]) -> set[tuple[str, ...]]:
    inside: Counter[tuple[str, ...]] = Counter()
    for l in lines:
        inside[parent(l.block)] += l.size
    total = sum(inside.values())
    return {e for e, w in inside.items() if w >= 0.25 * total}


def read_lines(blocks: list[Block], article_body: str) -> list[Line]:
    whole = squeezed(article_body)
    out = []
    for b in blocks:
        matched = False
        if len(whole) >= 200 and len(b.text) >= 25:
            s = squeezed(b.text)
            matched = len(s) >= 20 and s in whole
        out.append(Line(b, weight(b.text), is_prose(b), matched, kind(b.text, b.link_share)))
    return out


def choose(
    blocks: list[Block], article_body: str = "", titles: tuple[str, ...] = ()
) -> list[Block]:
    heads = find_headlines(blocks, titles)
    headline = heads[0] if heads else None
    head = -1 if headline is None else headline
    settle_marks(blocks, headline)
    lines = read_lines(blocks, article_body)
    for l in lines:
        l.value = value(l)
    heads = [h for h in heads if not late(h, lines)]
    headline = heads[0] if heads else None
    head = -1 if headline is None else headline
    limit = story_limit(lines, heads)
    for l in lines[limit:]:
        l.value = l.value * 0.3 - 1 if l.value > 0 and not l.matched else l.value
    start, end = first_stretch(
        [
            l.value * 0.3 - 1
            if l.block.index < head
            else l.value + (0.3 if l.prose and l.block.has(Mark.BODY) else 0)
            for l in lines
        ],
        heads,
    )
    strong = [l for l in lines[start:end] if l.value > 0.2]
    main = container(strong)
    if main is None:
        return []
    homes = find_homes(strong)
    if heads:
        head = headline = max((h for h in heads if h <= strong[0].block.index), default=-1)
    for l in lines:
        l.home = l.matched or (l.value > 0.5 and parent(l.block) in homes and main in l.block.path)
    begins = next((b.index for b in blocks if main in b.path), 0)
    second = [value2(l, main, begins, head) for l in lines]
    start, end = stretch(bridged(second, [l.home for l in lines]))
    if "DBG" in OPT:
        print(
            "HEAD",
            head,
            blocks[head].text[:60] if head >= 0 else "",
            "MAIN",
            main.tag,
            main.attrib,
            "begins",
            begins,
            "range",
            start,
            end,
        )
        for l, v2 in zip(lines, second):
            print(
                l.block.index,
                "H" if l.home else " ",
                "M" if l.matched else " ",
                round(l.value, 1),
                round(v2, 1),
                l.chrome,
                "BARRED" if l.barred else "",
                l.block.tag,
                l.size,
                str(Mark(l.block.marks)),
                l.block.text[:70],
            )
    while start > 0 and lines[start - 1].block.index > head and extends(lines[start - 1], main):
        start -= 1
    if head >= 0 and "NOLEAD" not in OPT:
        leads = [
            l
            for l in lines[head + 1 : min(start, head + 25)]
            if l.prose and l.size >= 70 and not l.barred and not l.framed and not l.chrome
        ]
        chosen = leads[:2]
        if "DBG" in OPT or "LEAD" in OPT:
            for l in chosen:
                print("LEAD", l.block.tag, str(Mark(l.block.marks)), l.block.text[:100])
    else:
        chosen = []
    seen = 0
    whole = sum(l.size for l in lines[start:end] if l.prose)
    for i, l in enumerate(lines[start:end], start):
        if l.chrome in ENDS and seen >= 400 and (l.chrome is Chrome.APPEARED or seen > 0.5 * whole):
            if "DBG" in OPT:
                print("BREAK", i, l)
            break
        if (
            l.chrome is Chrome.POINTER
            and l.block.tag in _HEADINGS
            and seen >= 400
            and not any(x.home for x in lines[i:end])
        ):
            if "DBG" in OPT:
                print("BREAK", i, l)
            break
        if l.block.index == headline or l.barred or l.framed or l.chrome:
            continue
        if l.block.link_share >= 0.9 and l.size < 200 and not l.matched:
            continue
        seen += l.size
        chosen.append(l)
    return [l.block for l in chosen]


def story_limit(lines: list[Line], heads: list[int]) -> int:
    """Where a heading for other things ends the story: prose came before it, and what follows is shaped otherwise."""
    if not heads:
        return len(lines)
    before: set[tuple[str, ...]] = set()
    size = 0
    for i, l in enumerate(lines[heads[0] :], heads[0]):
        if (
            l.chrome in (Chrome.POINTER, Chrome.COMMENTS, Chrome.SIGN_UP)
            and size >= 250
            and l.block.tag in _HEADINGS
        ):
            if not any(x.prose and parent(x.block) in before for x in lines[i:]):
                return i
        if l.prose and not l.barred and not l.framed and not l.chrome:
            before.add(parent(l.block))
            size += l.size
    return len(lines)


def late(head: int, lines: list[Line]) -> bool:
    """A headline under most of the page's prose is a repeat of it, in a share bar or a list."""
    prose = [l for l in lines if l.prose and not l.barred and not l.framed]
    before = sum(l.size for l in prose if l.block.index < head)
    return before > 0.6 * sum(l.size for l in prose)


def extends(line: Line, main: HtmlElement) -> bool:
    return (
        main in line.block.path
        and not line.chrome
        and not line.barred
        and not line.framed
        and line.block.link_share < 0.9
    )
