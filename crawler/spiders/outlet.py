"""The one spider: an outlet's sources become leads, and its leads pages for the desk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.allowance import Allowance
from crawler.failures import DARK, name_failure, request_of
from crawler.guard import Refused
from crawler.middlewares.kept import FETCHED_AT
from crawler.politeness import (
    conditional_headers,
    digest_of,
    is_as_it_was,
    is_conditional,
    is_document,
    page_of,
    retry_after_of,
    text_headers,
)
from pipelines.desk import Desk
from pipelines.fates import Fates
from pipelines.lore import OutletLore
from pipelines.visit import Visit
from storywatch.desk import find_leads
from storywatch.discover.document import Discovery, FetchedDocument
from storywatch.errors import JournalUnusable, SourceUnreadable
from storywatch.journal import Poll, QueuedLead
from storywatch.outlet import Outlet, Source
from storywatch.polling import retry_at
from storywatch.settings import Settings
from storywatch.story import Fate, Lead, Page, Reason
from storywatch.workers import TooCostly

SITEMAP_DEPTH = 3  # an index of indexes of sitemaps is as deep as any outlet needs
SOURCE_BYTES = 32 * 1024**2
CHILDREN = "children of "  # of a sitemap index, in the journal's memory
SOURCES_KEY = "storywatch/sources/"
LEFT_OUT_KEY = "storywatch/left_out/"
FAILED_KEY = "storywatch/failed_source/"
PAGES_KEY = "storywatch/pages"
REJECTED_AS = {
    "too_large": Reason.TOO_LARGE,
    "redirects": Reason.HTTP_ERROR,
    "undecodable": Reason.UNDECODABLE,
}
FOR_GOOD = frozenset({401, 402, 407, 410, 451})  # no page comes of these by itself
PARTIAL = 206  # a piece of a page, for which nobody asked
DARK_AFTER = 4  # requests in a row that nothing answered, or only that it is too busy
TROUBLE_KEY = "storywatch/trouble"
NEVER = datetime.min.replace(tzinfo=UTC)


class OutletSpider(Spider):
    """One round of one outlet: leads that are in flight first, then its sources."""

    outlet: Outlet

    def __init__(
        self,
        desk: Desk,
        urls: Iterable[str] = (),
        kept: Mapping[str, Page] = MappingProxyType({}),
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.desk = desk
        self.urls = tuple(urls)
        self.kept = kept
        self.clock = desk.clock
        self.robots_shelf = desk.journal
        self.lore = OutletLore(desk.journal, self.outlet)
        self.allowance = Allowance(self.outlet)
        self.unanswered = 0
        self.left_until: datetime | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> OutletSpider:
        """Opens a desk of its own when nobody hands one over, as under `scrapy crawl`."""
        if "desk" not in kwargs:
            kwargs["desk"] = Desk.open(Settings.read())
            crawler.signals.connect(kwargs["desk"].close, signals.engine_stopped, weak=False)
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.stumbled, signal=signals.item_error)
        crawler.signals.connect(spider.faltered, signal=signals.spider_error)
        crawler.signals.connect(spider.closed_by_engine, signal=signals.spider_closed)
        return spider

    @property
    def fates(self) -> Fates:
        """Where this crawl's leads get their fates."""
        return Fates(self.desk.journal, self.crawler.stats, self.clock)

    async def start(self) -> AsyncIterator[Request]:
        """Yields the requests that the round begins with."""
        if self.urls:
            for request in self._ad_hoc():
                yield request
            return
        claimed = self.desk.journal.claim_leads(
            self.outlet.id, now=self.clock(), limit=self.allowance.leads_left
        )
        for request in self._visits(claimed):
            yield request
        for request in self._rechecks():
            yield request
        for request in self._visits(self._second_looks()):
            yield request
        for source in self.outlet.sources:
            if self._is_due(source.url):
                yield self._poll_request(source, source.url, depth=0)

    def _ad_hoc(self) -> Iterator[Request]:
        now = self.clock()
        leads = [self._lead_of(url, now) for url in self.urls]
        found = self.desk.journal.discover(leads, now=now, revisit=True)
        yield from self._visits(found.queued)

    def _lead_of(self, url: str, now: datetime) -> Lead:
        known = self.desk.journal.lead_for(url, self.outlet.id)
        return known.lead if known else Lead(outlet=self.outlet.id, url=url, seen_at=now)

    def _is_due(self, url: str) -> bool:
        state = self.desk.journal.source(self.outlet.id, url)
        # Without a policy every source is polled, unless a server has asked us to wait.
        if state.next_poll_at is None or not (self.desk.polls or state.failure_count):
            return True
        return state.next_poll_at <= self.clock()

    def _rechecks(self) -> Iterator[Request]:
        """Young stories' pages again, whole only where they have changed."""
        for recheck in self.desk.journal.rechecks.take(
            self.outlet.id, now=self.clock(), limit=self.allowance.leads_left
        ):
            for request in self._visits([recheck.queued]):
                request.headers.update(conditional_headers(recheck.validators))
                yield request

    def _second_looks(self) -> tuple[QueuedLead, ...]:
        """Pages that were announced but held no story yet."""
        return self.desk.journal.second_looks.take(
            self.outlet.id, now=self.clock(), limit=self.allowance.leads_left
        )

    def _visits(self, queued_leads: Iterable[QueuedLead]) -> Iterator[Request]:
        for queued in queued_leads:
            if not self.allowance.takes(queued.lead):
                continue
            self.fates.discovered(1)
            yield Request(
                queued.lead.url,
                callback=self.read_page,
                errback=self.page_failed,
                cb_kwargs={"queued": queued},
                dont_filter=True,
            )

    def _poll_request(self, source: Source, url: str, *, depth: int) -> Request:
        state = self.desk.journal.source(self.outlet.id, url)
        return Request(
            url,
            callback=self.read_source,
            errback=self.source_failed,
            headers=conditional_headers(state),
            cb_kwargs={"source": source, "polled_url": url, "depth": depth},
            meta={"download_maxsize": SOURCE_BYTES},
            priority=10,
            dont_filter=True,
        )

    async def read_source(
        self, response: Response, source: Source, polled_url: str, depth: int
    ) -> AsyncIterator[Request]:
        """Turns a polled source into leads, and the new ones into visits."""
        known = self.desk.journal.source(self.outlet.id, polled_url)
        if is_as_it_was(response, known):
            self._keep_poll(source, polled_url, response, None)
            # An index may be as it was while a sitemap that it names has grown.
            children = self.desk.journal.memory(self.outlet.id, CHILDREN + polled_url) or ()
            for request in self._poll_children(source, children, depth):
                yield request
            return
        if not is_document(response):
            self._poll_failed(polled_url, response.status, f"answers {response.status}", response)
            return
        document = FetchedDocument(
            url=response.url, body=response.body, headers=text_headers(response)
        )
        try:
            found = await self.desk.workers.run(
                find_leads, source, self.outlet, document, now=self.clock(), since=known.read_at
            )
        except (SourceUnreadable, TooCostly) as error:
            self._poll_failed(polled_url, response.status, str(error), response)
            return
        for request in self._visits(self._keep_poll(source, polled_url, response, found)):
            yield request
        if found.children:
            self.desk.journal.remember(self.outlet.id, CHILDREN + polled_url, found.children)
        for request in self._poll_children(source, found.children, depth):
            yield request

    def _poll_children(
        self, source: Source, children: Collection[str], depth: int
    ) -> Iterator[Request]:
        """Asks for what an index names; of many, those first that were not read for longest."""
        if depth < SITEMAP_DEPTH:
            known = self.desk.journal.sources(self.outlet.id) if children else ()
            polled = {one.url: one.polled_at or NEVER for one in known}
            for child in sorted(children, key=lambda url: polled.get(url, NEVER)):
                if self.allowance.takes_sitemap(source.url):
                    yield self._poll_request(source, child, depth=depth + 1)

    def _keep_poll(
        self, source: Source, url: str, response: Response, found: Discovery | None
    ) -> tuple[QueuedLead, ...]:
        now = self.clock()
        headers = text_headers(response)
        poll = Poll(
            outlet=self.outlet.id,
            url=url,
            polled_at=now,
            status=response.status if found else 304,
            etag=headers.get("etag"),
            last_modified=headers.get("last-modified"),
            digest=digest_of(response),
        )
        self.crawler.stats.inc_value(SOURCES_KEY + ("read" if found else "unchanged"))
        found = found or Discovery()
        for why, count in found.left_out.items():
            self.crawler.stats.inc_value(LEFT_OUT_KEY + why, count)
        with self.desk.journal.together():
            queued = self.desk.journal.record_poll(poll, found.leads, now=now).queued
            if self.desk.polls:
                new = [one.lead for one in queued]
                at = self.desk.polls.polled(self.outlet.id, source.url, found, new, now)
                self.desk.journal.plan_poll(self.outlet.id, source.url, at)
        return queued

    def _poll_failed(
        self, url: str, status: int, error: str, response: Response | None = None
    ) -> None:
        now = self.clock()
        self.crawler.stats.inc_value(SOURCES_KEY + "failed")
        self.crawler.stats.set_value(FAILED_KEY + url, error)
        self.logger.warning("outlet=%s source=%s failed: %s", self.outlet.id, url, error)
        failures = self.desk.journal.source(self.outlet.id, url).failure_count + 1
        retry_after = retry_after_of(response) if response else None
        poll = Poll(
            outlet=self.outlet.id,
            url=url,
            polled_at=now,
            status=status,
            error=error,
            next_poll_at=(
                retry_at(now, failures, retry_after) if retry_after or self.desk.polls else None
            ),
        )
        self.desk.journal.record_poll(poll, (), now=now)

    def source_failed(self, failure: Failure) -> None:
        """Notes why a source could not be fetched."""
        key, sentence = name_failure(failure.value, request_of(failure).url)
        self._poll_failed(request_of(failure).cb_kwargs["polled_url"], 0, f"{key}: {sentence}")

    def read_page(self, response: Response, queued: QueuedLead) -> Iterator[Visit]:
        """Hands a fetched page to the desk, or settles what its status already says."""
        status = response.status
        is_busy = status == 429 or 500 <= status < 600
        if not is_busy:
            self.unanswered = 0
        packing = b", ".join(response.headers.getlist("Content-Encoding"))
        packed = packing.decode("latin-1")[:80].strip()
        if 200 <= status < 300 and packed:
            why = f"packed as {packed!r}, which cannot be unpacked"
            self.fates.settle(queued, Fate.REJECTED, Reason.UNDECODABLE.value, why)
        elif 200 <= status < 300 and status != PARTIAL:
            self.crawler.stats.inc_value(PAGES_KEY)
            fetched_at = response.meta.get(FETCHED_AT, self.clock())
            yield Visit(queued=queued, page=page_of(response, queued.lead, fetched_at))
        elif status == 304 and response.request and is_conditional(response.request):
            self.fates.settle(queued, Fate.DUPLICATE, "", "the page is as it was")
        elif is_busy:
            why, retry_after = f"http_{status}: answers {status}", retry_after_of(response)
            self.fates.postpone(queued, why, retry_after)
            self._count_unanswered(retry_after)
        else:
            may_come = status not in FOR_GOOD
            self.fates.reject(queued, _reason_of(status), f"answers {status}", may_come=may_come)

    def page_failed(self, failure: Failure) -> None:
        """Settles a lead that must not be fetched, and postpones one that could not be."""
        queued: QueuedLead = request_of(failure).cb_kwargs["queued"]
        key, sentence = name_failure(failure.value, request_of(failure).url)
        is_for_good = isinstance(failure.value, Refused) or key == "private_address"
        if is_for_good and key != "robots_unreachable":
            self.fates.settle(queued, Fate.REFUSED, key, sentence)
        elif key in REJECTED_AS:
            self.fates.settle(queued, Fate.REJECTED, REJECTED_AS[key].value, sentence)
        else:
            self.fates.postpone(queued, f"{key}: {sentence}")
            if key in DARK:
                self._count_unanswered()
            else:
                self.unanswered = 0

    def _count_unanswered(self, retry_after: str | None = None) -> None:
        """Ends the round of an outlet that is dark or busy: its other leads need no attempt to know
        it, and wait as long as the one that told."""
        self.unanswered += 1
        if self.unanswered == DARK_AFTER:
            self.left_until = retry_at(self.clock(), 1, retry_after)
            self._leave("dark")

    def stumbled(self, item: Visit, failure: Failure) -> None:
        """Postpones a lead at which a step of the desk failed: a defect of ours, not the page's."""
        if not self.in_trouble(failure):
            self.logger.error("outlet=%s a step failed: %s", self.outlet.id, failure.getTraceback())
            self.fates.postpone(item.queued, f"defect: {failure.getErrorMessage()[:200]}")

    def faltered(self, failure: Failure, response: Response) -> None:
        """Notes that a source was not read, by a defect of ours: it gave nothing, and says so."""
        polled = response.request.cb_kwargs.get("polled_url") if response.request else None
        if not self.in_trouble(failure) and polled:
            why = f"defect: {failure.getErrorMessage()[:200]}"
            self._poll_failed(polled, response.status, why, response)

    def in_trouble(self, failure: Failure) -> bool:
        """Ends the round when the journal cannot be used; what has no fate stays in flight."""
        if not isinstance(failure.value, JournalUnusable):
            return False
        self.crawler.stats.set_value(TROUBLE_KEY, failure.getErrorMessage())
        self._leave("journal_unusable")
        return True

    def _leave(self, why: str) -> None:
        self._leaving = asyncio.ensure_future(self._close(why))

    async def _close(self, why: str) -> None:
        if self.crawler.engine and self.crawler.engine.spider:
            await self.crawler.engine.close_spider_async(reason=why)

    def closed_by_engine(self) -> None:
        """Gives back the leads that the round did not get to."""
        if not self.crawler.stats.get_value(TROUBLE_KEY):
            self.desk.journal.release(self.outlet.id)
            if self.left_until:
                self.desk.journal.put_off(self.outlet.id, until=self.left_until)


def _reason_of(status: int) -> Reason:
    if status in {404, 410}:
        return Reason.NOT_FOUND
    return Reason.BLOCKED if status in {401, 402, 403, 407, 451} else Reason.HTTP_ERROR


def spider_for(outlet: Outlet) -> type[OutletSpider]:
    """Returns the spider class of one outlet, with its pace as settings."""
    pace = {
        "DOWNLOAD_DELAY": outlet.pace.delay,
        "AUTOTHROTTLE_START_DELAY": outlet.pace.delay,
        "AUTOTHROTTLE_TARGET_CONCURRENCY": float(outlet.pace.at_once),
        "CONCURRENT_REQUESTS_PER_DOMAIN": outlet.pace.at_once,
        # None waits at the downloader: it would still be asked for after an outlet was found dark.
        "CONCURRENT_REQUESTS": outlet.pace.at_once,
    }
    body = {"name": outlet.id, "outlet": outlet, "custom_settings": pace}
    return type(f"{outlet.id.title().replace('_', '')}Spider", (OutletSpider,), body)
