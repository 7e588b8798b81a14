"""What a server can do on the wire, in its packing and by sending one elsewhere."""

from __future__ import annotations

import gzip
import zlib

import brotli  # type: ignore[import-untyped]
import pytest
from scrapy.settings import Settings as ScrapySettings

from crawler import settings as crawl_settings
from tests.hostile.conftest import STORY, Visit
from tests.hostile.rogue import Answer, Rogue, endless, plain, raw, respond

HTML = "Content-Type: text/html; charset=utf-8\r\n"
ZEROS = bytes(64 << 20)  # several times what is taken
BOMB = gzip.compress(ZEROS, 1)


@pytest.fixture(autouse=True)
def _short_time_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crawl_settings, "DOWNLOAD_TIMEOUT", 1.5)


def test_the_time_limit_is_shortened_for_these_tests_only() -> None:
    project = ScrapySettings()
    project.setmodule("crawler.settings")
    assert project.getfloat("DOWNLOAD_TIMEOUT") == 1.5


GIVEN_UP: dict[str, tuple[Answer, set[str]]] = {
    "one byte a second": (
        endless(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", b"x", pause=0.5),
        {"postponed/timeout"},
    ),
    "headers for ever": (
        endless(b"HTTP/1.1 200 OK\r\n", (b"X-More: " + b"y" * 80 + b"\r\n") * 200),
        {"rejected/too_large"},
    ),
    "one header value of 32 MB": (
        raw(b"HTTP/1.1 200 OK\r\nX-Long: " + b"y" * (32 << 20) + b"\r\n\r\n"),
        {"postponed/connection", "rejected/too_large"},
    ),
    "interim answers for ever": (
        endless(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" * 500),
        {"rejected/too_large", "postponed/timeout"},
    ),
    "malformed chunk sizes": (
        raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n"),
        {"postponed/connection", "postponed/cut_off"},
    ),
    "an announced size of a petabyte": (
        endless(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000000000\r\n\r\nx", b"", pause=0.2),
        {"rejected/too_large"},
    ),
    "closing without a word": (raw(b"", hang_up=True), {"postponed/connection"}),
    "a film for ever": (
        endless(b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n", b"v" * 65536),
        {"rejected/not_html"},
    ),
    "not modified, though nobody asked": (
        raw(b"HTTP/1.1 304 Not Modified\r\n\r\n"),
        {"rejected/http_error"},
    ),
    "a choice of answers": (
        raw(respond(STORY, HTML + "Location: /story\r\n", "300 Multiple Choices")),
        {"rejected/http_error"},
    ),
    "a proxy to use": (
        raw(respond(b"", "Location: http://127.0.0.1:1/\r\n", "305 Use Proxy")),
        {"rejected/http_error"},
    ),
    "headers that trickle": (
        endless(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n", pause=0.2),
        {"postponed/timeout"},
    ),
    "chunks that never end": (
        endless(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"5\r\nhello\r\n"),
        {"postponed/timeout"},
    ),
    "a chunk's extension for ever": (
        endless(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;", b"x" * 65536),
        {"postponed/cut_off"},
    ),
    "trailers for ever": (
        endless(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
            b"X-T: y\r\n" * 1_000,
        ),
        {"postponed/cut_off"},
    ),
    "switching protocols": (
        raw(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n", hang_up=True),
        {"postponed/connection"},
    ),
    "another protocol": (raw(b"SSH-2.0-OpenSSH_9.0\r\n", hang_up=True), {"postponed/connection"}),
    "a body without a head": (raw(STORY, hang_up=True), {"postponed/connection"}),
    "a body that is cut off": (
        raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n" + STORY, hang_up=True),
        {"postponed/cut_off"},
    ),
    "says zstd and sends plain text": (
        raw(respond(STORY, HTML + "Content-Encoding: zstd\r\n")),
        {"rejected/undecodable"},
    ),
    "a bomb in a bomb": (
        raw(respond(gzip.compress(BOMB), HTML + "Content-Encoding: gzip, gzip\r\n")),
        {"rejected/too_large"},
    ),
    "an unknown packing": (
        raw(respond(STORY, HTML + "Content-Encoding: banana\r\n")),
        {"rejected/undecodable"},
    ),
    "says gzip and sends plain text": (
        raw(respond(STORY, HTML + "Content-Encoding: gzip\r\n")),
        {"rejected/undecodable"},
    ),
    "a gzip bomb": (
        raw(respond(BOMB, HTML + "Content-Encoding: gzip\r\n")),
        {"rejected/too_large"},
    ),
    "a deflate bomb": (
        raw(respond(zlib.compress(ZEROS, 1), HTML + "Content-Encoding: deflate\r\n")),
        {"rejected/too_large"},
    ),
    "a brotli bomb": (
        raw(respond(brotli.compress(ZEROS, quality=1), HTML + "Content-Encoding: br\r\n")),
        {"rejected/too_large"},
    ),
    "a circle of redirects": (
        raw(respond(b"", "Location: /story\r\n", "302 Found")),
        {"rejected/http_error"},
    ),
    "a redirect to a local file": (
        raw(respond(b"", "Location: file:///etc/passwd\r\n", "302 Found")),
        {"refused/scheme"},
    ),
    "a redirect without a target": (raw(respond(b"", "", "302 Found")), {"rejected/http_error"}),
    "a redirect to two megabytes": (
        raw(respond(b"", f"Location: /{'a' * (2 << 20)}\r\n", "302 Found")),
        {"refused/address", "postponed/connection"},
    ),
    "a challenge with 403": (
        plain(b"<html><title>Just a moment...</title></html>", status="403 Forbidden"),
        {"rejected/blocked"},
    ),
    "a status of its own making": (
        plain(b"", status="999 Request Denied"),
        {"rejected/http_error"},
    ),
    "gone": (plain(b"gone", status="410 Gone"), {"rejected/not_found"}),
    "wait a thousand years": (
        raw(respond(b"", "Retry-After: 99999999999\r\n", "429 Too Many Requests")),
        {"postponed/http_429"},
    ),
}


@pytest.mark.parametrize("name", GIVEN_UP)
def test_it_is_given_up_by_name_within_bounds(name: str, rogue: Rogue, visit: Visit) -> None:
    answer, expected = GIVEN_UP[name]
    rogue.answers["*"] = answer

    outcome = visit()

    assert outcome.ends
    assert outcome.ends <= expected
    assert outcome.titles == []
    assert len(rogue.asked) <= 25


PRIVATE = (
    "http://localhost:{port}/",
    "http://LOCALHOST.:{port}/",
    "http://127.0.0.1:{port}/",
    "http://127.1:{port}/",
    "http://0.0.0.0:{port}/",
    "http://0x7f000001:{port}/",
    "http://2130706433:{port}/",
    "http://[::1]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://10.0.0.1/",
    "http://100.64.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://outlet@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}\\@outlet.example/",
    "http://192.168.0.1:8080/",
    "http://0177.0.0.1:{port}/",
    "http://127.0.0.1.:{port}/",
    "http://①②⑦.⓪.⓪.①:{port}/",
    "http://127。0。0。1:{port}/",
    "http://news.localhost:{port}/",
    "http://[::127.0.0.1]:{port}/",
    "http://[64:ff9b::7f00:1]:{port}/",
    "http://[2002:7f00:1::]:{port}/",
    "http://[fe80::1]/",
    "http://[fd00:ec2::254]/",
    "http://[fec0::1]/",
    "http://192.0.0.192/",
    "http://192.88.99.1/",
    "http://168.63.129.16/metadata",
    "http://[::ffff:0:127.0.0.1]:{port}/",
    "http://127%2e0%2e0%2e1:{port}/",
    "http://localhost%2e:{port}/",
    "http://127.0.0.1%00.example:{port}/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
)


@pytest.mark.parametrize("target", PRIVATE)
@pytest.mark.parametrize("status", ["302 Found", "307 Temporary Redirect"])
def test_a_private_address_is_never_reached(
    target: str, status: str, rogue: Rogue, canary: Rogue, visit: Visit
) -> None:
    rogue.answers["*"] = raw(
        respond(b"", f"Location: {target.format(port=canary.port)}\r\n", status)
    )

    outcome = visit()

    assert canary.asked == []
    assert outcome.titles == []
    assert {end.partition("/")[0] for end in outcome.ends} <= {"refused", "rejected"}


HONEST = {
    "gzip": gzip.compress(STORY),
    "GZIP": gzip.compress(STORY),
    "br": brotli.compress(STORY),
    "deflate": zlib.compress(STORY),
    "deflate ": zlib.compress(STORY)[2:-4],
    "gzip, br": brotli.compress(gzip.compress(STORY)),
    "identity": STORY,
    "": STORY,
}


@pytest.mark.parametrize("packing", HONEST)
def test_a_story_packed_honestly_is_stored(packing: str, rogue: Rogue, visit: Visit) -> None:
    rogue.answers["/story"] = raw(
        respond(HONEST[packing], f"{HTML}Content-Encoding: {packing}\r\n")
    )

    assert visit().titles == ["Harbour bridge opens"]


def test_an_error_that_passes_is_asked_again_at_once(rogue: Rogue, visit: Visit) -> None:
    answers = iter([plain(b"oops", status="500 Internal Server Error"), plain(STORY)])

    async def first_wrong_then_right(writer: object, path: str) -> None:
        await next(answers)(writer, path)  # type: ignore[arg-type]

    rogue.answers["/story"] = first_wrong_then_right

    assert visit().titles == ["Harbour bridge opens"]


@pytest.mark.parametrize("status", ["500 Internal Server Error", "503 Service Unavailable"])
def test_an_unreachable_robots_txt_forbids_for_now(status: str, rogue: Rogue, visit: Visit) -> None:
    rogue.answers["/robots.txt"] = plain(b"", status=status)
    rogue.answers["/story"] = plain(STORY)

    outcome = visit()

    assert outcome.ends == {"postponed/robots_unreachable"}
    assert rogue.asked == ["/robots.txt"]


UNREADABLE = {
    "silence": endless(b"", b"", pause=0.2),
    "a byte now and then": endless(b"HTTP/1.1 200 OK\r\n\r\n", b"#", pause=0.2),
    "a circle": raw(respond(b"", "Location: /robots.txt\r\n", "302 Found")),
    "a local file": raw(respond(b"", "Location: file:///etc/passwd\r\n", "302 Found")),
    "a bomb": raw(respond(BOMB, "Content-Encoding: gzip\r\n")),
    "packed falsely": raw(respond(b"User-agent: *", "Content-Encoding: br\r\n")),
    "cut off": raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nUser-agent: *", hang_up=True),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_robots_txt_that_cannot_be_read_forbids_for_now(
    name: str, rogue: Rogue, visit: Visit
) -> None:
    rogue.answers["/robots.txt"] = UNREADABLE[name]
    rogue.answers["/story"] = plain(STORY)

    assert visit().ends == {"postponed/robots_unreachable"}
    assert "/story" not in rogue.asked


@pytest.mark.parametrize("status", ["404 Not Found", "401 Unauthorized"])
def test_an_unavailable_robots_txt_allows(status: str, rogue: Rogue, visit: Visit) -> None:
    rogue.answers["/robots.txt"] = plain(b"", status=status)
    rogue.answers["/story"] = plain(STORY)

    assert visit().titles == ["Harbour bridge opens"]


FORBIDDING = {
    "a dollar at the end": b"User-agent: *\nDisallow: /story$",
    "a star amid": b"User-agent: *\nDisallow: /*ry",
    "two groups for us": b"User-agent: storywatch\nDisallow: /a\n\nUser-agent: x\nAllow: /\n\n"
    b"User-agent: storywatch\nDisallow: /story",
    "empty lines between": b"User-agent: *\n\n\nDisallow: /story",
    "a shorter permission": b"User-agent: *\nAllow: /s\nDisallow: /story",
    "a byte order mark, CR, odd case": b"\xef\xbb\xbf# hi\rUSER-AGENT: *\rdisALLOW: /story",
    "a rule for storywatch by name": b"User-agent: storywatch\nDisallow: /",
    "two thousand wildcards": b"User-agent: *\nDisallow: /" + b"*" * 2_000 + b"story",
    "many rules": b"User-agent: *\nDisallow: /story\n"
    + b"".join(b"Disallow: /x%d\n" % number for number in range(30_000)),
}


@pytest.mark.parametrize("name", FORBIDDING)
def test_robots_txt_is_obeyed_however_it_is_written(name: str, rogue: Rogue, visit: Visit) -> None:
    rogue.answers["/robots.txt"] = plain(FORBIDDING[name], "text/plain")
    rogue.answers["*"] = plain(STORY)

    outcome = visit()

    assert outcome.ends == {"refused/robots"}
    assert rogue.asked == ["/robots.txt"]


@pytest.mark.parametrize("delay", ["1e9", "-4", "soon"])
def test_a_senseless_crawl_delay_does_not_stop_the_round(
    delay: str, rogue: Rogue, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.middlewares.robots.CLAMPED_CRAWL_DELAY", 0.3)
    rogue.answers["/robots.txt"] = plain(
        f"User-agent: *\nCrawl-delay: {delay}\n".encode(), "text/plain"
    )
    rogue.answers["/story"] = plain(STORY)

    assert visit().titles == ["Harbour bridge opens"]


def test_an_endless_robots_txt_is_cut_off(rogue: Rogue, visit: Visit) -> None:
    rogue.answers["/robots.txt"] = endless(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n", b"Disallow: /x\n" * 5000
    )
    rogue.answers["/story"] = plain(STORY)

    outcome = visit()

    assert outcome.ends <= {"new", "postponed/robots_unreachable"}


@pytest.mark.parametrize(
    "header", ["X-Robots-Tag: noindex\r\n", "X-Robots-Tag: storywatch: none\r\n"]
)
def test_a_page_that_forbids_indexing_in_its_headers_is_refused(
    header: str, rogue: Rogue, visit: Visit
) -> None:
    rogue.answers["/story"] = raw(respond(STORY, HTML + header))

    assert visit().ends == {"refused/noindex"}


def test_a_noindex_for_another_robot_is_not_ours(rogue: Rogue, visit: Visit) -> None:
    rogue.answers["/story"] = raw(respond(STORY, HTML + "X-Robots-Tag: otherbot: noindex\r\n"))

    assert visit().titles == ["Harbour bridge opens"]


SLOW = endless(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", b"x", pause=0.5)


@pytest.mark.parametrize(
    ("answer", "cause"),
    [(raw(b"", hang_up=True), "connection"), (SLOW, "timeout")],
    ids=["silent", "slow"],
)
def test_a_dark_outlet_ends_its_round_early(
    answer: Answer, cause: str, rogue: Rogue, visit: Visit
) -> None:
    """After four answers that were none, and what was under way meanwhile: two at once."""
    items = "".join(
        f"<item><title>Story number {number}</title><link>{rogue.home}/news/story-number-{number}"
        "-about-a-bridge</link></item>"
        for number in range(40)
    )
    rogue.answers["/feed"] = plain(
        f"<rss version='2.0'><channel>{items}</channel></rss>".encode(), "application/rss+xml"
    )
    rogue.answers["*"] = answer

    outcome = visit(source="feed")

    assert 4 <= outcome.report.postponed[cause] <= 6
    assert len(rogue.asked) <= 2 + 2 * 6
