from __future__ import annotations

from storywatch.journal import Journal, RobotsCopy
from tests.journal.samples import MINUTE, NOON

ORIGIN = "https://bugle.example"


def test_the_last_robots_txt_of_an_origin_is_kept_with_its_fetch_time(journal: Journal) -> None:
    journal.keep_robots(ORIGIN, 503, b"", NOON)
    journal.keep_robots(ORIGIN, 200, b"User-agent: *\n\xff\0", NOON + MINUTE)

    assert journal.robots(ORIGIN) == RobotsCopy(
        origin=ORIGIN, status=200, body=b"User-agent: *\n\xff\0", fetched_at=NOON + MINUTE
    )
    assert journal.robots("https://crier.example") is None


def test_what_is_remembered_of_an_outlet_is_any_json_value(journal: Journal) -> None:
    learned = {"order": "dmy", "votes": [3, 0.5, None, True], "name": "a\ud800b"}
    journal.remember("bugle", "dates", {"order": "mdy"})
    journal.remember("bugle", "dates", learned)

    assert journal.memory("bugle", "dates") == {**learned, "name": "a\ufffdb"}
    assert journal.memory("bugle", "chrome") is None
    assert journal.memory("crier", "dates") is None
