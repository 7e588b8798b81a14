"""Collections of everything free what ended crawls leave, and take little of the time."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from storywatch.collector import FullCollections


class Crawl:
    """Something that holds itself, as crawls do."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def _collected_by_nobody_else() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


def ended_crawl() -> weakref.ref[Crawl]:
    return weakref.ref(Crawl())


def test_what_holds_itself_is_collected() -> None:
    left = ended_crawl()
    assert left() is not None

    FullCollections().collect()

    assert left() is None


def test_after_one_that_took_long_the_next_comes_late() -> None:
    moments = iter([0.0, 2.0, 199.0, 200.0, 200.1])
    collections = FullCollections(clock=lambda: next(moments))
    collections.collect()

    left = ended_crawl()
    collections.collect()
    assert left() is not None

    collections.collect()
    assert left() is None
