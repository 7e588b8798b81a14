"""Scrapy's settings for every crawl: declarations only; an outlet's pace is added by its spider."""

from pipelines import STEPS
from storywatch.settings import Settings

BOT_NAME = "storywatch"
SPIDER_LOADER_CLASS = "crawler.loader.OutletLoader"
SPIDER_MODULES: list[str] = []
USER_AGENT = Settings.read().user_agent
STORYWATCH_ALLOW_PRIVATE = list(Settings.read().allow_private)
TWISTED_DNS_RESOLVER = "crawler.guard.GuardedResolver"

ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "storywatch"

CLOSESPIDER_TIMEOUT = 15 * 60  # seconds; what an outlet's round did not reach stays in flight
# A page is one; to be ready for more takes longer than the request does (measured).
CONCURRENT_ITEMS = 1
DOWNLOAD_HANDLERS = {
    "http": "crawler.downloads.BoundedDownloads",
    "https": "crawler.downloads.BoundedDownloads",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
DOWNLOAD_TIMEOUT = 15  # seconds for a whole answer; the journal tries again later
DNS_TIMEOUT = 10
DOWNLOAD_MAXSIZE = 12 * 1024**2  # bytes, decompressed too; sources name their own in the request
DOWNLOAD_WARNSIZE = 0
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 2 * 1024**2  # bytes of an outlet's answers that wait to be read
DOWNLOAD_FAIL_ON_DATALOSS = True
DOWNLOAD_VERIFY_CERTIFICATES = True
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_MAX_DELAY = 10.0
RETRY_GIVE_UP_LOG_FORMATTER = "crawler.log_lines.LogLines"
LOG_LEVEL = "INFO"
RETRY_TIMES = 1  # within a round; later tries are the journal's
RETRY_PRIORITY_ADJUST = 1  # before the rest, so that a dark outlet is known to be one early
RETRY_EXCEPTIONS = [
    "scrapy.exceptions.DownloadFailedError",
    "scrapy.exceptions.ResponseDataLossError",
    "twisted.internet.error.ConnectionLost",
    "twisted.internet.error.ConnectionDone",
]
RETRY_HTTP_CODES = [
    500,
    502,
    504,
    522,
    524,
    408,
]  # 429 and 503 say when: see ShortWaits, and the journal waits for them
REDIRECT_MAX_TIMES = 8
COOKIES_ENABLED = False
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # the journal knows what was seen

# What takes part is named here in full: a part of Scrapy's own lists that is only switched off is
# imported all the same, with all that it needs.
DOWNLOADER_MIDDLEWARES_BASE: dict[str, int] = {}
DOWNLOADER_MIDDLEWARES = {
    "crawler.guard.Guard": 50,
    "crawler.middlewares.robots.Robots": 100,
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": 550,
    "crawler.middlewares.short_waits.ShortWaits": 560,
    "crawler.middlewares.refreshes.Refreshes": 580,
    "crawler.middlewares.unpacking.Unpacking": 590,
    "crawler.middlewares.redirects.Redirects": 600,
}
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
EXTENSIONS_BASE: dict[str, int] = {}
EXTENSIONS = {
    "scrapy.extensions.closespider.CloseSpider": 0,
    "scrapy.extensions.throttle.AutoThrottle": 0,
    "crawler.guard.Limits": 0,
}
ITEM_PIPELINES = STEPS

LOG_FORMATTER = "crawler.log_lines.LogLines"
STATS_CLASS = "crawler.stats.Counts"
STATS_DUMP = False
WARN_ON_GENERATOR_RETURN_VALUE = False
