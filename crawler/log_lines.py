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

    def crawled(self, *answered: Any) -> LogFormatterResult | None:  # type: ignore[override]
        """Says what answered, to whom is so curious: writing it takes longer than counting it."""
        is_read = logging.getLogger("scrapy.core.engine").isEnabledFor(logging.DEBUG)
        return super().crawled(*answered) if is_read else None

    def item_error(self, item: Any, *_: Any) -> LogFormatterResult:
        """Leaves the failure to `OutletSpider.stumbled`, which knows whether it is a defect."""
        address = item.page.url
        return {
            "level": logging.DEBUG,
            "msg": "a step failed at %(url)s",
            "args": {"url": address},
        }
