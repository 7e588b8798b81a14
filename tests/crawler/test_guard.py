"""Which addresses a crawl may reach."""

from __future__ import annotations

import asyncio
import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request

from crawler.guard import Guard, Refused, is_open, networks

PRIVATE = (
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
)


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_closed(address: str) -> None:
    assert not is_open(address, ())


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.216.34", "2606:4700::1111"])
def test_public_addresses_are_open(address: str) -> None:
    assert is_open(address, ())


def test_an_allowed_block_opens_itself_and_nothing_else() -> None:
    allowed = networks(["10.1.0.0/16"])

    assert is_open("10.1.2.3", allowed)
    assert is_open("::ffff:10.1.2.3", allowed)
    assert not is_open("10.2.2.3", allowed)


@given(st.ip_addresses(v=4))
def test_a_mapped_address_is_as_open_as_the_address_it_maps(ip: ipaddress.IPv4Address) -> None:
    assert is_open(f"::ffff:{ip}", ()) == is_open(str(ip), ())


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://outlet.example/a", "scheme"),
        ("http://user:secret@outlet.example/a", "credentials"),
        ("http://127.0.0.1/a", "private_address"),
        ("http://[::1]/a", "private_address"),
        ("http:///a", "address"),
        ("http://outlet.example:22/a", "port"),
        ("https://outlet.example:6379/a", "port"),
        ("http://outlet.example/" + "a" * 3000, "address"),
    ],
)
def test_a_request_is_refused_with_its_reason(url: str, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        asyncio.run(Guard(()).process_request(Request(url)))

    assert refused.value.reason == reason
    assert "secret" not in str(refused.value)
