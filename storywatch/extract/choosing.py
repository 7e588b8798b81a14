"""Which blocks of a page are its story: the run that reads like one, without the chrome in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Set
from dataclasses import dataclass

from lxml.html import HtmlElement

from storywatch.extract.blocks import Block
from storywatch.extract.chrome import Chrome
from storywatch.extract.headline import find_headlines, repeats
from storywatch.extract.lines import Line, judge, read_lines
from storywatch.extract.listings import shut_listings
from storywatch.extract.marks import Mark
from storywatch.extract.runs import Run, best_run, bridged, positive_runs
from storywatch.extract.settling import settle_marks

_WAY = tuple[str, ...]
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+$|\S+@\S+\.\w+$")
_MAIL = re.compile(r"\S+@\S+\.\w+$")
_SENTENCE_ENDS = frozenset('.!?…”"')
_LEAST_REPEAT = 40  # letters that no two paragraphs share by chance
_CLOCK = re.compile(r"\D{0,12}\d{1,2}\s?[:.h]\s?\d{2}\b")
_LEAST_ENTRIES = 3  # with times of one shape: fewer are dates
_SIGNPOSTS = frozenset({Chrome.POINTER, Chrome.COMMENTS, Chrome.SIGN_UP})
_LEAST_STORY = 250  # letters of prose before a heading for other things can end a story


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The story's lines of a page, and the block that prints its headline, if one does.

    `leads` are paragraphs between headline and body, outside the element that holds the body.
    """

    lines: tuple[Line, ...] = ()
    leads: tuple[Line, ...] = ()
    page: tuple[Line, ...] = ()
    run: Run = (0, 0)
    headline: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setting:
    """Where the story stands: its headline's index or -1, its element and first index."""

    head: int
    main: HtmlElement
    begins: int


def choose(blocks: list[Block], article_body: str, titles: tuple[str, ...]) -> Choice:
    """Returns the story's lines; `article_body` and `titles` are what the page's data say of it."""
    lines = read_lines(blocks, article_body)
    heads = find_headlines(blocks, titles)
    settle_marks(lines, heads[0] if heads else None)
    judge(lines)
    heads = [head for head in heads if not _is_late(head, lines)]
    shut_listings(lines, heads)
    _mark_repeats(lines, repeats(blocks, titles) - set(heads))
    _discount(lines, min(_story_limit(lines, heads), _next_story(lines, heads)))
    strong = _first_guess(lines, heads)
    strong += _more_of_it(lines, strong)
    main = _container(strong)
    if main is None:
        return Choice(page=tuple(lines))
    head = max((h for h in heads if h <= strong[0].block.index), default=-1)
    begins = next((line.block.index for line in lines if main in line.block.path), 0)
    run = _story_run(lines, strong, _Setting(head=head, main=main, begins=begins))
    return Choice(
        lines=tuple(_body(lines, run, head)),
        leads=tuple(_leads(lines, run, head)),
        page=tuple(lines),
        run=run,
        headline=head if head >= 0 else None,
    )


def _mark_repeats(lines: list[Line], found: set[int]) -> None:
    """A bar or a trail that prints the headline again, as "You're reading …", is chrome."""
    for line in lines:
        if line.block.index in found and not line.is_matched:
            line.chrome, line.worth = line.chrome or Chrome.LABEL, min(line.worth, -1.0)


def _is_late(head: int, lines: list[Line]) -> bool:
    """A headline under most of the page's prose is a repeat of it, in a share bar or a list."""
    prose = [line for line in lines if line.is_prose and not (line.is_barred or line.is_framed)]
    before = sum(line.size for line in prose if line.block.index < head)
    return before > 0.6 * sum(line.size for line in prose)


def _story_limit(lines: list[Line], heads: list[int]) -> int:
    """Where a heading for other things ends the story: what follows is shaped unlike it."""
    if not heads:
        return len(lines)
    before: set[_WAY] = set()
    size = 0
    for i, line in enumerate(lines[heads[0] :], heads[0]):
        if size >= _LEAST_STORY and _is_signpost(line) and not _goes_on(lines[i:], before, size):
            return i
        if line.is_prose and line.is_clean:
            before.add(line.block.way)
            size += line.size
    return len(lines)


def _next_story(lines: list[Line], heads: list[int]) -> int:
    """Where the page goes on with another story, as those do that load one below the other."""
    path = lines[heads[0]].block.path if heads else ()
    own = next((element for element in reversed(path) if element.tag == "article"), None)
    if own is not None:
        for i, line in enumerate(lines[heads[0] :], heads[0]):
            if line.block.tag == "h1" and own not in line.block.path:
                return i
    return len(lines)


def _is_signpost(line: Line) -> bool:
    return line.block.is_heading and line.chrome in _SIGNPOSTS


def _goes_on(lines: list[Line], before: set[_WAY], size: int) -> bool:
    """Whether prose of the same shape follows, or in the body's place more than came before."""
    in_body = sum(line.size for line in lines if _is_in_body(line) and line.is_prose)
    alike = (line for line in lines if line.is_prose or (_is_in_body(line) and line.size > 30))
    return in_body > size or any(line.block.way in before for line in alike)


def _is_in_body(line: Line) -> bool:
    return line.is_clean and line.block.has(Mark.BODY) and line.block.link_share < 0.5


def _discount(lines: list[Line], limit: int) -> None:
    for line in lines[limit:]:
        if line.worth > 0 and not line.is_matched:
            line.worth = line.worth * 0.3 - 1


def _first_guess(lines: list[Line], heads: list[int]) -> list[Line]:
    """The strong lines of the best run: a run below a headline counts more than one elsewhere."""
    head = heads[0] if heads else -1
    runs = positive_runs([_first_worth(line, head) for line in lines])
    if not runs:
        return []
    below = [next((r for r in runs if r[1][1] > h and r[0] >= 3), None) for h in heads]
    bonus = {run: 2.5 if total >= 6 else 1.8 for total, run in filter(None, below)}
    _, (start, end) = max(runs, key=lambda found: found[0] * bonus.get(found[1], 1.0))
    return [line for line in lines[start:end] if line.worth > 0.2]


def _first_worth(line: Line, head: int) -> float:
    if line.block.index < head:
        return line.worth * 0.3 - 1
    return line.worth + (0.3 if line.is_prose and line.block.has(Mark.BODY) else 0)


def _more_of_it(lines: list[Line], strong: list[Line]) -> list[Line]:
    """Paragraphs in further boxes of the same shape and names: some pages part their body."""
    shapes = {shape for line in strong if line.is_prose and (shape := _shape(line))}
    found = []
    for line in lines[strong[-1].block.index + 1 :] if strong else ():
        if line.block.tag == "h1":
            break
        if line.is_prose and line.is_clean and line.worth > 1 and _shape(line) in shapes:
            found.append(line)
    return found


def _shape(line: Line) -> tuple[str, ...]:
    """The names of the elements around a line; nothing where the outlet names none near it."""
    near = tuple(element.get("class") or "" for element in line.block.path[-3:])
    return (*line.block.way, *near) if any(near) else ()


def _container(lines: list[Line]) -> HtmlElement | None:
    """The deepest element around nearly all of the lines' text."""
    inside: Counter[HtmlElement] = Counter()
    depth: dict[HtmlElement, int] = {}
    for line in lines:
        for level, element in enumerate(line.block.path[:-1]):
            inside[element] += line.size
            depth[element] = level
    total = sum(line.size for line in lines)
    most = [element for element, size in inside.items() if size >= 0.8 * total]
    return max(most, key=depth.__getitem__, default=None)


def _story_run(lines: list[Line], strong: list[Line], setting: _Setting) -> Run:
    ways: Counter[_WAY] = Counter()
    for line in strong:
        ways[line.block.way] += line.size
    homes = {found for found, size in ways.items() if size >= 0.25 * ways.total()}
    for line in lines:
        # A short line counts as a paragraph only where the outlet calls the place its body.
        least = 0.3 if line.block.has(Mark.BODY) else 0.5
        stands = line.worth > least and line.block.way in homes and setting.main in line.block.path
        line.is_home = line.is_matched or stands
    worths = [_worth_in(setting, line) for line in lines]
    start, end = best_run(bridged(worths, [i for i, line in enumerate(lines) if line.is_home]))
    while start > max(setting.head + 1, 0) and _extends(lines[start - 1], setting.main):
        start -= 1
    while end < len(lines) and _extends(lines[end], setting.main):
        if lines[end].block.way not in homes and not _is_of_list(lines[end], lines[end - 1]):
            break
        end += 1
    return start, end


def _worth_in(setting: _Setting, line: Line) -> float:
    """A line's worth by where it stands to the headline and the story's element."""
    worth = line.worth
    if line.block.index < setting.head:
        return worth - 1 if worth < 0 else worth * 0.3 - 1
    if setting.main in line.block.path or line.is_matched:
        worth += 0.2 if line.block.has(Mark.BODY) else 0
        return worth + (0.4 if worth > -0.9 else 0)
    if setting.head >= 0 and line.block.index < setting.begins:
        return worth if worth > 0 else worth * 0.5
    return worth - 1 if worth < 0 else worth * 0.6 - 1


def _is_of_list(line: Line, before: Line) -> bool:
    """Whether a line stands in one list with the line before it: a recipe's last short steps."""
    path = line.block.path
    return line.block.tag == "li" and len(path) > 1 and path[-2] in before.block.path


def _extends(line: Line, main: HtmlElement) -> bool:
    return main in line.block.path and line.is_clean and line.block.link_share < 0.9


def _leads(lines: list[Line], run: Run, head: int) -> list[Line]:
    between = lines[head + 1 : min(run[0], head + 25)] if head >= 0 else []
    return [line for line in between if line.is_prose and line.size >= 70 and line.is_clean][:2]


def _body(lines: list[Line], run: Run, head: int) -> list[Line]:
    start, end = run
    whole = sum(line.size for line in lines[start:end] if line.is_prose)
    times = _entry_times(lines[start:end])
    chosen: list[Line] = []
    seen = 0
    for i, line in enumerate(lines[start:end], start):
        if seen >= 400 and _ends(line, lines[i:end], seen > 0.5 * whole):
            break
        is_kept = line.block.index in times or (line.is_clean and not _is_link(line))
        if line.block.index != head and is_kept:
            seen += line.size
            chosen.append(line)
    return _trimmed(_said_once(chosen))


def _entry_times(lines: list[Line]) -> set[int]:
    """The indexes of the times that head the entries of a live blog: body, unlike other dates."""
    found: dict[_WAY, set[int]] = {}
    for i, line in enumerate(lines):
        is_time = (
            line.chrome is Chrome.DATE and not line.is_barred and _CLOCK.match(line.block.text)
        )
        if is_time and any(after.is_home for after in lines[i + 1 : i + 3]):
            found.setdefault(line.block.way, set()).add(line.block.index)
    return set().union(*(times for times in found.values() if len(times) >= _LEAST_ENTRIES))


def _said_once(chosen: list[Line]) -> list[Line]:
    """Without what says again in a box of its own what another paragraph says: a pull quote."""
    texts = [line.block.letters for line in chosen]
    whole = "|".join(texts)
    return [
        line
        for line, text in zip(chosen, texts, strict=True)
        if len(text) < _LEAST_REPEAT or not _is_pulled(line) or whole.count(text) == 1
    ]


def _is_pulled(line: Line) -> bool:
    return line.block.has(Mark.QUOTE | Mark.EMBED) or line.block.text.endswith(("…", "..."))


def _trimmed(chosen: list[Line]) -> list[Line]:
    """Without scraps above the first paragraph, and pointers and headings of nothing at the end."""
    body = {line.block.way for line in chosen if line.is_prose}
    begins = (i for i, line in enumerate(chosen[:3]) if _is_said(line, body) or not _is_scrap(line))
    scraps = next(begins, 0)
    end = len(chosen)
    while end > max(scraps + 1, len(chosen) - 3) and _leads_off(chosen[end - 1]):
        end -= 1
    return chosen[scraps:end]


def _is_said(line: Line, body: Set[_WAY]) -> bool:
    """Whether a line is a sentence set as the body's paragraphs are, however short it is."""
    text = line.block.text
    return line.block.way in body and text[-1:] in _SENTENCE_ENDS and len(text.split()) > 2


def _is_scrap(line: Line) -> bool:
    is_short = line.size < 60 and not line.is_prose and not line.block.is_heading
    return is_short and not (line.is_matched or line.block.is_bold)


def _leads_off(line: Line) -> bool:
    if line.is_matched or line.size > 200:
        return False
    text = line.block.text
    is_open = line.size < 60 and (text.endswith((":", "：")) or bool(_MAIL.match(text)))
    return line.block.is_heading or is_open or line.block.link_share > 0.4


def _is_link(line: Line) -> bool:
    """A link on a line of its own leads elsewhere, unless it is an address written out."""
    least = 0.5 if line.block.tag == "li" and line.size < 200 else 0.9
    return line.block.link_share >= least and not _ADDRESS.match(line.block.text)


def _ends(line: Line, rest: list[Line], is_most_seen: bool) -> bool:
    if line.chrome is Chrome.APPEARED:
        return True
    if any(after.is_home for after in rest):
        return False
    if line.chrome is Chrome.COMMENTS:
        return is_most_seen
    return line.chrome is Chrome.POINTER and line.block.is_heading
