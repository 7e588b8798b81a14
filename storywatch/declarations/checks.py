"""What a declaration can have wrong beyond its form: languages, selectors, scope, query."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree
from lxml.cssselect import CSSSelector, SelectorError

from storywatch.declarations.places import Place
from storywatch.declarations.sentences import Written, dotted, nearest
from storywatch.errors import Mistake, QueryError, listed
from storywatch.outlet import Outlet
from storywatch.query import parse
from storywatch.topic import Topic

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?")


def outlet_mistakes(outlet: Outlet, written: Written) -> Iterator[Mistake]:
    """Yields the mistakes of an outlet whose keys and types are right."""
    yield from _languages(outlet.languages, written)
    for index, domain in enumerate(outlet.domains):
        if not _DOMAIN.fullmatch(domain):
            yield written.mistake(
                ("domains", index),
                f"domains[{index + 1}] = {domain!r} cannot be used",
                "Write a bare host in lower case, such as 'example.org'",
            )
    for place, selector in _selectors(outlet):
        why = _selector_fault(selector)
        if why:
            yield written.mistake(
                place,
                f"{dotted(place)} = {selector!r} is no selector ({why})",
                "Write a CSS selector, or an XPath that starts with '/' or '('",
            )


def scope_mistakes(
    topic: Topic, outlets: Mapping[str, Outlet], written: Written
) -> Iterator[Mistake]:
    """Yields a mistake for every outlet and collection that a topic names and nobody declares."""
    collections = {name for outlet in outlets.values() for name in outlet.collections}
    for key, named, known in (
        ("outlets", topic.outlets, set(outlets)),
        ("collections", topic.collections, collections),
    ):
        for index, name in enumerate(named):
            if name not in known:
                close = nearest(name, known)
                hint = f"Did you mean {close!r}? " if close else ""
                yield written.mistake(
                    (key, index),
                    f"topic {topic.id!r} names the unknown {key[:-1]} {name!r}",
                    f"{hint}Known are: {listed(known)}",
                )


def query_mistakes(topic: Topic, queries: Mapping[str, str], written: Written) -> Iterator[Mistake]:
    """Yields what is wrong with a topic's query, its references and circles, and its languages."""
    yield from _languages(topic.languages, written)
    try:
        parse(topic.query, known=queries)
    except QueryError as error:
        what = f"query, {_position(error)}: {error.what}"
        yield written.mistake(("query",), what, error.instead)


def _position(error: QueryError) -> str:
    """Where a query goes wrong, by its own lines if it has several."""
    before = error.query[: error.column - 1]
    if "\n" not in error.query.strip():
        return f"column {error.column}"
    column = len(before) - (before.rfind("\n") + 1) + 1
    return f"its line {before.count(chr(10)) + 1}, column {column}"


def _languages(languages: tuple[str, ...], written: Written) -> Iterator[Mistake]:
    for index, language in enumerate(languages):
        if not _LANGUAGE.fullmatch(language):
            yield written.mistake(
                ("languages", index),
                f"languages[{index + 1}] = {language!r} cannot be used",
                "Write a BCP 47 code, such as 'en'",
            )


def _selectors(outlet: Outlet) -> Iterator[tuple[Place, str]]:
    for index, source in enumerate(outlet.sources):
        if source.links:
            yield ("source", index, "links"), source.links
    for key, value in outlet.hints.model_dump(exclude_none=True).items():
        if isinstance(value, str):
            yield ("hints", key), value
        else:
            yield from ((("hints", key, index), drop) for index, drop in enumerate(value))


def _selector_fault(selector: str) -> str | None:
    try:
        if selector.startswith(("/", "(")):
            etree.XPath(selector)
        else:
            CSSSelector(selector)
    except (SelectorError, etree.XPathError) as error:
        return str(error)
    return None
