"""Pages as heavy as real ones: a story among menus, teasers, icons, advertising and scripts.

Real pages of news of 60 to 300 kB were counted: half of them have more than 110 kB, 850 elements,
49 kB of attributes, 170 links, 1,100 words and 15 kB of scripts, and 44 in 100 name their date for
readers alone. These have as much of each.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Iterator
from functools import cache

from bench.page_addresses import TOPIC, path
from newsstand.filler import menus, scripts, styles

SECTIONS = ("politics", "business", "culture", "sports", "science", "travel")
_PATH = re.compile(r"/news/2026/03/04/report-(\d+)-on-what-has-changed")
_COMMON = "the of and to in a that was for on with as by it from at which this were an be have not"
_WORDS = (
    "council harbour bridge river minister budget energy climate market farmer teacher hospital "
    "company worker museum village railway bank election court border storm treaty report plan "
    "money water school police winter summer morning evening people answer question number"
)
_ICON = "M12 2C6.5 2 2 6.5 2 12s4.5 10 10 10 10-4.5 10-10S17.5 2 12 2zm4.6 14.2a.6.6 0 0 1-.9.2"


def page(number: int) -> bytes:
    """Returns the page of story `number`, of 60 to 300 kB; one in ten tells of the topic."""
    dice = random.Random(number)
    told = TOPIC if number % 10 == 0 else "valley"
    title = f"Report {number} on the {told} and its {dice.choice(_WORDS.split())}"
    weight = dice.choice((1, 1, 2, 3, 3, 5, 8))  # few pages are very heavy
    html = (
        f'<!doctype html><html lang="en" class="no-js theme--light"><head>{_head(title, dice)}'
        f"<style>{styles('bench', 5 * weight)}</style>"
        f"<script>{scripts('bench', 6 * weight)}</script></head><body {_marks('page', dice)}>"
        f"{_header()}<main {_marks('layout', dice)}>{_article(title, told, dice)}"
        f"<aside {_marks('rail', dice)}>{''.join(_teasers(dice, 14 + 5 * weight))}</aside></main>"
        f"{_footer()}<script>{scripts('late', 5 * weight)}</script></body></html>"
    )
    return html.encode()


def feed(base: str, numbers: range) -> bytes:
    """Returns the feed that announces these stories."""
    items = "".join(
        f"<item><title>Report {n}</title><link>{base}{path(n)}</link></item>" for n in numbers
    )
    return f'<rss version="2.0"><channel><title>b</title>{items}</channel></rss>'.encode()


def _head(title: str, dice: random.Random) -> str:
    is_dated = dice.random() < 0.56
    date = {"datePublished": "2026-03-04T09:00:00+00:00"} if is_dated else {}
    told = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title,
        **date,
        "author": [{"@type": "Person", "name": "Ada Winter"}],
        "publisher": {"@type": "Organization", "name": "The Bench"},
        "image": [f"https://img.example/{dice.randrange(10**9)}.jpg" for _ in range(4)],
    }
    sheets = (
        f'<link rel="preload" as="style" href="/assets/{dice.getrandbits(64):x}/bundle.css">'
        for _ in range(16)
    )
    loaders = (
        f'<script async src="https://cdn.example/{dice.getrandbits(64):x}.js"></script>'
        for _ in range(22)
    )
    metas = "".join(
        f'<meta property="{name}" content="{content}">'
        for name, content in {
            "og:title": title,
            "og:type": "article",
            "og:description": _sentence(dice),
            "og:image": f"https://img.example/{dice.randrange(10**9)}.jpg",
            "twitter:title": title,
            "twitter:card": "summary_large_image",
        }.items()
    )
    return (
        f'<meta charset="utf-8"><title>{title}</title>{metas}{"".join(sheets)}{"".join(loaders)}'
        f'<script type="application/ld+json">{json.dumps(told)}</script>'
    )


def _article(title: str, told: str, dice: random.Random) -> str:
    paragraphs = "".join(_paragraph(dice, number) for number in range(dice.randrange(14, 28)))
    return (
        f"<article {_marks('story', dice)}><header {_marks('story-head', dice)}><h1>{title}</h1>"
        f'<p class="story-head__standfirst">{_sentence(dice)}</p>{_sharing(dice)}'
        f'<div class="byline"><span>By</span> <a href="/people/ada-winter" rel="author">Ada Winter'
        f'</a> <span class="byline__when">4 March 2026, 09:00</span></div></header>'
        f"<figure {_marks('lead-picture', dice)}>{_picture(dice)}<figcaption>{_sentence(dice)}"
        f'</figcaption></figure><div class="story-body__content rich-text" data-component="text">'
        f"<p>The {told} of this report has changed. {_sentence(dice)}</p>{paragraphs}</div>"
        f"{_sharing(dice)}</article>"
    )


def _paragraph(dice: random.Random, number: int) -> str:
    text = f"{_sentence(dice)} {_sentence(dice)}"
    if number % 4 == 1:
        words = text.split()
        words[5] = f'<a href="/topics/{words[5]}" class="inline-link">{words[5]}</a>'
        text = " ".join(words)
    slot = ""
    if number % 5 == 2:
        slot = f'<div {_marks("slot", dice)}><div id="gpt-{dice.randrange(10**9)}"></div></div>'
    return f'<p class="story-body__text">{text}</p>{slot}'


def _teasers(dice: random.Random, count: int) -> Iterator[str]:
    for _ in range(count):
        words = " ".join(dice.choices(_WORDS.split(), k=8)).capitalize()
        address = f"/{dice.choice(SECTIONS)}/2026/03/04/{dice.getrandbits(64):x}"
        yield (
            f"<div {_marks('card', dice)}><article {_marks('promo', dice)}>"
            f'<a class="promo__image" href="{address}" aria-hidden="true">{_picture(dice)}</a>'
            f'<div class="promo__text"><span class="promo__kicker">{dice.choice(SECTIONS)}</span>'
            f'<h3 class="promo__headline"><a class="promo__link" href="{address}">{words}</a></h3>'
            f'<ul class="promo__meta"><li>{_icon("clock")}<span>{dice.randrange(2, 59)} min</span>'
            f"</li></ul></div></article></div>"
        )


def _picture(dice: random.Random) -> str:
    base = f"https://img.example/ace/{dice.getrandbits(64):x}"
    sizes = ", ".join(f"{base}/{width}.jpg.webp {width}w" for width in (240, 320, 480, 800, 1280))
    return (
        f'<picture><source type="image/webp" srcset="{sizes}" sizes="(min-width: 1008px) 33vw">'
        f'<img loading="lazy" class="image" src="{base}/480.jpg" width="480" height="270" alt="">'
        "</picture>"
    )


def _sharing(dice: random.Random) -> str:
    buttons = (
        f"<li><button {_marks('share', dice)}>{_icon(name)}<span>{name}</span></button></li>"
        for name in ("Share", "Mail", "Copy link", "Print")
    )
    return f'<ul class="sharing">{"".join(buttons)}</ul>'


def _icon(name: str) -> str:
    return f'<svg class="icon icon--{name}" viewBox="0 0 24 24"><path d="{_ICON}"></path></svg>'


def _marks(part: str, dice: random.Random) -> str:
    return (
        f'class="{part} {part}--{dice.choice(SECTIONS)} css-{dice.getrandbits(32):x}" '
        f'data-component="{part}" data-tracking="{dice.getrandbits(160):x}"'
    )


def number_of(path: str) -> int | None:
    """Returns which story's page lies at that path, or None where none does."""
    found = _PATH.fullmatch(path)
    return int(found[1]) if found else None


def _sentence(dice: random.Random) -> str:
    common, rare = _COMMON.split(), _WORDS.split()
    words = (dice.choice(common if dice.random() < 0.5 else rare) for _ in range(18))
    return " ".join(words).capitalize() + "."


@cache
def _header() -> str:
    columns = "".join(
        f'<div class="menu__column"><h2 class="menu__title">{menu.title}</h2>'
        f'<ul class="menu__list">{_links(menu.links)}</ul></div>'
        for menu in menus("bench", SECTIONS)
    )
    return f'<header class="site-head" role="banner">{_icon("logo")}<nav>{columns}</nav></header>'


@cache
def _footer() -> str:
    links = [link for menu in menus("foot", SECTIONS[:2]) for link in menu.links]
    return f'<footer class="site-foot"><ul>{_links(links)}</ul><p>© The Bench</p></footer>'


def _links(links: Iterable[tuple[str, str]]) -> str:
    return "".join(
        f'<li class="menu__item"><a class="menu__link" href="{address}"><span>{words}</span></a>'
        "</li>"
        for words, address in links
    )
