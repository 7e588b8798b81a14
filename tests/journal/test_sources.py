from __future__ import annotations

from storywatch.journal import Journal, SourceState
from tests.journal.samples import FEED, MINUTE, NOON, lead, poll


def test_a_source_never_polled_has_only_its_names(journal: Journal) -> None:
    assert journal.source("bugle", FEED) == SourceState(outlet="bugle", url=FEED)
    assert journal.sources() == ()


def test_a_poll_is_kept_with_its_validators_and_count(journal: Journal) -> None:
    later = NOON + MINUTE

    journal.record_poll(
        poll(etag='"a"', last_modified="Tue", next_poll_at=later), [lead()], now=NOON
    )

    assert journal.source("bugle", FEED) == SourceState(
        outlet="bugle",
        url=FEED,
        etag='"a"',
        last_modified="Tue",
        polled_at=NOON,
        read_at=NOON,
        next_poll_at=later,
        last_count=1,
    )


def test_a_304_keeps_the_validators_the_digest_and_the_count(journal: Journal) -> None:
    journal.record_poll(poll(etag='"a"', last_modified="Tue", digest="d"), [lead()], now=NOON)

    journal.record_poll(poll(status=304), [], now=NOON)

    state = journal.source("bugle", FEED)
    assert (state.etag, state.last_modified, state.last_count) == ('"a"', "Tue", 1)
    assert state.digest == "d"


def test_a_new_document_without_validators_drops_the_old_ones(journal: Journal) -> None:
    journal.record_poll(poll(etag='"a"', last_modified="Tue"), [], now=NOON)

    journal.record_poll(poll(), [], now=NOON)

    state = journal.source("bugle", FEED)
    assert (state.etag, state.last_modified) == (None, None)


def test_failures_are_counted_and_leave_the_validators_alone(journal: Journal) -> None:
    journal.record_poll(poll(etag='"a"'), [], now=NOON)

    journal.record_poll(poll(status=503, etag='"error page"'), [], now=NOON)
    journal.record_poll(poll(status=200, error="no XML", etag='"b"'), [], now=NOON)

    state = journal.source("bugle", FEED)
    assert (state.failure_count, state.last_error, state.etag) == (2, "no XML", '"a"')


def test_a_success_ends_the_count_of_failures(journal: Journal) -> None:
    journal.record_poll(poll(status=500), [], now=NOON)

    journal.record_poll(poll(), [], now=NOON)

    state = journal.source("bugle", FEED)
    assert (state.failure_count, state.last_error) == (0, None)


def test_sources_are_listed_by_outlet(journal: Journal) -> None:
    journal.record_poll(poll("https://bugle.example/b"), [], now=NOON)
    journal.record_poll(poll("https://bugle.example/a"), [], now=NOON)
    journal.record_poll(poll("https://crier.example/a", outlet="crier"), [], now=NOON)

    assert [state.url[-1] for state in journal.sources("bugle")] == ["a", "b"]
    assert len(journal.sources()) == 3
