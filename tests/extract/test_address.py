from __future__ import annotations

from urllib.parse import urlencode

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from storywatch.extract.address import LONGEST, addresses, canonical, looks_like_section, site
from tests.extract.pages import URL, article, html, opened, page

HOME = "https://bugle.example"


@pytest.mark.parametrize(
    ("written", "canonical_form"),
    [
        ("HTTPS://Bugle.Example/a", f"{HOME}/a"),
        (f"{HOME}:443/a#part", f"{HOME}/a"),
        ("http://bugle.example:80/a", "http://bugle.example/a"),
        (f"{HOME}:8443/a", f"{HOME}:8443/a"),
        ("https://user:secret@bugle.example/a", f"{HOME}/a"),
        (f"{HOME}./a", f"{HOME}/a"),
        (f"{HOME}/a?utm_source=x&utm_medium=y&id=7&fbclid=z", f"{HOME}/a?id=7"),
        (f"{HOME}/a?id=7&_=1764849123456&nocache=1", f"{HOME}/a?id=7"),
        (f"{HOME}/a?_ga=2.1.3&_gl=1*ab&rnd=0.53", f"{HOME}/a"),
        (f"{HOME}/a?sid=7&t=1", f"{HOME}/a?sid=7&t=1"),
        (f"{HOME}/a?b=2&a=1", f"{HOME}/a?a=1&b=2"),
        (f"{HOME}/a;jsessionid=0A1B2C?PHPSESSID=99", f"{HOME}/a"),
        (f"{HOME}/x/../a/./b", f"{HOME}/a/b"),
        (f"{HOME}/a%7Eb/%c3%bc", f"{HOME}/a~b/%C3%BC"),
        (f"{HOME}/straße", f"{HOME}/stra%C3%9Fe"),
        ("https://bücher.example/a", "https://xn--bcher-kva.example/a"),
        (f"{HOME}/a/amp/", f"{HOME}/a/"),
        (f"{HOME}/amp/a", f"{HOME}/a"),
        (f"{HOME}/a.amp.html", f"{HOME}/a.html"),
        (f"{HOME}/a?amp=1", f"{HOME}/a"),
        ("https://amp.bugle.example/a", f"{HOME}/a"),
        ("https://bugle-example.cdn.ampproject.org/c/s/bugle.example/a/amp", f"{HOME}/a"),
        ("https://www.google.com/amp/s/bugle.example/a", f"{HOME}/a"),
        (" https://bugle.example/a\n", f"{HOME}/a"),
    ],
)
def test_variants_of_an_address_share_one_form(written: str, canonical_form: str) -> None:
    assert canonical(written) == canonical_form


@pytest.mark.parametrize(
    "written",
    [
        "",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "mailto:a@b.example",
        "https://",
        "https://a b/",
        "https://bugle.example:99999/",
        "http://[::1",
        "http://canary\\@bugle.example/",
        f"{HOME}/{'a' * LONGEST}",
        "/relative/only",
    ],
)
def test_what_cannot_be_fetched_has_no_form(written: str) -> None:
    assert canonical(written) is None


@given(
    st.one_of(
        st.text(max_size=80),
        st.builds("https://bugle.example/{}?{}#{}".format, *[st.text(max_size=40)] * 3),
        st.builds("http://{}/{}".format, st.text(max_size=20), st.text(max_size=20)),
    )
)
@example("https://bugle.example/amp/amp/a/amp/amp.html?amp=1&amp")
@example("https://amp.amp.bugle.example/a.amp.amp.html")
@example("https://bugle.example/%2e%2e/%25%41?%41=%zz&a=%")
@example("https://a.cdn.ampproject.org/c/s/b.cdn.ampproject.org/c/s/bugle.example/a")
@example("https://bugle.example/;sid=1/a;jsessionid=2")
@settings(max_examples=200, deadline=None)
def test_the_canonical_form_is_its_own_canonical_form(written: str) -> None:
    form = canonical(written)

    assert form is None or canonical(form) == form


@given(
    st.sampled_from(["bugle.example", "127.0.0.1", "amp.bugle.example", "a.cdn.ampproject.org"]),
    st.sampled_from(["", ":80", ":443", ":8080", ":08080", ":60000", ":70000", "."]),
    st.lists(st.sampled_from(["/", "a", "B_2", ".", "amp", ".html", "~", "'", "=", ":", "@", ";"])),
)
@example("bugle.example", ":65536", ["/"])
def test_an_address_in_which_nothing_seems_to_change_has_the_form_of_its_variants(
    host: str, port: str, path: list[str]
) -> None:
    written = f"https://{host}{port}{''.join(path)}"
    assert canonical(written) == canonical(f"{written}#part")


@given(st.sampled_from(["utm_source", "fbclid", "gclid", "ref"]), st.text(max_size=20))
@settings(max_examples=30, deadline=None)
def test_where_a_reader_came_from_does_not_change_the_story(name: str, value: str) -> None:
    assert canonical(f"{URL}?{urlencode({name: value}, errors='replace')}") == URL


def found(canonical_url: str, url: str = URL, final: str | None = None) -> str:
    head = f'<link rel="canonical" href="{canonical_url}">'
    made = page(html(article(), head), url=url, final_url=final or url)
    return addresses(opened(html(article(), head)), made).story_url


def test_a_canonical_of_the_same_story_is_followed() -> None:
    assert found(URL, url=f"{URL}?page=1") == URL
    assert found(f"{URL}-171").endswith("171")


@pytest.mark.parametrize(
    "declared",
    [
        f"{HOME}/",
        f"{HOME}/news/",
        "https://other.example/council-repairs-the-old-bridge",
        f"{HOME}/2026/11/wine-harvest-begins-in-southern-hills",
        "javascript:void(0)",
    ],
)
def test_a_canonical_that_is_not_the_storys_is_not_followed(declared: str) -> None:
    assert found(declared) == URL


def test_ten_stories_with_one_canonical_stay_ten() -> None:
    urls = [f"{HOME}/2026/{word}-news-from-{word}-town" for word in "abcdefghij"]
    words = ["oak", "elm", "ash", "fir", "yew", "fig", "box", "tea", "hop", "rye"]
    urls = [f"{HOME}/2026/{word}-festival-opens-{word}-house-{word}s" for word in words]

    assert {found(f"{HOME}/2026/wine-harvest-begins-late", url=url) for url in urls} == set(urls)


@pytest.mark.parametrize("cut", ["council-repai", "council-repairs", "council-repairs-the-old-b"])
def test_a_canonical_that_was_cut_off_is_not_followed(cut: str) -> None:
    url = f"{HOME}/news/council-repairs-the-old-bridge"

    assert found(f"{HOME}/news/{cut}", url=url) == url


@pytest.mark.parametrize(
    ("whole", "more"),
    [
        ("/news/council-repairs-the-old-bridge", "?from=front-page&kind=teaser"),
        ("/news/council-repairs-the-old-bridge", ".amp.html"),
        ("/news/council-repairs-the-old-bridge", "-1234567"),
        ("/news/council-repairs-the-old-bridge", "/print-version-here"),
        ("/news/1234567", "-council-repairs-the-old-bridge"),
    ],
)
def test_a_canonical_that_says_less_but_all_is_followed(whole: str, more: str) -> None:
    assert found(HOME + whole, url=HOME + whole + more) == HOME + whole


def test_a_redirect_gives_the_story_its_final_address() -> None:
    assert found("", url=f"{HOME}/?p=7", final=URL) == URL


def test_sites_are_registrable_domains() -> None:
    assert site("https://news.bugle.co.uk/a") == site("https://bugle.co.uk/") == "bugle.co.uk"
    assert site("http://127.0.0.1:8000/a") == "127.0.0.1"


@pytest.mark.parametrize(
    ("url", "is_section"), [("/", True), ("/news/uk/", True), ("/a-b-1", False)]
)
def test_sections_have_short_addresses(url: str, is_section: bool) -> None:
    assert looks_like_section(HOME + url) is is_section
