"""A stand that opened on a Tuesday at noon, and one that is being served."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from newsstand import Serving, Stand, serve

OPENED_AT = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)


@pytest.fixture
def stand() -> Stand:
    return Stand.standard(opened_at=OPENED_AT)


@pytest.fixture
def serving(stand: Stand) -> Iterator[Serving]:
    with serve(stand) as served:
        yield served
