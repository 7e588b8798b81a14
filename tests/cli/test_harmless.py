from __future__ import annotations

import json
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from storywatch.cli.harmless import ascii_only, harmless, one_line

ANY = st.text(st.characters(exclude_categories=()))
REORDERING = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@given(ANY)
def test_no_text_drives_a_terminal_or_turns_the_reading_around(text: str) -> None:
    for char in harmless(text):
        assert char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cs"}
        assert char not in REORDERING


@given(ANY)
def test_one_line_is_one_line_and_stays_so(text: str) -> None:
    line = one_line(text)

    assert len(line.splitlines()) <= 1
    assert one_line(line) == line


@given(st.recursive(st.text() | st.integers() | st.none(), lambda one: st.lists(one, max_size=3)))
def test_json_in_ascii_says_the_same(value: object) -> None:
    told = ascii_only(json.dumps(value, ensure_ascii=False))

    assert told.isascii()
    assert "\x7f" not in told
    assert json.loads(told) == value


def test_half_a_character_becomes_a_sign_that_there_was_one() -> None:
    assert json.loads(ascii_only(json.dumps("a\ud800b", ensure_ascii=False))) == "a\ufffdb"


def test_lines_and_tabs_stay() -> None:
    assert harmless("a\r\nb\rc\td\x0b") == "a\nb\nc\td"


def test_letters_of_the_world_stay() -> None:
    text = "Dovilė Sakalienė “東京” नमस्ते"

    assert one_line(text) == text
