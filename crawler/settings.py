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
CONCURRENT_ITEMS = 2  # the parallel iteration per response costs more than the request (measured)
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
]  # 429 and 503 say when; the journal waits for them
REDIRECT_MAX_TIMES = 8
COOKIES_ENABLED = False
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # the journal knows what was seen

DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,
    "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": None,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
    "crawler.guard.Guard": 50,
    "crawler.middlewares.robots.Robots": 100,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "crawler.middlewares.unpacking.Unpacking": 590,
    "crawler.middlewares.redirects.Redirects": 600,
}
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}
EXTENSIONS = {  # one that is only switched off is imported all the same, with all that it needs
    "scrapy.extensions.corestats.CoreStats": None,
    "scrapy.extensions.logcount.LogCount": None,
    "scrapy.extensions.telnet.TelnetConsole": None,
    "scrapy.extensions.remote_control.RemoteControl": None,
    "scrapy.extensions.memdebug.MemoryDebugger": None,
    "scrapy.extensions.spiderstate.SpiderState": None,
    "scrapy.extensions.feedexport.FeedExporter": None,
    "scrapy.extensions.logstats.LogStats": None,
    "scrapy.extensions.memusage.MemoryUsage": None,
    "scrapy.extensions.closespider.CloseSpider": 0,
    "crawler.guard.Limits": 0,
}
ITEM_PIPELINES = STEPS

TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
LOG_FORMATTER = "crawler.log_lines.LogLines"
LOG_LEVEL = "INFO"
STATS_DUMP = False
WARN_ON_GENERATOR_RETURN_VALUE = False
