"""Lines that outlets print around stories are known by their words, and paragraphs are not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storywatch.extract.chrome import Chrome, kind
from tests.extract.opened import PARAGRAPHS, TEASER


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Read more", Chrome.POINTER),
        ("Lesen Sie auch: Die Fähren fahren nachts", Chrome.POINTER),
        ("Lire aussi : le tunnel du nord", Chrome.POINTER),
        ("相关阅读", Chrome.POINTER),
        ("Читайте також: пороми ходитимуть уночі", Chrome.POINTER),
        ("اقرأ أيضا: العبارات ستعمل ليلا", Chrome.POINTER),
        ("यह भी पढ़ें: नावें रात में भी चलेंगी", Chrome.POINTER),
        ("อ่านเพิ่มเติม: เรือข้ามฟากให้บริการตลอดคืน", Chrome.POINTER),
        ("קראו גם: המעבורות יפעלו בלילה", Chrome.POINTER),
        ("Simak juga: Kapal feri beroperasi sepanjang malam", Chrome.POINTER),
        ("اقرأ ايضا: العبارات ستعمل ليلا", Chrome.POINTER),
        ("قد يهمك: العبارات ستعمل ليلا", Chrome.POINTER),
        ("ये भी देखें: नावें रात में भी चलेंगी", Chrome.POINTER),
        ("पढ़ें: नावें रात में भी चलेंगी", Chrome.POINTER),
        ("También te puede interesar: los transbordadores de la noche", Chrome.POINTER),
        ("Материалы по теме: паромы будут ходить ночью", Chrome.POINTER),
        ("Leia ainda: as balsas vão navegar à noite", Chrome.POINTER),
        ("ΔΙΑΒΑΣΤΕ ΕΠΙΣΗΣ: τα πλοία της νύχτας", Chrome.POINTER),
        ("Citeşte şi: feriboturile circulă noaptea", Chrome.POINTER),
        ("Přečtěte si také: přívozy pojedou v noci", Chrome.POINTER),
        ("Дивіться також: пороми ходитимуть уночі", Chrome.POINTER),
        ("Soma pia: Vivuko vitafanya kazi usiku", Chrome.POINTER),
        ("同场加映", Chrome.POINTER),
        ("READ: Ferries will run all night from April", Chrome.POINTER),
        ("Підпишіться на розсилку", Chrome.SIGN_UP),
        ("สมัครรับจดหมายข่าว", Chrome.SIGN_UP),
        ("Sign up for our morning briefing", Chrome.SIGN_UP),
        ("Get it delivered straight to your inbox", Chrome.SIGN_UP),
        ("Share this story", Chrome.SHARE),
        ("To view this video please enable JavaScript", Chrome.PLAYER),
        ("Advisory Alert: do not trust callers", Chrome.NOTICE),
        ("© 2026 The Paper", Chrome.NOTICE),
        ("(This story has been published from a wire agency feed.)", Chrome.NOTICE),
        ("Skip next section", Chrome.POINTER),
        ("Hat Ihnen der Text geholfen? Unterstützen Sie uns mit einer Spende.", Chrome.SIGN_UP),
        ("Links sind Affiliate-Links: Für Käufe erhalten wir eine Provision.", Chrome.NOTICE),
        ("mho/dpa", Chrome.BYLINE),
        ("von Ann Lee am 14. Mai 2014", Chrome.BYLINE),
        ("Titelbild via Unsplash", Chrome.CREDIT),
        ("The bridge at dawn. (Ana Sol / iStock.com)", Chrome.CREDIT),
        ("December 02, 2025 / 12:32 IST", Chrome.DATE),
        ("Published on: Dec 6, 2025", Chrome.DATE),
        ("Updated 3 hours ago", Chrome.DATE),
        ("bugle.example 2026-01-12 17:21 Font: A A A", Chrome.DATE),
        ("ปรับปรุงล่าสุด 6 ธ.ค. 2568 09:10 น.", Chrome.DATE),
        ("প্রকাশ: ০৫ ডিসেম্বর ২০২৫, ১৪:৩২", Chrome.DATE),
        ("تاریخ انتشار: ۱۴ آذر ۱۴۰۴ - ۱۴:۳۲", Chrome.DATE),
        ("By Ann Lee and Bo Ek", Chrome.BYLINE),
        ("Edited by: Maren Olsson", Chrome.BYLINE),
        ("4 min read", Chrome.BYLINE),
        ("View All Result", Chrome.LABEL),
        ("You're reading", Chrome.LABEL),
        ("The post A bridge appeared first on Paper.", Chrome.APPEARED),
        ("3 comments", Chrome.COMMENTS),
        ("The bridge (Courtesy: Reuters photo)", Chrome.CREDIT),
        ("Most na rzece o świcie (© fot. Ana Sol)", Chrome.CREDIT),
        ("清晨的大桥(安娜摄)", Chrome.CREDIT),
        ("(Reporting by Ann Lee in Oslo; editing by Bo Ek.)", Chrome.SIGN_OFF),
        ("To contact the reporter on this story: Ann Lee at ann@paper.example", Chrome.SIGN_OFF),
        ("--Editors: Bo Ek, Cy Dew", Chrome.BYLINE),
        ("Aus dem Norwegischen von Maren Sass", Chrome.BYLINE),
        ("About the author", Chrome.BIO),
        ("Die Autorin", Chrome.BIO),
        ("この記事は会員限定です。", Chrome.SIGN_UP),
        ("Sie können sich jederzeit wieder abmelden.", Chrome.SIGN_UP),
        ("(For more of the bridge, follow The Paper on Facebook and Twitter)", Chrome.SIGN_UP),
        ("Hinterlasse uns gern einen Kommentar unter dem Text!", Chrome.SIGN_UP),
        ("Gastbeiträge müssen nicht der Meinung der Redaktion entsprechen.", Chrome.NOTICE),
        ("本文为转载，不代表本网观点。", Chrome.NOTICE),
        ("Citation: A bridge closes (2026, March 2) retrieved 4 March 2026", Chrome.NOTICE),
        ("02.03.2026 - 15:48 UhrLesedauer: 2 Min.", Chrome.DATE),
        ("Gleich weiterlesen …", Chrome.POINTER),
        ("Bauplan der Brücke 2026PDF | 38 KB | 12 Seiten", Chrome.LABEL),
    ],
)
def test_a_line_of_chrome_is_known_by_its_words(line: str, expected: Chrome) -> None:
    assert kind(line) is expected


@pytest.mark.parametrize(
    "line",
    [
        *PARAGRAPHS,
        TEASER,
        "Two million people follow her on Instagram, and most of them wrote to her that day.",
        "The ministry said in a statement that the bridge was used without a permit.",
        "Read my lips, he told the crowd that had come to the harbour to hear him speak.",
        "More than forty lorries were stopped at the tunnel before the police let them go.",
        "También puede leer en tres lenguas, dijo el alcalde, que conoce bien a la autora.",
        "おすすめの道を聞くと、町の人はみな、夜のうちに北のトンネルを抜けるのがいちばんだと答える。",
        "पढ़ेंगे हम सब मिलकर, उसने कहा, और पुल के पास का स्कूल अगले महीने फिर से खुल गया।",
        "Se mereció el premio.",
        "Daha fazla okul açılacak.",
        "Ayrıca bakan da konuştu.",
        "यह भी पढ़ाया जाता है।",
        "Lee: we never thought that the cables of the bridge would rust as fast as they did.",
        "She wrote a newsletter for years before the paper hired her as its correspondent abroad, "
        "and she still answers each letter by hand, which takes most of her Sundays in winter.",
    ],
)
def test_a_paragraph_is_no_chrome(line: str) -> None:
    assert kind(line) is None


def test_a_sentence_that_ends_in_a_link_to_elsewhere_points_there() -> None:
    for line in (
        "Alles über die Geschichte der Brücke findest Du hier.",
        "Read all about the bridge and its long history here.",
    ):
        assert kind(line, 0.1) is Chrome.POINTER
        assert kind(line) is None


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=1200), st.floats(0, 1))
def test_any_text_has_one_class_or_none(text: str, link_share: float) -> None:
    assert kind(text, link_share) in {None, *Chrome}


@pytest.mark.parametrize("piece", ["by ", "photo: ", "- ", "© ", "January ", "sign up ", "(ap "])
def test_a_line_made_to_backtrack_is_answered(piece: str) -> None:
    assert kind(piece * (900 // len(piece))) in {None, *Chrome}


def test_letters_set_apart_are_a_label_and_words_are_none() -> None:
    assert kind("— A b C —") is Chrome.LABEL
    assert kind("1 2 3") is Chrome.LABEL
    assert kind("to be or") is None
