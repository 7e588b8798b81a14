from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import timedelta

import pytest

from storywatch.errors import SourceUnreadable
from tests.discover.samples import NOW, child, document, entry, index, read, rss, sitemap, urls


def days_ago(days: float) -> str:
    return (NOW - timedelta(days=days)).isoformat()


def paths(found: object) -> list[str]:
    return [url.removeprefix("https://bugle.example") for url in urls(found)]  # type: ignore[arg-type]


def test_a_news_sitemap_s_entry_has_its_headline_and_date() -> None:
    (lead,) = read(sitemap(entry("/a", news="2025-12-05T09:00:00Z")), "news_sitemap").leads

    assert lead.url == "https://bugle.example/a"
    assert (lead.title, lead.published_text) == ("A headline", "2025-12-05T09:00:00Z")


def test_entries_with_a_news_date_are_taken_however_old() -> None:
    found = read(sitemap(entry("/a", news="2019-01-01") + entry("/b", news=days_ago(1))), "sitemap")

    assert paths(found) == ["/a", "/b"]


def test_a_first_look_at_a_plain_sitemap_takes_the_last_days_and_not_ten_years() -> None:
    recent = "".join(entry(f"/recent-{n}", days_ago(1)) for n in range(30))
    old = "".join(entry(f"/old-{n}", days_ago(30 + n)) for n in range(500))

    found = paths(read(sitemap(old + recent), "sitemap"))

    assert len(found) == 30
    assert all(path.startswith("/recent-") for path in found)


def test_what_changed_since_the_last_look_is_taken_however_long_ago_that_was() -> None:
    changed = "".join(entry(f"/changed-{n}", days_ago(20)) for n in range(30))

    found = read(sitemap(changed), "sitemap", since=NOW - timedelta(days=25))

    assert len(found.leads) == 30


def test_of_an_outlet_that_writes_rarely_the_last_stories_are_taken() -> None:
    old = "".join(entry(f"/old-{n:03}", days_ago(30 + n)) for n in range(100))

    found = paths(read(sitemap(old), "sitemap"))

    assert len(found) == 20
    assert found[-1] == "/old-000"


def test_of_undated_entries_both_ends_are_taken() -> None:
    found = paths(read(sitemap("".join(entry(f"/{n}-a") for n in range(1_000))), "sitemap"))

    assert len(found) == 200
    assert {"/0-a", "/999-a"} <= set(found)


def test_front_pages_and_lists_are_no_leads() -> None:
    listed = entry("/") + entry("/tag/banks") + entry("/about") + entry("/banks-fail-again")

    assert paths(read(sitemap(listed), "sitemap")) == ["/banks-fail-again"]


def test_an_index_names_its_children_newest_first_and_leaves_old_ones_out() -> None:
    found = read(
        index(
            child("/1.xml", days_ago(2))
            + child("/2.xml", days_ago(900))
            + child("/3.xml", days_ago(1))
        ),
        "sitemap",
    )

    assert found.children == ("https://bugle.example/3.xml", "https://bugle.example/1.xml")


def test_a_month_in_a_child_s_name_tells_its_age() -> None:
    months = [f"/sitemap-{year}-{month:02}.xml" for year in (2024, 2025) for month in range(1, 13)]

    found = read(index("".join(map(child, months))), "sitemap")

    assert found.children == ("https://bugle.example/sitemap-2025-12.xml",)


def test_of_an_index_in_which_all_is_old_the_newest_are_followed() -> None:
    children = "".join(child(f"/{n}.xml", days_ago(100 + n)) for n in range(40))

    found = read(index(children), "sitemap")

    assert len(found.children) == 10
    assert found.children[0] == "https://bugle.example/0.xml"


def test_a_packed_sitemap_is_unpacked_whatever_its_headers_say() -> None:
    packed = gzip.compress(sitemap(entry("/a-b", days_ago(1))).encode())
    halves = gzip.compress(sitemap("").encode()[:60]) + gzip.compress(sitemap("").encode()[60:])

    assert paths(read(document(packed), "sitemap")) == ["/a-b"]
    assert read(document(halves), "sitemap").leads == ()


def test_an_empty_sitemap_is_one() -> None:
    assert read(sitemap(""), "sitemap").leads == ()


@pytest.mark.parametrize(
    ("body", "sentence"), [(rss(""), "kind = 'feed'"), ("<catalogue/>", "root <catalogue>")]
)
def test_what_is_no_sitemap_is_refused_with_what_to_do(body: str, sentence: str) -> None:
    with pytest.raises(SourceUnreadable, match=sentence):
        read(body, "sitemap")


def test_entries_without_a_date_are_taken_beside_dated_ones() -> None:
    more = "/bank-cuts-rates", "/a/2025/12/05/7"
    mixed = entry("/a", days_ago(1)) + entry(more[0]) + entry(more[1], "1764892800")
    news = entry("/a", news=days_ago(1)) + "".join(map(entry, more))

    for body in (mixed, news):
        found = paths(read(sitemap(body + entry("/articles") + entry("/our-team")), "sitemap"))
        assert set(found) == {"/a", *more}


@pytest.mark.parametrize("pack", [str.encode, lambda text: gzip.compress(text.encode())])
def test_a_plain_text_of_addresses_is_a_sitemap(pack: Callable[[str], bytes]) -> None:
    lines = "\ufeffhttps://bugle.example/a-b\r\n\r\nhttps://bugle.example/c-d\r\nno address\r\n"

    assert set(paths(read(document(pack(lines)), "sitemap"))) == {"/a-b", "/c-d"}


def test_of_a_long_plain_text_both_ends_are_taken() -> None:
    lines = "".join(f"https://bugle.example/story-{n}\n" for n in range(1_000))

    found = paths(read(lines, "sitemap"))

    assert len(found) == 200
    assert {"/story-0", "/story-999"} <= set(found)
