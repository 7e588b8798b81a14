"""Many candidates, one decision: who is believed, and what is doubted."""

from __future__ import annotations

import pytest

from storywatch.story import Precision
from tests.extract.dates.samples import at, candidate, dating

JSON_LD = "json-ld datePublished"


def test_the_best_kind_of_evidence_is_named() -> None:
    found = dating(
        candidate("url", "2025-12-01"),
        candidate(JSON_LD, "2025-12-02T10:00:00Z"),
        candidate("dateline", "2 December 2025"),
    )

    assert found.published_at == at("2025-12-02T10:00")
    assert found.evidence["published_at"].startswith(JSON_LD)
    assert found.evidence["published_on"] == "2025-12-02"


def test_a_day_takes_its_minute_from_another_candidate_of_that_day() -> None:
    found = dating(
        candidate("dateline", "2 December 2025"),
        candidate("feed", "Tue, 02 Dec 2025 10:15:00 GMT"),
    )

    assert (found.published_at, found.published_precision) == (
        at("2025-12-02T10:15"),
        Precision.MINUTE,
    )


def test_a_time_without_a_zone_takes_it_from_the_feed() -> None:
    found = dating(
        candidate("dateline", "2 December 2025, 15:45"),
        candidate("feed", "Tue, 02 Dec 2025 10:15:20 GMT"),
    )

    assert found.published_at == at("2025-12-02T10:15:20")


def test_a_modification_in_the_disguise_of_a_publication_is_seen_through() -> None:
    found = dating(
        candidate(JSON_LD, "2025-12-05T10:00:00Z"),
        candidate("json-ld dateModified", "2025-12-05T10:00:00Z", "modified"),
        candidate("feed", "Tue, 02 Dec 2025 10:15:00 GMT"),
    )

    assert found.published_at == at("2025-12-02T10:15")
    assert found.modified_at == at("2025-12-05T10:00")


def test_two_kinds_outvote_one() -> None:
    found = dating(
        candidate(JSON_LD, "2025-12-05T10:00:00Z"),
        candidate("meta article:published_time", "2025-12-02T10:15:00Z"),
        candidate("dateline", "2 December 2025"),
    )

    assert found.published_at == at("2025-12-02T10:15")


@pytest.mark.parametrize("text", ["2099-01-01T00:00:00Z", "9999-12-31", "2025-12-11T12:00:00Z"])
def test_the_future_is_not_believed_and_that_is_said(text: str) -> None:
    alone = dating(candidate(JSON_LD, text))
    beside = dating(candidate(JSON_LD, text), candidate("url", "2025-12-02"))

    assert alone.published_at is None
    assert beside.published_at == at("2025-12-02T00:00")
    assert "published_too_late" in beside.evidence


def test_a_clock_a_little_ahead_of_ours_is_believed() -> None:
    found = dating(candidate(JSON_LD, "2025-12-10T12:05:00Z"))

    assert found.published_at == at("2025-12-10T12:05")


def test_todays_day_ends_at_the_first_sight() -> None:
    found = dating(candidate("dateline", "10 December 2025"))

    assert found.published_at is not None
    assert found.published_latest is not None
    assert found.published_at <= found.published_latest <= at("2025-12-10T12:10")


def test_an_ambiguous_day_is_settled_by_a_sure_one_else_flagged() -> None:
    settled = dating(candidate("dateline", "03/04/2025"), candidate("url", "2025-04-03"))
    flagged = dating(candidate("dateline", "03/04/2025"))

    assert settled.evidence["published_on"] == "2025-04-03"
    assert "published_ambiguous" not in settled.evidence
    assert "published_ambiguous" in flagged.evidence


def test_of_two_readings_the_past_one_is_taken_with_a_doubt() -> None:
    found = dating(candidate("dateline", "03/12/2025"))  # on the tenth of December
    british = dating(candidate("dateline", "11/12/2025"), country="GB")

    assert "published_ambiguous" in found.evidence
    assert british.evidence["published_on"] == "2025-11-12"
    assert "published_ambiguous" in british.evidence


def test_the_day_told_is_the_outlets_where_machines_write_utc() -> None:
    known = dating(candidate(JSON_LD, "2025-12-02T20:00:00Z"), timezone="Asia/Kolkata")
    shown = dating(
        candidate(JSON_LD, "2025-12-03T03:28:35Z"), candidate("dateline", "Dec. 2, 2025")
    )

    assert known.evidence["published_on"] == "2025-12-03"
    assert shown.evidence["published_on"] == "2025-12-02"
    assert shown.published_at == at("2025-12-03T03:28:35")


def test_a_story_that_tells_only_its_update_was_published_by_then() -> None:
    found = dating(candidate("labelled dateline", "Updated: 2 December 2025", "modified"))

    assert found.evidence["published_guessed"]
    assert found.published_earliest is not None
    assert found.published_earliest.year < 1990
    assert found.modified_at == found.published_at


def test_the_file_time_of_the_server_is_no_publication() -> None:
    found = dating(candidate("http last-modified", "Tue, 02 Dec 2025 10:15:00 GMT", "modified"))

    assert found.published_at is None


def test_nothing_said_is_nothing_claimed() -> None:
    found = dating()

    assert (found.published_at, found.published_precision, found.modified_at) == (None, None, None)


def test_the_outlets_clock_is_told_by_an_offset_its_zone_or_another_print() -> None:
    offset = dating(candidate(JSON_LD, "2025-12-02T01:00:03+05:30"))
    zone = dating(candidate(JSON_LD, "2025-12-01T20:00:00Z"), timezone="Asia/Kolkata")
    printed = dating(
        candidate(JSON_LD, "2025-12-02T03:28:35Z"), candidate("dateline", "Dec. 1, 2025, 10:28 pm")
    )
    unknown = dating(candidate(JSON_LD, "2025-12-02T03:28:35Z"))

    assert offset.evidence["published_local"] == "2025-12-02T01:00:03+05:30"
    assert zone.evidence["published_local"] == "2025-12-02T01:30:00+05:30"
    assert printed.evidence["published_local"] == "2025-12-01T22:28:35-05:00"
    assert printed.evidence["published_on"] == "2025-12-01"
    assert "published_local" not in unknown.evidence


def test_days_that_the_text_tells_of_outvote_no_label() -> None:
    found = dating(
        candidate("labelled dateline", "Datum: 18.10.2025"),
        candidate("dateline", "ab 1. November 2025 für Zigaretten"),
        candidate("date in text", "ab 1. November 2025 für Zigarren"),
    )

    assert found.evidence["published_on"] == "2025-10-18"
