"""What a page calls its parts, says to machines or prints above its story decides nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml import html
from lxml.html import HtmlElement

from bench.disguise import DISGUISES
from tests.extract.opened import PARAGRAPHS, TEASER, body_of, story

LINKS = "".join(f"<li><a href='/{n}'>Other story number {n}</a></li>" for n in range(12))
CHROME = f"<div class='nav'><ul>{LINKS}</ul></div>"
TEASERS = f"<h3><a href='/l'>Old lighthouse for sale</a></h3><p>{TEASER}</p>"
PAGE = f"<html><head></head><body>{CHROME}<div class='story-body'>{story()}</div>"
PAGE += f"<div class='sidebar'><h2>Most read</h2>{TEASERS}</div></body></html>"


@pytest.mark.parametrize("disguise", DISGUISES, ids=lambda one: one.__name__)
def test_a_story_is_read_alike_in_every_disguise(disguise: Callable[[HtmlElement], None]) -> None:
    tree = html.document_fromstring(PAGE)
    disguise(tree)
    inner = html.tostring(tree.find("body"), encoding="unicode")

    assert body_of(inner.removeprefix("<body>").removesuffix("</body>")).lines == PARAGRAPHS


def test_a_disguise_changes_the_page() -> None:
    for disguise in DISGUISES[1:]:
        tree = html.document_fromstring(PAGE.replace("<head>", "<head><meta name='a' content='b'>"))
        before = html.tostring(tree)
        disguise(tree)
        assert html.tostring(tree) != before, disguise.__name__
