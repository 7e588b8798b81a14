"""Texts of made-up news, long enough to have copies, and the ways in which these are copied."""

from __future__ import annotations

import random

_WORDS = """
harbour council bridge ferry minister vote budget storm market school river engine union
worker contract judge witness verdict museum painter theatre orchestra farmer harvest
drought reservoir power cable island fisher quota border guard treaty summit envoy
ceasefire prison reform hospital nurse vaccine budget strike rail tunnel airport runway
noise appeal forest fire crew helicopter valley village mayor election ballot recount
court fraud bank loan interest rate currency export tariff steel factory battery mine
copper protest march square police curfew
"""
FOOTER = (
    "Sign up to our newsletter and never miss a story of the day again. By signing up you agree "
    "to our terms of use and our privacy policy. Follow us on all networks for the latest updates "
    "from our newsroom. All rights are reserved and nothing may be reproduced without permission."
)


def text(seed: int, sentences: int = 14) -> str:
    """A text of sentences that no other seed's text has."""
    dice = random.Random(seed)
    return "\n".join(
        " ".join(dice.choices(_WORDS.split(), k=dice.randint(10, 18))).capitalize() + "."
        for _ in range(sentences)
    )


def edited(copied: str, every: int = 12) -> str:
    """The text with one word in so many changed."""
    words = copied.split(" ")
    return " ".join("reportedly" if at % every == 5 else word for at, word in enumerate(words))


def part(copied: str, first: int = 0, last: int = 5) -> str:
    """The text's lines from `first` on, before `last`."""
    return "\n".join(copied.split("\n")[first:last])
