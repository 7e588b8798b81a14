"""Outlets, pages and candidates for the tests of dates, in as few words as they need."""

from __future__ import annotations

from datetime import UTC, datetime

from storywatch.extract.dates.collecting import collect
from storywatch.extract.dates.deciding import Dating, decide
from storywatch.extract.dates.reading import Reading, read
from storywatch.extract.document import Document, open_document
from storywatch.outlet import Outlet
from storywatch.story import DateCandidate, Lead, Page

NOON = datetime(2025, 12, 10, 12, 0, tzinfo=UTC)
PROSE = "<p>" + "The council met and spoke about the bridge for hours. " * 8 + "</p>"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def outlet(**fields: object) -> Outlet:
    given = {"id": "bugle", "homepage": "https://bugle.example", **fields}
    return Outlet(source=({"kind": "feed", "url": "https://bugle.example/feed"},), **given)  # type: ignore[arg-type]


INDIAN = outlet(country="IN", timezone="Asia/Kolkata", languages=("en",))


def reading(text: str, *, order: str | None = None, **fields: object) -> Reading | None:
    return read(text, outlet=outlet(**fields), relative_to=NOON, order=order)


def candidate(origin: str, text: str, claim: str = "published") -> DateCandidate:
    return DateCandidate(claim=claim, text=text, origin=origin)


def dating(*candidates: DateCandidate, order: str | None = None, **fields: object) -> Dating:
    return decide(
        candidates,
        outlet=outlet(**fields),
        fetched_at=NOON,
        first_seen_at=NOON,
        order=order,
    )


def page(
    inner: str,
    *,
    head: str = "",
    url: str = "https://bugle.example/bridge",
    lead: Lead | None = None,
) -> Page:
    top = f"<title>Bridge closed for repairs</title>{head}"
    html = f"<html lang=en><head>{top}</head><body>{inner}</body></html>"
    return Page(
        outlet="bugle", url=url, final_url=url, fetched_at=NOON, body=html.encode(), lead=lead
    )


def dating_of(shown: Page, **fields: object) -> Dating:
    document = open_document(shown)
    assert isinstance(document, Document)
    declared = outlet(**fields)
    found = collect(document, shown, declared)
    return decide(found, outlet=declared, fetched_at=NOON, first_seen_at=NOON)


def story_page(dateline: str = "", *, below: str = "", head: str = "") -> Page:
    inner = (
        f"<article><h1>Bridge closed for repairs</h1><div>{dateline}</div>{PROSE}</article>{below}"
    )
    return page(inner, head=head)
