from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storywatch.discover.sieve import MOST_LEADS, is_own
from storywatch.extract.address import canonical
from tests.discover.samples import Kind, document, item, outlet, read, rss, urls


def test_an_outlet_s_hosts_are_its_site_its_domains_and_its_sources() -> None:
    declared = outlet(
        url="https://feeds.proxy.net/bugle",
        homepage="https://www.bugle.co.uk/",
        domains=["bugle.com"],
    )

    own = ["https://news.bugle.co.uk/a", "https://m.bugle.com/a", "https://feeds.proxy.net/~r/a"]
    other = ["https://crier.co.uk/a", "https://notbugle.com/a", "https://other.proxy.net/a"]
    assert all(is_own(url, declared) for url in own)
    assert not any(is_own(url, declared) for url in other)


def test_on_a_bare_address_each_port_is_another_publisher() -> None:
    declared = outlet(
        homepage="http://127.0.0.1:8001/",
        url="http://127.0.0.1:8001/feed",
        domains=["127.0.0.1:8003"],
    )

    assert is_own("http://127.0.0.1:8001/a", declared)
    assert not is_own("http://127.0.0.1:8002/a", declared)
    assert is_own("http://127.0.0.1:8003/a", declared)


def test_links_to_other_sites_are_left_out_and_counted() -> None:
    foreign = "<item><title>x</title><link>https://crier.example/a</link></item>"

    found = read(rss(item() + foreign))

    assert urls(found) == ["https://bugle.example/a"]
    assert found.refused_count == 1
    assert found.refused[0][0] == "https://crier.example/a"
    assert "domains" in found.refused[0][1]


@pytest.mark.parametrize("kind", ["feed", "section"])
def test_parameters_that_an_outlet_ignores_make_no_new_leads(kind: Kind) -> None:
    declared = outlet(kind, ignore=["sid", "t"])
    looks = []
    for token in ("a1", "b2"):
        path = f"/2025/12/05/the-bridge-reopens?id=7&amp;sid={token}&amp;t={token}"
        body = rss(item(path)) if kind == "feed" else f"<a href='{path}'>The old bridge reopens</a>"
        looks.append(urls(read(body, declared)))

    assert looks == [["https://bugle.example/2025/12/05/the-bridge-reopens?id=7"]] * 2


def test_only_and_skip_decide_by_the_address() -> None:
    declared = outlet(only="/world/", skip=["/live/"])

    found = read(rss(item("/world/a") + item("/sport/b") + item("/world/live/c")), declared)

    assert urls(found) == ["https://bugle.example/world/a"]
    assert [why.split(" pattern")[0] for _, why in found.refused] == [
        "it does not match the source's `only`",
        "it matches the outlet's `skip`",
    ]


def test_a_source_gives_at_most_a_thousand_leads_and_they_are_the_newest() -> None:
    listed = "".join(item(f"/{number}") for number in range(MOST_LEADS + 50))

    found = read(rss(listed))

    assert len(found.leads) == MOST_LEADS
    assert found.leads[-1].url == "https://bugle.example/0"  # feeds list the newest first
    assert found.refused_count == 50


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60), st.binary(max_size=200))
def test_whatever_a_source_holds_a_lead_is_canonical_own_plain_and_bounded(
    link: str, title: str, noise: bytes
) -> None:
    body = rss(f"<item><title>{title}</title><link>https://bugle.example/{link}</link></item>")

    found = read(document(body.encode("utf-8", "ignore") + noise))

    for lead in found.leads:
        assert canonical(lead.url) == lead.url
        assert is_own(lead.url, outlet())
        assert lead.title is None or not set(lead.title) & set("\r\n\0\x1b\x85\u2028")
        assert lead.title is None or len(lead.title) <= 1_000


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 30), max_size=40))
def test_an_address_is_a_lead_once_however_often_it_is_listed(numbers: list[int]) -> None:
    found = urls(read(rss("".join(item(f"/{number}") for number in numbers))))

    assert len(found) == len(set(found)) == len(set(numbers))
