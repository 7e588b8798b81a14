from __future__ import annotations

import http.client
import socket
from datetime import timedelta

import pytest

from newsstand import Fault, Serving, Stand, serve
from newsstand.standing import ports_from
from storywatch.errors import WrongUse
from tests.newsstand.reading import fetch, path_of

Gone = (http.client.RemoteDisconnected, ConnectionError)


def test_every_outlet_has_an_address_of_its_own_on_loopback(serving: Serving) -> None:
    assert set(serving.addresses) == set(serving.stand.outlets)
    assert len({*serving.addresses.values(), serving.control_url}) == 7
    for outlet, home in serving.addresses.items():
        assert home.startswith("http://127.0.0.1:")
        assert serving.stand.shelf(outlet).profile.name in fetch(home).body.decode()


def test_truth_names_addresses_that_answer(serving: Serving) -> None:
    for each in serving.stand.truth()[:6]:
        told = fetch(each.url)

        assert told.status == 200
        assert each.url in told.body.decode()


def test_the_date_header_is_the_stands(serving: Serving) -> None:
    serving.stand.clock.advance(timedelta(minutes=30))

    assert fetch(serving.addresses["nordfunk"]).headers["date"] == "Tue, 03 Mar 2026 12:30:00 GMT"


def test_a_move_is_a_redirect_over_the_wire(serving: Serving) -> None:
    gold = next(each for each in serving.stand.truth() if each.slug.startswith("gold-slips"))
    serving.stand.clock.advance(timedelta(minutes=10))

    told = fetch(gold.url)

    assert told.status == 301
    assert fetch(told.headers["location"]).status == 200


def test_requests_are_noted_with_their_kind(serving: Serving) -> None:
    each = serving.stand.truth()[-1]
    home = serving.addresses[each.outlet]
    fetch(f"{home}/robots.txt")
    fetch(each.url + "?utm_source=x")

    robots, page = serving.requests

    assert (robots.path, robots.is_page, robots.status) == ("/robots.txt", False, 200)
    assert (page.path, page.is_page) == (path_of(each.url) + "?utm_source=x", True)
    serving.reset_log()
    assert serving.requests == ()


def test_an_outlet_that_is_down_cuts_connections_until_it_comes_back(serving: Serving) -> None:
    home = serving.addresses["nordfunk"]
    serving.stand.goes_down("nordfunk")

    with pytest.raises(Gone):
        fetch(home)
    assert fetch(serving.addresses["repostly"]).status == 200

    serving.stand.comes_back("nordfunk")
    assert fetch(home).status == 200


def test_a_truncated_answer_ends_too_early(serving: Serving) -> None:
    serving.stand.breaks("nordfunk", Fault.TRUNCATED)

    with pytest.raises((http.client.IncompleteRead, *Gone)):
        fetch(serving.addresses["nordfunk"])


def test_a_slow_outlet_still_answers_and_the_others_do_not_wait(serving: Serving) -> None:
    serving.stand.slows("nordfunk", 0.05)

    assert fetch(serving.addresses["nordfunk"]).status == 200
    serving.stand.slows("nordfunk", 3600)
    assert fetch(serving.addresses["repostly"]).status == 200
    serving.stand.comes_back("nordfunk")


def test_ports_may_be_chosen_and_one_that_is_taken_is_named(stand: Stand) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with (
            pytest.raises(WrongUse, match=f"port {port} "),
            serve(stand, ports={"nordfunk": port}),
        ):
            pass

    with serve(stand, ports={"nordfunk": port}) as serving:
        assert serving.addresses["nordfunk"] == f"http://127.0.0.1:{port}"


def test_ports_in_a_row_begin_where_one_says() -> None:
    assert sorted(ports_from(4000).values()) == list(range(4000, 4007))
