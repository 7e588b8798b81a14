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
    "is": ("fyrir 3 klukkustundum", "fyrir 5 mínútum", "fyrir 2 dögum", "Í gær"),
    "sl": ("pred 3 urami", "pred 5 minutami", "pred 2 dnevoma", "Včeraj"),
    "mk": ("пред 3 часа", "пред 5 минути", "пред 2 дена", "Вчера"),
    "be": ("3 гадзіны таму", "5 хвілін таму", "2 дні таму", "Учора"),
    "et": ("3 tundi tagasi", "5 minutit tagasi", "2 päeva tagasi", "Eile"),
    "lt": ("prieš 3 valandas", "prieš 5 minutes", "prieš 2 dienas", "Vakar"),
    "sq": ("3 orë më parë", "5 minuta më parë", "2 ditë më parë", "Dje"),
    "kk": ("3 сағат бұрын", "5 минут бұрын", "2 күн бұрын", "Кеше"),
    "uz": ("3 soat oldin", "5 daqiqa oldin", "2 kun oldin", "Kecha"),
    "ky": ("3 саат мурун", "5 мүнөт мурун", "2 күн мурун", "Кечээ"),
    "mn": ("3 цагийн өмнө", "5 минутын өмнө", "2 өдрийн өмнө", "Өчигдөр"),
    "hy": ("3 ժամ առաջ", "5 րոպե առաջ", "2 օր առաջ", "Երեկ"),
    "ka": ("3 საათის წინ", "5 წუთის წინ", "2 დღის წინ", "გუშინ"),
    "ps": ("۳ ساعته مخکې", "۵ دقیقې مخکې", "۲ ورځې مخکې", "پرون"),
    "si": ("පැය 3කට පෙර", "මිනිත්තු 5කට පෙර", "දින 2කට පෙර", "ඊයේ"),
    "lo": ("3 ຊົ່ວໂມງກ່ອນ", "5 ນາທີກ່ອນ", "2 ມື້ກ່ອນ", "ມື້ວານນີ້"),
    "km": ("3 ម៉ោងមុន", "5 នាទីមុន", "2 ថ្ងៃមុន", "ម្សិលមិញ"),
    "my": ("လွန်ခဲ့သော ၃ နာရီ", "၅ မိနစ်အကြာက", "လွန်ခဲ့သော ၂ ရက်", "မနေ့က"),
    "am": ("ከ3 ሰዓት በፊት", "ከ5 ደቂቃ በፊት", "ከ2 ቀን በፊት", "ትናንት"),
    "sw": ("saa 3 zilizopita", "dakika 5 zilizopita", "siku 2 zilizopita", "Jana"),
    "so": ("3 saacadood ka hor", "5 daqiiqo kahor", "2 maalmood ka hor", "Shalay"),
    "ha": ("sa'o'i 3 da suka wuce", "mintuna 5 da suka wuce", "kwanaki 2 da suka wuce", "Jiya"),
    "ca": ("fa 3 hores", "fa 5 minuts", "fa 2 dies", "Ahir"),
    "gl": ("hai 3 horas", "hai 5 minutos", "hai 2 días", "Onte"),
    "eu": ("duela 3 ordu", "duela 5 minutu", "duela 2 egun", "Atzo"),
    "af": ("3 uur gelede", "5 minute gelede", "2 dae gelede", "Gister"),
}
# Languages whose word for yesterday is another word elsewhere.
OWN = {"fr", "et", "sq", "kk", "uz", "ps", "sw", "ha", "ca", "gl", "eu"}


@pytest.mark.parametrize("is_language_known", [True, False])
@pytest.mark.parametrize("language", TOLD)
def test_minutes_hours_and_days_ago_are_read(language: str, is_language_known: bool) -> None:
    languages = [language] if is_language_known or language in OWN else []
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


@pytest.mark.parametrize(
    ("language", "line", "moment"),
    [
        ("hu", "ma 14:05", "2025-12-10T14:05"),
        ("hu", "Frissítve: tegnap 17:40", "2025-12-09T17:40"),
        ("sw", "Ilichapishwa leo, 14:05", "2025-12-10T14:05"),
        ("et", "Uuendatud eile kell 14.05", "2025-12-09T14:05"),
        ("et", "Täna", "2025-12-10"),
        ("sq", "Përditësuar: dje në orën 14:05", "2025-12-09T14:05"),
        ("sq", "sot", "2025-12-10"),
        ("ro", "Azi, 14:05", "2025-12-10T14:05"),
        ("fr", "Mis à jour hier à 14h05", "2025-12-09T14:05"),
        ("zh", "更新于昨天 14:05", "2025-12-09T14:05"),
        ("ja", "きのう 午後2時5分", "2025-12-09T14:05"),
        ("de", "Vorgestern, 14:05 Uhr", "2025-12-08T14:05"),
        ("it", "l'altro ieri", "2025-12-08"),
        ("ja", "一昨日", "2025-12-08"),
        ("th", "เมื่อวานซืน", "2025-12-08"),
        ("ar", "آخر تحديث منذ 3 ساعات", "2025-12-10T12:30"),
    ],
)
def test_a_day_is_named_by_a_word_of_the_language(language: str, line: str, moment: str) -> None:
    found = read_relative(line, [language], NOW)

    assert found is not None
    assert found.moment == datetime.fromisoformat(moment)


@pytest.mark.parametrize(
    ("language", "line"),
    [
        *((language, "ma 14:05") for language in ("it", "nl", "fi", "")),
        ("hu", "Ma Budapesten"),
        ("sw", "Jana Novak"),
        ("", "Leo 14:05"),
        ("fr", "Hier encore"),
        ("de", "Eile 14:05"),
        ("th", "ข่าววันนี้"),
        ("zh", "今日头条"),
        ("ko", "오늘의 날씨"),
        ("ja", "昨日の試合結果"),
    ],
)
def test_what_names_no_day_in_the_language_or_is_more_than_a_date_is_none(
    language: str, line: str
) -> None:
    assert read_relative(line, [language] if language else [], NOW) is None


@given(st.text(max_size=60))
def test_any_text_tells_a_distance_or_none(phrase: str) -> None:
    found = distance_in(phrase)

    assert found is None or found.span >= timedelta(0)


@pytest.mark.parametrize("line", ["कालिदास 12:32", "कलाकार 12:32", "اليومية 12:32"])
def test_a_word_that_begins_like_a_day_names_none(line: str) -> None:
    assert read_relative(line, (), NOW) is None
