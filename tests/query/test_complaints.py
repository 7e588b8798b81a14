"""What users of other monitors complain of, each as a topic with its own examples."""

from __future__ import annotations

import pytest

from storywatch.query import TopicSet, examples, parse
from storywatch.topic import Example, Topic

COMPLAINTS = {
    "a trump card is not Trump": (
        'exact:Trump NOT exact:"Trump Card"',
        ("Trump met the press", Example(title="TRUMP", body="Trump’s speech")),
        ("He played his trump card", Example(title="Trump Card: a film")),
    ),
    "words of a name that is also a phrase": (
        'Trump NOT "trump card"',
        ("Trump spoke", "Mr Trump, a card player"),
        ("a trump card", "Trump played his trump-card"),
    ),
    "the US is not us": (
        "exact:US OR exact:USA",
        ("The US agreed", "in the U.S. Senate", "U.S.A. wins", "the US's plan"),
        ("tell us more", "Us and them", "USB sticks"),
    ),
    "the WHO is not who": (
        "exact:WHO",
        ("The WHO warned", "the W.H.O. warned", "WHO’s chief"),
        ("who warned", "Who? The Who!"),
    ),
    "without exact: the case does not count": ("who", ("Who", "WHO", "who’s", "W.H.O."), ("whom",)),
    "apple pie is one thing": (
        '"Apple pie"',
        ("an apple pie", "Apple-pie order", "apple   pie"),
        ("apple and pie", "pie apple", "apple pies"),
    ),
    "a phrase does not run from headline to text": (
        '"apple pie"',
        (),
        (Example(title="An apple", body="pie"), Example(authors=("Al Apple", "Pie Smith"))),
    ),
    "hyphenated surnames are found in halves": (
        "garcia lopez",
        ("García-López won", "Lopez beat Garcia"),
        ("Garcialopez",),
    ),
    "and whole": (
        "García-López",
        ("Garcia-Lopez", "GARCÍA–LÓPEZ", "García López"),
        ("López García", "García and López"),
    ),
    "St. Louis with and without its point": (
        '"St. Louis"',
        ("in St. Louis", "St Louis", "ST. LOUIS."),
        ("Louis St.", "Saint Louis"),
    ),
    "O'Brien by any apostrophe": (
        "O'Brien",
        ("O’Brien", "O'Brien's", "O`Brien O´Brien", "OʼBRIEN"),
        ("Brien", "O Brien", "OBrien"),
    ),
    "and asked for with a curly one": ("O’Brien", ("O'Brien",), ("Brien",)),
    "names with and without their accents": (
        "Sakaliene",
        ("Dovilė Sakalienė", "Sakaliene", "Sakaliene\u0307"),
        ("Sakalis",),
    ),
    "and asked for with them": ("Sakalienė", ("Sakaliene", "Sakalienė"), ("Sakali",)),
    "two spellings": ("Kyiv OR Kiev", ("in Kyiv", "in Kiev"), ("in Kharkiv",)),
    "a possessive is its word": (
        "NATO",
        ("NATO's chief", "NATO’S CHIEF", "Nato"),
        ("NATOs", "senator"),
    ),
    "and asked for as one": ("NATO's", ("NATO met",), ("snato",)),
    "a phrase in the quotation marks of French and German": (
        "« apple pie » OR »plum cake«",
        ("An apple pie.", "Plum cake again"),
        ("An apple, no pie", "cake with a plum"),
    ),
    "Hebrew acronyms with the mark on the keyboard": (
        'צה"ל',
        ('דובר צה"ל מסר', "דובר צה״ל מסר"),
        ("צה ברור",),
    ),
    "numbers after a hyphen": (
        "COVID-19",
        ("COVID-19", "Covid 19", "covid–19"),
        ("covid", "19", "covid19", "COVID-190", "19 covid"),
    ),
    "an ampersand inside a name": (
        "AT&T",
        ("AT&T said", "at&t’s", "“AT&T”"),
        ("at t", "AT & T", "at the T"),
    ),
    "plus signs": ("C++", ("C++ is old", "C++."), ("C is older", "C+", "grade C", "C+++")),
    "Chinese without spaces": ("北约", ("北约峰会", "与北约"), ("北京条约", "约北")),
    "Chinese exact": ("exact:北约", ("北约峰会",), ("北京条约",)),
    "e-mail has a hyphen": ("e-mail", ("e-mail", "E‑mail", "e mail"), ("email",)),
    "email has none": ("email", ("Email", "e\u00admail"), ("e-mail",)),
    "both spellings": ("email OR e-mail", ("email", "e-mail"), ("mail",)),
    "an elided article": ("Artagnan", ("d'Artagnan", "D’Artagnan"), ("dartagnan",)),
    "German sharp s": ("Strasse", ("Straße", "STRASSE"), ("Strase",)),
    "Greek capitals": ("ΟΔΟΣ", ("οδος", "οδός", "Οδός"), ("οδοι",)),
    "Korean letter by letter or by syllable": (
        "한국",
        ("\u1112\u1161\u11ab\u1100\u116e\u11a8", "한국"),
        ("한국어",),
    ),
    "a decimal number": ("3.14", ("pi is 3.14.",), ("3 14", "314", "13.14")),
}


@pytest.mark.parametrize("complaint", COMPLAINTS)
def test_a_topic_holds_what_its_examples_say(complaint: str) -> None:
    query, must_match, must_not_match = COMPLAINTS[complaint]
    topic = Topic(id="t", query=query, must_match=must_match, must_not_match=must_not_match)  # type: ignore[arg-type]

    results = examples.check(topic, parse(query))

    assert [str(result) for result in results if not result.passed] == []
    assert len(TopicSet([topic])) == 1, "as a topic among others it is in force"
    for example in topic.must_match:
        assert TopicSet([topic]).match(examples.example_story(example))
    for example in topic.must_not_match:
        assert not TopicSet([topic]).match(examples.example_story(example))


def test_stemming_is_a_topics_choice() -> None:
    plain = Topic(id="plain", query="immigration policy")
    stemmed = Topic(id="stemmed", query="immigration policy", stemming="en")
    one = examples.example_story("Policies for immigrants: an immigration of policies")

    assert [met.topic for met in TopicSet([plain, stemmed]).match(one)] == ["stemmed"]
