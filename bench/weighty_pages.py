"""Pages as heavy as real ones: a story among menus, teasers, icons, advertising and scripts.

883 real pages of news of 60 to 300 kB were counted. They have 136 kB at the mean, 930 elements nine
deep, 1,450 words of which 790 stand in 34 paragraphs, 60 kB in 1,430 attributes, 194 links, 188
boxes, 27 meta tags, 39 comments, 27 kB of scripts and 12 of styles; and 44 in 100 name their date
for readers alone. These have about as much of each, and as few have much more.
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
    "money water school police winter summer morning evening people answer question number café"
)
_FREQUENT, _RARE = _COMMON.split(), _WORDS.split()
_ICON = "M12 2C6.5 2 2 6.5 2 12s4.5 10 10 10 10-4.5 10-10S17.5 2 12 2zm4.6 14.2a.6.6 0 0 1-.9.2"


def page(number: int) -> bytes:
    """Returns the page of story `number`, of 60 to 300 kB; one in ten tells of the topic."""
    dice = random.Random(number)
    told = TOPIC if number % 10 == 0 else "valley"
    title = f"Report {number} on the {told} and its {dice.choice(_RARE)}"
    weight = dice.choice((1, 1, 2, 2, 3, 3, 4, 8, 12))  # few pages are very heavy
    head = f"{_head(title, dice)}<style>{styles('bench', 3 * weight)}</style>"
    early, late = scripts("bench", 4 * weight), scripts("late", 3 * weight)
    html = (
        f'<!doctype html><html lang="en" class="no-js theme--light"><head>{head}'
        f"<script>{early}</script></head><body {_marks('page', dice)}>"
        f"<div {_marks('root', dice)}><div {_marks('site', dice)}>{_header()}"
        f"<div {_marks('wrap', dice)}><main {_marks('layout', dice)}><div {_marks('grid', dice)}>"
        f"<div {_marks('column', dice)}>{_article(title, told, dice)}</div>"
        f"<aside {_marks('rail', dice)}>{''.join(_teasers(dice, 12 + 4 * weight))}</aside>"
        f"</div></main></div>{_footer()}</div></div><script>{late}</script></body></html>"
    )
    return html.replace("><", f">\n{' ' * 8}<").encode()


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
        "description": _sentence(dice),
        "articleBody": " ".join(_sentence(dice) for _ in range(7)),
        **date,
        "author": [{"@type": "Person", "name": "Ada Winter"}],
        "publisher": {"@type": "Organization", "name": "The Bench"},
        "image": [f"https://img.example/{dice.randrange(10**9)}.jpg" for _ in range(4)],
    }
    sheets = (
        f'<link rel="preload" as="style" href="/assets/{dice.getrandbits(64):x}/bundle.css">'
        for _ in range(20)
    )
    loaders = (
        f"<!-- {dice.choice(_RARE)} tag --><script async "
        f'src="https://cdn.example/{dice.getrandbits(64):x}.js"></script>'
        for _ in range(30)
    )
    metas = "".join(
        f'<meta {"property" if ":" in name else "name"}="{name}" content="{content}">'
        for name, content in _metas(title, dice).items()
    )
    return (
        f'<meta charset="utf-8"><title>{title}</title>{metas}{"".join(sheets)}{"".join(loaders)}'
        f'<script type="application/ld+json">{json.dumps(told)}</script>'
    )


def _metas(title: str, dice: random.Random) -> dict[str, object]:
    described, picture = _sentence(dice), f"https://img.example/{dice.randrange(10**9)}.jpg"
    return {
        "viewport": "width=device-width, initial-scale=1",
        "theme-color": "#0b3d5c",
        "robots": "max-image-preview:large",
        "description": described,
        "keywords": ", ".join(dice.sample(_RARE, 6)),
        "news_keywords": ", ".join(dice.sample(_RARE, 6)),
        "format-detection": "telephone=no",
        "referrer": "unsafe-url",
        "msapplication-TileColor": "#0b3d5c",
        "apple-mobile-web-app-title": "The Bench",
        "google-site-verification": f"{dice.getrandbits(160):x}",
        "fb:app_id": dice.randrange(10**12),
        "article:section": dice.choice(SECTIONS),
        "og:title": title,
        "og:type": "article",
        "og:site_name": "The Bench",
        "og:locale": "en_GB",
        "og:description": described,
        "og:image": picture,
        "og:image:width": 1200,
        "og:image:height": 630,
        "twitter:title": title,
        "twitter:card": "summary_large_image",
        "twitter:site": "@thebench",
        "twitter:description": described,
        "twitter:image": picture,
    }


def _article(title: str, told: str, dice: random.Random) -> str:
    long = dice.choice((12, 16, 20, 22, 25, 28, 32, 38, 50, 75))
    paragraphs = "".join(_paragraph(dice, number) for number in range(long))
    return (
        f"<article {_marks('story', dice)}><header {_marks('story-head', dice)}>"
        f'<div class="story-head__inner"><h1>{title}</h1>'
        f'<p class="story-head__standfirst">{_sentence(dice)}</p>{_sharing(dice)}'
        f'<div class="byline"><span>By</span> <a href="/people/ada-winter" rel="author">Ada Winter'
        f'</a> <span class="byline__when">4 March 2026, 09:00</span></div></div></header>'
        f"<figure {_marks('lead-picture', dice)}>{_picture(dice)}<figcaption>{_sentence(dice)}"
        f"<br>Picture: Ada Winter</figcaption></figure>"
        f'<div {_marks("story-body", dice)}><div class="story-body__content rich-text">'
        f"<p>The {told} of this report has changed. {_sentence(dice)}</p>{paragraphs}</div></div>"
        f"{_sharing(dice)}</article>"
    )


def _paragraph(dice: random.Random, number: int) -> str:
    words = " ".join(_sentence(dice) for _ in range(dice.choice((1, 1, 1, 2)))).split()
    if number % 3 == 1:
        words[5] = f'<a href="/topics/{words[5]}" class="inline-link">{words[5]}</a>'
        words[-1] = f"<em>{words[-1]}</em>"
    if number % 6 == 3:
        words[2:5] = [f'<strong class="emphasis">{" ".join(words[2:5])}</strong>']
    slot = ""
    if number % 4 == 2:
        mark = f"<!-- slot {number} -->"
        inside = f'<div id="gpt-{dice.randrange(10**9)}"></div>'
        slot = f"{mark}<div {_marks('slot', dice)}>{inside}</div>{mark}"
    return f'<p class="story-body__text">{" ".join(words)}</p>{slot}'


def _teasers(dice: random.Random, count: int) -> Iterator[str]:
    for number in range(count):
        words = " ".join(dice.choices(_RARE, k=9)).capitalize()
        summary = f'<div class="promo__summary">{_sentence(dice)}</div>' if number % 2 else ""
        address = f"/{dice.choice(SECTIONS)}/2026/03/04/{dice.getrandbits(64):x}"
        yield (
            f"<div {_marks('card', dice)}><div class='card__inner'>"
            f'<a class="promo__image" href="{address}" aria-hidden="true">{_picture(dice)}</a>'
            f'<div class="promo__text"><div class="promo__kicker">{dice.choice(SECTIONS)}</div>'
            f'<h3 class="promo__headline"><a class="promo__link" href="{address}">'
            f"<span>{words}</span></a></h3>"
            f'{summary}<div class="promo__meta"><span>{dice.randrange(2, 59)} min</span></div>'
            f"</div></div></div>"
        )


def _picture(dice: random.Random) -> str:
    base = f"https://img.example/ace/{dice.getrandbits(64):x}"
    widths = (240, 320, 480, 640, 800, 1024, 1280)
    sizes = ", ".join(f"{base}/{width}.jpg.webp {width}w" for width in widths)
    return (
        f'<picture><source type="image/webp" srcset="{sizes}" sizes="(min-width: 1008px) 33vw">'
        f'<img loading="lazy" class="image" src="{base}/480.jpg" srcset="{sizes}" width="480" '
        'height="270" alt=""></picture>'
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
    words = [dice.choice(_FREQUENT if dice.random() < 0.5 else _RARE) for _ in range(18)]
    if dice.random() < 0.3:  # as a typesetter writes it
        words[3:6] = [f"“{words[3]}", words[4], f"{words[5]}’s” –"]
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
    house = "<br>".join(f"The Bench, {number} Quay Road" for number in range(9))
    return f'<footer class="site-foot"><ul>{_links(links)}</ul><p>{house}</p></footer>'


def _links(links: Iterable[tuple[str, str]]) -> str:
    return "".join(
        f'<li class="menu__item"><a class="menu__link" href="{address}">{words}</a></li>'
        for words, address in links
    )
