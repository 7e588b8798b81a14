from __future__ import annotations

from contextlib import closing
from pathlib import Path

from storywatch.copies.events import Telling
from storywatch.copies.traits import Trait
from storywatch.journal.database import Database
from storywatch.journal.vectors import Vectors

TRAITS = [Trait(1, 1.0), Trait(2, 2.5)]


def posted(database: Database, held: Vectors, family: int) -> None:
    with database.transaction():
        held.post(family, Telling(TRAITS, held.compare(TRAITS)))


def test_a_family_is_compared_with_those_that_any_process_kept(
    database: Database, path: Path
) -> None:
    with closing(Database(path)) as theirs:
        mine, other = Vectors(database), Vectors(theirs)
        posted(database, mine, 1)
        posted(theirs, other, 2)

        assert set(mine.compare(TRAITS).alike) == {1, 2}
        assert mine.compare(TRAITS) == other.compare(TRAITS) == Vectors(theirs).compare(TRAITS)


def test_families_that_are_dropped_are_compared_with_nobody(database: Database) -> None:
    held = Vectors(database)
    for family in (1, 2, 3):
        posted(database, held, family)

    with database.transaction():
        held.drop_others([3])

    assert list(held.compare(TRAITS).alike) == [3]
    assert held.compare(TRAITS) == Vectors(database).compare(TRAITS)
