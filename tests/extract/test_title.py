from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storywatch.extract.title import LONGEST, read_title, without_outlet
from tests.extract.pages import TITLE, article, html, lead, linked_data, opened, outlet, page, story

NAMES = ("The Bugle", "DW", "bugle.example")
SQUEEZED = frozenset({"thebugle", "dw", "bugleexample"})


@pytest.mark.parametrize(
    "printed",
    [
        f"{TITLE} – DW (English)",
        f"{TITLE} | The Bugle",
        f"The Bugle: {TITLE}",
        f"{TITLE} - The Bugle News",
        f"{TITLE} | bugle.example",
        f"{TITLE} · News · DW",
    ],
)
def test_the_outlets_name_is_no_part_of_a_title(printed: str) -> None:
    assert without_outlet(printed, SQUEEZED).removesuffix(" · News") == TITLE


def test_a_title_keeps_dashes_that_name_no_outlet() -> None:
    title = "Bridge closed – and nobody knows for how long"

    assert without_outlet(title, SQUEEZED) == title


def test_what_the_page_prints_wins_where_places_agree() -> None:
    head = '<meta property="og:title" content="COUNCIL REPAIRS THE OLD BRIDGE | The Bugle">'
    found = read_title(opened(html(article(), head)), {}, NAMES)

    assert found is not None
    assert (found.text, found.evidence) == (TITLE, "h1")


def test_a_kicker_with_a_name_of_its_own_is_no_part_of_the_headline() -> None:
    heading = f'<span class="kicker">Town hall</span> <span>{TITLE}</span>'

    assert story(html(article(title=heading), title=f"{TITLE} | The Bugle")).title == TITLE


def test_the_preview_tells_whether_a_kicker_before_a_colon_belongs_to_the_title() -> None:
    head = f'<meta property="og:title" content="{TITLE}">'

    assert story(html(article(title=f"Town hall: {TITLE}"), head)).title == TITLE


@pytest.mark.parametrize(
    "unfilled",
    [
        "undefined",
        "null | The Bugle",
        "[object Object]",
        "{{ article.title }}",
        "%%title%%",
        "\u3164",
    ],
)
def test_a_template_that_was_not_filled_in_is_no_title(unfilled: str) -> None:
    head = f'<meta property="og:title" content="{unfilled}">'
    said = lead(title=TITLE)

    printed = story(html(article(), head, title=unfilled))
    told = story(page(html(article(title=unfilled), head, title=unfilled), lead=said))

    assert [printed.title, told.title] == [TITLE, TITLE]


@pytest.mark.parametrize("words", ["{{7*7}}", "None of the above", "${7*7} and {{ this }}"])
def test_a_title_with_marks_of_templates_is_what_it_says(words: str) -> None:
    assert story(html(article(title=words), title=words)).title == words


def test_headings_of_boxes_are_not_the_title() -> None:
    boxes = "<h1>The Bugle</h1><h2>Most read</h2><h3>Weather</h3>"

    assert story(html(boxes + article() + "<h1>Newsletter</h1>")).title == TITLE


def test_character_references_are_read_even_when_written_twice() -> None:
    head = linked_data(headline="Fish &amp;amp; chips &#8220;at last&#8221; on the old bridge")
    made = html(article(title="Fish &amp; chips “at last” on the old bridge"), head, title="")

    assert story(made).title == "Fish & chips “at last” on the old bridge"


def test_the_outlets_initials_and_a_day_are_dropped_at_the_end() -> None:
    suffixed = f"{TITLE} – DB (English)"
    head = f'<meta property="og:title" content="{TITLE} – DB – 03/04/2026">'
    named = '<meta property="og:site_name" content="Daily Bugle">'

    assert story(html(article(title=suffixed), named + head, title=suffixed)).title == TITLE


def test_capitals_that_are_not_the_outlets_initials_stay() -> None:
    said = "Bridge tolls fall for lorries from the EU - UK"

    assert story(html(article(title=said), title=said)).title == said


def test_a_heading_that_ends_a_trail_of_crumbs_is_not_the_printed_one() -> None:
    crumbs = '<ol class="breadcrumbs"><li><h1>Old bridge: what the repair will cost</h1></li></ol>'
    printed = article().replace("<h1", "<h2", 1).replace("</h1>", "</h2>", 1)

    found = story(html(crumbs + printed, linked_data(headline=TITLE), title=""))
    assert found.title == TITLE


def test_a_heading_linked_to_the_front_page_is_the_outlet() -> None:
    name = '<h1><a href="/">Notes from a small town</a></h1>'
    printed = article().replace("<h1", "<h2", 1).replace("</h1>", "</h2>", 1)

    assert story(html(name + printed, title="")).title == TITLE


def test_a_hint_overrides_all_other_places() -> None:
    made = html(article('<p class="real">Bridge to be mended</p>' + "".join(["x"])) + article())
    one = outlet(hints={"title": "p.real"})

    found = story(made, one)
    assert (found.title, found.evidence["title"]) == ("Bridge to be mended", "hint")


def test_a_page_without_a_title_is_called_as_its_source_called_it() -> None:
    nameless = html(article().replace(TITLE, ""), title="")
    announced = page(nameless, lead=lead(title="Old bridge to be repaired"))

    assert story(announced).title == "Old bridge to be repaired"
    assert story(announced).evidence["title"] == "lead"
    assert story(nameless).title.startswith("The council of Otterbourne")


@given(st.text(max_size=400))
@settings(max_examples=30, deadline=None)
def test_any_text_makes_a_clean_short_title_or_none(text: str) -> None:
    escaped = text.replace("<", "&lt;").replace("&", "&amp;")
    found = read_title(opened(html("<p>x</p>", title=escaped)), {}, NAMES)

    assert found is None or (found.text == found.text.strip() and 0 < len(found.text) <= LONGEST)


def test_the_address_tells_which_heading_is_the_headline() -> None:
    found = read_title(opened(html(f"<h1>Notes from town</h1><h2>{TITLE}</h2>", title="")), {}, ())

    assert found is not None
    assert found.text == TITLE


def test_a_menu_that_no_title_names_is_not_the_headline() -> None:
    menu = "<nav><h1>Sections</h1></nav><h1>Sections</h1>"
    found = read_title(opened(html(menu + f"<h1>{TITLE}</h1>", title=TITLE)), {}, ())

    assert found is not None
    assert found.text == TITLE


@pytest.mark.parametrize(
    "declared", ["市長が古い橋を修理_地域_新聞", "市長が古い橋を修理 : 地域の話題"]
)
def test_a_heading_without_spaces_is_known_by_its_letters(declared: str) -> None:
    head = f'<meta property="og:title" content="{declared}">'
    made = html("<h1>市長が古い橋を修理</h1><h2>最近の記事 2026</h2>", head, title=declared)
    found = read_title(opened(made), {}, ())

    assert found is not None
    assert found.text == "市長が古い橋を修理"


def test_what_the_preview_adds_behind_a_comma_is_no_headline_with_its_kicker() -> None:
    head = f'<meta property="og:title" content="Town hall: {TITLE}, Bugleshire">'
    made = html(f"<h1>Town hall: {TITLE}</h1>", head, title=f"Town hall: {TITLE}, Bugleshire")
    found = read_title(opened(made), {}, ())

    assert found is not None
    assert found.text == f"Town hall: {TITLE}"


def test_a_kicker_that_only_the_preview_has_is_no_part_of_the_title() -> None:
    declared = f"Town hall: {TITLE}"
    head = f'<meta property="og:title" content="{declared}">'

    assert story(html(article(), head, title=declared)).title == TITLE


def test_what_the_preview_and_a_box_further_down_say_is_not_the_headline() -> None:
    preview = "Old bridge: the long way to a new one"
    head = f'<meta property="og:title" content="{preview}">'
    box = f"<h2>Most read</h2><h2>Weather</h2><h2>Sport</h2><h2>{preview}</h2>"

    assert story(html(article() + box, head)).title == TITLE


def test_a_long_headline_may_have_more_words_than_the_titles_of_the_page() -> None:
    headline = (
        "Council news: repairs of the old bridge by night, ferries for a year, tolls on the new "
        "tunnel, and how many lorries the harbour can take until the cables are renewed"
    )
    head = '<meta property="og:title" content="The future of the old bridge">'
    made = html(article(title=headline), head, title="The future of the old bridge")

    assert story(made).title == headline
