"""Sketches, families and the syndication graph on disk, for as long as the window is."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from storywatch.copies.families import Edge, Kinship, Posting
from storywatch.copies.kinship import Kind
from storywatch.copies.sketches import Sketch
from storywatch.journal.database import Database
from storywatch.journal.instants import from_ms, to_ms
from storywatch.journal.packing import packed, unpacked
from storywatch.journal.postings import Postings

WINDOW = timedelta(days=10)  # a family is kept for so long after its last story


class CopyStore:
    """What `storywatch.copies` keeps of stories; `now` dates what is written."""

    def __init__(self, database: Database, postings: Postings, now: datetime) -> None:
        self._database = database
        self._postings = postings
        self._now = to_ms(now)

    def next_number(self) -> int:
        """Returns a number above those of all sketches that ever were."""
        row = self._database.row("SELECT seq FROM sqlite_sequence WHERE name = 'sketches'")
        return row["seq"] + 1 if row else 1

    def known(self, story_id: str) -> Sketch | None:
        """Returns a story's sketch as of its last revision."""
        row = self._database.row("SELECT * FROM sketches WHERE story = ?", (story_id,))
        return _sketch(row) if row else None

    def postings(self, shingles: Collection[int]) -> Mapping[int, Sequence[Posting]]:
        """Returns for each shingle which families have it."""
        return self._postings.of(shingles)

    def sketches(self, numbers: Collection[int]) -> Mapping[int, Sketch]:
        """Returns the sketches of those numbers that are still kept."""
        rows = self._database.rows(
            "SELECT sketches.* FROM json_each(?) JOIN sketches ON number = value",
            (listed(numbers),),
        )
        return {row["number"]: _sketch(row) for row in rows}

    def parents(self, numbers: Collection[int]) -> Mapping[int, Edge]:
        """Returns for each of the sketches the edge to its one parent, where it has one."""
        rows = self._database.rows(
            "SELECT copy_edges.* FROM json_each(?) JOIN copy_edges ON child = value "
            "WHERE in_family",
            (listed(numbers),),
        )
        return {row["child"]: _edge(row) for row in rows}

    def keep(self, kinship: Kinship) -> None:
        """Writes all that a kinship says; a sketch replaces the one that had its number."""
        with self._database.transaction():
            self._keep_sketch(kinship.sketch)
            self._keep_edges((kinship.parent, *kinship.adopted), in_family=True)
            self._keep_edges(kinship.quotes, in_family=False)
            sketch = kinship.sketch
            self._postings.post(sketch.family, sketch.number, kinship.posted)

    def forget(self, window: timedelta = WINDOW) -> int:
        """Drops the families whose last story came in before the window, and returns how many."""
        before = self._now - window // timedelta(milliseconds=1)
        with self._database.transaction():
            rows = self._database.rows(
                "SELECT family FROM sketches GROUP BY family HAVING max(kept_at) < ?", (before,)
            )
            families = [row["family"] for row in rows]
            gone = listed(families)
            of_gone = "SELECT number FROM sketches WHERE family IN (SELECT value FROM json_each(?))"
            self._database.run(
                f"DELETE FROM copy_edges WHERE child IN ({of_gone}) OR parent IN ({of_gone})",
                (gone, gone),
            )
            self._database.run(
                "DELETE FROM sketches WHERE family IN (SELECT value FROM json_each(?))", (gone,)
            )
            self._database.run(
                "DELETE FROM event_families WHERE family IN (SELECT value FROM json_each(?))",
                (gone,),
            )
            if families:
                self._postings.drop(families)
        return len(families)

    def _keep_sketch(self, sketch: Sketch) -> None:
        self._database.run(
            "INSERT OR REPLACE INTO sketches "
            "(number, story, family, outlet, url, known_at, kept_at, shingles, figures) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                sketch.number,
                sketch.story_id,
                sketch.family,
                sketch.outlet,
                sketch.url,
                to_ms(sketch.known_at),
                self._now,
                packed(sketch.shingles),
                packed(sketch.figures),
            ),
        )

    def _keep_edges(self, edges: Iterable[Edge | None], *, in_family: bool) -> None:
        self._database.run_many(
            "INSERT OR REPLACE INTO copy_edges (child, parent, kind, containment, in_family) "
            "VALUES (?, ?, ?, ?, ?)",
            (
                (edge.child, edge.parent, edge.kind.value, edge.containment, in_family)
                for edge in edges
                if edge
            ),
        )


def listed(numbers: Iterable[int]) -> str:
    """Returns numbers as the JSON list that a statement takes as one parameter."""
    return json.dumps(list(numbers))


def _sketch(row: sqlite3.Row) -> Sketch:
    return Sketch(
        number=row["number"],
        family=row["family"],
        story_id=row["story"],
        outlet=row["outlet"],
        url=row["url"],
        known_at=from_ms(row["known_at"]),
        shingles=unpacked(row["shingles"]),
        figures=unpacked(row["figures"]),
    )


def _edge(row: sqlite3.Row) -> Edge:
    return Edge(
        child=row["child"],
        parent=row["parent"],
        kind=Kind(row["kind"]),
        containment=row["containment"],
    )
