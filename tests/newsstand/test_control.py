from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from newsstand import Serving
from tests.newsstand.conftest import OPENED_AT
from tests.newsstand.reading import fetch


def control(serving: Serving, path: str, method: str = "GET", **words: object) -> tuple[int, Any]:
    body = json.dumps(words) if words else None
    told = fetch(serving.control_url + path, method=method, body=body)
    return told.status, json.loads(told.body)


def test_it_tells_addresses_and_the_truth(serving: Serving) -> None:
    _, addresses = control(serving, "/addresses")
    _, truth = control(serving, "/truth")

    assert addresses == {**serving.addresses, "control": serving.control_url}
    assert [each["url"] for each in truth] == [each.url for each in serving.stand.truth()]


def test_it_moves_the_clock(serving: Serving) -> None:
    status, told = control(serving, "/clock/advance", "POST", seconds=600)

    assert (status, told["now"]) == (200, (OPENED_AT + timedelta(minutes=10)).isoformat())
    control(serving, "/clock/set", "POST", now=(OPENED_AT + timedelta(hours=1)).isoformat())
    control(serving, "/clock/run", "POST", speed=0)
    assert serving.stand.now == OPENED_AT + timedelta(hours=1)


def test_it_makes_things_happen(serving: Serving) -> None:
    story = {"slug": "told", "title": "Told", "body": "One.\n## Two"}
    control(serving, "/outlets/nordfunk/publish", "POST", **story)
    control(serving, "/outlets/nordfunk/edit", "POST", slug="told", title="Told again")
    control(serving, "/outlets/nordfunk/breaks", "POST", what="errors")

    edition = serving.stand.shelf("nordfunk").find("told")

    assert (edition.story.title, edition.revision) == ("Told again", 2)
    assert fetch(serving.addresses["nordfunk"]).status == 500


def test_it_tells_and_forgets_requests(serving: Serving) -> None:
    fetch(serving.addresses["nordfunk"])

    _, told = control(serving, "/requests")
    _, left = control(serving, "/requests", "DELETE")

    assert [(each["outlet"], each["path"]) for each in told] == [("nordfunk", "/")]
    assert left == []


@pytest.mark.parametrize(
    ("path", "words", "said"),
    [
        ("/clock/wind", {"x": 1}, "advance, set and run"),
        ("/clock/advance", {"seconds": -5}, "cannot go back"),
        ("/outlets/southfunk/slows", {"seconds": 1}, "southfunk"),
        ("/outlets/nordfunk/burns", {"x": 1}, "knows"),
        ("/outlets/nordfunk/edit", {"slug": "none-such"}, "none-such"),
        ("/outlets/nordfunk/breaks", {"what": "leg"}, "leg"),
        ("/outlets/nordfunk/publish", {"slug": "x"}, "body"),
    ],
)
def test_a_mistake_is_answered_by_what_is_wrong(
    serving: Serving, path: str, words: dict[str, object], said: str
) -> None:
    status, told = control(serving, path, "POST", **words)

    assert status == 400
    assert said in told["error"]


def test_words_have_to_be_an_object(serving: Serving) -> None:
    told = fetch(serving.control_url + "/clock/advance", method="POST", body="[1]")

    assert told.status == 400
    assert b"JSON object" in told.body
