"""`storywatch query` and `storywatch match`: what a query says, and which stories meet topics."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer

from storywatch.cli.declared import declared, read_query
from storywatch.cli.options import AsJson, OutletsDir, TopicsDir
from storywatch.cli.printing import complain, print_json, say
from storywatch.cli.reporting import FOUND_WANTING, lines_of
from storywatch.cli.story_documents import BadLine, read_stories
from storywatch.errors import QueryError, WrongUse
from storywatch.query import Query, TopicSet
from storywatch.query.lint import Fault, lint
from storywatch.query.syntax import And, Not, Or, Tree
from storywatch.query.wording import in_words

INDENT = 2

app = typer.Typer(help="Check and explain a query.")
QueryText = Annotated[
    str, typer.Argument(metavar="QUERY", help="A query, as docs/guide/query-language.md has it.")
]


@app.command("check")
def check_command(query: QueryText, *, topics: TopicsDir = None, as_json: AsJson = False) -> None:
    """Print the tree of a query, or where it goes wrong and what to write instead (exit 1)."""
    try:
        read = read_query(query, topics)
    except QueryError as error:
        if as_json:
            fault = {"column": error.column, "what": error.what, "instead": error.instead}
            print_json({"query": query, "error": fault})
        else:
            complain(*lines_of(error))
        raise typer.Exit(FOUND_WANTING) from error
    if as_json:
        print_json({**_document(read), "tree": tree_document(read.tree)})
        return
    say(str(read))
    _print_tree(read.tree, INDENT)
    _print_notes(read)


@app.command("explain")
def explain_command(query: QueryText, *, topics: TopicsDir = None, as_json: AsJson = False) -> None:
    """Say in words what a query finds, and what its author should look at again."""
    read = read_query(query, topics)
    if as_json:
        document = _document(read)
        print_json({**document, "words": list(in_words(read)), "lint": _lint(read)})
        return
    for line in in_words(read):
        say(line.lstrip(), indent=len(line) - len(line.lstrip()))
    _print_notes(read)
    complain(*(f"note: {sentence}" for sentence in _lint(read)))


def match_command(
    *,
    stories: Annotated[
        str, typer.Option("--stories", metavar="FILE", help="Stories as JSON Lines; - reads stdin.")
    ],
    topics: TopicsDir = None,
    outlets: OutletsDir = None,
) -> None:
    """Print one line {"story", "topic", "passages"} for each match; exit 1 if a line is bad.

    A line needs id, title and body; the other fields of a story may be there.
    """
    known, watched_topics = declared(topics, outlets)
    watched = TopicSet(watched_topics.values(), known)
    complain(*map(str, watched.errors))
    bad = len(watched.errors)
    with _opened(stories) as lines:
        for story in read_stories(lines):
            if isinstance(story, BadLine):
                bad += 1
                complain(f"{stories}, {story}")
                continue
            for match in watched.match(story):
                passages = [asdict(passage) for passage in match.passages]
                print_json({"story": story.id, "topic": match.topic, "passages": passages})
    if bad:
        raise typer.Exit(FOUND_WANTING)


def tree_document(tree: Tree) -> dict[str, Any]:
    """Returns a tree as plain JSON values: {"and": […]}, {"or": […]}, {"not": …} or a clause."""
    match tree:
        case And(parts) | Or(parts):
            return {type(tree).__name__.lower(): [tree_document(part) for part in parts]}
        case Not(part):
            return {"not": tree_document(part)}
        case leaf:
            values = {field.name: _plain(getattr(leaf, field.name)) for field in fields(leaf)}
            return {"clause": type(leaf).__name__.lower(), **values}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value


def _document(query: Query) -> dict[str, Any]:
    return {
        "query": query.text,
        "read_as": str(query),
        "warnings": list(query.warnings),
        "builds_on": list(query.builds_on),
    }


def _print_tree(tree: Tree, indent: int) -> None:
    match tree:
        case And(parts) | Or(parts):
            say(type(tree).__name__.lower(), indent=indent)
            for part in parts:
                _print_tree(part, indent + INDENT)
        case Not(part):
            say("not", indent=indent)
            _print_tree(part, indent + INDENT)
        case leaf:
            say(f"{type(leaf).__name__.lower()} {leaf}", indent=indent)


def _lint(query: Query) -> list[str]:
    """What a linter says of the query besides the parser's warnings, which stand by themselves."""
    found = lint("", query, {})
    return [f"{one.clause}: {one.sentence}" for one in found if one.fault is not Fault.WARNING]


def _print_notes(query: Query) -> None:
    complain(*(f"note: {warning}" for warning in query.warnings))


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    if name == "-":
        yield sys.stdin.buffer
        return
    try:
        with Path(name).open("rb") as file:
            yield file
    except OSError as error:
        raise WrongUse(f"{name} cannot be read: {error.strerror}") from error
