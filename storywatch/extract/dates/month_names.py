"""Month names of the written languages, from CLDR; `python -m` this module makes their file again.

They are kept in month_names.json because reading them through Babel holds 70 MiB of locale data in
every process that reads pages.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

LANGUAGES = (
    "en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "nn", "fi", "is", "pl",
    "cs", "sk", "sl", "hr", "sr", "bs", "mk", "bg", "ru", "uk", "be", "lt", "lv", "et",
    "hu", "ro", "el", "tr", "az", "kk", "uz", "ky", "hy", "ka", "he", "ar", "fa", "ur",
    "hi", "bn", "ta", "te", "ml", "mr", "gu", "kn", "pa", "si", "ne", "th", "id", "ms",
    "fil", "ca", "eu", "gl", "sq", "mt", "ga", "cy", "sw", "am", "af", "km", "lo", "my",
    "so", "ha", "ps", "mn", "lb", "fo", "kl", "as", "or", "tg", "tt", "ug", "eo", "fy",
)  # fmt: skip
_FILE = Path(__file__).with_name("month_names.json")

Names = list[tuple[int, str]]


def names(language: str) -> Names:
    """Returns every name of each month in a language of `LANGUAGES`; none in another."""
    return [
        (number, name) for number, name in _kept().get("nb" if language == "no" else language, ())
    ]


def from_cldr(language: str) -> Names:
    """Returns the names as CLDR has them: in a date and alone, whole and abbreviated."""
    from babel import Locale, localedata  # noqa: PLC0415 - for whoever makes the file alone

    localedata._cache.clear()  # a language read earlier leaks into the next
    months = Locale.parse(language).months
    found = [
        (number, name)
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in months[context][width].items()
    ]
    return list(dict.fromkeys(found))


@cache
def _kept() -> dict[str, Names]:
    kept: dict[str, Names] = json.loads(_FILE.read_text("utf-8"))
    return kept


if __name__ == "__main__":
    made = {language: from_cldr(language) for language in LANGUAGES}
    lines = (
        f"{json.dumps(language)}: {json.dumps(pairs, ensure_ascii=False)}"
        for language, pairs in made.items()
    )
    _FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
