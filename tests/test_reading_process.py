"""A process that reads pages has read one of our own before its first: nothing is left to load."""

from __future__ import annotations

from storywatch.reading_process import read_our_page
from storywatch.story import Draft


def test_our_page_is_read_as_a_story_with_all_its_parts() -> None:
    draft = read_our_page()
    assert isinstance(draft, Draft)
    story = draft.story
    assert story.title == "A bridge opens again"
    assert story.authors == ("Ann Lee",)
    assert story.published_at is not None
    assert story.captions == ("The bridge (Photo: Ann Lee)",)
    assert "newsletter" not in story.body
    assert "ferry's last day" not in story.body
