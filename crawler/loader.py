"""Spiders are outlets: `scrapy list` prints those declared and `scrapy crawl ID` crawls one."""

from __future__ import annotations

import builtins

from scrapy import Request
from scrapy.settings import BaseSettings

from crawler.spiders.outlet import OutletSpider, spider_for
from storywatch.declarations import read_outlets
from storywatch.declarations.finding import outlet_of
from storywatch.outlet import Outlet
from storywatch.settings import Settings


class OutletLoader:
    """Scrapy's spider loader over outlets/*.toml (the SPIDER_LOADER_CLASS seam)."""

    def __init__(self, outlets: dict[str, Outlet]) -> None:
        self._outlets = outlets

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> OutletLoader:
        """Reads the declared outlets; raises `Misconfigured` with every mistake."""
        return cls(read_outlets(Settings.read().outlets_dir))

    def load(self, spider_name: str) -> type[OutletSpider]:
        """Returns the spider class of that outlet; raises KeyError when none is declared."""
        return spider_for(self._outlets[spider_name])

    def list(self) -> builtins.list[str]:
        """Returns the ids of all outlets."""
        return sorted(self._outlets)

    def find_by_request(self, request: Request) -> builtins.list[str]:
        """Returns the outlet to which the request's address belongs, if any."""
        outlet = outlet_of(request.url, self._outlets.values())
        return [outlet.id] if outlet else []
