"""What an outlet answers: pure, from the stand's present state to status, headers and bytes."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from newsstand import render
from newsstand.profile import Channel, Form
from newsstand.shelf import Edition, Fault, Shelf
from newsstand.stand import Stand

HTML = "text/html; charset=utf-8"
MEDIA = {
    Form.RSS: "application/rss+xml; charset=utf-8",
    Form.ATOM: "application/atom+xml; charset=utf-8",
    Form.RDF: "text/xml; charset=utf-8",
    Form.JSON_FEED: "application/feed+json",
    Form.NEWS_SITEMAP_INDEX: "application/xml; charset=utf-8",
    Form.SITEMAP: "application/xml; charset=utf-8",
    Form.SECTION: HTML,
}
_SHEET = re.compile(r"/sitemaps/news-(\d{1,4})\.xml\.gz")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request; header names are lower-case, `path` is without the query."""

    path: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_conditional(self) -> bool:
        """Whether it asks only for what has changed."""
        return "if-none-match" in self.headers or "if-modified-since" in self.headers


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A response; `changed_at` becomes Last-Modified, and a truncated one ends half-way."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    changed_at: datetime | None = None
    is_truncated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """One outlet at one instant, answering."""

    stand: Stand
    shelf: Shelf
    home: str
    now: datetime

    def notice(self, name: str, status: int = 200) -> Answer:
        return _html(
            render.notice_page(name, self.shelf, home=self.home, now=self.now), status=status
        )


def answer(stand: Stand, outlet: str, asked: Asked) -> Answer:
    """Returns what `outlet` answers now."""
    shelf = stand.shelf(outlet)
    desk = _Desk(stand=stand, shelf=shelf, home=stand.addresses[outlet], now=stand.now)
    if asked.path == "/robots.txt":
        return _robots(desk)
    plain = _faulty(desk, asked) or _found(desk, asked)
    if Fault.CHARSET in shelf.faults and plain.headers.get("content-type") == HTML:
        plain = replace(plain, headers={"content-type": "text/html; charset=iso-8859-1"})
    told = _conditional(plain, asked) if plain.status == 200 else plain
    if Fault.GZIP_LIE in shelf.faults:
        return replace(told, headers={**told.headers, "content-encoding": "gzip"})
    return replace(_packed(told, asked), is_truncated=Fault.TRUNCATED in shelf.faults)


def is_page(shelf: Shelf, path: str) -> bool:
    """Whether a path is a page's, and neither robots.txt nor a source's."""
    sources = {channel.path for channel in shelf.profile.channels}
    return path != "/robots.txt" and path not in sources and not _SHEET.fullmatch(path)


def _robots(desk: _Desk) -> Answer:
    if Fault.ROBOTS in desk.shelf.faults:
        return Answer(status=503, headers={"content-type": "text/plain"})
    sitemaps = [
        f"Sitemap: {desk.home}{channel.path}\n"
        for channel in desk.shelf.profile.channels
        if channel.form in {Form.SITEMAP, Form.NEWS_SITEMAP_INDEX}
    ]
    text = desk.shelf.profile.robots + "".join(sitemaps)
    return Answer(body=text.encode(), headers={"content-type": "text/plain; charset=utf-8"})


def _faulty(desk: _Desk, asked: Asked) -> Answer | None:
    faults = desk.shelf.faults
    if desk.shelf.challenge_status:
        return desk.notice("challenge", desk.shelf.challenge_status)
    if Fault.ERRORS in faults:
        return desk.notice("apology", 500)
    if Fault.BUSY in faults:
        busy = desk.notice("apology", 429)
        return replace(busy, headers={**busy.headers, "retry-after": "2"})
    if Fault.EMPTY in faults:
        return Answer(headers={"content-type": HTML})
    return _unsourced(desk, asked) if _channel(desk, asked.path) else _unread(desk, asked)


def _unsourced(desk: _Desk, asked: Asked) -> Answer | None:
    if Fault.FEED_IS_HTML in desk.shelf.faults:
        return desk.notice("apology")
    if Fault.FEED in desk.shelf.faults:
        whole = _found(desk, asked)
        cut = whole.body[: len(whole.body) * 2 // 3].replace(b"&amp;", b"&")
        return replace(whole, body=cut + b" & </wrong>")
    return None


def _unread(desk: _Desk, asked: Asked) -> Answer | None:
    faults = desk.shelf.faults & {Fault.LOGIN, Fault.SOFT_404, Fault.LOOP}
    if not faults or _edition(desk, asked.path) is None:
        return None
    if Fault.SOFT_404 in faults:
        return desk.notice("missing")
    if Fault.LOGIN in faults:
        return _moved(desk.home + "/login", 302)
    return _moved(desk.home + asked.path, 302)


def _found(desk: _Desk, asked: Asked) -> Answer:
    path = asked.path
    if path == "/":
        return _html(render.front_page(None, desk.shelf, home=desk.home, now=desk.now))
    if path == "/login":
        return desk.notice("login")
    if path == desk.shelf.profile.trap:
        return desk.notice("login")
    channel = _channel(desk, path)
    if channel:
        return _source(desk, channel)
    return _sheet(desk, path) or _story(desk, path) or desk.notice("missing", 404)


def _channel(desk: _Desk, path: str) -> Channel | None:
    return next((each for each in desk.shelf.profile.channels if each.path == path), None)


def _source(desk: _Desk, channel: Channel) -> Answer:
    listed = desk.shelf.announced(channel, now=desk.now)
    return Answer(
        body=render.source_document(channel, desk.shelf, home=desk.home, now=desk.now).encode(),
        headers={"content-type": MEDIA[channel.form]},
        changed_at=max((edition.changed_at for edition in listed), default=None),
    )


def _sheet(desk: _Desk, path: str) -> Answer | None:
    found = _SHEET.fullmatch(path)
    forms = {channel.form: channel for channel in desk.shelf.profile.channels}
    index = forms.get(Form.NEWS_SITEMAP_INDEX)
    if not found or not index:
        return None
    number = int(found[1])
    if number >= render.sheet_count(index, desk.shelf, now=desk.now):
        return None
    text = render.news_sitemap(number, index, desk.shelf, home=desk.home, now=desk.now)
    packed = gzip.compress(text.encode(), mtime=0)
    return Answer(body=packed, headers={"content-type": "application/x-gzip"})


def _edition(desk: _Desk, path: str) -> Edition | None:
    bare = path.rstrip("/").removesuffix("/amp")
    for edition in desk.shelf.editions:
        slugs = (edition.slug, *edition.earlier_slugs)
        if bare in {desk.shelf.path(edition, slug=slug).rstrip("/") for slug in slugs}:
            return edition
    return None


def _story(desk: _Desk, path: str) -> Answer | None:
    edition = _edition(desk, path)
    if edition is None or edition.is_missing:
        return None
    if edition.is_withdrawn:
        return desk.notice("missing", 410)
    canonical = desk.shelf.path(edition)
    if path == canonical.rstrip("/") + "/amp" and edition.has_amp:
        return _html(render.amp_page(edition, desk.shelf, home=desk.home, now=desk.now))
    if path != canonical:
        return _moved(desk.home + canonical, 301)
    text = render.story_page(
        edition,
        desk.shelf,
        home=desk.home,
        now=desk.now,
        original=desk.stand.original(edition),
    )
    return replace(_html(text), changed_at=edition.changed_at)


def _html(text: str, *, status: int = 200) -> Answer:
    return Answer(status=status, body=text.encode(), headers={"content-type": HTML})


def _moved(address: str, status: int) -> Answer:
    return Answer(status=status, headers={"location": address})


def _conditional(plain: Answer, asked: Asked) -> Answer:
    tag = f'W/"{hashlib.blake2b(plain.body, digest_size=12).hexdigest()}"'
    headers = {**plain.headers, "etag": tag, "vary": "accept-encoding"}
    if plain.changed_at:
        headers["last-modified"] = format_datetime(plain.changed_at.astimezone(UTC), usegmt=True)
    whole = replace(plain, headers=headers)
    if asked.is_conditional and _is_known(tag, plain.changed_at, asked.headers):
        return replace(whole, status=304, body=b"")
    return whole


def _is_known(tag: str, changed_at: datetime | None, headers: Mapping[str, str]) -> bool:
    # RFC 9110, 13.1.3: with If-None-Match in the request, If-Modified-Since is not looked at.
    if "if-none-match" in headers:
        known = {each.strip().removeprefix("W/") for each in headers["if-none-match"].split(",")}
        return "*" in known or tag.removeprefix("W/") in known
    try:
        since = parsedate_to_datetime(headers["if-modified-since"])
    except ValueError:
        return False
    return changed_at is not None and changed_at.replace(microsecond=0) <= since


def _packed(plain: Answer, asked: Asked) -> Answer:
    is_small = len(plain.body) < 1000
    if is_small or "gzip" not in asked.headers.get("accept-encoding", "") or _is_packed(plain):
        return plain
    body = gzip.compress(plain.body, compresslevel=5, mtime=0)
    return replace(plain, body=body, headers={**plain.headers, "content-encoding": "gzip"})


def _is_packed(plain: Answer) -> bool:
    return plain.headers.get("content-type") == "application/x-gzip"
