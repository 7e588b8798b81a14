from __future__ import annotations

from typing import Any

import pytest

from bench.misses import misses, told

TRUTH = {"title": "Bridge shut", "authors": ["Ann Lee", "Bob Ray"], "published": "2026-03-04"}
FOUND = {"title": "Bridge shut", "authors": ["Ann Lee", "Bob Ray"], "published": "2026-03-04"}
PARTS = {"title": "norm", "authors": "exact", "date": "day"}


def missed(field: str, has: bool = True, **found: Any) -> list[tuple[str, str]]:
    record = {"id": "bugle/1", "set": "bugle", "truth": TRUTH}
    score = {field: {"has": has, PARTS[field]: 0.0}}
    return [(miss.field, miss.class_) for miss in misses([(record, {**FOUND, **found}, score)])]


@pytest.mark.parametrize(
    ("field", "found", "kind"),
    [
        ("title", "Old bridge shut", "too long"),
        ("title", "Bridge", "too short"),
        ("title", "Weather", "another"),
        ("authors", ["Ann Lee"], "some missing"),
        ("authors", ["Ann Lee", "Bob Ray", "Desk"], "too many"),
        ("authors", ["Cy Dew"], "others"),
        ("published", "2026-03-05T00:10+00:00", "one day off"),
        ("published", "2026-04-03", "another day"),
    ],
)
def test_a_miss_is_told_by_what_was_found_instead(field: str, found: object, kind: str) -> None:
    name = "date" if field == "published" else field

    assert missed(name, **{field: found}) == [(name, kind)]


def test_a_page_that_gives_nothing_says_so_or_why() -> None:
    assert missed("title", has=False, title=None) == [("title", "nothing found")]
    assert missed("title", has=False, title=None, rejected="no_body") == [("title", "no_body")]


def test_what_is_right_is_no_miss_and_the_worst_bodies_come_first() -> None:
    scores = {1: (0.95, 0.9, 0.99), 2: (0.7, 0.6, 0.9), 3: (0.5, 0.9, 0.4)}
    pages = [
        (
            {"id": f"bugle/{page}", "set": "bugle", "truth": TRUTH},
            FOUND,
            {"body": {"f": f1, "p": precision, "r": recall, "has": True}},
        )
        for page, (f1, precision, recall) in scores.items()
    ]

    assert list(told(misses(pages), 1)) == [
        "body bugle: 1 chrome let in, 1 text lost",
        "  0.50  text lost       bugle/3",
    ]
