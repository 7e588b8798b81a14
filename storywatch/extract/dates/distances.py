"""Minutes, hours and days ago in the languages of news: "3 hours ago", "před hodinou", "2日前"."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, lru_cache

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_OF_UNIT = {"M": _MINUTE, "H": _HOUR, "D": _DAY}
# What words mean, each in the forms that distances have: A is "ago", M, H and D are minutes, hours
# and days, 1 and 2 are numbers, and - says nothing. Some words mean two of them.
_WORDS = {
    "A": (
        "ago vor hace il_y_a fa há atrás geleden sedan siden sitten temu před pred назад тому преди"
        " önce əvvəl lalu yang_lalu tadi trước cách_đây πριν πριν_από acum în_urmă_cu în_urmă"
        " ezelőtt pre prije пре prieš pirms tagasi më_parë zilizopita ang_nakalipas nakaraan"
        " 前 之前 以前 전 ที่แล้ว ก่อน ที่ผ่านมา წინ منذ قبل پیش پہلے לפני"
        " पहले पूर्वी पूर्व आधी अघि আগে ਪਹਿਲਾਂ પહેલા પહેલાં முன் முன்பு முன்னர் క్రితం"
        " ಹಿಂದೆ മുമ്പ് മുൻപ്"
        " пред таму бұрын мурун пеш өмнө առաջ oldin berê fyrir síðan gelede lyn virun viru hai"
        " duela ilu ó_shin yn_ôl antaŭ iliyopita kahor ka_hor da_suka_wuce da_ta_wuce"
        " da_ya_wuce edlule"
        " eledlule ezedlule sẹ́yìn مخکې پێش পূৰ্বে ପୂର୍ବେ පෙර ກ່ອນ មុន အကြာက လွန်ခဲ့သော በፊት"
    ),
    "M": (
        "m min mins minute minutes minuten minuto minutos minuti minut minuta minuty minutę minutu"
        " minutami minútami minuter minutter minutt minuuttia minuutti minutit minūtēm"
        " minučių minuts minit menit mnt perc perccel phút dakika dk dəqiqə"
        " мин минут минуты минуту минута минути хв хвилин хвилини хвилину λεπτά λεπτό λεπτών წუთის"
        " دقيقة دقائق دقيقه دقیقه دقایق منٹ דקות דקה דק'"
        " मिनट मिनटों मिनिटे मिनिटं मिनिटां मिनेट মিনিট ਮਿੰਟ મિનિટ நிமிடம் நிமிடங்கள்"
        " நிமிடங்களுக்கு"
        " నిమిషాల నిమిషం ನಿಮಿಷಗಳ ನಿಮಿಷದ മിനിറ്റ് นาที 分 分钟 分鐘 分間 분"
        " mín mínútum mínútu хвіліну хвіліны хвілін минутын daqiqa дақиқа мүнөт րոպե deqe minute"
        " minuut minutten minuttir minuttum minutu minutoj nóiméad munud daqiiqo daqiiqad mintuna"
        " minti amaminithi emizuzwini ìṣẹ́jú دقیقې دقيقې خولەک ମିନିଟ୍ මිනිත්තු ນາທີ នាទី"
        " မိနစ် ደቂቃ ደቂቃዎች"
    ),
    "H": (
        "h hr hrs hour hours std stunde stunden hora horas heure heures ora ore oră hores uur uren"
        " tim timme timmar time timer t tunti tuntia tundi godz godzinę godziny godzin hod hodinou"
        " hodinami hodiny hodin saat sa jam giờ tiếng oras orë óra órával sat sata sati ura ure"
        " urami uro valandas valandą valandų val stundām stundas saa"
        " час часа часов ч годину години годин год сат сата сати ώρα ώρες ωρών საათის"
        " ساعة ساعات ساعه ساعت گھنٹے گھنٹہ گھنٹوں שעות שעה घंटे घंटा घंटों घण्टा घण्टे"
        " तास तासां तासा"
        " ঘণ্টা ঘন্টা ਘੰਟੇ ਘੰਟਾ કલાક மணி_நேரம் மணி_நேரத்திற்கு மணிநேரம் மணிநேரத்திற்கு"
        " గంటల గంట ಗಂಟೆಗಳ ಗಂಟೆಯ"
        " മണിക്കൂർ ชั่วโมง ชม 小时 小時 個小時 个小时 時間 시간"
        " klst klukkustund klukkustundum гадзіну гадзіны гадзін сағат саат соат цагийн soat ժամ"
        " tund saet ordu horo horoj stonn stonnen oere oeren tíma tímar siegħa sigħat uair"
        " uair_an_chloig awr saac saacadood awa awanni sa'_o'_i amahora ihora emahoreni"
        " wákàtí ساعته"
        " کاتژمێر ଘଣ୍ଟା පැය ຊົ່ວໂມງ ម៉ោង နာရီ ሰዓት ሰዓታት"
    ),
    "D": (
        "d day days tag tage tagen día días dia dias dies jour jours giorno giorni dag dagen dagar"
        " dage dager päivä päivää päeva dni dzień dny dnem dňami dnevoma dnevi dana dan nap nappal"
        " zi zile dienas dienų dieną dienām gün hari ngày araw ditë siku"
        " день дня дней дні днів дни ден дана дан ημέρες ημέρα μέρες μέρα დღის يوم أيام ايام يوما"
        " روز دن ימים יום दिन दिनों दिवस दिवसां দিন ਦਿਨ દિવસ நாட்கள் நாட்களுக்கு நாள்"
        " రోజుల రోజు ದಿನಗಳ ದಿನದ"
        " ദിവസം วัน 天 日 일"
        " dögum degi дена дзень дзён күн kun рӯз өдрийн օր roj dae deeg egun tago tagoj dagur"
        " jum jiem lá diwrnod ddiwrnod siku maalin maalmood kwanaki izinsuku"
        " ezinsukwini ọjọ́ ورځ ورځې ڕۆژ ଦିନ දින ມື້"
        " ថ្ងៃ ရက် ቀን ቀናት"
    ),
    "1": (
        "a an one einer einem una une un uma um en ett et een ein bir o mia μία μια jednu एक ایک یک"
        " ਇੱਕ એક এক ஒரு ఒక ಒಂದು ഒരു odną одну un'"
        " egy jedną eno еден един бір бир як մեկ ერთი enger n in bat unha një isang satu unu kan"
        " এ ଏକ एका یو 一 한 หนึ่ง"
    ),
    "-": (
        "de για för for cca ca ок около about almost etwa circa environ cerca_de från med"
        " за и and und och og et e y i от"
        " ' vremena времена fyri emi ama ezi ከ කට"
    ),
    "2": "两 兩",
    "1H": "sejam saetek کاتژمێرێک",
    "HA": "órája",
    "MA": "perce",
    "DA": "napja",
    "2H": "ساعتين שעתיים",
    "2M": "دقيقتين",
    "2D": "يومين יומיים",
}
_TOKEN = re.compile(r"\d+|[^\s\d.,;:|/()–—-]+")
_SHAPE = re.compile(r"(?:\d{1,3} [MHD](?: |$))+|[MHD](?: \d{1,3})?")
_LONGEST_WORD = 30  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """How long ago, and the smallest unit in which it is told."""

    span: timedelta
    unit: timedelta


def distance_in(phrase: str) -> Distance | None:
    """Returns the distance into the past that a phrase tells and nothing besides, if it does."""
    said: list[str] = []
    for token in _TOKEN.findall(_joined(phrase)):
        said += [token] if token.isdecimal() else list(_meaning(token) or "?")
    told = [one for one in said if one not in {"A", "-"}]
    if "A" not in said or not _SHAPE.fullmatch(" ".join(told)):
        return None
    numbers = [int(one) for one in told if one.isdecimal()] or [1]
    units = [_OF_UNIT[one] for one in told if one in _OF_UNIT]
    spans = (number * unit for number, unit in zip(numbers, units, strict=True))
    return Distance(span=sum(spans, timedelta()), unit=min(units))


def may_say_ago(line: str) -> bool:
    """Whether a line can hold a distance: in ASCII only with a word for "ago"."""
    if not line.isascii():
        return True
    return any("A" in _meaning(token) for token in _TOKEN.findall(_joined(line)))


def _form(text: str) -> str:
    return unicodedata.normalize("NFC", text.casefold()).replace("’", "'")


def _joined(phrase: str) -> str:
    """The phrase with a blank behind each apostrophe and none in what is one word to the table."""
    text = _form(phrase).replace("'", "' ")
    for words in _words()[1]:
        text = text.replace(words, words.replace(" ", "_")) if words in text else text
    return text


@cache
def _words() -> tuple[dict[str, str], tuple[str, ...]]:
    """What each word of the table means, and those of several words, the longest first."""
    known = {_form(word): meaning for meaning, words in _WORDS.items() for word in words.split()}
    several = sorted((word.replace("_", " ") for word in known if "_" in word), key=len)
    return known, tuple(reversed(several))


@lru_cache(maxsize=1_024)
def _meaning(token: str) -> str:
    """What a word means, or the words that stand in one where a script has no blanks."""
    known = _words()[0]
    if token in known or token.isascii() or len(token) > _LONGEST_WORD:
        return known.get(token, "")
    for end in range(len(token) - 1, 0, -1):
        if token[:end] in known and (rest := _meaning(token[end:])):
            return known[token[:end]] + rest
    return ""
