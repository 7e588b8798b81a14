"""Distances into the past are read in the languages of news, whatever is known of the outlet's."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storywatch.extract.dates.distances import distance_in
from storywatch.extract.dates.relative import read_relative

NOW = datetime.fromisoformat("2025-12-10T15:30")
# Three hours, five minutes, two days, and a word for yesterday where one is read.
TOLD = {
    "en": ("3 hours ago", "5 mins ago", "2 days ago", "Yesterday"),
    "zh": ("3小時前", "5分鐘前", "2天前", "昨天"),
    "es": ("Hace 3 horas", "hace 5 min", "hace 2 días", "Ayer"),
    "hi": ("3 घंटे पहले", "५ मिनट पहले", "2 दिन पहले", "कल"),
    "ar": ("منذ ٣ ساعات", "منذ 5 دقائق", "منذ يومين", "أمس"),
    "bn": ("৩ ঘণ্টা আগে", "৫ মিনিট আগে", "২ দিন আগে", "গতকাল"),
    "pt": ("Há 3 horas", "5 minutos atrás", "há 2 dias", "Ontem"),
    "ru": ("3 ч. назад", "5 мин назад", "2 дня назад", "Вчера"),
    "ja": ("3時間前", "5分前", "2日前", "昨日"),
    "pa": ("3 ਘੰਟੇ ਪਹਿਲਾਂ", "5 ਮਿੰਟ ਪਹਿਲਾਂ", "2 ਦਿਨ ਪਹਿਲਾਂ", "ਕੱਲ੍ਹ"),
    "de": ("vor 3 Std.", "vor 5 Minuten", "vor 2 Tagen", "Gestern"),
    "id": ("3 jam yang lalu", "5 menit lalu", "2 hari yang lalu", "Kemarin"),
    "ms": ("3 jam yang lalu", "5 minit lalu", "2 hari lalu", "Semalam"),
    "te": ("3 గంటల క్రితం", "5 నిమిషాల క్రితం", "2 రోజుల క్రితం", "నిన్న"),
    "vi": ("3 tiếng trước", "5 phút trước", "2 ngày trước", "Hôm qua"),
    "ko": ("3시간전", "5분 전", "2일 전", "어제"),
    "mr": ("3 तासांपूर्वी", "5 मिनिटांपूर्वी", "2 दिवसांपूर्वी", "काल"),
    "ta": ("3 மணி நேரத்திற்கு முன்", "5 நிமிடங்களுக்கு முன்பு", "2 நாட்களுக்கு முன்", "நேற்று"),
    "fr": ("il y a 3h", "Il y a 5 minutes", "il y a 2 jours", "Hier"),
    "ur": ("3 گھنٹے پہلے", "5 منٹ قبل", "2 دن پہلے", "گزشتہ روز"),
    "fa": ("۳ ساعت قبل", "5 دقیقه پیش", "2 روز پیش", "دیروز"),
    "tr": ("3 sa önce", "5 dk. önce", "2 gün önce", "Dün"),
    "gu": ("3 કલાક પહેલા", "5 મિનિટ પહેલાં", "2 દિવસ પહેલા", "ગઈકાલે"),
    "pl": ("3 godz. temu", "5 minut temu", "2 dni temu", "Wczoraj"),
    "it": ("3 ore fa", "5 minuti fa", "2 giorni fa", "Ieri"),
    "uk": ("3 год тому", "5 хв тому", "2 дні тому", "Вчора"),
    "nl": ("3 uur geleden", "5 minuten geleden", "2 dagen geleden", "Gisteren"),
    "th": ("3 ชั่วโมงก่อน", "5 นาทีที่แล้ว", "2 วันก่อน", "เมื่อวานนี้"),
    "el": ("πριν από 3 ώρες", "πριν 5 λεπτά", "πριν 2 ημέρες", "Χθες"),
    "sv": ("för 3 timmar sedan", "5 min sedan", "för 2 dagar sedan", "I går"),
    "cs": ("před 3 hodinami", "před 5 minutami", "před 2 dny", "Včera"),
    "ro": ("în urmă cu 3 ore", "acum 5 minute", "acum 2 zile", "Ieri"),
    "hu": ("3 órával ezelőtt", "5 perce", "2 napja", "Tegnap"),
    "he": ("לפני 3 שעות", "לפני 5 דקות", "לפני יומיים", "אתמול"),
    "bg": ("преди 3 часа", "преди 5 минути", "преди 2 дни", "Вчера"),
    "sr": ("пре 3 сата", "pre 5 minuta", "pre 2 dana", "Јуче"),
    "hr": ("prije 3 sata", "prije 5 minuta", "prije 2 dana", "Jučer"),
    "no": ("for 3 timer siden", "5 minutter siden", "2 dager siden", "I går"),
    "fi": ("3 t sitten", "5 minuuttia sitten", "2 päivää sitten", "Eilen"),
    "sk": ("pred 3 hodinami", "pred 5 minútami", "pred 2 dňami", "Včera"),
}


@pytest.mark.parametrize("is_language_known", [True, False])
@pytest.mark.parametrize("language", TOLD)
def test_minutes_hours_and_days_ago_are_read(language: str, is_language_known: bool) -> None:
    languages = [language] if is_language_known or language == "fr" else []
    read = [read_relative(line, languages, NOW) for line in TOLD[language]]

    assert [one and one.moment for one in read] == [
        NOW - timedelta(hours=3),
        NOW - timedelta(minutes=5),
        datetime.fromisoformat("2025-12-08"),
        datetime.fromisoformat("2025-12-09"),
    ]
    assert [one and one.has_time for one in read] == [True, True, False, False]


@pytest.mark.parametrize(
    ("phrase", "span"),
    [
        ("an hour ago", timedelta(hours=1)),
        ("un'ora fa", timedelta(hours=1)),
        ("godzinę temu", timedelta(hours=1)),
        ("před hodinou", timedelta(hours=1)),
        ("för en timme sedan", timedelta(hours=1)),
        ("acum o oră", timedelta(hours=1)),
        ("منذ ساعتين", timedelta(hours=2)),
        ("ایک گھنٹہ پہلے", timedelta(hours=1)),
        ("1 hour and 20 minutes ago", timedelta(hours=1, minutes=20)),
        ("2 days 3 hours ago", timedelta(days=2, hours=3)),
        ("Acum 20 de minute", timedelta(minutes=20)),
    ],
)
def test_a_distance_may_lack_a_number_or_have_two(phrase: str, span: timedelta) -> None:
    found = distance_in(phrase)

    assert found is not None
    assert found.span == span


@pytest.mark.parametrize(
    "phrase",
    [
        "3 hours",
        "5 min",
        "2025 days ago",
        "3 hours before the vote",
        "vor 3 Toren",
        "3 ours ago",
        "ago",
        "कालावधी 3 घंटे",
        "in 3 Stunden",
        "za 3 hodiny",
        "через 3 часа",
    ],
)
def test_what_tells_no_distance_into_the_past_is_none(phrase: str) -> None:
    assert distance_in(phrase) is None


@given(st.text(max_size=60))
def test_any_text_tells_a_distance_or_none(phrase: str) -> None:
    found = distance_in(phrase)

    assert found is None or found.span >= timedelta(0)


@pytest.mark.parametrize("line", ["कालिदास 12:32", "कलाकार 12:32", "اليومية 12:32"])
def test_a_word_that_begins_like_a_day_names_none(line: str) -> None:
    assert read_relative(line, (), NOW) is None
