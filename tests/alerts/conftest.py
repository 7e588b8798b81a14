"""A desk with one topic, which tests declare anew as they need."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog

from storywatch.topic import Topic
from tests.alerts.desk import TestDesk, topic

MakeDesk = Callable[..., TestDesk]


@pytest.fixture(autouse=True)
def quiet_logs() -> Iterator[None]:
    with structlog.testing.capture_logs():
        yield


@pytest.fixture
def make_desk(tmp_path: Path) -> Iterator[MakeDesk]:
    made: list[TestDesk] = []

    def make(*topics: Topic) -> TestDesk:
        declared = {one.id: one for one in topics or (topic(),)}
        made.append(TestDesk(tmp_path / str(len(made)), declared))
        return made[-1]

    yield make
    for desk in made:
        desk.close()
