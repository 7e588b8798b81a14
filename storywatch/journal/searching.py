"""Full-text search over the stories: the query language as SQLite's FTS5 reads it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from storywatch.journal import notes
from storywatch.journal.database import Database
from storywatch.journal.instants import EPOCH
from storywatch.journal.reading import CURRENT, Selection, numbered_stories, story_of
from storywatch.query.sqlite import COLUMNS, FTS_SCHEMA, compile, fts_row
from storywatch.query.syntax import Query, Words, leaves
from storywatch.story import Story, digest

Sort = Literal["relevance", "date"]

HEADLINE_WEIGHT = {"title": 5.0, "standfirst": 2.0}  # a word counts for more where there are few
WEIGHTS = ", ".join(str(HEADLINE_WEIGHT.get(name, 1.0)) for name in COLUMNS)
LATEST_FIRST = "coalesce(stories.published_at, stories.first_seen_at) DESC, stories.seq DESC"
UNRANKED = (
    f"SELECT 0.0 AS score, {CURRENT} WHERE {{where}} ORDER BY {LATEST_FIRST} LIMIT ? OFFSET ?"
)
RANKED = (
    f"SELECT coalesce(ranked.score, 0.0) AS score, {CURRENT} LEFT JOIN ("
    f"SELECT rowid, -bm25(stories_fts, {WEIGHTS}) AS score FROM stories_fts "
    "WHERE stories_fts MATCH ?) AS ranked ON ranked.rowid = stories.seq "
    f"WHERE {{where}} ORDER BY score DESC, {LATEST_FIRST} LIMIT ? OFFSET ?"
)
ADD = (
    f"INSERT INTO stories_fts (rowid, {', '.join(COLUMNS)}) "
    f"VALUES ({', '.join('?' * (len(COLUMNS) + 1))})"
)
# Its words take every turn of the analysis: when one changes, the table is built anew.
PROBE = Story(
    id="probe",
    outlet="probe",
    url="https://probe.example/1",
    title="AT&T’s C++ e-mail: the U.S. and the 𝗪𝗛𝗢",
    body="Zürich naïve Ångström ŒUVRE ß İstanbul co\u00adop 3.14 1,000 東京都 한국 ไทย rock'n'roll",
    first_seen_at=EPOCH,
    fetched_at=EPOCH,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A story that was found; a higher `score` is a better hit."""

    story: Story
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """How many stories a query finds, and those of the page that was asked for."""

    total: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Which part of a result is asked for, in which order."""

    limit: int = 20
    offset: int = 0
    sort: Sort = "relevance"


def search(database: Database, query: Query, window: Window) -> SearchResult:
    """Returns the stories that the query finds; total and page are of one moment."""
    found = compile(query)
    ranking = _ranking(query) if window.sort == "relevance" else None
    sql = (RANKED if ranking else UNRANKED).format(where=found.where)
    page = (window.limit, window.offset)
    with database.snapshot():
        total = database.value(
            f"SELECT count(*) FROM stories WHERE {found.where}", found.parameters
        )
        ranked = (ranking, *found.parameters) if ranking else found.parameters
        rows = database.rows(sql, (*ranked, *page))
    hits = tuple(Hit(story=story_of(row), score=row["score"]) for row in rows)
    return SearchResult(total=total, hits=hits)


def feed(database: Database, seq: int, story: Story) -> None:
    """Makes a story's current text findable, inside the transaction that writes it."""
    database.run("DELETE FROM stories_fts WHERE rowid = ?", (seq,))
    _add(database, seq, story)


def ensure_search(database: Database) -> None:
    """Builds the full-text table where it is missing or of another analysis, from all stories."""
    wanted = digest(FTS_SCHEMA, *fts_row(PROBE))
    if notes.memory(database, notes.EVERYBODY, "search_table") == wanted:
        return
    with database.transaction():
        if notes.memory(database, notes.EVERYBODY, "search_table") == wanted:
            return
        database.run("DROP TABLE IF EXISTS stories_fts")
        database.run(FTS_SCHEMA)
        for seq, story in numbered_stories(database, Selection()):
            _add(database, seq, story)
        notes.remember(database, notes.EVERYBODY, "search_table", wanted)


def _ranking(query: Query) -> str | None:
    """Returns the FTS5 expression whose hits a story is ranked by: every word that is asked for."""
    words = [leaf for leaf in leaves(query.tree) if isinstance(leaf, Words)]
    filters = [compile(replace(query, tree=leaf)) for leaf in words]
    return " OR ".join(f"({one.parameters[0]})" for one in filters) or None


def _add(database: Database, seq: int, story: Story) -> None:
    database.run(ADD, (seq, *fts_row(story)))
