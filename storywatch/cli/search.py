"""`storywatch search`: finds recorded stories, each with the passage that was met."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Literal

import typer
from rich.text import Text

from storywatch.cli.harmless import one_line
from storywatch.cli.instants import published
from storywatch.cli.options import AsJson, DataDir
from storywatch.cli.passages import excerpts, styled
from storywatch.cli.printing import complain, on_terminal, print_json, say
from storywatch.cli.recorded import recorded
from storywatch.errors import WrongUse
from storywatch.export import Entry, entry_to_document
from storywatch.journal import Hit, Journal
from storywatch.query import Query, analyse, match, parse
from storywatch.story import Passage

MOST_A_PAGE = 1000
INDENT = 3


def search_command(
    query: Annotated[
        str, typer.Argument(metavar="QUERY", help="Words as in docs/guide/query-language.md.")
    ],
    *,
    data: DataDir = None,
    limit: Annotated[int, typer.Option(help="Stories a page.", min=1, max=MOST_A_PAGE)] = 20,
    page: Annotated[int, typer.Option(help="Which page, from 1.", min=1)] = 1,
    sort: Annotated[
        Literal["relevance", "date"], typer.Option(help="Best first, or latest first.")
    ] = "relevance",
    as_json: AsJson = False,
) -> None:
    """Find recorded stories, and show where each meets the query."""
    if not query.strip():
        raise WrongUse("the query is empty; write a word, or '*' for every story")
    asked = parse(query)
    complain(*(f"note: {warning}" for warning in asked.warnings))
    with recorded(data) as journal:
        result = journal.search(asked, limit=limit, offset=(page - 1) * limit, sort=sort)
        found = [_document(journal, asked, hit) for hit in result.hits]
        if as_json:
            print_json({"query": query, "total": result.total, "hits": found})
            return
        for hit, document in zip(result.hits, found, strict=True):
            _print(hit, document)
    _print_count(result.total, len(found), first=(page - 1) * limit + 1)


def _document(journal: Journal, query: Query, hit: Hit) -> dict[str, Any]:
    entry = Entry(story=hit.story, matches=journal.matches(hit.story.id))
    return {
        **entry_to_document(entry),
        "score": hit.score,
        "passages": [asdict(passage) for passage in match(query, analyse(hit.story)) or ()],
    }


def _print(hit: Hit, document: dict[str, Any]) -> None:
    story = hit.story
    say(Text(one_line(story.title), style="bold"))
    say(f"{story.outlet} · {published(story)} · {story.id}{_topics(document)}", indent=INDENT)
    say(story.url, indent=INDENT)
    passages = [Passage(**passage) for passage in document["passages"]]
    for excerpt in excerpts(story, passages):
        say(styled(excerpt) if on_terminal() else str(excerpt), indent=INDENT)
    say()


def _topics(document: dict[str, Any]) -> str:
    topics = [str(match["topic"]) for match in document["matches"]]
    return f" · {', '.join(topics)}" if topics else ""


def _print_count(total: int, shown: int, *, first: int) -> None:
    if not total:
        say("No recorded story meets the query.")
    elif not shown:
        say(f"{total} stories meet the query; this page is past the last of them.")
    else:
        say(f"{first} to {first + shown - 1} of {total} stories")
