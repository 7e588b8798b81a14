"""Whether a text may have one of a few words, told far sooner than which words it has.

A plain word stands in a text as it is, but for capitals and for what analysis drops: unless letters
beyond ASCII are folded into it. Words with such letters are analysed, and all others left alone.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property, lru_cache
from itertools import filterfalse

from ahocorasick_rs import BytesAhoCorasick

from storywatch.beyond_ascii import beyond_ascii
from storywatch.query.analysis import words
from storywatch.query.literals import START

MOST_SOUGHT = 64  # words: of more, most texts have one
_MOST_READ = 500  # words beyond ASCII: of more, a glance would take as long as a look


class Glance:
    """Looks for words and beginnings, each two or more lower-case letters and digits of ASCII."""

    def __init__(self, sought: Collection[str]) -> None:
        self._sought = sought

    def __reduce__(self) -> tuple[type[Glance], tuple[Collection[str]]]:
        return Glance, (self._sought,)  # the automaton cannot be pickled

    def may_find(self, text: str) -> bool:
        """Returns False only if no word of the text is sought, nor begins like one."""
        if self._is_spelt_in(text):
            return True
        if not any(map(_is_folded_into_words, beyond_ascii(text))):
            return False
        unlike = _words_beyond_ascii(text)
        return len(unlike) > _MOST_READ or self._is_spelt_in(" ".join(words(" ".join(unlike))))

    def _is_spelt_in(self, text: str) -> bool:
        plain = text.encode("ascii", "ignore").lower()
        return bool(self._automaton.find_matches_as_indexes(plain))

    @cached_property
    def _automaton(self) -> BytesAhoCorasick:
        spellings = {"++"}  # which is "plusplus"
        for one in self._sought:
            # "u.s.a" is "usa", and there may have been possessives behind the first letter.
            spellings |= {one, f"{one[0]}.{one[1]}", f"s.{one[1]}"}
        return BytesAhoCorasick([spelling.encode() for spelling in spellings])


def glance_for(literals: Collection[str]) -> Glance | None:
    """Returns what looks for these literals; None if some are no plain words, or there are many."""
    sought = [literal.removesuffix(START) for literal in literals]
    if len(sought) > MOST_SOUGHT or not all(map(_is_plain, sought)):
        return None
    return Glance(sought)


def _is_plain(word: str) -> bool:
    return len(word) > 1 and word.isascii() and word.isalnum()


@lru_cache(maxsize=4096)
def _is_folded_into_words(char: str) -> bool:
    return any(word.isascii() for word in words(char))


def _words_beyond_ascii(text: str) -> set[str]:
    lines = " ".join(filterfalse(str.isascii, text.split("\n")))
    return set(filterfalse(str.isascii, lines.split()))
