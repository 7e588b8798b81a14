"""Which outlet an address belongs to, and the outlet of an address that belongs to none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storywatch.declarations.finding import adhoc, outlet_of
from storywatch.errors import WrongUse
from storywatch.outlet import Outlet, Source


def outlet(name: str, homepage: str, *sources: str, domains: tuple[str, ...] = ()) -> Outlet:
    return Outlet(
        id=name,
        homepage=homepage,
        domains=domains,
        source=tuple(Source(kind="feed", url=url) for url in sources or (homepage,)),
    )


def found(url: str, *outlets: Outlet) -> str | None:
    fitting = outlet_of(url, outlets)
    return fitting.id if fitting else None


def test_outlets_on_one_loopback_address_are_told_apart_by_their_ports() -> None:
    first = outlet("first", "http://127.0.0.1:8001/")
    second = outlet("second", "http://127.0.0.1:8002/")

    assert found("http://127.0.0.1:8002/politics/vote.html", first, second) == "second"
    assert found("http://127.0.0.1:8003/politics/vote.html", first, second) is None
    assert found("http://localhost:8003/", outlet("here", "http://localhost:8001/")) is None
    assert found("http://[::1]:8003/", outlet("six", "http://[::1]:8001/")) is None
    assert found("http://[::1]:8001/a", outlet("six", "http://[::1]:8001/")) == "six"


def test_the_port_of_the_scheme_need_not_be_written() -> None:
    assert found("https://example.org:443/a", outlet("it", "https://example.org/")) == "it"
    assert found("http://example.org/a", outlet("it", "https://example.org/")) == "it"


def test_a_source_on_another_host_belongs_to_its_outlet() -> None:
    example = outlet("it", "https://example.org/", "https://feeds.example.net/news")

    assert found("https://feeds.example.net/story", example) == "it"
    assert found("https://other.example.net/story", example) is None


def test_an_exact_host_goes_before_a_domain_and_a_domain_before_a_shared_site() -> None:
    site = outlet("site", "https://example.org/")
    domain = outlet("domain", "https://example.com/", domains=("blog.example.org",))
    exact = outlet("exact", "https://live.blog.example.org/")

    assert found("https://live.blog.example.org/a", site, domain, exact) == "exact"
    assert found("https://old.blog.example.org/a", site, domain, exact) == "domain"
    assert found("https://shop.example.org/a", site, domain) == "site"


def test_a_domain_with_a_port_fits_that_port_only() -> None:
    example = outlet("it", "https://example.org/", domains=("127.0.0.1:9000",))

    assert found("http://127.0.0.1:9000/a", example) == "it"
    assert found("http://127.0.0.1:9001/a", example) is None


def test_a_domain_is_no_mere_ending_of_letters() -> None:
    example = outlet("it", "https://example.org/", domains=("news.test",))

    assert found("https://badnews.test/a", example) is None


def test_editions_on_one_host_are_told_apart_by_their_path() -> None:
    world = outlet("world", "https://example.org/")
    uk = outlet("uk", "https://example.org/uk")

    assert found("https://example.org/uk/politics/a", world, uk) == "uk"
    assert found("https://example.org/ukraine/a", world, uk) == "world"
    assert found("https://www.example.org/uk/a", world, uk) == "uk"


def test_two_sites_under_one_public_suffix_are_strangers() -> None:
    assert found("https://other.co.uk/a", outlet("it", "https://example.co.uk/")) is None


@pytest.mark.parametrize("url", ["", "mailto:a@example.org", "http://[oops/", "http://a:99999/"])
def test_what_is_no_web_address_belongs_to_nobody(url: str) -> None:
    assert outlet_of(url, [outlet("it", "https://example.org/")]) is None


def test_an_ad_hoc_outlet_is_the_origin_of_its_address() -> None:
    made = adhoc("https://www.example.org/politics/vote?utm_source=x")

    assert (made.id, made.homepage) == ("example_org", "https://www.example.org/")
    assert [(source.kind, source.url) for source in made.sources] == [
        ("section", "https://www.example.org/")
    ]


def test_ad_hoc_outlets_on_one_loopback_address_have_different_ids() -> None:
    assert adhoc("http://127.0.0.1:8001/a").id == "127_0_0_1_8001"
    assert adhoc("http://127.0.0.1:8002/a").id == "127_0_0_1_8002"


def test_a_very_long_host_still_has_an_id_of_its_own() -> None:
    long = ".".join(["a" * 40] * 3)

    assert adhoc(f"https://{long}.org/").id != adhoc(f"https://{long}.net/").id


def test_no_outlet_is_made_of_what_cannot_be_fetched() -> None:
    with pytest.raises(WrongUse, match="whole http or https address"):
        adhoc("ftp://example.org/a")


LABEL = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?", fullmatch=True)


@settings(max_examples=50, deadline=None)
@given(labels=st.lists(LABEL, min_size=1, max_size=4), port=st.none() | st.integers(1, 65_535))
def test_every_address_belongs_to_the_ad_hoc_outlet_that_is_made_for_it(
    labels: list[str], port: int | None
) -> None:
    url = f"http://{'.'.join(labels)}{f':{port}' if port else ''}/2025/a-story"

    assert found(url, adhoc(url)) == adhoc(url).id
