"""What a page says to robots, in its headers and in its markup."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from storywatch.robots_tags import headers_forbid, page_forbids

NOW = datetime(2026, 11, 25, tzinfo=UTC)


def page(head: str) -> bytes:
    return f"<html><head>{head}</head></html>".encode()


@pytest.mark.parametrize(
    "tag",
    [
        '<meta name="robots" content="noindex">',
        "<META CONTENT='NOINDEX, follow' NAME='ROBOTS'>",
        "<meta name=storywatch content=none>",
        '<meta name="robots" content="unavailable_after: 2026-11-24">',
    ],
)
def test_a_meta_tag_can_forbid_indexing(tag: str) -> None:
    assert page_forbids(page(tag), NOW)


@pytest.mark.parametrize(
    "tag",
    [
        '<meta name="robots" content="max-image-preview:large">',
        '<meta name="otherbot" content="noindex">',
        '<meta name="robots" content="unavailable_after: 2026-11-26">',
        "<p>Add a meta tag named robots with noindex.</p>",
    ],
)
def test_other_words_forbid_nothing(tag: str) -> None:
    assert not page_forbids(page(tag), NOW)


def test_each_header_begins_with_all_robots_again() -> None:
    assert headers_forbid(["otherbot: noindex", "noindex"], NOW)
    assert not headers_forbid(["otherbot: nofollow, noindex"], NOW)
