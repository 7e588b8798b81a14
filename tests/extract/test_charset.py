from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storywatch.extract.charset import clean, decode
from tests.extract.pages import article, page, story

CYRILLIC = "Совет города решил отремонтировать старый мост через реку до наступления зимы. "
UMLAUTS = "Die Brücke über die Möhne wird für hunderttausend Euro überholt, sagte Jürgen Groß. "


POLISH = (
    "Rada miasta zdecydowała we wtorek o zamknięciu mostu: rdzę mają główne liny. Będą łodzie. "
)
TURKISH = "Belediye meclisi salı akşamı köprüyü bir yıllığına kapattı; halatlarda pas bulunmuştu. "
CAPITALS = "СОВЕТ ГОРОДА РЕШИЛ ОТРЕМОНТИРОВАТЬ СТАРЫЙ МОСТ. "
ARABIC = "قرر المجلس البلدي مساء الثلاثاء إغلاق جسر الميناء لمدة عام كامل بسبب الصدأ. "
HEBREW = "מועצת העיר החליטה ביום שלישי בערב לסגור את גשר הנמל לשנה שלמה בגלל חלודה. "
GREEK = "Το δημοτικό συμβούλιο αποφάσισε το βράδυ της Τρίτης να κλείσει τη γέφυρα. "
THAI = "สภาเทศบาลมีมติเมื่อคืนวันอังคารให้ปิดสะพานท่าเรือเป็นเวลาหนึ่งปีเต็ม "
SIMPLIFIED = "市议会星期二晚上决定将港口大桥关闭整整一年,因为工程师发现了锈蚀。"
TRADITIONAL = "市議會星期二晚上決定將港口大橋關閉整整一年,因為工程師發現了鏽蝕。"
JAPANESE = "市議会は火曜日の夜、港の橋を一年間閉鎖することを決めた。さびが見つかった。"
KOREAN = "시의회는 화요일 밤 항구 다리를 1년 동안 폐쇄하기로 결정했다. 녹이 발견됐다. "
FRENCH = "Le conseil a décidé de fermer le pont où l’on a trouvé de la rouille, « hélas ». "


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


@pytest.mark.parametrize(
    ("codec", "words"),
    [
        ("cp1252", FRENCH), ("iso8859_2", POLISH), ("cp1250", POLISH), ("cp1254", TURKISH),
        ("cp1256", ARABIC), ("iso8859_6", ARABIC), ("cp1255", HEBREW), ("cp1253", GREEK),
        ("cp874", THAI), ("koi8_r", CYRILLIC), ("cp1251", CYRILLIC), ("gb18030", SIMPLIFIED),
        ("big5", TRADITIONAL), ("cp932", JAPANESE), ("euc_jp", JAPANESE), ("iso2022_jp", JAPANESE),
        ("cp949", KOREAN),
    ],
)  # fmt: skip
@pytest.mark.parametrize("label", ["x-none", "utf-8", "iso-8859-1", "windows-1251", "gbk", "big5"])
def test_a_page_that_is_wrongly_labelled_or_not_is_read_by_how_its_letters_occur(
    codec: str, words: str, label: str
) -> None:
    content = made(words, label).decode().encode(codec)

    assert words.strip() in decode(content)


@pytest.mark.parametrize(
    ("label", "codec", "words"),
    [
        ("windows-1251", "cp1251", CAPITALS),
        ("iso-8859-1", "cp1252", "The river carried 500 m³ a second, 20 m³ more than at 30 °C. "),
        ("iso-8859-1", "cp1252", "À L’ÉCOLE, L’ÉTÉ A ÉTÉ TRÈS CHAUD. "),
        ("iso-8859-1", "cp1252", "Þetta er góð frétt um brúna, sagði borgarstjórinn í ræðu. "),
        ("windows-1250", "cp1250", "Dóm v Brně "),
        ("iso-8859-2", "iso8859_2", "Őrült idő jön, a hídépítés március első hétfőjén kezdődik. "),
        ("iso-8859-16", "iso8859_16", "Consiliul a hotărât să închidă și podul din portul vechi. "),
        ("macintosh", "mac_roman", UMLAUTS),
    ],
)
def test_what_is_declared_is_believed_where_nothing_speaks_clearly_against_it(
    label: str, codec: str, words: str
) -> None:
    content = made(words, label).decode().encode(codec)

    assert words.strip() in decode(content)


@pytest.mark.parametrize("mistaken_for", ["cp1252", "latin-1", "cp1251", "cp1250"])
@pytest.mark.parametrize("words", [UMLAUTS, FRENCH, POLISH])
def test_text_that_was_encoded_twice_is_put_right_beside_text_that_was_not(
    mistaken_for: str, words: str
) -> None:
    twice = "".join(
        bytes((byte,)).decode(mistaken_for, "ignore") or chr(byte) for byte in words.encode()
    )
    content = f"<title>{words}</title><p>{twice}</p><p>© Otterbourne – 2026</p>"

    assert decode(content.encode()).count(words.strip()) == 2
    assert "© Otterbourne – 2026" in decode(content.encode())


def test_a_passage_that_shows_what_wrong_letters_look_like_keeps_them() -> None:
    content = "<p>“Café” reads as CafÃ© there, and “naïve” as naÃ¯ve.</p><p>C’EST L’ÉTÉ…</p>"

    assert decode(content.encode()) == content


def test_a_few_foreign_bytes_cost_only_themselves() -> None:
    spoilt = made(UMLAUTS, "utf-8").replace(b"<body>", b"<body>caf\xe9 \x93quoted\x94 ")

    assert UMLAUTS.strip() in decode(spoilt)


def test_a_page_of_two_sets_is_read_part_by_part() -> None:
    """Readers' comments from an older system outnumber the letters of the story."""
    told = "Die Brücke über den Hafen wurde “endlich” eröffnet. "
    comments = "Größer wäre schöner, für Fußgänger und für die Straße! " * 90
    page = told.encode() * 2 + comments.encode("cp1252")

    assert decode(page, "text/html; charset=utf-8") == told * 2 + comments


def test_a_page_of_another_latin_set_with_a_part_in_utf_8_is_read_in_its_own() -> None:
    told = (
        "Burmistrz powiedział, że czekał długo na most. Święta trwają, a śnieg pada na Łódź i "
        "Kraków. Więcej ludzi przyszło później, bo źdźbło żółci gęślą jaźń. "
    ) * 10
    page = told.encode("cp1250") + "“über” – café".encode()

    assert decode(page, "text/html; charset=utf-8").startswith(told)


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
