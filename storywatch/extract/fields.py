"""All fields of a story but its text and dates, each from its best place and with evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from storywatch.extract.body import Body
from storywatch.extract.byline import Byline, read_authors
from storywatch.extract.document import Document
from storywatch.extract.hints import selected
from storywatch.extract.labels import (
    LONGEST_LABEL,
    LONGEST_STANDFIRST,
    Found,
    descriptions,
    read_section,
    read_tags,
    standfirst_of,
)
from storywatch.extract.language import read_language
from storywatch.extract.linked_data import Node, story_node
from storywatch.extract.names import outlet_names
from storywatch.extract.paywall import read_paywall
from storywatch.extract.people import read_byline
from storywatch.extract.picture import read_image
from storywatch.extract.title import LONGEST as LONGEST_TITLE
from storywatch.extract.title import Title, read_title
from storywatch.extract.wording import plain, squeezed
from storywatch.outlet import Outlet
from storywatch.story import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A page on its way to a story: what every field is read from."""

    document: Document
    page: Page
    outlet: Outlet
    node: Node  # the JSON-LD of the story itself, empty where there is none
    names: tuple[str, ...]  # what the outlet is called

    @classmethod
    def of(cls, document: Document, page: Page, outlet: Outlet) -> Reading:
        """Returns the reading of a page that was opened."""
        node = story_node(document.linked_data, document.url)
        names = outlet_names(document, node, outlet)
        return cls(document=document, page=page, outlet=outlet, node=node, names=names)


class Values(TypedDict):
    """The fields by their names in Story."""

    title: str
    standfirst: str | None
    authors: tuple[str, ...]
    section: str | None
    tags: tuple[str, ...]
    language: str | None
    image: str | None
    is_paywalled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """The fields, where each was read, and the bylines as they are printed."""

    values: Values
    evidence: dict[str, str]
    printed: tuple[str, ...]


def read_page_title(reading: Reading) -> Title | None:
    """Returns what the page calls its story; an outlet's hint overrides all other places."""
    hinted = selected(reading.document.tree, reading.outlet.hints.title)
    if hinted:
        return Title(text=hinted[0][:LONGEST_TITLE], evidence="hint")
    return read_title(reading.document, reading.node, reading.names)


def summaries_of(reading: Reading) -> list[Found]:
    """Returns how the page sums its story up, the outlet's hint first."""
    hinted = selected(reading.document.tree, reading.outlet.hints.standfirst)
    found = [(text[:LONGEST_STANDFIRST], "hint") for text in hinted[:1]]
    return found + descriptions(reading.document, reading.node)


def fields_of(reading: Reading, title: str, body: Body, text: str) -> Fields:
    """Returns the story's fields; `title` and `text` are those that were read before."""
    document, node = reading.document, reading.node
    named, title_origin = (title, None) if title else _title_elsewhere(reading, text)
    byline = _byline(reading)
    tags, tags_origin = read_tags(document, node)
    paywall = read_paywall(document, node, text)
    standfirst = _standfirst(reading, body, named, text)
    section = _section(reading)
    language = read_language(document, node, text)
    image = read_image(document, node)
    origins = {
        "title": title_origin,
        "body": body.evidence,
        "standfirst": standfirst and standfirst[1],
        "authors": byline.evidence,
        "section": section and section[1],
        "tags": tags_origin,
        "language": language and language[1],
        "image": image and image[1],
        "is_paywalled": paywall,
    }
    values = Values(
        title=named,
        standfirst=standfirst[0] if standfirst else None,
        authors=byline.authors,
        section=section[0] if section else None,
        tags=tags,
        language=language[0] if language else None,
        image=image[0] if image else None,
        is_paywalled=paywall is not None,
    )
    evidence = {field: origin for field, origin in origins.items() if origin}
    return Fields(values=values, evidence=evidence, printed=byline.printed)


def _title_elsewhere(reading: Reading, text: str) -> Found:
    """What the source called the story, or its first line, where the page has no title."""
    lead = reading.page.lead
    announced = plain(lead.title or "") if lead else ""
    if announced:
        return announced[:LONGEST_TITLE], "lead"
    return text.split("\n", 1)[0][:120].rstrip(), "first line"


def _byline(reading: Reading) -> Byline:
    hinted = selected(reading.document.tree, reading.outlet.hints.authors)
    if hinted:
        signed = read_byline(hinted, frozenset(map(squeezed, reading.names)))
        if signed.best:
            return Byline(authors=signed.best, evidence="hint", printed=tuple(hinted))
    return read_authors(reading.document, reading.node, reading.names)


def _standfirst(reading: Reading, body: Body, title: str, text: str) -> Found | None:
    candidates = summaries_of(reading)
    if body.standfirst and not (candidates and candidates[0][1] == "hint"):
        printed = plain(body.standfirst)[:LONGEST_STANDFIRST]
        candidates.insert(0, (printed, "printed under the headline"))
    return standfirst_of(candidates, title, text)


def _section(reading: Reading) -> Found | None:
    hinted = selected(reading.document.tree, reading.outlet.hints.section)
    if hinted:
        return hinted[0][:LONGEST_LABEL], "hint"
    return read_section(reading.document, reading.node)
