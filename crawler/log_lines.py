"""What Scrapy logs of pages on their way: little, since the spider names every outcome."""

from __future__ import annotations

import logging
from typing import Any

from scrapy.logformatter import LogFormatter, LogFormatterResult


class LogLines(LogFormatter):
    """Scrapy's lines without whole items, and without a failure that the spider reports itself."""

    def scraped(self, *_: Any) -> None:  # type: ignore[override]
        """Says nothing: the ledger and the stats count what a page became."""
        return

    def item_error(self, item: Any, *_: Any) -> LogFormatterResult:
        """Leaves the failure to `OutletSpider.stumbled`, which knows whether it is a defect."""
        address = item.page.url
        return {
            "level": logging.DEBUG,
            "msg": "a step failed at %(url)s",
            "args": {"url": address},
        }
