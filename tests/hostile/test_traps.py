"""Sites without end: what they offer is bounded, and what is a story in them is found."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from time import monotonic
from urllib.parse import urlencode

import pytest

from storywatch.journal import Journal
from tests.hostile.conftest import Visits
from tests.hostile.pages import item, other_story, paragraphs, rss, story
from tests.hostile.rogue import Counted, Rogue, feed, made, plain, text
from tests.hostile.test_sources import numbered

BUDGET = 100  # requests of one round
WORDS = "Read what the council has decided this morning"


def links(addresses: Iterable[str], words: str = WORDS) -> str:
    """Returns a page of links."""
    anchors = "".join(f"<p><a href='{address}'>{words}</a></p>" for address in addresses)
    return f"<html><body><main>{anchors}</main></body></html>"


def report(number: int) -> str:
    return f"/news/2026/03/04/council-report-number-{number}"


NUMBERS = itertools.count(1)
TRAPS = {
    "a calendar": lambda path: links([f"/calendar/{len(path)}/next", f"{path}/2026/04"]),
    "a path that grows": lambda path: links([f"{path.rstrip('/')}/deeper/more-of-the-council"]),
    "twelve filters": lambda path: links(
        "/news/list?" + urlencode({f"f{n}": "on" for n in chosen})
        for size in range(4)
        for chosen in itertools.combinations(range(12), size)
    ),
    "filters of one story": lambda path: links(
        report(1) + "?" + urlencode({"colour": colour, "size": size})
        for colour in range(30)
        for size in range(30)
    ),
    "sessions": lambda path: links(f"{report(1)}?view={n}{abs(hash(path))}" for n in range(200)),
    "machine-made stories": lambda path: links(
        report(int((re.findall(r"\d+$", path) or ["0"])[0]) * 10 + n) for n in range(10)
    ),
    "links that are new each time": lambda path: links(
        f"{report(next(NUMBERS))}-of-today" for _ in range(120)
    ),
    "sessions in the path": lambda path: links(
        f"/s-{next(NUMBERS):08x}{report(1)}" for _ in range(120)
    ),
}


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_costs_bounded_requests(name: str, rogue: Rogue, visit: Visits) -> None:
    def page(path: str) -> str:
        offered = TRAPS[name](path)
        inner = offered.partition("<main>")[2].partition("</main>")[0]
        return offered if path == "/feed" else story(around=("", f"<nav>{inner}</nav>"))

    rogue.answers["*"] = made(page)

    visit(source="section", most=BUDGET)
    visit(source="section", most=2 * BUDGET)


def test_one_story_under_many_tracking_addresses_is_asked_for_once(
    rogue: Rogue, visit: Visits
) -> None:
    rogue.answers["/feed"] = text(
        links(f"{report(1)}?utm_source=s{n}&fbclid=x{n}#part-{n}" for n in range(60))
    )
    rogue.answers["*"] = made(numbered)

    assert len(visit(source="section").stories) == 1
    assert len(rogue.asked) == 3


def test_ten_stories_on_every_page_for_ever_are_ten(rogue: Rogue, visit: Visits) -> None:
    page = links(report(n) for n in range(10)).replace(
        "<body>",
        "<body><link rel=next href='/feed?page=2'><a rel=next href='/feed?page=2'>Next</a>",
    )

    async def answer(writer: Counted, path: str) -> None:
        made_page = page if path.startswith("/feed") else numbered(path)
        await text(made_page)(writer, path)

    rogue.answers["*"] = answer

    assert len(visit(source="section", most=BUDGET).stories) == 10


def test_what_one_round_leaves_of_a_page_the_next_ones_take(rogue: Rogue, visit: Visits) -> None:
    rogue.answers["*"] = made(numbered)
    rogue.answers["/feed"] = text(links(map(report, range(130))))

    counts = [len(visit(source="section", most=200).stories) for _ in range(3)]

    assert counts == [80, 130, 130]
    assert len([path for path in rogue.asked if path.startswith("/news")]) == 130


def test_two_stories_that_call_each_other_canonical_end(rogue: Rogue, visit: Visits) -> None:
    rogue.answers["/feed"] = feed(rss(*(item(report(n), f"Report {n}") for n in (1, 2))))
    for number, other in ((1, 2), (2, 1)):
        page = other_story(number).replace(
            "</head>", f'<link rel="canonical" href="{rogue.home}{report(other)}"></head>'
        )
        rogue.answers[report(number)] = text(page)

    assert 1 <= len(visit(source="feed").stories) <= 2
    assert len(rogue.asked) == 4


def test_ten_stories_whose_canonical_is_the_front_page_are_ten(rogue: Rogue, visit: Visits) -> None:
    rogue.answers["/feed"] = feed(rss(*(item(report(n), f"Report {n}") for n in range(10))))
    rogue.answers["*"] = made(
        lambda path: numbered(path).replace(
            "</head>", f'<link rel="canonical" href="{rogue.home}/"></head>'
        )
    )

    assert len(visit(source="feed").stories) == 10


def test_stories_that_all_claim_one_address_are_as_many(rogue: Rogue, visit: Visits) -> None:
    """On every visit: none takes another's place."""
    claimed = '<link rel=canonical href="/news/what-the-council-of-our-town-decided">'
    rogue.answers["/feed"] = feed(rss(*(item(report(n), f"Report {n}") for n in range(4))))
    rogue.answers["*"] = made(lambda path: numbered(path).replace("</head>", claimed))

    first = visit(source="feed").stories
    for number in range(4):
        visit(report(number))

    titles = {f"Report number {number} of the council" for number in range(4)}
    assert {one.title for one in first} == titles
    assert {(one.title, one.revision) for one in visit.stories()} == {(one, 1) for one in titles}


CLAIMS = {
    "one of them": lambda number: 2,
    "the next one": lambda number: number + 1,
    "the one before": lambda number: number - 1,
    "the one beside, the other way round": lambda number: number ^ 1,
}


@pytest.mark.parametrize("name", CLAIMS)
def test_stories_that_claim_each_other_s_addresses_are_as_many(
    name: str, rogue: Rogue, visit: Visits
) -> None:
    """In whatever order they are read: each stands at its own, or at one that is nobody's."""
    rogue.answers["/feed"] = feed(rss(*(item(report(n), f"Report {n}") for n in range(6))))

    def page(path: str) -> str:
        claimed = report(CLAIMS[name](int(re.findall(r"\d+", path)[-1])))
        return numbered(path).replace("</head>", f'<link rel=canonical href="{claimed}"></head>')

    rogue.answers["*"] = made(page)
    first = visit(source="feed")
    for number in range(6):
        visit(report(number))

    stories = visit.stories()
    assert first.report.fates == {"new": 6}
    assert {one.title for one in stories} == {f"Report number {n} of the council" for n in range(6)}
    assert {one.revision for one in stories} == {1}
    assert len({one.url for one in stories}) == 6


@pytest.mark.parametrize("line", ["A line of each page.", "A line of look {look} only."])
def test_a_story_under_two_addresses_is_one_at_that_which_both_claim(
    line: str, rogue: Rogue, visit: Visits
) -> None:
    """Whichever of them is read first, and whether or not a box has changed between."""
    rogue.answers["/feed"] = feed(rss(item(f"/sport{report(1)}"), item(report(1))))
    looks = itertools.count()
    rogue.answers["*"] = made(
        lambda path: (
            other_story(1)
            .replace("</head>", f'<link rel=canonical href="{report(1)}"></head>')
            .replace("</article>", f"<p>{line.format(look=next(looks))}</p></article>")
        )
    )
    visit(source="feed")
    visit(f"/sport{report(1)}")

    assert [one.url for one in visit.stories()] == [rogue.home + report(1)]


def test_a_page_that_claims_another_s_address_leaves_its_story_alone(
    rogue: Rogue, visit: Visits
) -> None:
    rogue.answers["/story"] = text(story())
    visit()
    rogue.answers["/second"] = text(
        other_story(7).replace("</head>", '<link rel=canonical href="/story"></head>')
    )

    for _ in range(2):
        titles = {one.url: (one.title, one.revision) for one in visit("/second").stories}
        assert titles == {
            f"{rogue.home}/story": ("Harbour bridge opens", 1),
            f"{rogue.home}/second": ("Report number 7 of the council", 1),
        }


@pytest.mark.parametrize(
    "canonical",
    ["/404", "{{ url }}", "%%url%%", "undefined", "/news/2026/03/04/", "/index.php?id=", "/a/-1"],
)
def test_stories_whose_canonical_is_a_template_s_mistake_are_as_many(
    canonical: str, rogue: Rogue, visit: Visits
) -> None:
    rogue.answers["/feed"] = feed(rss(*(item(report(n), f"Report {n}") for n in range(3))))
    rogue.answers["*"] = made(
        lambda path: numbered(path).replace("</head>", f'<link rel=canonical href="{canonical}">')
    )

    assert len(visit(source="feed").stories) == 3


def test_a_front_page_of_5_000_feeds_is_a_page_without_stories(rogue: Rogue, visit: Visits) -> None:
    rogue.answers["/feed"] = text(
        "<html><head>"
        + "".join(
            f'<link rel=alternate type="application/rss+xml" href="/f{n}">' for n in range(5_000)
        )
        + f"</head><body><p><a href='{report(1)}'>{WORDS}</a></p></body></html>"
    )
    rogue.answers["*"] = made(numbered)

    visit(source="section")

    assert len(rogue.asked) == 3


def test_a_hidden_forbidden_link_is_never_followed(rogue: Rogue, visit: Visits) -> None:
    trap = "/trap/2026/03/04/council-report-number-9"
    rogue.answers["/robots.txt"] = plain(b"User-agent: *\nDisallow: /trap/\n", "text/plain")
    rogue.answers["/feed"] = text(
        links([report(1)]).replace(
            "<main>",
            f"<main><a style='display:none' href='{trap}'>{WORDS}</a><a href='{trap}x'>{WORDS}</a>",
        )
    )
    rogue.answers["*"] = made(numbered)

    visit(source="section")

    assert not [path for path in rogue.asked if path.startswith("/trap")]


def test_a_percent_encoded_rule_forbids_its_address(rogue: Rogue, visit: Visits) -> None:
    rogue.answers["/robots.txt"] = plain(
        "User-agent: *\nDisallow: /brücke\n".encode(), "text/plain"
    )
    rogue.answers["*"] = text(story())

    assert visit("/br%C3%BCcke/neu").ends == {"refused/robots"}
    assert visit("/br%c3%bccke/alt").ends == {"refused/robots"}


def test_the_first_requests_keep_the_crawl_delay_too(
    rogue: Rogue, visit: Visits, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when robots.txt is kept from the round before, and no answer has set a pace yet."""
    delays: list[float] = []
    rogue.answers["/robots.txt"] = plain(b"User-agent: *\nCrawl-delay: 0.6\n", "text/plain")
    rogue.answers["*"] = made(numbered)
    moments: list[float] = []

    async def note(writer: Counted, path: str) -> None:
        moments.append(monotonic())
        await made(numbered)(writer, path)

    rogue.answers["*"] = note
    rogue.answers["/feed"] = feed(rss(*(item(report(n), f"Report {n}") for n in (1, 2, 3))))
    visit(source="feed")
    first = list(moments)
    moments.clear()
    rogue.answers["/feed"] = feed(rss(*(item(report(n), f"Report {n}") for n in (4, 5, 6))))
    visit(source="feed")

    for run in (first, moments):
        delays += [later - earlier for earlier, later in itertools.pairwise(run)]
    assert len(delays) == 4
    assert min(delays) >= 0.5


def test_a_round_that_is_repeated_asks_for_no_story_again(rogue: Rogue, visit: Visits) -> None:
    rogue.answers["/feed"] = feed(rss(*(item(report(n), f"Report {n}") for n in (1, 2))))
    rogue.answers["*"] = made(numbered)
    visit(source="feed")
    visit(source="feed")

    assert rogue.asked.count(report(1)) == 1
    with Journal.open(visit.settings.journal_path) as journal:
        assert journal.ledger().balances


def test_a_page_of_links_that_is_a_story_is_read_for_its_text(rogue: Rogue, visit: Visits) -> None:
    rogue.answers["/story"] = text(story(text=paragraphs() + links(report(n) for n in range(50))))

    assert len(visit().stories) == 1
    assert len(rogue.asked) == 2
