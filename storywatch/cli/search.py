"""`storywatch search`: finds recorded stories, each with the passage that was met."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.text import Text

from storywatch.alerts.wording import counted
from storywatch.cli.declared import read_query
from storywatch.cli.found import FoundPage, Window
from storywatch.cli.options import AsJson, DataDir
from storywatch.cli.passages import headed, styled
from storywatch.cli.printing import complain, on_terminal, print_json, say
from storywatch.cli.recorded import recorded
from storywatch.errors import IndexUnusable, WrongUse
from storywatch.export import Entry, entry_to_document
from storywatch.index.settings import IndexSettings
from storywatch.query import Query, analyse, match
from storywatch.query.excerpts import Excerpt
from storywatch.story import Passage, Story
from storywatch.telling.instants import published

MOST_A_PAGE = 1000
INDENT = 3
SHOWN_OF_A_FACET = 6


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
    cursor: Annotated[
        str | None, typer.Option(help="The next page, as the page before named it (index only).")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Find recorded stories, and show where each meets the query.

    Where Elasticsearch is configured and no --data is given, it is asked, and counts the stories
    by outlet, topic, language and day too.
    """
    if not query.strip():
        raise WrongUse("the query is empty; write a word, or '*' for every story")
    asked = read_query(query)
    complain(*(f"note: {warning}" for warning in asked.warnings))
    window = Window(limit=limit, page=page, sort=sort, cursor=cursor)
    found = _found(asked, window, data)
    documents = [_document(asked, entry, score) for entry, score in found.entries]
    if as_json:
        more = {"facets": found.facets, "cursor": found.cursor} if found.facets else {}
        print_json({"query": query, "total": found.total, "hits": documents, **more})
        return
    for (entry, _), document in zip(found.entries, documents, strict=True):
        _print(entry.story, document)
    _print_count(found, window)
    _print_facets(found)


def _found(query: Query, window: Window, data: Path | None) -> FoundPage:
    settings = None if data else IndexSettings.read()
    if settings:
        try:
            return _in_index(settings, query, window)
        except IndexUnusable as error:
            if window.cursor:
                raise
            complain(f"note: {error}; the journal is searched in its place")
    if window.cursor:
        raise WrongUse("--cursor needs Elasticsearch; in the journal, --page turns the pages")
    return _in_journal(query, window, data)


def _in_journal(query: Query, window: Window, data: Path | None) -> FoundPage:
    with recorded(data) as journal:
        result = journal.search(query, limit=window.limit, offset=window.offset, sort=window.sort)
        entries = [
            (Entry(story=hit.story, matches=journal.matches(hit.story.id)), hit.score)
            for hit in result.hits
        ]
    return FoundPage(total=result.total, entries=tuple(entries))


def _in_index(settings: IndexSettings, query: Query, window: Window) -> FoundPage:
    # Only those who have an index pay for loading its client.
    from storywatch.cli.indexed import search_index  # noqa: PLC0415

    result = search_index(settings, query, window)
    entries = [(Entry(story=hit.story, matches=hit.matches), hit.score) for hit in result.hits]
    return FoundPage(
        total=result.total, entries=tuple(entries), facets=result.facets, cursor=result.cursor
    )


def _document(query: Query, entry: Entry, score: float) -> dict[str, Any]:
    return {
        **entry_to_document(entry),
        "score": score,
        "passages": [asdict(passage) for passage in match(query, analyse(entry.story)) or ()],
    }


def _print(story: Story, document: dict[str, Any]) -> None:
    passages = [Passage(**passage) for passage in document["passages"]]
    headline, below = headed(story, passages)
    say(_told(headline, style="bold"))
    say(f"{story.outlet} · {published(story)} · {story.id}{_topics(document)}", indent=INDENT)
    say(story.url, indent=INDENT)
    for excerpt in below:
        say(_told(excerpt), indent=INDENT)
    say()


def _told(excerpt: Excerpt, *, style: str = "") -> Text:
    line = styled(excerpt) if on_terminal() else Text(str(excerpt))
    line.style = style
    return line


def _topics(document: dict[str, Any]) -> str:
    topics = [str(match["topic"]) for match in document["matches"]]
    return f" · {', '.join(topics)}" if topics else ""


def _print_count(found: FoundPage, window: Window) -> None:
    total, shown = found.total, len(found.entries)
    if not total:
        say("No recorded story meets the query.")
    elif not shown:
        say(f"{total} stories meet the query; this page is past the last of them.")
    elif window.cursor:
        say(f"{shown} more of {counted(total, 'story', 'stories')}")
    else:
        last = window.offset + shown
        is_all = last >= total or found.cursor
        following = "" if is_all else f"; --page {window.page + 1} shows the next"
        of = counted(total, "story", "stories")
        say(f"{window.offset + 1} to {last} of {of}{following}")


def _print_facets(found: FoundPage) -> None:
    for name, counts in found.facets.items():
        most = sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:SHOWN_OF_A_FACET]
        if most:
            say(
                f"by {name}: {', '.join(f'{value} {count}' for value, count in most)}",
                indent=INDENT,
            )
    if found.cursor:
        say(f"next page: --cursor {found.cursor}")
