"""What an outlet can answer on this visit and on the next: errors, walls, edits, moves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from storywatch.journal import Journal
from tests.hostile.conftest import STORY, Visits
from tests.hostile.pages import BODY, PARAGRAPHS, TITLE, item, rss, story
from tests.hostile.rogue import (
    Answer,
    Counted,
    Rogue,
    feed,
    in_turn,
    made,
    moved,
    plain,
    raw,
    respond,
    text,
)
from tests.hostile.test_sources import numbered

CHALLENGE = (
    b"<html><head><title>Just a moment...</title></head><body><div id=challenge-form>"
    b"<p>Checking your browser before accessing.</p><noscript>Enable JavaScript</noscript>"
    b"<script src='/cdn-cgi/challenge-platform/x.js'></script></div></body></html>"
)
LOGIN = (
    "<html><head><title>Log in – Rogue</title></head><body><h1>Log in</h1><form>"
    "<input name=user><input type=password name=pw></form></body></html>"
)
COOKIE_WALL = (
    "<html><head><title>Before you continue</title></head><body><h1>Before you continue</h1>"
    "<p>We use cookies. Accept all cookies or manage your preferences to go on reading.</p>"
    "<button>Accept all</button></body></html>"
)
SOFT_404 = (
    "<html><head><title>Page not found</title></head><body><h1>Page not found</h1>"
    "<p>The page that you look for does not exist any more.</p></body></html>"
)
NO_STORY: dict[str, tuple[Answer, set[str]]] = {
    "a challenge with 200": (plain(CHALLENGE), {"rejected/blocked"}),
    "a challenge with 403": (plain(CHALLENGE, status="403 Forbidden"), {"rejected/blocked"}),
    "a cookie wall": (text(COOKIE_WALL), {"rejected/blocked"}),
    "a login page": (text(LOGIN), {"rejected/not_a_story"}),
    "not found with 200": (text(SOFT_404), {"rejected/not_found"}),
    "an error with 200": (
        text("<html><title>Error</title><body><h1>Internal server error</h1></body></html>"),
        {"postponed/unavailable"},
    ),
    "nothing": (plain(b""), {"rejected/empty"}),
    "no content": (raw(b"HTTP/1.1 204 No Content\r\n\r\n"), {"rejected/empty"}),
    "partial content nobody asked for": (
        raw(respond(STORY[:400], "Content-Type: text/html\r\n", "206 Partial Content")),
        {"rejected/http_error", "rejected/too_short", "rejected/no_body"},
    ),
    "two lengths": (
        raw(
            b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\nContent-Length: 20\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
        ),
        {"rejected/not_html", "rejected/too_short", "postponed/connection", "postponed/cut_off"},
    ),
    "gzip twenty times over": (
        raw(
            respond(
                STORY,
                "Content-Type: text/html\r\nContent-Encoding: " + ", ".join(["gzip"] * 20) + "\r\n",
            )
        ),
        {"rejected/undecodable", "rejected/too_large"},
    ),
    "an endless chain": (
        # Each answer names one more address.
        lambda writer, path: moved(f"{path}x")(writer, path),
        {"rejected/http_error"},
    ),
    "a place with control bytes": (
        moved("/a\tb c\x7fü\u2028"),
        {"rejected/http_error", "refused/address", "rejected/not_found"},
    ),
}


@pytest.mark.parametrize("name", NO_STORY)
def test_it_is_no_story_and_has_a_name(name: str, rogue: Rogue, visit: Visits) -> None:
    answer, expected = NO_STORY[name]
    rogue.answers["*"] = answer

    outcome = visit()

    assert outcome.stories == []
    assert outcome.ends
    assert outcome.ends <= expected


def test_a_redirect_to_a_login_page_is_no_story(rogue: Rogue, visit: Visits) -> None:
    rogue.answers["/story"] = moved("/login?next=/story")
    rogue.answers["/login"] = text(LOGIN)

    assert visit().ends == {"rejected/not_a_story"}


def test_a_redirect_to_the_front_page_is_no_story(rogue: Rogue, visit: Visits) -> None:
    rogue.answers["/story"] = moved("/")
    rogue.answers["/"] = text(story("What the day brought"))

    assert visit().ends == {"rejected/not_a_story"}


BUSY = {
    "503 Service Unavailable": {"postponed/http_503"},
    "429 Too Many Requests": {"postponed/http_429"},
    "500 Internal Server Error": {"postponed/http_500"},
    "404 Not Found": {"rejected/not_found"},
    "403 Forbidden": {"rejected/blocked"},
}


@pytest.mark.parametrize("packing", ["gzip", "br", "zstd", "banana"])
@pytest.mark.parametrize("status", BUSY)
def test_a_status_counts_however_its_words_are_packed(
    packing: str, status: str, rogue: Rogue, visit: Visits
) -> None:
    rogue.answers["/story"] = raw(respond(b"busy", f"Content-Encoding: {packing}\r\n", status))

    assert visit().ends == BUSY[status]


TARGETS = {
    "data:text/html,<p>x": {"refused/scheme"},
    "gopher://127.0.0.1:70/x": {"refused/scheme"},
    "ftp://127.0.0.1/x": {"refused/scheme"},
    "javascript:alert(1)": {"refused/address"},
    "ws://127.0.0.3/x": {"refused/scheme"},
    "http://127.0.0.3:22/": {"refused/port"},
    "http://127.0.0.3:99999/": {"refused/address"},
    "#top": {"rejected/http_error"},
    "?page=2": {"rejected/http_error"},
}


@pytest.mark.parametrize("target", TARGETS)
def test_a_redirect_to_what_is_not_fetched_ends(target: str, rogue: Rogue, visit: Visits) -> None:
    rogue.answers["/story"] = moved(target)

    assert visit().ends == TARGETS[target]


MOVED = "/news/2026/03/04/harbour-bridge-opens"
STUBS: dict[str, Answer] = {
    "a meta tag": text(f'<meta http-equiv="refresh" content="0; url={MOVED}"><p>Moved.</p>'),
    "its parts the other way round": text(f"<META CONTENT='1;URL={MOVED}' HTTP-EQUIV=Refresh>"),
    "without its name": text(f"<meta http-equiv=refresh content='0,{MOVED}'>"),
    "quoted twice": text(f"""<meta http-equiv="refresh" content="0;url='{MOVED}?a&#61;1'">"""),
    "a header": raw(
        respond(b"<p>Moved.", f"Content-Type: text/html\r\nRefresh: 0;url={MOVED}\r\n")
    ),
}


@pytest.mark.parametrize("name", STUBS)
def test_a_page_that_only_names_another_leads_there(name: str, rogue: Rogue, visit: Visits) -> None:
    rogue.answers["/story"] = STUBS[name]
    rogue.answers[MOVED] = plain(STORY)

    (stored,) = visit().stories

    assert stored.url.startswith(rogue.home + MOVED)
    assert stored.body == BODY


LEFT_ALONE = {
    "to itself": '<meta http-equiv="refresh" content="5; url=/story#again">',
    "without an address": '<meta http-equiv="refresh" content="0">',
    "in an hour": f'<meta http-equiv="refresh" content="3600; url={MOVED}">',
    "in a comment": f'<!-- <meta http-equiv="refresh" content="0; url={MOVED}"> -->',
    "for those without scripts": "<noscript><meta http-equiv=refresh content='0;/x'></noscript>",
    "behind a challenge": '<meta http-equiv="refresh" content="0;/.well-known/sgcaptcha/?r=x">',
}


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_a_page_that_leads_nowhere_else_is_judged_as_it_is(
    name: str, rogue: Rogue, visit: Visits
) -> None:
    rogue.answers["/story"] = text(f"<head>{LEFT_ALONE[name]}</head><body>Wait.</body>")
    rogue.answers["*"] = plain(STORY)

    outcome = visit()

    assert outcome.ends <= {"rejected/too_short", "rejected/no_body", "rejected/blocked"}
    assert rogue.asked == ["/robots.txt", "/story"]


LED = {
    "{canary}/x": {"refused/private_address"},
    "file:///etc/passwd": {"refused/scheme"},
    "javascript:alert(1)": {"refused/scheme", "refused/address"},
    "http://[": {"refused/address"},
    "/": {"rejected/not_a_story"},
}


@pytest.mark.parametrize("target", LED)
def test_where_a_page_leads_to_is_guarded(
    target: str, rogue: Rogue, canary: Rogue, visit: Visits
) -> None:
    where = target.replace("{canary}", canary.home)
    rogue.answers["/story"] = text(f'<meta http-equiv="refresh" content="0; url={where}">')
    rogue.answers["/"] = plain(STORY)

    assert visit().ends <= LED[target]


def test_pages_that_lead_to_each_other_for_ever_are_given_up(rogue: Rogue, visit: Visits) -> None:
    async def one_more(writer: Counted, path: str) -> None:
        await text(f'<meta http-equiv="refresh" content="0; url={path}x">')(writer, path)

    rogue.answers["*"] = one_more
    rogue.answers["/robots.txt"] = plain(b"", "text/plain")

    assert visit().ends == {"rejected/http_error"}
    assert len(rogue.asked) <= 10


def test_a_wall_that_waits_for_a_cookie_ends_soon(rogue: Rogue, visit: Visits) -> None:
    rogue.answers["/story"] = moved("/story", headers="Set-Cookie: consent=yes; Path=/\r\n")

    assert visit().ends <= {"rejected/http_error", "new"}


PASSING: dict[str, Answer] = {
    "unavailable": plain(b"", status="503 Service Unavailable"),
    "unavailable for a second": raw(respond(b"", "Retry-After: 1\r\n", "503 Unavailable")),
    "busy for a second": raw(respond(b"", "Retry-After: 1\r\n", "429 Too Many Requests")),
}


@pytest.mark.parametrize("name", PASSING)
@pytest.mark.parametrize("path", ["/feed", "/news/harbour-bridge-opens"])
def test_a_wait_of_a_second_is_kept_within_the_round(
    path: str, name: str, rogue: Rogue, visit: Visits
) -> None:
    rogue.answers["/feed"] = feed(rss(item("/news/harbour-bridge-opens")))
    rogue.answers["/news/harbour-bridge-opens"] = plain(STORY)
    rogue.answers[path] = in_turn(PASSING[name], rogue.answers[path])

    assert visit(source="feed").titles == [TITLE]


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_a_server_that_stays_busy_is_asked_twice(status: str, rogue: Rogue, visit: Visits) -> None:
    rogue.answers["/story"] = raw(respond(b"", "Retry-After: 1\r\n", status))

    assert visit().ends == {f"postponed/http_{status[:3]}"}
    assert rogue.asked == ["/robots.txt", "/story", "/story"]


@pytest.mark.parametrize("after", ["99999999999", "-5", "soon", "Fri, 31 Dec 9999 23:59:59 GMT"])
@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_a_wait_is_clamped(after: str, status: str, rogue: Rogue, visit: Visits) -> None:
    rogue.answers["/story"] = raw(respond(b"", f"Retry-After: {after}\r\n", status))

    visit()

    assert len(rogue.asked) <= 6
    with Journal.open(visit.settings.journal_path) as journal:
        waiting = journal.lead_for(rogue.home + "/story")
    assert waiting
    assert waiting.fate is None
    assert waiting.not_before <= datetime.now(UTC) + timedelta(days=2)


@pytest.mark.parametrize(
    "later",
    [
        plain(b"gone", status="410 Gone"),
        plain(b"", status="404 Not Found"),
        plain(CHALLENGE),
        text(SOFT_404),
        text(LOGIN),
        text(COOKIE_WALL),
        plain(b"", status="500 Internal Server Error"),
        moved("/"),
    ],
    ids=["410", "404", "challenge", "soft 404", "login", "cookie wall", "500", "front page"],
)
def test_a_story_that_is_there_stays_as_it_is(later: Answer, rogue: Rogue, visit: Visits) -> None:
    rogue.answers["/story"] = plain(STORY)
    visit()
    rogue.answers["/story"] = later
    rogue.answers["/"] = text("<html><body><h1>Rogue</h1><a href=/x>News</a></body></html>")

    (kept,) = visit().stories

    assert (kept.title, kept.body, kept.revision) == (TITLE, BODY, 1)


def test_a_story_that_goes_behind_a_wall_keeps_its_text(rogue: Rogue, visit: Visits) -> None:
    teaser = f"<p>{PARAGRAPHS[0]}</p><p>Subscribe to continue reading.</p>"
    rogue.answers["/story"] = in_turn(plain(STORY), text(story(text=teaser)))
    visit()

    (kept,) = visit().stories

    assert (kept.body, kept.revision) == (BODY, 1)


def test_a_correction_is_a_revision_of_one_story(rogue: Rogue, visit: Visits) -> None:
    corrected = story().replace("by the mayor", "by her deputy")
    rogue.answers["/story"] = in_turn(plain(STORY), text(corrected))
    visit()

    (kept,) = visit().stories

    assert kept.revision == 2
    assert kept.body == BODY.replace("by the mayor", "by her deputy")
    with Journal.open(visit.settings.journal_path) as journal:
        assert [one.body for one in journal.revisions(kept.id)] == [BODY, kept.body]


def test_headlines_that_take_turns_are_one_story(rogue: Rogue, visit: Visits) -> None:
    rogue.answers["/story"] = in_turn(
        text(story("Harbour bridge opens")),
        text(story("Mayor opens harbour bridge")),
        text(story("Bridge open at last")),
    )
    visit()
    visit()

    assert len(visit().stories) == 1
    with Journal.open(visit.settings.journal_path) as journal:
        matches = journal.matches(next(journal.stories()).id)
    assert len(matches) == 1


def test_a_story_that_moves_is_one(rogue: Rogue, visit: Visits) -> None:
    rogue.answers["/feed"] = feed(rss(item("/news/harbour-bridge-opens")))
    rogue.answers["/news/harbour-bridge-opens"] = plain(STORY)
    visit(source="feed")
    rogue.answers["/feed"] = feed(rss(item("/news/harbour-bridge-opens-at-last")))
    rogue.answers["/news/harbour-bridge-opens"] = moved(
        "/news/harbour-bridge-opens-at-last", "301 Moved Permanently"
    )
    rogue.answers["/news/harbour-bridge-opens-at-last"] = plain(STORY)

    assert len(visit(source="feed").stories) == 1


def test_a_story_moved_to_another_host_is_stored_once(
    rogue: Rogue, victim: Rogue, visit: Visits
) -> None:
    rogue.answers["/feed"] = feed(rss(item("/news/harbour-bridge-opens")))
    rogue.answers["/news/harbour-bridge-opens"] = moved(
        f"{victim.home}/news/harbour-bridge-opens", "301 Moved Permanently"
    )
    victim.answers["*"] = plain(STORY)
    visit(source="feed")

    assert len(visit(source="feed").stories) <= 1


def test_credentials_of_an_address_are_sent_nowhere_and_kept_nowhere(
    rogue: Rogue, victim: Rogue, visit: Visits, caplog: pytest.LogCaptureFixture
) -> None:
    rogue.answers["/story"] = moved(f"{victim.home}/story")
    victim.answers["/story"] = plain(STORY)
    visit.declare(rogue)

    visit.round([rogue.home.replace("http://", "http://ann:s3cr3t@") + "/story"])

    assert all("s3cr3t" not in one.url for one in visit.stories())
    assert "s3cr3t" not in caplog.text
    assert not [h for h in (*victim.heads, *rogue.heads) if "authorization" in h.lower()]


def test_many_large_cookies_are_not_sent_back(rogue: Rogue, visit: Visits) -> None:
    cookies = b"".join(b"Set-Cookie: c%d=%s\r\n" % (n, b"y" * 4_000) for n in range(4_000))
    rogue.answers["/story"] = raw(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
        + cookies
        + b"Content-Length: %d\r\n\r\n" % len(STORY)
        + STORY
    )
    first = visit()
    rogue.answers["/second"] = text(story("The second story of the bridge"))

    second = visit("/second")

    assert first.titles == [TITLE]
    assert sorted(second.titles) == sorted([TITLE, "The second story of the bridge"])
    assert max(map(len, rogue.heads)) < 16 << 10


@pytest.mark.parametrize(
    ("answer", "wait"),
    [
        (raw(respond(b"", "Retry-After: 600\r\n", "429 Too Many Requests")), 10),
        (plain(b"", status="500 Internal Server Error"), 5),
    ],
    ids=["busy", "broken"],
)
def test_an_outlet_that_cannot_answer_now_is_left_alone_with_all_of_its_leads(
    answer: Answer, wait: int, rogue: Rogue, visit: Visits
) -> None:
    start = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
    rogue.answers["/feed"] = feed(rss(*(item(f"/news/report-number-{n}") for n in range(40))))
    rogue.answers["*"] = answer
    visit(source="feed", at=start)
    rogue.answers["*"] = made(numbered)

    too_soon = visit(source="feed", at=start + timedelta(minutes=wait - 1))
    later = visit(source="feed", at=start + timedelta(minutes=wait + 1), most=100)

    assert too_soon.report.leads == 0
    assert later.report.fates == {"new": 40}
