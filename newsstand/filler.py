"""The weight of real pages: styles, scripts and menus that say nothing, the same at every call."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

_VOCABULARY = """
    account alert archive audio ballot bonds brand budget careers charts city climate coast
    college crossword culture data desk election energy events fares faith finance focus food
    forum freight funds games garden gold grants harbour health history homes housing ideas
    insight jobs journeys justice labour language learn letters library live local maps
    markets media motoring museum music nature notes oil opinion parks pensions people photos
    podcasts polls ports prices quiz radio rail recipes research reviews rivers savings
    schools science screen ships shops sport stage stocks style talks taxes tech theatre tides
    tools trade trains travel video visas voices water weather
"""
_WORDS = _VOCABULARY.split()
_PROPERTIES = ("margin", "padding", "border-width", "line-height", "letter-spacing", "top", "gap")


@dataclass(frozen=True, slots=True)
class Menu:
    """One column of a site's menu; `links` are pairs of words and path."""

    title: str
    links: tuple[tuple[str, str], ...]


@lru_cache(maxsize=64)
def styles(outlet: str, kilobytes: int) -> Markup:
    """Returns about so many kilobytes of style rules."""
    dice = _dice(outlet, "styles")
    rules, size = [], 0
    while size < kilobytes * 1000:
        selector = f".{outlet[:2]}-{dice.choice(_WORDS)}-{dice.choice(_WORDS)}"
        body = ";".join(f"{name}:{dice.randrange(64)}px" for name in dice.sample(_PROPERTIES, 4))
        rules.append(f"{selector}{{{body}}}")
        size += len(rules[-1])
    return Markup("".join(rules))


@lru_cache(maxsize=64)
def scripts(outlet: str, kilobytes: int) -> Markup:
    """Returns about so many kilobytes of a script that configures advertising slots."""
    dice = _dice(outlet, "scripts")
    slots, size = [], 0
    while size < kilobytes * 1000:
        name = f"{dice.choice(_WORDS)}_{dice.choice(_WORDS)}_{dice.randrange(10_000)}"
        sizes = ",".join(
            f"[{dice.randrange(120, 970)},{dice.randrange(50, 600)}]" for _ in range(3)
        )
        slots.append(
            f'{{"slot":"{name}","sizes":[{sizes}],"lazy":true,"bids":{dice.random():.6f}}}'
        )
        size += len(slots[-1]) + 1
    return Markup(f"window.{outlet}_slots=[{','.join(slots)}];")


@lru_cache(maxsize=64)
def menus(outlet: str, sections: tuple[str, ...]) -> tuple[Menu, ...]:
    """Returns the columns of a site's great menu."""
    dice = _dice(outlet, "menus")
    return tuple(
        Menu(
            section.replace("-", " & ").title(),
            tuple((word.title(), f"/{section}/{word}/") for word in dice.sample(_WORDS, 14)),
        )
        for section in sections
    )


def _dice(*seed: str) -> random.Random:
    return random.Random(" ".join(seed))
