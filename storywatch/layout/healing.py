"""Healing: hints learned from good stories whose pages have changed, tried before they are kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from storywatch.extract.dates.normalising import normalise_dates
from storywatch.extract.document import open_document
from storywatch.extract.strip import strip_chrome
from storywatch.extract.wording import squeezed
from storywatch.layout.places import places_of
from storywatch.outlet import Outlet
from storywatch.story import Page, Rejection, Story

FIELDS = ("body", "title", "standfirst", "authors", "section", "published")
LEAST_PAGES = 3  # that must hold a field at one place before it is a place
LEAST_SHARE = 0.6  # of the pages that have the field
MOST_TRIED = 6  # places of a field
LEAST_GAIN = 0.05
GOOD = 0.8  # agreement below which a place is not worth a hint


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A good story, and its page as it is now."""

    story: Story
    page: Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """A hint for one field; `before` and `after` are how well the pages' reading agrees with the
    known stories, from 0 to 1, without and with it."""

    field: str
    selector: str
    before: float
    after: float
    pages: int


def heal(known: Sequence[Known], outlet: Outlet) -> tuple[Outlet, tuple[Remedy, ...]]:
    """Returns the outlet with those hints under which its pages are read better, and what each
    gains.

    Each hint is tried on all pages together with those found before it, and kept only when its
    field agrees better with the known stories and no other field agrees less.
    """
    trees = [(one, tree) for one in known if (tree := _tree(one.page)) is not None]
    remedies = []
    scores = _scores(known, outlet)
    for field in FIELDS:
        best = None
        for selector in _common(field, trees, outlet):
            tried = _with_hint(outlet, field, selector)
            then = _scores(known, tried)
            if _is_better(field, scores, then) and (best is None or then[field] > best[2][field]):
                best = (selector, tried, then)
        if best:
            selector, outlet, then = best
            remedies.append(
                Remedy(
                    field=field,
                    selector=selector,
                    before=scores[field],
                    after=then[field],
                    pages=len(trees),
                )
            )
            scores = then
    return outlet, tuple(remedies)


def _tree(page: Page) -> HtmlElement | None:
    document = open_document(page)
    return None if isinstance(document, Rejection) else document.tree


def _common(field: str, trees: Sequence[tuple[Known, HtmlElement]], outlet: Outlet) -> list[str]:
    """The selectors that hold the field on most of the pages, the most frequent first."""
    votes: Counter[str] = Counter()
    voters = 0
    for one, tree in trees:
        found = set(places_of(field, one.story, tree, outlet))
        voters += bool(found)
        votes.update(found)
    least = max(LEAST_PAGES, LEAST_SHARE * voters)
    common = [(selector, count) for selector, count in votes.items() if count >= least]
    common.sort(key=lambda vote: (-vote[1], len(vote[0]), vote[0]))
    return [selector for selector, _ in common[:MOST_TRIED]]


def _with_hint(outlet: Outlet, field: str, selector: str) -> Outlet:
    hints = outlet.hints.model_copy(update={field: selector})
    return outlet.model_copy(update={"hints": hints})


def _is_better(field: str, before: dict[str, float], after: dict[str, float]) -> bool:
    gains = after[field] >= max(before[field] + LEAST_GAIN, GOOD)
    return gains and all(after[other] >= before[other] - 1e-9 for other in FIELDS)


def _scores(known: Sequence[Known], outlet: Outlet) -> dict[str, float]:
    """How well each field agrees on the pages whose story has it; 1 where none has."""
    sums, counts = dict.fromkeys(FIELDS, 0.0), dict.fromkeys(FIELDS, 0)
    for one in known:
        found = _read(one.page, outlet)
        for field in FIELDS:
            if (agreed := _agreement(field, one.story, found)) is not None:
                sums[field] += agreed
                counts[field] += 1
    return {field: sums[field] / counts[field] if counts[field] else 1.0 for field in FIELDS}


def _read(page: Page, outlet: Outlet) -> Story | None:
    draft = strip_chrome(page, outlet)
    if isinstance(draft, Rejection):
        return None
    return normalise_dates(draft, outlet, fetched_at=page.fetched_at).story


def _agreement(field: str, story: Story, found: Story | None) -> float | None:
    match field:
        case "body":
            return _f1(story.body.split(), found.body.split() if found else ())
        case "authors":
            return _f1(story.authors, found.authors if found else ()) if story.authors else None
        case "published":
            return _same_time(story, found)
        case _:
            wanted = getattr(story, field)
            if not wanted:
                return None
            return float(found is not None and _same(wanted, getattr(found, field)))


def _same(wanted: str, found: str | None) -> bool:
    return squeezed(found or "") == squeezed(wanted)


def _same_time(story: Story, found: Story | None) -> float | None:
    if story.published_earliest is None or story.published_latest is None:
        return None
    at = found.published_at if found else None
    return float(at is not None and story.published_earliest <= at <= story.published_latest)


def _f1(wanted: Sequence[str], found: Sequence[str]) -> float:
    common = (Counter(wanted) & Counter(found)).total()
    return 2 * common / (len(wanted) + len(found)) if common else 0.0
