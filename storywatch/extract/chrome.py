"""Which class of chrome a line is, told by its words alone: sign-up, pointer, credit, notice."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from storywatch.extract import chrome_words as words
from storywatch.extract import date_lines
from storywatch.extract.phrases import Finder, Phrases
from storywatch.extract.pointer_words import POINTER


class Chrome(StrEnum):
    """The classes of chrome that words alone give away."""

    POINTER = "pointer"  # "Read more", "Lesen Sie auch": to another page
    SIGN_UP = "sign_up"  # newsletters, subscriptions, apps, donations
    SHARE = "share"  # share bars, follow us
    PLAYER = "player"  # "To view this video please enable JavaScript"
    NOTICE = "notice"  # advisories, disclaimers, copyright
    DATE = "date"  # a line that is a date, with or without "Updated"
    BYLINE = "byline"  # "By Ann Lee", "Edited by", "3 min read"
    SIGN_OFF = "sign_off"  # "(Reporting by …; editing by …)", "To contact the reporter …"
    LABEL = "label"  # "Advertisement", "No Result", "You're reading", "Tags: …"
    APPEARED = "appeared"  # "The post … appeared first on …"
    BIO = "bio"  # "About the author": the head of a box
    COMMENTS = "comments"  # "Leave a comment", "3 Kommentare"
    CREDIT = "credit"  # a picture's credit


LONGEST_BLOCK = 400_000  # characters; scrambled words are looked for in all
_LONGEST_LABEL = 320
_SHORT = 60  # characters; a line of a menu has fewer
_SURE = 220  # characters up to which one mention makes a line chrome
# Each class in the order of trial: the longest line it is looked for in, and what it looks like.
_CLASSES: tuple[tuple[Chrome, int, Phrases], ...] = (
    (Chrome.NOTICE, LONGEST_BLOCK, words.SCRAMBLED),
    (Chrome.APPEARED, 600, words.APPEARED),
    (Chrome.LABEL, _LONGEST_LABEL, words.LABEL),
    (Chrome.SIGN_OFF, 320, words.SIGN_OFF),
    (Chrome.BYLINE, 140, words.BYLINE),
    (Chrome.BYLINE, 140, words.BY_NAMES),
    (Chrome.BIO, 40, words.BIO),
    (Chrome.SHARE, 160, words.SHARE),
    (Chrome.COMMENTS, 160, words.COMMENTS),
    (Chrome.POINTER, 260, POINTER),
    (Chrome.PLAYER, 320, words.PLAYER),
    (Chrome.SIGN_UP, 420, words.SIGN_UP),
    (Chrome.SIGN_UP, 420, words.WIDE_SIGN_UP),
    (Chrome.NOTICE, 900, words.NOTICE),
    (Chrome.CREDIT, _SURE, words.CREDIT),
)
_HERE = re.compile(r"\b(?:here|hier|ici|aquí|qui)\W*$", re.IGNORECASE)  # a link's only word
_FINDER = Finder([(phrases, longest) for _, longest, phrases in _CLASSES])


def kind(text: str, link_share: float = 0.0) -> Chrome | None:
    """Returns the class of chrome that a line's words give away, or None."""
    return _kind_of_short(text, link_share) if len(text) <= _SHORT else _kind(text, link_share)


def _kind(text: str, link_share: float) -> Chrome | None:
    if date_lines.is_date_line(text):
        return Chrome.DATE
    if not words.WORD.search(text) and _is_spaced(text):
        return Chrome.LABEL
    for place in _FINDER.places(text):
        chrome, _, phrases = _CLASSES[place]
        if _is_meant(chrome, phrases, text, link_share):
            return chrome
    return None


# Menus and footers are the same on all pages of an outlet.
_kind_of_short = lru_cache(maxsize=4_000)(_kind)


def _is_spaced(text: str) -> bool:
    return len(text) <= _LONGEST_LABEL and words.SPACED.whole.search(text) is not None


def _is_meant(chrome: Chrome, phrases: Phrases, text: str, link_share: float) -> bool:
    if phrases is words.SCRAMBLED:
        return not words.READABLE.search(text)
    if chrome is Chrome.POINTER and not _points(text, link_share):
        return False
    return len(text) <= _SURE or _insists(phrases, text)


def _insists(phrases: Phrases, text: str) -> bool:
    """A long text is chrome if it says so at once or twice: a story may mention a newsletter."""
    found = [match.start() for match in phrases.whole.finditer(text)]
    return len(found) > 1 or found[0] < 60


def _points(text: str, link_share: float) -> bool:
    """A pointer is a heading, a link or has a colon; a sentence that opens alike is none."""
    if link_share > 0.4 or len(text) < 36 or ":" in text[:40]:
        return True
    if link_share > 0 and _HERE.search(text):
        return True
    return text.rstrip()[-1:] not in '.!?”"…。！？।؟' and len(text) < 110
