from __future__ import annotations

import pytest

from storywatch.story import CopyHint
from tests.copies.samples import PLAIN, found, hint, outlet

ELSEWHERE = "https://www.reuters.com/world/council-meets-2025-12-02"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("The post Council meets appeared first on Washington Post.", "The Washington Post"),
        ("This article originally appeared in The New York Times.", "The New York Times"),
        ("This article was originally published on The Conversation. Read it.", "The Conversation"),
        ("This story was first published by Grist and is reproduced with permission.", "Grist"),
        ("This story is republished from the St. Louis Post-Dispatch.", "St. Louis Post-Dispatch"),
        ("This story was published by Politico on Monday.", "Politico"),
        ("(This report has been generated from the Reuters feed with minor changes)", "Reuters"),
        ("Read the original article on Business Insider", "Business Insider"),
        ("Copyright 2025 The Associated Press. All rights reserved.", "The Associated Press"),
        ("Dieser Artikel erschien zuerst bei Zeit Online.", "Die Zeit"),
        ("Cet article a été publié initialement dans Le Monde.", "Le Monde"),
        ("Cet article a d'abord été publié par Le Monde.", "Le Monde"),
        ("La entrada Reunión aparece primero en El Mundo.", "El Mundo"),
        ("L'articolo Riunione proviene da La Stampa.", "La Stampa"),
    ],
)
def test_a_line_that_says_where_the_story_first_stood_is_the_strongest_evidence(
    line: str, name: str
) -> None:
    in_body = found(f"{PLAIN}\n{line}").original
    in_chrome = found(PLAIN, hint("text", line)).original

    for original in (in_body, in_chrome):
        assert original is not None
        assert (original.outlet, original.tier) == (name, "text")
        assert original.evidence in line


def test_the_link_of_a_repost_line_is_the_originals_address() -> None:
    line = hint("text", "The post Council meets appeared first on Reuters.", ELSEWHERE)

    original = found(PLAIN, line).original

    assert original is not None
    assert original.url == ELSEWHERE


@pytest.mark.parametrize(
    ("given", "name"),
    [
        (hint("canonical", ELSEWHERE, ELSEWHERE), "Reuters"),
        (hint("canonical", "https://far.example.org/a/story"), "example.org"),
        (hint("isBasedOn", "Council meets", ELSEWHERE), "Reuters"),
        (hint("sourceOrganization", "Thomson Reuters"), "Reuters"),
        (hint("sourceOrganization", "The wire", "https://www.reuters.com/"), "Reuters"),
    ],
)
def test_structured_fields_name_an_original(given: CopyHint, name: str) -> None:
    original = found(PLAIN, given).original

    assert original is not None
    assert (original.outlet, original.tier) == (name, "structured")


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("Reuters", "Reuters"),
        ("Reuters Staff", "Reuters"),
        ("By Ann Lee, Associated Press", "The Associated Press"),
        ("Ann Lee and Bob Ray | AFP", "Agence France-Presse"),
        ("Ann Lee (Bloomberg News)", "Bloomberg"),
        ("ANSA", "ANSA"),
    ],
)
def test_a_byline_that_names_an_agency_names_the_original(author: str, name: str) -> None:
    for read in (found(authors=(author,)), found(PLAIN, hint("byline", author))):
        assert read.original is not None
        assert (read.original.outlet, read.original.tier) == (name, "byline")


@pytest.mark.parametrize(
    ("dateline", "name"),
    [
        ("KYIV, Ukraine (AP) — Officials met.", "The Associated Press"),
        ("WASHINGTON (Reuters) - Officials met.", "Reuters"),
        ("PARIS, Dec 3 (AFP) - Officials met.", "Agence France-Presse"),
        ("(Bloomberg) -- Officials met.", "Bloomberg"),
        ("BERLIN (dpa) – Die Beamten trafen sich.", "dpa"),
        ("TOKYO, Dec. 5 (Xinhua) -- Officials met.", "Xinhua"),
    ],
)
def test_a_dateline_names_the_wire(dateline: str, name: str) -> None:
    for read in (found(f"{dateline}\n{PLAIN}"), found(PLAIN, hint("dateline", dateline))):
        assert read.original is not None
        assert (read.original.outlet, read.original.tier) == (name, "dateline")


@pytest.mark.parametrize("tail", ["he said. PTI SKU RT", "he said. (PTI)"])
def test_a_wires_sign_after_the_last_word_names_it(tail: str) -> None:
    original = found(f"{PLAIN}\nIt will come back, {tail}").original

    assert original is not None
    assert (original.outlet, original.tier) == ("Press Trust of India", "dateline")


def test_the_strongest_evidence_decides_and_all_of_it_is_kept() -> None:
    read = found(
        f"KYIV (AP) — Officials met.\n{PLAIN}\nThis article was first published by Grist.",
        hint("canonical", ELSEWHERE),
        authors=("AFP",),
    )

    assert read.original is not None
    assert (read.original.outlet, read.original.tier) == ("Grist", "text")
    tiers = [part.split(":")[0] for part in read.evidence["original"].split("; ")]
    assert tiers == ["text", "structured", "byline", "dateline"]
    assert read.credited_to == ("Agence France-Presse", "The Associated Press")


@pytest.mark.parametrize(
    "body",
    [
        "Reuters reported on Monday that the talks had failed.",
        "A Reuters/Ipsos poll of 1,000 people showed that he leads.",
        "The minister told AFP that he would leave.",
        "Officials quoted by The Associated Press left.",
        "His essay, originally published in Die Zeit, caused an uproar.",
        "The book was first published in The New Yorker in 1962.",
        "The claim appeared first on Fox News, he said, and then spread.",
        "US shares (AP Photo/Ann Lee) fell.",
        "(AP Photo/Ann Lee)",
        "The party (CDU) — which governs — met.",
        "This article was first published in English.",
        "This post was published by Ann Lee.",
        "This story was published in Kyiv.",
        "This article was originally published on December 2, 2025.",
        "Michael Bloomberg gave money. The rest will follow, Bloomberg said.",
        "The minister, seen in October. Photo: Ann Lee / Reuters",
    ],
)
def test_credits_mentions_and_pictures_are_no_originals(body: str) -> None:
    assert found(f"{body}\n{PLAIN}").original is None
    assert found(f"{PLAIN}\n{body}").original is None


@pytest.mark.parametrize(
    "given",
    [
        hint("canonical", "https://amp.bugle.example/one"),
        hint("canonical", "https://www.reuters.com/"),
        hint("canonical", "not an address"),
        hint("canonical", "https://192.0.2.7/one/story"),
        hint("canonical", "https://bugle-example.cdn.ampproject.org/c/bugle.example/one"),
        hint("isBasedOn", "https://bugle.example/two"),
        hint("sourceOrganization", "Bugle Holdings Ltd"),
        hint("footer", "© 2025 The Bugle. All rights reserved."),
        hint("footer", "Photos © 2025 Reuters"),
        hint("footer", "© 2025 The New York Times Company. All rights reserved."),
        hint("text", "© 2025 Vox Media, LLC. All rights reserved."),
        hint("text", "© 2025 Science X Network"),
        hint("text", "Photo: Reuters"),
        hint("byline", "By AP Singh"),
        hint("text", ""),
    ],
)
def test_chrome_that_says_nothing_of_an_original_names_none(given: CopyHint) -> None:
    assert found(PLAIN, given).original is None


def test_an_outlet_is_never_its_own_original_or_credit() -> None:
    wire = outlet("AP News", id="ap", home="https://apnews.com/")
    body = f"KYIV (AP) — Officials told The Associated Press that they met.\n{PLAIN}"

    read = found(f"{body}\n© 2025 The Associated Press.", at=wire, authors=("By ANN LEE, AP",))

    assert (read.original, read.credited_to) == (None, ())


def test_a_desk_with_the_outlets_name_is_the_outlet() -> None:
    assert found(authors=("The Bugle World Desk",)).original is None


def test_an_outlet_is_known_by_its_address_too() -> None:
    at = outlet("Science News for All", id="lab", home="https://www.livelabs.example/")

    assert found(f"{PLAIN}\nOriginally published on Live Labs.", at=at).original is None


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (hint("footer", "© 2025 Thomson Reuters. All rights reserved."), "Reuters"),
        (hint("text", "© 2025 The Financial Times Limited"), "Financial Times"),
        (hint("text", "©2025 Bloomberg L.P. Visit bloomberg.com."), "Bloomberg"),
    ],
)
def test_whose_copyright_the_story_is_says_whose_it_is(line: CopyHint, name: str) -> None:
    original = found(PLAIN, line).original

    assert original is not None
    assert (original.outlet, original.tier) == (name, "text")
