"""A box that an outlet prints into every story: it is learned, left out and no edit."""

from __future__ import annotations

from newsstand.outlets import PAISA_TODAY
from tests.end_to_end.conftest import PAISA, House, MakeHouse, story

BOX = "Readers of this paper meet every Thursday night at the old granary; come with a neighbour."
OTHER_BOX = "Our reading room has moved to the harbour: bring a friend, and stay for the tea after."
ASKING = 'query = "*"\n[alert]\nwhen = "instant"\non_edit = ["title", "terms"]\n'


def publish(house: House, name: str, count: int) -> None:
    for number in range(count):
        house.stand.publish(PAISA, story(f"{name}-{number}"))
    house.round()


def bodies(house: House) -> dict[str, str]:
    with house.journal as journal:
        return {each.url: each.body for each in journal.stories()}


def test_a_box_on_every_page_leaves_the_stories_that_come_later(make_house: MakeHouse) -> None:
    house = make_house(PAISA_TODAY)
    house.stand.puts_house_box(PAISA, BOX)
    publish(house, "early", 4)
    earlier = bodies(house)
    publish(house, "late", 4)

    told = bodies(house)
    later = {url: body for url, body in told.items() if url not in earlier}

    assert any(BOX in body for body in earlier.values())
    assert {url: told[url] for url in earlier} == earlier
    assert not any(BOX in body for body in later.values())
    assert all(len(body.splitlines()) == 4 for body in later.values())


def test_a_box_that_leaves_a_text_is_no_edit_of_it(make_house: MakeHouse) -> None:
    house = make_house(PAISA_TODAY, topics={"all": ASKING})
    house.stand.puts_house_box(PAISA, BOX)
    publish(house, "early", 4)
    house.later(minutes=5)
    publish(house, "late", 1)
    for number in range(4):  # the page is another for its box alone: the same words, sent again
        house.stand.edit(PAISA, f"early-{number}")
    house.later(minutes=20)
    house.round()

    with house.journal as journal:
        kinds = [event.is_match for event in journal.alerts.events(["all"])]
        assert kinds == [True] * 5
        assert {each.revision for each in journal.stories()} == {1}
        assert journal.ledger().balances
    assert not any(BOX in body for body in bodies(house).values())


def test_another_design_with_another_box_heals(make_house: MakeHouse) -> None:
    house = make_house(PAISA_TODAY)
    house.stand.puts_house_box(PAISA, BOX)
    publish(house, "early", 6)
    house.stand.reskins(PAISA)
    house.stand.puts_house_box(PAISA, OTHER_BOX)
    house.later(hours=1)
    publish(house, "between", 6)
    before = bodies(house)
    publish(house, "late", 2)

    later = [body for url, body in bodies(house).items() if url not in before]

    assert len(later) == 2
    assert not any(OTHER_BOX in body or BOX in body for body in later)
    for number, body in enumerate(sorted(later)):
        wanted = [block.text for block in story(f"late-{number}").blocks]
        assert [line for line in body.splitlines() if line in wanted] == wanted
