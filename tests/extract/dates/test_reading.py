"""One date line: its instant or day, its zone, and what it must not be taken for."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from storywatch.extract.dates.reading import read
from storywatch.story import Precision
from tests.extract.dates.samples import INDIAN, NOON, at, outlet, reading


@pytest.mark.parametrize(
    ("line", "instant"),
    [
        ("2025-12-02T12:32:00+05:30", "2025-12-02T07:02"),
        ("2025-12-02T10:15-500", "2025-12-02T15:15"),
        ("2025-12-02T10:15:00\N{MINUS SIGN}05:00", "2025-12-02T15:15"),
        ("2025\N{EN DASH}12\N{EN DASH}02T10:15:00+02:00", "2025-12-02T08:15"),
        ("2025-12-02\N{NO-BREAK SPACE}10:15:00Z", "2025-12-02T10:15"),
        ("2026-01-01T10:00:00+14:00", "2025-12-31T20:00"),
        ("Tue, 02 Dec 2025 12:00:00 CEST", "2025-12-02T10:00"),
        ("Tue Dec 02 19:20:36 CEST 2025", "2025-12-02T17:20:36"),
        ("Tue Dec 02 19:20:36 +0200 2025", "2025-12-02T17:20:36"),
        ("Tue, 02 Dec 2025 12:00:00 +02:00", "2025-12-02T10:00"),
        ("Tue, 02 Dec 2025 12:00:00 +2", "2025-12-02T10:00"),
        ("Tue, 02 Dec 2025 12:00:00 GMT+0200", "2025-12-02T10:00"),
        ("Tue, 02 Dec 2025 12:00:00 +0200 (CEST)", "2025-12-02T10:00"),
        ("Tue Dec 02 2025 12:00:00 GMT+0200 (Central European Time)", "2025-12-02T10:00"),
        ("Tue, 02 Dec 2025 10:00:00 PM GMT", "2025-12-02T22:00"),
        ("Tue, 02 Dec 2025 12:30 am +0100", "2025-12-01T23:30"),
        ("02 Dec 25 12:00:00 UT", "2025-12-02T12:00"),
        ("Tuesday, 02-Dec-14 12:00:00 GMT", "2014-12-02T12:00"),
        ("2025-12-02T12:00:00+02:00[Europe/Helsinki]", "2025-12-02T10:00"),
        ("2025-12-02T12:00:00 CET", "2025-12-02T11:00"),
        ("2025-12-02T9:05Z", "2025-12-02T09:05"),
        ("1764676800", "2025-12-02T12:00"),
        ("mar, 02 dic 2025 12:00:00 -0300", "2025-12-02T15:00"),
        ("ter, 02 dez 2025 12:00:00 -03:00", "2025-12-02T15:00"),
        ("2 de diciembre de 2025 12:00 -0330", "2025-12-02T15:30"),
        ("2025-12-02 12:00:00 -08:00 PST", "2025-12-02T20:00"),
        ("Dec. 2, 2025, 5:03 a.m. ET", "2025-12-02T10:03"),
        ("Zuletzt am 2. Dezember 2025 um 14:46 Uhr MEZ", "2025-12-02T13:46"),
        ("٢ ديسمبر ٢٠٢٥ 10:00 GMT", "2025-12-02T10:00"),
        ("24 نيسان / أبريل 2020 09:22 مساءً GMT", "2020-04-24T21:22"),
        ("2025年12月2日 14:03 JST", "2025-12-02T05:03"),
    ],
)
def test_a_line_with_a_zone_is_read_to_the_minute(line: str, instant: str) -> None:
    found = reading(line)

    assert found is not None
    assert (found.at, found.precision) == (at(instant), Precision.MINUTE)


@pytest.mark.parametrize(
    "line",
    ["2 December 2025, 19:00 - 21:00", "2 December 2025, 19:00 -21:00 GMT"],
)
def test_the_end_of_a_span_is_no_zone(line: str) -> None:
    found = reading(line)

    assert found is not None
    assert not found.zone.startswith("offset")


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Published on: Dec 6, 2025", "2025-12-06"),
        ("first published: 6 décembre 2025", "2025-12-06"),
        ("Publiziert6. Dezember 2025", "2025-12-06"),
        ("06.12.2025", "2025-12-06"),
        ("26 | 11 | 2025", "2025-11-26"),
        ("6 ธันวาคม 2568", "2025-12-06"),
        ("Fredag 6. juni 2025", "2025-06-06"),
    ],
)
def test_a_line_without_a_time_is_a_day(line: str, day: str) -> None:
    found = reading(line)

    assert found is not None
    assert (found.on.isoformat(), found.precision) == (day, Precision.DAY)


@pytest.mark.parametrize(
    ("country", "instant"),
    [("IN", "2025-12-02T07:02"), ("IL", "2025-12-02T10:32"), ("IE", "2025-12-02T12:32")],
)
def test_an_abbreviation_is_read_by_the_outlets_country(country: str, instant: str) -> None:
    found = reading("December 02, 2025 / 12:32 IST", country=country)

    assert found is not None
    assert found.at == at(instant)


@pytest.mark.parametrize(
    "line",
    [
        "2 December 2025, 12:32",
        "2025-12-02T12:32:00",
        "Tue, 02 Dec 2025 12:32:00",
        "Tue Dec  2 12:32:00 2025",
        "Tue, 02 Dec 2025 12:32:00 +9999",
    ],
)
def test_without_a_zone_the_outlets_zone_is_taken(line: str) -> None:
    found = reading(line, timezone="Asia/Kolkata")

    assert found is not None
    assert found.at == at("2025-12-02T07:02")
    assert "Asia/Kolkata" in found.zone


def test_an_unknown_zone_is_said_and_bounds_the_instant_by_every_zone_on_earth() -> None:
    found = reading("2 December 2025, 12:32")

    assert found is not None
    assert "unknown" in found.zone
    assert (found.earliest, found.latest) == (at("2025-12-01T22:32"), at("2025-12-03T00:32"))


@pytest.mark.parametrize(
    ("line", "instant"),
    [
        ("Updated 3 hours ago", "2025-12-10T09:00"),
        ("vor 2 Stunden", "2025-12-10T10:00"),
        ("il y a 3 heures", "2025-12-10T09:00"),
        ("25 minutes ago", "2025-12-10T11:35"),
    ],
)
def test_a_relative_line_counts_from_the_fetch(line: str, instant: str) -> None:
    found = reading(line)

    assert found is not None
    assert (found.at, found.precision) == (at(instant), Precision.MINUTE)
    assert found.earliest < found.at


def test_yesterday_is_the_outlets_yesterday() -> None:
    late = datetime(2025, 12, 10, 20, 0, tzinfo=UTC)  # already the 11th in India

    found = read("Yesterday", outlet=INDIAN, relative_to=late)

    assert found is not None
    assert found.on.isoformat() == "2025-12-10"


@pytest.mark.parametrize(
    "line",
    ["", "0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "5 min read", "Sie sind hier: Start",
     "12:32", "May 2025", "Up 1.27% for August 2022", "31 February 2025", "\x00\ud800",
     "٣٣/٣٣/٣٣٣٣", "-" * 50],
)  # fmt: skip
def test_what_names_no_real_day_is_not_read(line: str) -> None:
    assert reading(line) is None


def test_numbers_that_could_swap_follow_the_country_else_are_flagged() -> None:
    american, british = (reading("03/04/2025", country=code) for code in ("US", "GB"))
    neither = reading("03/04/2025")

    assert american is not None
    assert british is not None
    assert neither is not None
    assert american.on.isoformat() == "2025-03-04"
    assert british.on.isoformat() == "2025-04-03"
    assert neither.is_ambiguous
    assert neither.earliest < american.at < british.at < neither.latest


def test_the_learned_order_goes_before_the_country() -> None:
    found = reading("03/04/2025", order="DMY", country="US")

    assert found is not None
    assert found.on.isoformat() == "2025-04-03"


def test_a_line_as_long_as_a_book_takes_no_time() -> None:
    months = "January März avril мая 5月 Şubat 03/04 12:12 " * 5_000
    started = time.process_time()

    read(months, outlet=outlet(), relative_to=NOON)

    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    ("line", "local"),
    [
        ("5 december 2025 om 14u05", "2025-12-05T14:05"),
        ("5 de dezembro de 2025, 14h05min", "2025-12-05T14:05"),
        ("vendredi 5 décembre 2025, 14 heures 05", "2025-12-05T14:05"),
        ("5 декабря 2025 г., 14 ч. 05 мин.", "2025-12-05T14:05"),
        ("2025. december 5. 14 óra 05", "2025-12-05T14:05"),
        ("ngày 5 tháng 12 năm 2025 lúc 14 giờ 05", "2025-12-05T14:05"),
        ("5. decembris 2025 plkst.14.05", "2025-12-05T14:05"),
        ("5 grudnia 2025 r. o godz. 14.05", "2025-12-05T14:05"),
        ("2025年12月5日 午後2時5分", "2025-12-05T14:05"),
        ("2025년 12월 5일 오후 2시 5분", "2025-12-05T14:05"),
        ("2025 оны 12-р сарын 5, 14 цаг 05 минут", "2025-12-05T14:05"),
        ("5 दिसंबर 2025, दोपहर 2:05 बजे", "2025-12-05T14:05"),
        ("5 दिसंबर 2025 सुबह 12:30", "2025-12-05T00:30"),
        ("5 दिसंबर 2025, रात 10:05", "2025-12-05T22:05"),
        ("5 दिसंबर 2025, रात 12:05", "2025-12-05T00:05"),
        ("5 दिसंबर 2025, गुजरात 10:05", "2025-12-05T10:05"),
        ("৫ ডিসেম্বর ২০২৫, বিকেল ৫:০৫", "2025-12-05T17:05"),
        ("5 டிசம்பர் 2025, மாலை 5:05", "2025-12-05T17:05"),
        ("2025 දෙසැම්බර් 5 ප.ව. 2:05", "2025-12-05T14:05"),
        ("5 Disember 2025, 2:05 petang", "2025-12-05T14:05"),
        ("12:05 tengah hari, 5 Disember 2025", "2025-12-05T12:05"),
        ("Disyembre 5, 2025 nang 2:05 ng hapon", "2025-12-05T14:05"),
        ("5 de diciembre de 2025, 10:05 de la noche", "2025-12-05T22:05"),
        ("2025年12月5日 中午11:30", "2025-12-05T11:30"),
        ("2025年12月5日 晚上12:30", "2025-12-05T00:30"),
        ("5 ديسمبر 2025 10:05 مصر", "2025-12-05T10:05"),
    ],
)
def test_a_clock_is_read_by_the_marks_and_parts_of_day_of_its_language(
    line: str, local: str
) -> None:
    found = reading(line)

    assert found is not None
    assert (found.local.isoformat(timespec="minutes"), found.precision) == (local, Precision.MINUTE)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("৫ জানুয়ারি ২০২৫", "2025-01-05"),
        ("5. јануара 2025.", "2025-01-05"),
        ("5. avgusta 2025", "2025-08-05"),
        ("2025. gada 5. jūnijā", "2025-06-05"),
        ("2025eko abenduaren 5a", "2025-12-05"),
        ("5 декабр 2025", "2025-12-05"),
        ("ថ្ងៃទី5 ខែធ្នូ ឆ្នាំ2025", "2025-12-05"),
        ("5 Gulan 2025", "2025-05-05"),
        ("5 desimber 2025", "2025-12-05"),
        ("୫ ଡିସେମ୍ବର ୨୦୨୫", "2025-12-05"),
        ("5 Luuliyo 2025", "2025-07-05"),
    ],
)
def test_a_month_is_known_in_the_case_in_which_it_is_written(line: str, day: str) -> None:
    found = reading(line)

    assert found is not None
    assert found.on.isoformat() == day


@pytest.mark.parametrize(
    "label",
    [
        "Atnaujinta", "Atjaunots", "Uuendatud", "Posodobljeno", "Poslednja izmena", "Измењено",
        "Обновено", "Абноўлена", "Yenilənib", "Жаңартылды", "Yangilandi", "Шинэчилсэн",
        "Թարմացվել է", "განახლდა", "അപ്ഡേറ്റ്", "અપડેટ", "ನವೀಕರಿಸಲಾಗಿದೆ", "ਅਪਡੇਟ", "යාවත්කාලීන",
        "อัปเดต", "ອັບເດດ", "ပြင်ဆင်ချိန်", "Kemas kini", "Eguneratua", "Aġġornat", "Diweddarwyd",
        "Imesasishwa", "የዘመነው", "An sabunta",
    ],
)  # fmt: skip
def test_a_label_of_any_language_tells_an_update(label: str) -> None:
    found = reading(f"{label}: 05.12.2025 14:05")

    assert found is not None
    assert found.is_update


def test_a_word_that_ends_like_a_label_is_none() -> None:
    found = reading("Завод возобновит работу 05.12.2025 14:05")

    assert found is not None
    assert not found.is_update
