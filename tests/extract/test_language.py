from __future__ import annotations

import pytest

from storywatch.extract import language as module
from storywatch.extract.language import detect, is_one_of, primary

TEXTS = {
    "en": (
        "The council said on Tuesday that it was ready to repair the bridge which is in the "
        "town, and that the work of the builders would not be finished for a year."
    ),
    "de": (
        "Der Rat hat am Dienstag mit den Stimmen der Mehrheit beschlossen, die Brücke zu "
        "sanieren; das ist für die Stadt nicht einfach, und auch der Bund wird sich an den "
        "Kosten beteiligen."
    ),
    "fr": (
        "Le conseil a décidé mardi que le pont de la ville serait réparé pour un million et "
        "que les travaux dans le centre ne dureront pas plus de deux mois, sur une idée des "
        "riverains."
    ),
    "es": (
        "El ayuntamiento decidió el martes que las obras del puente se harán en una semana, "
        "y que los vecinos no pagarán más por ello, según la alcaldesa, que lo dijo con una "
        "sonrisa."
    ),
    "it": (
        "Il consiglio ha deciso che il ponte della città sarà riparato con una spesa di un "
        "milione, e che non sono previsti disagi per gli abitanti del centro, anche nel mese "
        "di marzo."
    ),
    "pl": (
        "Rada zdecydowała we wtorek, że most w mieście zostanie naprawiony przez firmę z "
        "Gdańska, ale nie wiadomo, jak długo to potrwa i po co się spieszyć, do tego na "
        "zimę, o tym za rok."
    ),
    "nl": (
        "De raad heeft dinsdag besloten dat de brug in het centrum van de stad wordt "
        "hersteld en dat het werk niet langer dan een jaar zal duren, zei de burgemeester "
        "die er ook bij was."
    ),
    "ru": (
        "Городской совет решил, что старый мост в центре отремонтируют до зимы, но не "
        "сказал, как это сделать и на что жить тем, кто за это время не сможет из дома на "
        "работу."
    ),
    "uk": (
        "Міська рада вирішила, що старий міст у центрі відремонтують до зими, але не "
        "сказала, як це зробити та за що жити тим, хто не зможе з дому на роботу, від того і "
        "для того є час."
    ),
    "ja": (
        "市議会は火曜日、冬までに古い橋を修理することを決めた。工事は来週始まる予定だという。"
        "住民は長い間この決定を待っていたと話した。"
    ),
    "zh": (
        "市议会周二决定在冬天到来之前修好老桥，工程将于下周开始，预计持续十一个星期，市长在投"
        "票后表示感谢大家的耐心等待。"
    ),
    "ko": (
        "시의회는 화요일 겨울이 오기 전에 오래된 다리를 고치기로 결정했다고 밝혔으며 공사는 "
        "다음 주에 시작될 예정이다."
    ),
    "ar": (
        "قرر المجلس البلدي يوم الثلاثاء إصلاح الجسر القديم قبل حلول الشتاء وقال رئيس البلدية "
        "إن العمل سيبدأ"
    ),
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_text_tells_its_language(language: str) -> None:
    detected = detect(TEXTS[language])

    assert detected.language == language
    assert is_one_of(detected, (language,))


def test_few_words_are_no_proof() -> None:
    assert not detect("The end of it").is_sure
    assert detect("").language is None


def test_languages_that_share_their_words_are_not_told_apart() -> None:
    assert is_one_of(detect(TEXTS["ar"]), ("fa",))
    assert not is_one_of(detect(TEXTS["ar"]), ("en", "de"))


@pytest.mark.parametrize(
    ("tag", "language"),
    [("en", "en"), ("pt_BR", "pt"), ("zh-Hant-TW", "zh"), ("EN-us", "en"), ("", None), ("?", None)],
)
def test_a_language_tag_is_cut_to_its_primary_subtag(tag: str, language: str | None) -> None:
    assert primary(tag) == language


def test_the_letters_of_every_script_are_looked_at() -> None:
    beyond_ascii = "".join(map(chr, range(0x80, 0x30000)))
    looked_at = "".join(module._SCRIPTED.findall(beyond_ascii))
    for _, script, _ in module._SCRIPTS:
        assert script.findall(looked_at) == script.findall(beyond_ascii)
