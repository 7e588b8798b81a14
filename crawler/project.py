"""The project's Scrapy settings, read once and shared by all crawls."""

from __future__ import annotations

from copy import copy
from functools import lru_cache
from typing import Any, Self

from scrapy.settings import Settings as ScrapySettings
from scrapy.settings import get_settings_priority
from scrapy.spiderloader import DummySpiderLoader

from storywatch.settings import Settings


class SharedSettings(ScrapySettings):
    """Settings whose copies have their values in common, until one of them sets its own.

    Scrapy copies all of them deeply for every crawl, which is a quarter of what a poll costs.
    """

    def copy(self) -> Self:
        """Returns settings that may be changed without a change of these."""
        twin = copy(self)
        twin.frozen = False
        twin.attributes = dict(self.attributes)
        return twin

    def set(self, name: str, value: Any, priority: int | str = "project") -> None:
        """Sets a value here, and not in the settings that this is a copy of."""
        if kept := self.attributes.get(name):
            if kept.value is value and kept.priority >= get_settings_priority(priority):
                return
            self.attributes[name] = copy(kept)
        super().set(name, value, priority)


def scrapy_settings(settings: Settings, **given: Any) -> SharedSettings:
    """Returns the project's Scrapy settings for these of ours, with those `given` on top."""
    project = _project(settings).copy()
    project.update(given, priority="cmdline")
    return project


@lru_cache(maxsize=1)
def _project(settings: Settings) -> SharedSettings:
    project = SharedSettings()
    project.setmodule("crawler.settings", priority="project")
    # A runner is handed its spiders; only Scrapy's own command looks them up by name.
    project.set("SPIDER_LOADER_CLASS", DummySpiderLoader, priority="cmdline")
    project.set("USER_AGENT", settings.user_agent, priority="cmdline")
    project.set("STORYWATCH_ALLOW_PRIVATE", list(settings.allow_private), priority="cmdline")
    return project
