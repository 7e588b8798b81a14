from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storywatch.extract.charset import clean, decode
from tests.extract.pages import article, page, story

CYRILLIC = "Совет города решил отремонтировать старый мост через реку до наступления зимы. "
UMLAUTS = "Die Brücke über die Möhne wird für hunderttausend Euro überholt, sagte Jürgen Groß. "


def made(words: str, charset: str, before: str = "") -> bytes:
    head = f"<html><head>{before}<meta charset={charset}><title>{words}</title></head>"
    return (head + f"<body><p>{words * 5}</p></body></html>").encode("utf-8")


@pytest.mark.parametrize(
    ("content", "header", "words"),
    [
        (made(UMLAUTS, "iso-8859-1"), "text/html; charset=utf-8", UMLAUTS),
        (made(CYRILLIC, "x").decode().encode("cp1251"), "text/html; charset=x-no-such-9", CYRILLIC),
        (
            made(CYRILLIC, "windows-1251", "<!-- " + "x" * 3_000 + " -->")
            .decode()
            .encode("cp1251"),
            "text/html",
            CYRILLIC,
        ),
        (made(UMLAUTS, "x").decode().encode("utf-16-le"), "text/html; charset=utf-16le", UMLAUTS),
        (made(UMLAUTS, "x").decode().encode("utf-16-le"), "text/html", UMLAUTS),
        (made(UMLAUTS, "x").decode().encode("utf-16"), "text/html", UMLAUTS),
        (made(UMLAUTS, "iso-8859-1").decode().encode("latin-1"), "text/html", UMLAUTS),
        (
            made("東京の橋は冬までに直される。", "shift_jis").decode().encode("cp932"),
            "text/html",
            "東京の橋",
        ),
        (
            made("北京的老桥将在冬天之前修好。", "gb2312").decode().encode("gbk"),
            "text/html",
            "北京的老桥",
        ),
    ],
)
def test_a_page_is_read_in_the_set_that_it_is_really_in(
    content: bytes, header: str, words: str
) -> None:
    assert words.strip() in decode(content, header)


def test_a_few_foreign_bytes_cost_only_themselves() -> None:
    spoilt = made(UMLAUTS, "utf-8").replace(b"<body>", b"<body>caf\xe9 \x93quoted\x94 ")

    assert UMLAUTS.strip() in decode(spoilt)


def test_utf_7_is_never_read() -> None:
    content = b"<meta charset=utf-7><p>+ADw-script+AD4-</p>"

    assert "<script>" not in decode(content, "text/html; charset=utf-7")


def test_surrogates_written_as_bytes_are_dropped() -> None:
    assert decode(b"<p>a\xed\xa0\xbdb</p>") == "<p>ab</p>"


def test_a_story_in_utf_16_is_a_story() -> None:
    content = f"<html><head><title>A</title></head><body>{article()}</body></html>"

    assert story(page(content.encode("utf-16-le"), content_type="text/html")).body


@given(st.binary(max_size=300), st.sampled_from(["", "text/html; charset=utf-8", "charset=big5"]))
@settings(max_examples=100, deadline=None)
def test_any_bytes_decode_to_clean_text(content: bytes, header: str) -> None:
    text = decode(content, header)

    assert clean(text) == text
    text.encode("utf-8")
