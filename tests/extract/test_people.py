from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storywatch.extract.people import MOST, read_byline

OUTLET = frozenset({"thebugle", "moneybugle", "bugleexample"})


@pytest.mark.parametrize(
    ("byline", "people"),
    [
        ("By Ann Lee", ["Ann Lee"]),
        ("By Ann Lee and Bob Ray", ["Ann Lee", "Bob Ray"]),
        ("Ann Lee, Bob Ray & Cy Dew", ["Ann Lee", "Bob Ray", "Cy Dew"]),
        ("Von Anna Groß und Jörg Weiß, dpa", ["Anna Groß", "Jörg Weiß", "dpa"]),
        ("Par Élise Dupont et Jean-Luc Petit", ["Élise Dupont", "Jean-Luc Petit"]),
        ("By ANN LEE | ann.lee@bugle.example", ["ANN LEE"]),
        ("Ann Lee, Political Correspondent", ["Ann Lee"]),
        ("Ann Lee in Nairobi", ["Ann Lee"]),
        ("By Ann Lee for The Bugle", ["Ann Lee"]),
        ("Ann Lee, The Bugle", ["Ann Lee"]),
        ("By Ann Lee\nUpdated December 2, 2025 12:32 pm", ["Ann Lee"]),
        ("Ann Lee @annlee https://x.example/annlee", ["Ann Lee"]),
        ("Ludwig van der Berg", ["Ludwig van der Berg"]),
        ("Perry O'Hara Jr.", ["Perry O'Hara Jr"]),
        ("By Ann Lee. Edited by: Maren Sass", ["Ann Lee"]),
        ("Text: Ann Lee Photos: Bob Ray", ["Ann Lee"]),
        ("高木 浩光", ["高木 浩光"]),
        ("Reuters", ["Reuters"]),
        ("Uta Brandt, Projektleiterin der Stiftung", ["Uta Brandt"]),
        ("Quelle: sid/dpa", ["sid", "dpa"]),
        (
            "この記事を書いた人\n渡辺洋子\n東京社会部\nフォロー\n専門・関心分野\n戦争、平和",
            ["渡辺洋子"],
        ),
        ("No Author", []),
        ("Ann Lee\nwith dpa, AFP", ["Ann Lee", "dpa", "AFP"]),
        ("كتب: مريم لطفي و يوسف صياد", ["مريم لطفي", "يوسف صياد"]),
        ("מאת מרים לופז, יואב דייג", ["מרים לופז", "יואב דייג"]),
        ("लेखक: मीना लाल और जय मछुआ", ["मीना लाल", "जय मछुआ"]),
        ("โดย มารี ลือชา และ จอน ประมง", ["มารี ลือชา", "จอน ประมง"]),
        ("Автори: Марія Лисенко та Oleh Rybak", ["Марія Лисенко", "Oleh Rybak"]),
        ("نشر في 5 ديسمبر", []),
        ("Publié le 5 décembre", []),
        ("Ein Gastbeitrag von Ann Lee", ["Ann Lee"]),
        ("Ann Lee, writes for bugle.example", ["Ann Lee"]),
        ("Maker of Pills GmbH & Co. KG", []),
    ],
)
def test_a_byline_is_taken_apart_into_those_who_sign(byline: str, people: list[str]) -> None:
    assert list(read_byline([byline], OUTLET).people) == people


@pytest.mark.parametrize("byline", ["Edited by: Maren Sass", "The Bugle", "www.bugle.example", ""])
def test_editors_and_the_outlet_itself_are_no_authors(byline: str) -> None:
    assert read_byline([byline], OUTLET).best == ()


def test_a_desk_signs_when_nobody_else_does() -> None:
    desk = "Moneybugle World Desk"

    assert read_byline([desk], OUTLET).best == (desk,)
    assert read_byline([desk, "Ann Lee"], OUTLET).best == ("Ann Lee",)


def test_nobody_signs_twice() -> None:
    assert read_byline(["Ann Lee", "By ANN LEE"]).people == ("Ann Lee",)


@given(st.lists(st.text(max_size=200), max_size=60))
@settings(max_examples=40, deadline=None)
def test_any_byline_gives_few_short_names(texts: list[str]) -> None:
    best = read_byline(texts).best

    assert len(best) <= MOST
    assert all(name.strip() and len(name) <= 80 and "\n" not in name for name in best)
