"""What a crawl counts of itself."""

from scrapy.statscollectors import MemoryStatsCollector


class Counts(MemoryStatsCollector):
    """Scrapy's counts, without its look for a deprecated argument whenever one is used."""

    __getattribute__ = object.__getattribute__
