from __future__ import annotations

import pytest

from tests.extract.pages import TITLE, article, html, linked_data, outlet, story, text


def signed(byline: str, head: str = "") -> tuple[str, ...]:
    return story(html(article(byline + text()), head)).authors


@pytest.mark.parametrize(
    "author",
    [
        {"@type": "Person", "name": "Ann Lee"},
        [{"@type": "Person", "givenName": "Ann", "familyName": "Lee"}],
        "By Ann Lee",
        ["Ann Lee"],
    ],
)
def test_linked_data_names_authors_in_many_shapes(author: object) -> None:
    assert signed("", linked_data(author=author)) == ("Ann Lee",)


def test_an_author_may_be_a_reference_into_the_graph() -> None:
    graph = (
        '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": '
        f'"{TITLE}", "author": {{"@id": "#ann"}}}}, '
        '{"@type": "Person", "@id": "#ann", "name": "Ann Lee"}]}</script>'
    )

    assert signed("", graph) == ("Ann Lee",)


@pytest.mark.parametrize(
    "byline",
    [
        '<p class="byline">By Ann Lee</p>',
        '<div class="ArticleByline_x9"><span>By</span> <a href="/u/1">Ann Lee</a></div>',
        '<a rel="author" href="/x">Ann Lee</a>',
        '<a href="/author/ann-lee">Ann Lee</a>',
        '<span itemprop="author"><span itemprop="name">Ann Lee</span></span>',
        "<div><div>By <span>Ann Lee</span></div></div>",
        "<p>By Ann Lee</p>",
        "<p>By Ann Lee</p><p>Daily Courier</p>",
        '<p class="byline">By Ann Lee, Northern Courier</p>',
        "<div><p>Autorin/Autor</p><p>Ann Lee</p></div>",
        "<p>Eine Kolumne von Ann Lee</p>",
        '<div class="article_author">Text: <span>Ann Lee</span> / <b>bugle.example</b></div>',
        '<p>Photo by <a href="/n">Nia Ray</a></p><p>By Ann Lee</p>',
    ],
)
def test_a_printed_byline_is_found(byline: str) -> None:
    assert signed(byline) == ("Ann Lee",)


@pytest.mark.parametrize(
    "byline",
    [
        '<div class="submitted">Submitted by <span class="username">annlee</span> on Monday</div>',
        '<p>Posted by <a href="/author/7">annlee</a></p>',
    ],
)
def test_an_account_signs_where_a_byline_names_it(byline: str) -> None:
    assert signed(byline) == ("annlee",)


def test_a_page_without_data_of_its_story_names_its_author() -> None:
    graph = (
        '<script type="application/ld+json">{"@graph": [{"@type": "WebPage", "author": '
        '{"@id": "#ann"}}, {"@type": "Person", "@id": "#ann", "name": "Ann Lee"}]}</script>'
    )

    assert signed("", graph) == ("Ann Lee",)


def test_meta_tags_sign_but_their_addresses_do_not() -> None:
    head = (
        '<meta property="article:author" content="https://social.example/bugle">'
        '<meta name="author" content="Ann Lee">'
    )

    assert signed("", head) == ("Ann Lee",)


def test_an_outlet_that_gives_itself_as_the_author_is_one_where_nobody_else_signs() -> None:
    itself = linked_data(author={"@type": "Person", "name": "The Bugle"})

    assert signed("", itself) == ("The Bugle",)
    assert signed("<p>By Ann Lee</p>", itself) == ("Ann Lee",)


def test_a_team_may_sign_a_line() -> None:
    assert signed("<p>By Smart Shopping Team</p>") == ("Smart Shopping Team",)


def test_a_person_in_print_is_better_than_an_account_name_in_the_data() -> None:
    assert signed('<p class="byline">By Ann Lee</p>', linked_data(author="alee")) == ("Ann Lee",)


def test_the_authors_of_teasers_and_comments_did_not_write_the_story() -> None:
    beside = (
        '<div class="related"><p class="byline">By Bob Ray</p></div>'
        '<div class="comments"><span class="author">Cy Dew</span></div>'
        "<aside><article><h5>Old lighthouse for sale</h5><p>By Di Eng</p></article></aside>"
    )

    assert story(html(article() + beside)).authors == ()


@pytest.mark.parametrize(
    "byline",
    [
        "<div>By <a href='/u/1'>Ann Lee</a> and <a href='/u/2'>Bo Ek</a> | Published 2 May</div>",
        "<div>Door <span>Ann Lee</span>, <span>Bo Ek</span></div>",
        "<div>Автор: <a href='/u/1'>Ann Lee</a> и <a href='/u/2'>Bo Ek</a> · 5 мая</div>",
        "<div>記者 <b>Ann Lee</b>、<b>Bo Ek</b></div>",
    ],
)
def test_all_who_are_joined_in_a_signed_line_sign(byline: str) -> None:
    assert signed(byline) == ("Ann Lee", "Bo Ek")


def test_an_editor_is_no_author() -> None:
    assert signed('<p class="author">Edited by: Maren Sass</p>') == ()


def test_a_hint_tells_where_the_byline_stands() -> None:
    made = html(article('<p class="x1">Ann Lee</p>' + text()), linked_data(author="Bob Ray"))

    assert story(made, outlet(hints={"authors": "//p[@class='x1']"})).authors == ("Ann Lee",)


@pytest.mark.parametrize(
    "line",
    [
        "<p>Author: Ann Lee</p>",
        "<p>Auteur : Ann Lee</p>",
        "<p>Autorin Ann Lee</p>",
        '<p style="text-align: right;"><strong>Ann Lee</strong></p>',
        '<p align="right">Ann Lee</p>',
        '<div class="post-footer">Posted by <a rel="author" href="/u/1">Ann Lee</a></div>',
        "<byline>By Ann Lee</byline>",
        "<p>Bugle / Ann Lee</p>",
    ],
)
def test_a_story_may_be_signed_at_its_end(line: str) -> None:
    assert story(html(article(text() + line))).authors == ("Ann Lee",)


def test_a_source_that_is_set_to_the_right_signs() -> None:
    line = '<p style="text-align:right">Quelle: sid/dpa</p>'

    assert story(html(article(text() + line))).authors == ("sid", "dpa")


@pytest.mark.parametrize("line", ['<p align="right">Read more</p>', "<p>Ann Lee</p>"])
def test_a_line_that_is_no_signature_does_not_sign(line: str) -> None:
    assert story(html(article(text() + line))).authors == ()


def test_a_paper_that_is_named_for_its_one_writer_signs_where_nobody_else_does() -> None:
    made = html(article(text()), linked_data(author="Bugle"))

    assert story(made, outlet(name="Bugle")).authors == ("Bugle",)
