"""A page's JSON-LD read as outlets really write it: commented, escaped, broken, nested, hostile."""

from __future__ import annotations

import html
import json
import re
from collections import deque
from collections.abc import Iterable, Mapping
from typing import Any

Node = Mapping[str, object]

_LONGEST = 2_000_000  # characters of one script; a story's own data is far shorter
_MOST_NODES = 400  # kept of one page; section lists and galleries have thousands
_OPENERS = (
    "//<![CDATA[",
    "// <![CDATA[",
    "/*<![CDATA[*/",
    "/* <![CDATA[ */",
    "<![CDATA[",
    "<!--",
    ";",
)
_CLOSERS = ("//]]>", "// ]]>", "/*]]>*/", "/* ]]> */", "]]>", "//-->", "-->", ";")
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_SALVAGED = re.compile(
    r'"(datePublished|dateModified|headline|description|articleSection|inLanguage|isAccessibleForFree)"'
    r'\s{0,9}:\s{0,9}"((?:[^"\\]|\\.){1,2000})"'
)
# Where a story's node hides inside a page's node; other nested nodes are about other things.
_WRAPPED_IN = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart")
_STORY = re.compile(r"(?:\w*Article|LiveBlogPosting|BlogPosting|Report|\w*Posting)", re.IGNORECASE)
_BEFORE_A_TYPE = re.compile(r"\A.*[/:#]")  # as in schema:NewsArticle
_ARTICLE_LIKE = frozenset({"review", "criticreview", "recipe", "claimreview", "videoobject"})


def read_nodes(scripts: Iterable[str]) -> tuple[Node, ...]:
    """Returns every node of a page's scripts in order; broken ones give what they can."""
    nodes: list[Node] = []
    for script in scripts:
        nodes.extend(_flattened(_read(script[:_LONGEST])))
        if len(nodes) >= _MOST_NODES:
            break
    return tuple(nodes[:_MOST_NODES])


def types(node: Node) -> frozenset[str]:
    """Returns a node's types in lower case, without the schema's address or prefix."""
    declared = node.get("@type")
    names = declared if isinstance(declared, list) else [declared]
    return frozenset(
        _BEFORE_A_TYPE.sub("", name[:200]).lower() for name in names if isinstance(name, str)
    )


def is_story(node: Node) -> bool:
    """Whether a node is about a story, by its type."""
    return any(_STORY.fullmatch(name) for name in types(node))


def story_node(nodes: Iterable[Node], url: str = "") -> Node:
    """Returns the node of the page's own story, or nothing.

    An article that gives the page's address as its own comes first, then the one that says most.
    """
    found = [node for node in nodes if is_story(node)]
    if not found:
        found = [node for node in nodes if types(node) & _ARTICLE_LIKE and node.get("headline")]
    return max(found, key=lambda node: (_is_at(node, url), _worth(node)), default={})


def addresses_of(node: Node) -> list[str]:
    """Returns the whole addresses that a node gives as its own."""
    given = [node.get(key) for key in ("mainEntityOfPage", "url", "@id")]
    found = [one.get("@id") or one.get("url") if isinstance(one, dict) else one for one in given]
    return [one for one in found if isinstance(one, str) and "://" in one[:10]]


def text_of(value: object) -> str | None:
    """Returns the first text in a value that is a text, a node with a name, or a list of them."""
    for one in flat(value):
        found = one.get("name") or one.get("@value") if isinstance(one, dict) else one
        if isinstance(found, str) and found.strip():
            return found.strip()
    return None


def texts_of(value: object) -> list[str]:
    """Returns every text in a value, names of nodes included, in order."""
    return [found for one in flat(value) if (found := text_of(one))]


def flat(value: object) -> list[Any]:
    """Returns a value as a list of at most 200 entries."""
    if isinstance(value, list):
        return value[:200]
    return [] if value is None else [value]


def _is_at(node: Node, url: str) -> bool:
    is_named = bool(url and node.get("headline"))
    return is_named and any(_place(one) == _place(url) for one in addresses_of(node))


def _place(url: str) -> str:
    """An address without its scheme, www, query and the slash at its end."""
    bare = url.partition("://")[2].partition("#")[0].partition("?")[0]
    return bare.removeprefix("www.").rstrip("/")


def _worth(node: Node) -> int:
    keys = ("headline", "datePublished", "author", "articleBody", "description")
    return sum(1 for key in keys if node.get(key))


def _read(script: str) -> object:
    text = _unwrapped(script)
    for attempt in (text, _TRAILING_COMMA.sub("", text), html.unescape(text)):
        try:
            return json.loads(attempt, strict=False, parse_int=_number, parse_constant=_nothing)
        except RecursionError:
            break
        except ValueError:
            continue
    salvaged = dict(_SALVAGED.findall(text))
    return (
        {"@type": "Article", **{key: _unescaped(value) for key, value in salvaged.items()}}
        if salvaged
        else None
    )


def _unwrapped(script: str) -> str:
    text = script.strip()
    for mark in (*_OPENERS, *_OPENERS):
        text = text.removeprefix(mark).strip()
    for mark in (*_CLOSERS, *_CLOSERS):
        text = text.removesuffix(mark).strip()
    return text


def _number(digits: str) -> int | None:
    return int(digits) if len(digits) < 20 else None


def _nothing(_: str) -> None:
    return None


def _unescaped(value: str) -> str:
    try:
        return str(json.loads(f'"{value}"', strict=False))
    except ValueError:
        return value


def _flattened(root: object) -> list[Node]:
    nodes: list[Node] = []
    waiting = deque([root])
    while waiting and len(nodes) < _MOST_NODES:
        value = waiting.popleft()
        if isinstance(value, list):
            waiting.extendleft(reversed(value[:_MOST_NODES]))
        elif isinstance(value, dict):
            nodes.append(value)
            inner = [value[key] for key in _WRAPPED_IN if isinstance(value.get(key), list | dict)]
            waiting.extendleft(reversed(inner))
    return nodes
