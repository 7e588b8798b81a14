"""Crawls share the project's settings, and none changes another's."""

from __future__ import annotations

from crawler.project import scrapy_settings
from storywatch.settings import Settings


def test_what_one_crawl_sets_no_other_has() -> None:
    one, other = scrapy_settings(Settings()), scrapy_settings(Settings())

    one.set("DOWNLOAD_DELAY", 7.5, priority="spider")
    one.set_in_component_priority_dict("DOWNLOADER_MIDDLEWARES", dict, 1)
    copied = one.copy()
    copied.set("DOWNLOAD_DELAY", 9.5, priority="spider")

    assert [each["DOWNLOAD_DELAY"] for each in (one, other, copied)] == [7.5, 0, 9.5]
    assert dict in one["DOWNLOADER_MIDDLEWARES"]
    assert dict not in other["DOWNLOADER_MIDDLEWARES"]


def test_a_value_that_is_set_again_is_guarded_by_the_higher_priority() -> None:
    settings = scrapy_settings(Settings())
    settings.set("COOKIES_ENABLED", False, priority="cmdline")

    settings.set("COOKIES_ENABLED", True, priority="spider")

    assert settings["COOKIES_ENABLED"] is False
    assert settings.getpriority("COOKIES_ENABLED") == 40


def test_a_frozen_copy_leaves_the_original_to_be_changed() -> None:
    settings = scrapy_settings(Settings(), RETRY_ENABLED=False)

    frozen = settings.frozencopy()
    settings.set("RETRY_ENABLED", True, priority="cmdline")

    assert frozen["RETRY_ENABLED"] is False
    assert settings["RETRY_ENABLED"] is True
