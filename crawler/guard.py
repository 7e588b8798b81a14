"""Where a crawl must not reach: private addresses, odd schemes, endless or foreign content."""

from __future__ import annotations

import ipaddress
import re
from collections import deque
from collections.abc import Sequence
from typing import Any, NoReturn
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, StopDownload
from scrapy.http import Headers
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

WRITTEN_OUT = tuple(
    ipaddress.IPv6Network(block) for block in ("::/96", "::ffff:0:0:0/96", "64:ff9b::/96")
)
# Not for the public, though Python calls some of them global: IANA's special-purpose registries,
# and the address at which a cloud tells its machines of themselves.
SPECIAL = tuple(
    ipaddress.ip_network(block)
    for block in (
        *("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32"),
        *("fec0::/10", "64:ff9b:1::/48"),
    )
)
NAME = re.compile(r"[\w-]+(?:\.[\w-]+)*", re.ASCII)  # of a host; what is escaped in it is a trick
LONGEST_URL = 2_000  # characters; longer ones are traps or data
# Services that speak no HTTP and might obey what we say: the "bad ports" of the Fetch standard
# (fetch.spec.whatwg.org, port blocking), and the stores and consoles of somebody's own network.
CLOSED_PORTS = frozenset(
    {0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95}
    | {101, 102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179}
    | {389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601}
    | {636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566}
    | {6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080}
    | {1433, 1521, 2375, 2376, 2379, 3306, 3389, 5432, 5672, 5900, 5984, 6379, 9042, 9200, 9300}
    | {11211, 27017}
)
UNREADABLE = (b"video/", b"audio/", b"image/", b"font/", b"application/zip", b"application/pdf")


class Refused(IgnoreRequest):
    """A request that must not be made: `reason` is the ledger's key, `detail` a sentence."""

    def __init__(self, reason: str, detail: str) -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(f"{reason}: {detail}")


class PrivateAddress(DNSLookupError):
    """A name that resolves to an address which the crawl may not reach: to us it has none."""


refused_names: deque[str] = deque(maxlen=1_000)  # Twisted drops a resolver's reason; kept here


def networks(blocks: Sequence[str]) -> tuple[Network, ...]:
    """Returns the CIDR blocks as networks; raises ValueError on one that is none."""
    return tuple(ipaddress.ip_network(block, strict=False) for block in blocks)


def is_open(address: str, allowed: Sequence[Network]) -> bool:
    """Whether an IP address is public or in one of the allowed blocks."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        ip = _within(ip) or ip
    if any(ip.version == network.version and ip in network for network in allowed):
        return True
    is_special = any(ip.version == network.version and ip in network for network in SPECIAL)
    return ip.is_global and not ip.is_multicast and not is_special


def _within(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Returns the IPv4 address that an IPv6 one only writes otherwise: mapped, 6to4 or NAT64."""
    if found := ip.ipv4_mapped or ip.sixtofour:
        return found
    is_written_out = any(ip in network for network in WRITTEN_OUT)
    return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if is_written_out else None


class Guard:
    """Downloader middleware that checks every request, redirected ones too, before it is made."""

    def __init__(self, allowed: Sequence[Network]) -> None:
        self._allowed = allowed

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Guard:
        """Takes the allowed blocks from the crawl's settings."""
        return cls(networks(crawler.settings.getlist("STORYWATCH_ALLOW_PRIVATE")))

    async def process_request(self, request: Request) -> None:
        """Raises `Refused` when the request must not be made."""
        try:
            address = urlsplit(request.url)
            host, port = address.hostname or "", address.port
        except ValueError:
            self._refuse("address", f"{request.url[:200]} is not an address")
        if len(request.url) > LONGEST_URL or "\\" in request.url:
            self._refuse("address", f"{request.url[:200]} is no address that a story has")
        if address.scheme not in {"http", "https"}:
            self._refuse("scheme", f"{address.scheme}: is not fetched, only http and https are")
        if address.username or address.password:
            self._refuse("credentials", "addresses with a user name or password are not fetched")
        self._check_host(host.rstrip("."))
        if port in CLOSED_PORTS:
            self._refuse("port", f"port {port} serves no pages, and is not asked")

    def _check_host(self, host: str) -> None:
        if not host:
            self._refuse("address", "the address has no host")
        if host.lower() == "localhost" or host.lower().endswith(".localhost"):
            host = "127.0.0.1"  # RFC 6761 section 6.3
        try:
            reachable = is_open(host, self._allowed)
        except ValueError:
            if not NAME.fullmatch(host):
                self._refuse("address", f"{host[:200]} is not the name of a host")
            return  # the resolver checks what it stands for
        if not reachable:
            self._refuse("private_address", f"{host} is not a public address; see --allow-private")

    @staticmethod
    def _refuse(reason: str, detail: str) -> NoReturn:
        raise Refused(reason, detail)


class GuardedResolver(CachingThreadedResolver):
    """Scrapy's resolver that refuses names which stand for private addresses."""

    allowed: tuple[Network, ...] = ()

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> GuardedResolver:
        """Takes the allowed blocks from the settings."""
        resolver = super().from_crawler(crawler, reactor)
        resolver.allowed = networks(crawler.settings.getlist("STORYWATCH_ALLOW_PRIVATE"))
        return resolver

    def getHostByName(  # noqa: N802 - Twisted's name
        self, name: str, timeout: Sequence[int] = ()
    ) -> Deferred[str]:
        """Resolves the name; fails with `PrivateAddress` when its address must not be reached."""
        found: Deferred[str] = super().getHostByName(name, timeout)
        return found.addCallback(self._checked, name)

    def _checked(self, address: str, name: str) -> str:
        if not is_open(address, self.allowed):
            refused_names.append(name.rstrip(".").lower())
            raise PrivateAddress(f"{name} stands for {address}, which is not a public address")
        return address


class Limits:
    """Extension that hangs up on answers which are no page and on a robots.txt without end."""

    def __init__(self, crawler: Crawler) -> None:
        crawler.signals.connect(self.headers_received, signal=signals.headers_received)
        crawler.signals.connect(self.bytes_received, signal=signals.bytes_received)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Limits:
        """Connects to the crawl's signals."""
        return cls(crawler)

    def headers_received(self, headers: Headers, request: Request, **_: Any) -> None:
        """Stops the download of films, pictures and the like; the answer arrives without a body.

        A robots.txt is read whatever it is called: its rules are no less meant.
        """
        content_type = (headers.get(b"Content-Type") or b"").lower()
        if content_type.startswith(UNREADABLE) and not request.meta.get("is_robots_txt"):
            raise StopDownload(fail=False)

    def bytes_received(self, data: bytes, request: Request, **_: Any) -> None:
        """Cuts an answer off at the request's `read_at_most`, when it names one."""
        limit = request.meta.get("read_at_most")
        if limit is None:
            return
        taken = request.meta.get("bytes_taken", 0) + len(data)
        request.meta["bytes_taken"] = taken
        if taken > limit:
            raise StopDownload(fail=False)
