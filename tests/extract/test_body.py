"""The body is all of the story's paragraphs and nothing that stands around or between them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storywatch.extract.blocks import read_blocks
from storywatch.extract.lines import read_lines
from storywatch.outlet import Hints
from tests.extract.opened import HEADLINE, PARAGRAPHS, TEASER, body_of, opened, story


def test_a_plain_story_is_its_paragraphs_below_its_headline() -> None:
    body = body_of(story())

    assert body.lines == PARAGRAPHS
    assert body.headline == HEADLINE
    assert body.evidence == "article blocks"


@pytest.mark.parametrize(
    "chrome",
    [
        "<p>Read more: The ferries that will run all night</p>",
        "<div><p>Sign up for our newsletter</p><p>The best of the week, chosen for you.</p></div>",
        "<div><p>A bridge in pictures</p><p>To view this video please enable JavaScript</p></div>",
        "<p>Advertisement</p>",
        "<div>Lee también...</div><div><a href='/l'>The old lighthouse is sold</a> Monday</div>",
        "<p>You're reading</p>",
        f"<div><span>You're reading</span><span>{HEADLINE}</span></div>",
        "<div><h3>A bridge in pictures</h3><div><p>To view this video please enable JavaScript</p>"
        "</div></div>",
        "<div>No Result</div><div>View All Result</div>",
        "<p>Share this story</p>",
        "<form><h3>The Weekly Paper</h3><p>The best of our week, each Friday.</p></form>",
        "<div><div><h2>Author</h2></div><p>Ann Lee</p><p>" + TEASER + "</p></div>",
        "<aside class='related'><h3>Also today</h3><p>" + TEASER + "</p></aside>",
    ],
)
def test_chrome_between_paragraphs_is_left_out_and_ends_nothing(chrome: str) -> None:
    assert body_of(story(between=chrome)).lines == PARAGRAPHS


POINTERS = {
    "Simak juga": "Kapal feri akan beroperasi sepanjang malam mulai April",
    "Leggi anche": "I traghetti viaggeranno tutta la notte da aprile",
    "Lee también": "Los transbordadores navegarán toda la noche desde abril",
    "Lire aussi": "Les ferries navigueront toute la nuit dès avril",
    "Lesen Sie auch": "Die Fähren fahren ab April die ganze Nacht",
    "Читайте также": "Паромы будут ходить всю ночь с апреля",
    "اقرأ أيضا": "العبارات ستعمل طوال الليل اعتبارا من أبريل",
    "यह भी पढ़ें": "नावें अप्रैल से पूरी रात चलेंगी",
}


@pytest.mark.parametrize("words", POINTERS)
@pytest.mark.parametrize(
    "shape",
    [
        "<p>{words}: <a href='/n'>{headline}</a></p>",
        "<p>{words} : {headline}</p>",
        "<p><strong>{words}: <a href='/n'>{headline}</a></strong></p>",
        "<p>({words}: <a href='/n'>{headline}</a>)</p>",
        "<ul><li>{words}: <a href='/n'>{headline}</a></li></ul>",
        "<blockquote><p>{words} | <a href='/n'>{headline}</a></p></blockquote>",
        "<div><span>{words}</span> <a href='/n'>{headline}</a></div>",
        "<p><strong>{words}</strong><br><a href='/n'>{headline}</a></p>",
        "<p>{words}:</p><p><a href='/n'>{headline}</a></p>",
        "<h3>{words}</h3><ul><li><a href='/n'>{headline}</a></li></ul>",
    ],
)
def test_a_pointer_amid_the_body_is_left_out_in_any_shape(shape: str, words: str) -> None:
    pointer = shape.format(words=words, headline=POINTERS[words])

    assert body_of(story(between=pointer)).lines == PARAGRAPHS


@pytest.mark.parametrize(
    "chrome",
    [
        "<p>The post Harbour bridge appeared first on The Other Paper.</p><p>" + TEASER + "</p>",
        "<p>Disclaimer: the views expressed are the author's own.</p>",
        "<p>Edited by: Maren Olsson</p>",
        "<p>ann.lee@paper.example</p>",
        "<p>"
        + ", ".join(f"<a href='/{n}'>Harbour bridge number {n}</a>" for n in range(12))
        + "</p>",
        "<p>By Ann Lee Published</p>",
        "<h3>About the author</h3>",
        "<p>© 2026 The Paper. All rights reserved.</p>",
        "<h2>Related stories</h2><ul><li><a href='/l'>Old lighthouse for sale</a></li></ul>",
    ],
)
def test_chrome_below_the_last_paragraph_is_left_out(chrome: str) -> None:
    assert body_of(story(after=chrome)).lines == PARAGRAPHS


def test_what_shares_a_small_box_with_a_field_for_an_address_is_a_sign_up_in_any_language() -> None:
    box = (
        '<div class="c7"><h4>Co rano</h4><p>Najważniejsze wiadomości z dnia do porannej kawy,'
        " napisane przez naszych reporterów, którzy wstają o piątej.</p><form>"
        '<input type="email"></form></div>'
    )

    assert body_of(story(between=box)).lines == PARAGRAPHS


def test_a_quoted_post_is_body_though_a_social_box_shows_it() -> None:
    post = (
        "<div class='social'><blockquote class='twitter-tweet'>So long, bridge</blockquote></div>"
    )

    assert "So long, bridge" in body_of(story(between=post)).lines
    assert "So long" not in body_of(story(between="<div class='social'>So long</div>")).lines


def test_teasers_in_a_list_of_related_stories_are_no_body_however_long() -> None:
    teasers = "".join(f"<li><a href='/{n}'>Lighthouse {n}</a> {TEASER * 2}</li>" for n in "abc")
    text = "".join(f"<p>{paragraph} {TEASER} {paragraph}</p>" for paragraph in PARAGRAPHS)
    found = body_of(story(between=text, after=f"<div class='related'><ol>{teasers}</ol></div>"))

    assert not any("Lighthouse" in line for line in found.lines)


@pytest.mark.parametrize(
    "heading", ["<h2>What comes next?</h2>", "<p><strong>What comes next?</strong></p>"]
)
def test_a_sub_heading_inside_the_body_is_body(heading: str) -> None:
    assert "What comes next?" in body_of(story(between=heading)).lines


def test_a_heading_of_nothing_at_the_end_is_not_body() -> None:
    assert body_of(story(after="<h3>Northern tunnel</h3>")).lines == PARAGRAPHS


def test_a_body_that_is_parted_into_boxes_is_whole() -> None:
    links = "".join(f"<div><a href='/{n}'>Other story number {n}</a></div>" for n in range(20))
    first, *rest = (f"<p class='text'>{text}</p>" for text in (*PARAGRAPHS, TEASER))
    boxes = f"<div><div class='row'>{first}{rest[0]}</div><aside>{links}</aside></div>"
    more = f"<div><div class='row'>{rest[1]}{rest[2]}</div></div>"

    made = body_of(f"<main><h1>{HEADLINE}</h1>{boxes}{more}</main>")
    assert made.lines == (*PARAGRAPHS, TEASER)


def test_an_opening_paragraph_above_the_date_is_no_standfirst() -> None:
    opening = "The bridge will close. Nobody on either bank had expected it so soon."
    body = body_of(story(before=f"<div>{opening}</div><div>March 2, 2026</div>"))

    assert body.standfirst is None


@pytest.mark.parametrize("first", ["The bridge is saved.", "Zebras are back, again!"])
def test_a_first_paragraph_is_body_however_short_it_is(first: str) -> None:
    page = story().replace("<div><p>", f"<div><p>{first}</p><p>", 1)

    assert body_of(page).lines == (first, *PARAGRAPHS)


@pytest.mark.parametrize("scrap", ["<p>Listen now</p>", "<div>It is new.</div>"])
def test_a_scrap_above_the_first_paragraph_is_not_body(scrap: str) -> None:
    assert body_of(story().replace("<div><p>", f"<div>{scrap}<p>", 1)).lines == PARAGRAPHS


def test_a_paragraph_of_a_script_without_full_stops_is_prose_and_its_headline_is_not() -> None:
    headline = "เทศบาลปิดสะพานท่าเรือหนึ่งปีเต็ม"
    paragraph = f"{headline} หลังจากวิศวกรพบสนิมในสายเคเบิลหลัก ไม่มีทางเลือกอื่น เรือข้ามฟากจะให้บริการตลอดคืน"

    blocks = read_blocks(opened(f"<h1>{headline}</h1><p>{paragraph}</p>").tree)

    assert [line.is_prose for line in read_lines(blocks, "")] == [False, True]


@pytest.mark.parametrize(
    "gap",
    [
        "<div>Advertisement</div><div>Story continues below</div>",
        "<div class='ad'>x</div><p>Read more: <a href='/1'>The old tunnel is full</a></p>",
    ],
)
def test_short_paragraphs_with_chrome_between_each_are_all_body(gap: str) -> None:
    paragraphs = (
        "The council voted on Tuesday to close the harbour bridge for one year.",
        "Its cables have rusted faster than anybody thought when it was built.",
        "“We have put this off for as long as we could,” the mayor told us.",
        "Traffic will be led through the northern tunnel from the first of March.",
        "Ferries will run through the night, and shops will be paid for losses.",
    )
    text = gap.join(f"<p>{paragraph}</p>" for paragraph in paragraphs)

    assert body_of(f"<article><h1>{HEADLINE}</h1><div>{text}</div></article>").lines == paragraphs


def test_a_list_that_begins_as_body_is_body_to_its_last_short_item() -> None:
    items = (
        "Soften the onions in a little butter over a low heat for ten minutes.",
        "Add mussels.",
    )
    steps = "".join(f"<li>{item}</li>" for item in items)

    assert body_of(story(after=f"<h2>Method</h2><ol>{steps}</ol>")).lines[-2:] == items


def test_a_list_item_is_body() -> None:
    items = "<ul><li>The tunnel opens at five.</li><li>The ferries sail at six.</li></ul>"

    assert "The ferries sail at six." in body_of(story(between=items)).lines


@pytest.mark.parametrize(
    "picture",
    [
        "<figure><img src='/b.jpg'><figcaption>The bridge at dawn</figcaption></figure>",
        "<div><img src='/b.jpg'><div>The bridge at dawn</div></div>",
        "<p class='wp-caption-text'>The bridge at dawn</p>",
        "<div class='image-box'><a href='/b'><img src='/b.jpg'></a><p>The bridge at dawn</p></div>",
        "<div><img><strong class='caption'>The bridge at dawn</strong></div>",
    ],
)
def test_a_caption_is_its_own_field(picture: str) -> None:
    body = body_of(story(between=picture))

    assert body.captions == ("The bridge at dawn",)
    assert body.lines == PARAGRAPHS


@pytest.mark.parametrize(
    "caption",
    [
        "The bridge at dawn (Courtesy: Reuters photo)",
        "The bridge at dawnImage: Ana Sol/AP Photo/picture alliance",
        "Photo by Ana Sol/Getty Images",
    ],
)
def test_a_glued_credit_makes_a_line_a_caption(caption: str) -> None:
    body = body_of(story(between=f"<p>{caption}</p>"))

    assert body.captions == (caption,)
    assert body.lines == PARAGRAPHS


@pytest.mark.parametrize(
    "standfirst",
    [
        "<h2>{}</h2>",
        "<p class='standfirst'>{}</p>",
        "<div>{}</div><div>March 2, 2026</div>",
    ],
)
def test_a_standfirst_is_its_own_field(standfirst: str) -> None:
    text = "Cables have rusted faster than expected, and the tunnel will have to do"
    body = body_of(story(before=standfirst.format(text)))

    assert body.standfirst == text
    assert body.lines == PARAGRAPHS


def test_a_summary_is_the_standfirst_where_the_description_says_the_same() -> None:
    text = "Cables have rusted faster than expected, and the tunnel will have to do."
    body = body_of(story(before=f"<div class='summary'><p>{text}</p></div>"), description=text)

    assert body.standfirst == text
    assert body.lines == PARAGRAPHS


def test_a_paragraph_without_a_full_stop_is_body_if_it_stands_as_the_others_do() -> None:
    opening = "The bridge will close, and nobody on either bank had expected it so soon"
    text = "".join(f"<p>{line}</p>" for line in (opening, *PARAGRAPHS))
    markup = f"<article><h1>{HEADLINE}</h1><div>{text}</div></article>"

    assert body_of(markup).lines == (opening, *PARAGRAPHS)


def test_the_first_of_the_key_points_is_no_standfirst() -> None:
    points = (
        "The bridge will close for a year from April",
        "The tunnel will have to do until then",
    )
    body = body_of(story(before=f"<ul>{''.join(map('<li>{}</li>'.format, points))}</ul>"))

    assert body.standfirst is None


@pytest.mark.parametrize(
    "again",
    [
        "<blockquote>We have put this off for as long as we could,” said the mayor</blockquote>",
        "<div class='embed'><p>Traffic will be led through the northern tunnel, which…</p></div>",
    ],
)
def test_what_a_box_says_again_of_the_story_is_not_said_twice(again: str) -> None:
    assert body_of(story(between=again)).lines == PARAGRAPHS


def test_a_list_of_other_stories_is_no_body_however_much_its_teasers_tell() -> None:
    teaser = f"<h4><a href='/l'>Old lighthouse for sale</a></h4><p>{TEASER}</p>"
    brief = f"<article><h1>{HEADLINE}</h1><div><p>{PARAGRAPHS[0]}</p></div></article>"
    found = body_of(f"{brief}<div><h2>Related stories</h2>{teaser * 3}</div>")

    assert found.lines == PARAGRAPHS[:1]


def test_a_linked_title_is_not_body_though_the_structured_data_holds_it() -> None:
    link = "Old lighthouse for sale once again, and cheaper"
    data = {"@type": "NewsArticle", "headline": HEADLINE, "articleBody": link.join(PARAGRAPHS)}
    script = f"<script type='application/ld+json'>{json.dumps(data)}</script>"

    body = body_of(story(between=f"<p><a href='/l'>{link}</a></p>"), head=script)
    assert body.lines == PARAGRAPHS


def test_the_last_short_lines_are_body_below_a_sign_up_too() -> None:
    sign_up = "<h3>Subscribe to The Paper</h3><p>Sign up for our newsletter.</p>" * 3
    last = ("The ferries sail at six o'clock, and at seven.", "Bring a coat and something to eat.")
    text, end = ("".join(f"<p>{line}</p>" for line in lines) for lines in (PARAGRAPHS, last))
    place = f"<div class='article-body'>{text}{sign_up}{end}</div>"

    assert body_of(f"<article><h1>{HEADLINE}</h1>{place}</article>").lines[-2:] == last


def test_a_caption_below_a_printed_alternative_text_is_one_too() -> None:
    alt = "A bridge with rusted cables at dawn"
    box = f"<img src='/b.jpg' alt='{alt}'><div>{alt}</div><div>The cables have rusted</div>"
    body = body_of(story(between=f"<div>{box}</div>"))

    assert body.captions == (alt, "The cables have rusted")
    assert body.lines == PARAGRAPHS


def test_the_headline_below_the_picture_and_a_teasers_title_are_no_captions() -> None:
    picture = f"<img src='/b.jpg' alt='{HEADLINE}'><p class='wp-caption-text'>{HEADLINE}</p>"
    other = "Old lighthouse for sale once again"
    teaser = f"<div><img src='/l.jpg' alt='{other}'><h3><a href='/l'>{other}</a></h3></div>"

    assert body_of(story(before=picture, after=teaser)).captions == ()


def test_the_first_paragraph_is_no_standfirst_though_the_description_repeats_it() -> None:
    body = body_of(story(), head=f"<meta name='description' content='{PARAGRAPHS[0]}'>")

    assert body.standfirst is None
    assert body.lines == PARAGRAPHS


def test_another_story_loaded_below_is_not_the_storys() -> None:
    other = f"<article><h1>Old lighthouse for sale</h1><p>{TEASER}</p><p>{TEASER}</p></article>"

    assert body_of(story() + other * 4).lines == PARAGRAPHS


def test_a_story_that_only_the_structured_data_has_is_read_there() -> None:
    data = {"@type": "NewsArticle", "headline": HEADLINE, "articleBody": "\n".join(PARAGRAPHS)}
    script = f"<script type='application/ld+json'>{json.dumps(data)}</script>"
    body = body_of(f"<h1>{HEADLINE}</h1><div id='app'></div>", head=script)

    assert body.lines == PARAGRAPHS
    assert body.evidence == "json-ld articleBody"


OF_TWO_TEXTS = (
    ("The council met on day {} and said no.", "A ferry left the harbour at {} without a crew."),
    ("市议会第{}天开会并且再次拒绝了这项计划。", "渡轮第{}次离开港口时船上没有任何一名船员。"),
)


@pytest.mark.parametrize(("one", "other"), OF_TWO_TEXTS)
def test_data_that_hold_more_of_a_text_are_read_and_those_of_another_text_are_not(
    one: str, other: str
) -> None:
    def paragraphs(sentence: str) -> list[str]:
        return [" ".join(sentence.format(10 * day + n) for n in range(10)) for day in range(40)]

    def read(told: list[str]) -> str:
        data = {"@type": "NewsArticle", "headline": HEADLINE, "articleBody": "".join(told)}
        script = f"<script type='application/ld+json'>{json.dumps(data)}</script>"
        printed = "".join(f"<p>{line}</p>" for line in paragraphs(one)[:2])
        return body_of(f"<article><h1>{HEADLINE}</h1>{printed}</article>", head=script).evidence

    assert read(paragraphs(one)) == "json-ld articleBody"
    assert read(paragraphs(other)) != "json-ld articleBody"


@pytest.mark.parametrize("selector", ["div.odd", "//div[@class='odd']"])
def test_an_outlets_hint_for_the_body_overrides_the_choice(selector: str) -> None:
    page = story() + f"<div class='odd'><p>{TEASER}</p><p>Read more: All of it here</p></div>"
    body = body_of(page, hints=Hints(body=selector))

    assert body.lines == (TEASER,)
    assert body.evidence == "hint"


def test_what_an_outlet_drops_is_not_body_and_a_hint_that_fits_nothing_changes_nothing() -> None:
    page = story(between=f"<p class='pitch'>{TEASER}</p>")

    assert TEASER in body_of(page).lines
    assert body_of(page, hints=Hints(drop=("p.pitch",))).lines == PARAGRAPHS
    assert body_of(story(), hints=Hints(body="][", drop=("//[",))).lines == PARAGRAPHS


def test_what_an_outlet_drops_above_the_headline_moves_no_other_line() -> None:
    pitch = "".join(f"<p class='pitch'>Offer {number} of the day</p>" for number in range(40))
    body = body_of(pitch + story(), hints=Hints(drop=("p.pitch",)))

    assert body.lines == PARAGRAPHS
    assert body.headline == body_of(story()).headline


@pytest.mark.parametrize("inner", ["", "<nav><a href='/'>Home</a></nav>", "<h1>Front page</h1>"])
def test_a_page_without_a_story_has_no_body(inner: str) -> None:
    assert sum(map(len, body_of(inner).lines)) < 60


MARKUP = st.lists(
    st.sampled_from(
        [
            *("<div>", "</div>", "<p>", "</p>", "<a href='x'>", "</a>", "<figure>", "<h2>", "<li>"),
            *("<img alt='a picture of it all'>", "<b>", "</b>", "<table><tr><td>", "</article>"),
            *(PARAGRAPHS[0], TEASER, "Read more", "© 2026", "No Result", "\u200b", "&nbsp;", "—"),
        ]
    ),
    max_size=30,
)


@settings(max_examples=60, deadline=None)
@given(parts=MARKUP)
def test_any_markup_gives_lines_that_are_whole_and_tidy(parts: list[str]) -> None:
    body = body_of("".join(parts))

    for line in (*body.lines, *body.captions):
        assert line == " ".join(line.split())
        assert line
    assert body == body_of("".join(parts))
