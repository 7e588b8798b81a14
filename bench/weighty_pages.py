"""Pages as heavy as real ones: words of stories among styles, scripts, menus and teasers."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from newsstand.filler import menus, scripts, styles

TOPIC = "estuary"  # the word of which one page in ten tells
SECTIONS = ("politics", "business", "culture", "sports", "science", "travel")
_PATH = re.compile(r"/news/2026/03/04/report-(\d+)-on-what-has-changed")
_COMMON = "the of and to in a that was for on with as by it from at which this were an be have not"
_WORDS = (
    "council harbour bridge river minister budget energy climate market farmer teacher hospital "
    "company worker museum village railway bank election court border storm treaty report plan "
    "money water school police winter summer morning evening people answer question number"
)


def page(number: int) -> bytes:
    """Returns the page of story `number`, of 60 to 300 kB; one in ten tells of the topic."""
    dice = random.Random(number)
    told = TOPIC if number % 10 == 0 else "valley"
    kilobytes = dice.choice((20, 40, 60, 90, 120))
    title = f"Report {number} on the {told} and its {dice.choice(_WORDS.split())}"
    story = "\n".join(f"<p>{_sentence(dice)} {_sentence(dice)}</p>" for _ in range(22))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="og:title" content="{title}"><meta property="og:type" content="article">'
        f'<meta property="article:published_time" content="2026-03-04T09:00:00+00:00">'
        f"<style>{styles('bench', kilobytes)}</style><script>{scripts('bench', kilobytes)}</script>"
        f"</head><body>{_menus()}<main><article><h1>{title}</h1>"
        f"<p>The {told} of report {number} has changed. {_sentence(dice)}</p>{story}</article>"
        f"<aside>{''.join(_teasers(dice))}</aside></main>"
        f"<script>{scripts('late', kilobytes // 2)}</script></body></html>"
    ).encode()


def feed(base: str, numbers: range) -> bytes:
    """Returns the feed that announces these stories."""
    items = "".join(
        f"<item><title>Report {n}</title><link>{base}{path(n)}</link></item>" for n in numbers
    )
    return f'<rss version="2.0"><channel><title>b</title>{items}</channel></rss>'.encode()


def path(number: int) -> str:
    """Returns where the page of story `number` lies."""
    return f"/news/2026/03/04/report-{number}-on-what-has-changed"


def number_of(path: str) -> int | None:
    """Returns which story's page lies at that path, or None where none does."""
    found = _PATH.fullmatch(path)
    return int(found[1]) if found else None


def _sentence(dice: random.Random) -> str:
    common, rare = _COMMON.split(), _WORDS.split()
    words = (dice.choice(common if dice.random() < 0.5 else rare) for _ in range(18))
    return " ".join(words).capitalize() + "."


def _menus() -> str:
    links = (link for menu in menus("bench", SECTIONS) for link in menu.links)
    items = (f'<li><a href="{address}">{words}</a></li>' for words, address in links)
    return f"<nav><ul>{''.join(items)}</ul></nav>"


def _teasers(dice: random.Random) -> Iterator[str]:
    for _ in range(60):
        words = " ".join(dice.choices(_WORDS.split(), k=7))
        picture = f'<img src="/img/{dice.randrange(10**9)}.jpg" alt="{words}" width=300 height=200>'
        yield (
            f'<div class="card card--small"><a class="card__link" href="/news/{dice.random()}">'
            f'{picture}<h3 class="card__title">{words.capitalize()}</h3></a></div>'
        )
