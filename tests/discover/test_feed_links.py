from __future__ import annotations

import pytest

from tests.discover.samples import read, rss, urls

SITE = "https://bugle.example"


def atom(links: str, id_: str = "urn:uuid:1", attributes: str = "") -> str:
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom" {attributes}><link rel="self" href="/source"/>'
        f"<entry><title>A bridge opens</title>{links}<id>{id_}</id></entry></feed>"
    )


ATOM = {
    "edit before its own": (atom('<link rel="edit" href="/e"/><link href="/a"/>'), ["/a"]),
    "its relation in capitals": (atom('<link rel=" ALTERNATE " href="/a"/>'), ["/a"]),
    "its relation written out": (
        atom('<link rel="http://www.iana.org/assignments/relation/alternate" href="/a"/>'),
        ["/a"],
    ),
    "no link and an address for an id": (atom("", f"{SITE}/by-id"), ["/by-id"]),
    "self alone": (atom('<link rel="self" href="/a"/>'), ["/a"]),
    "self and an address for an id": (
        atom('<link rel="self" href="/a.xml"/>', f"{SITE}/by-id"),
        ["/by-id"],
    ),
    "edit alone": (atom('<link rel="edit" href="/e"/>'), []),
    "no link and a tag for an id": (atom("", "tag:bugle.example,2026:1"), []),
    "a base of the link": (atom(f'<link xml:base="{SITE}/b/" href="a"/>'), ["/b/a"]),
    "bases within bases": (
        atom('<link href="a"/>', attributes=f'xml:base="{SITE}/b/"').replace(
            "<entry>", '<entry xml:base="c/">'
        ),
        ["/b/c/a"],
    ),
    "the base of another site": (
        atom('<link href="/a"/>', attributes='xml:base="https://elsewhere.example/"'),
        [],
    ),
}


@pytest.mark.parametrize("name", ATOM)
def test_an_atom_entry_leads_to_its_story_or_nowhere(name: str) -> None:
    document, expected = ATOM[name]

    assert urls(read(document)) == [SITE + path for path in expected]


RSS = {
    "a guid that denies it": ('<guid isPermaLink="False">https://bugle.example/a</guid>', []),
    "a guid that affirms it": ('<guid isPermaLink="true">a</guid>', ["/a"]),
    "a guid that says nothing": ("<guid>https://bugle.example/a</guid>", ["/a"]),
    "a number": ("<guid>12345</guid>", []),
    "an empty link and a guid": ("<link> </link><guid>https://bugle.example/a</guid>", ["/a"]),
    "a link that closes too soon": ("<link/>https://bugle.example/a", ["/a"]),
    "an ampersand escaped twice": ("<link>/a?x=1&amp;amp;y=2</link>", ["/a?x=1&y=2"]),
    "no scheme": ("<link>bugle.example/a</link>", ["/a"]),
    "no scheme, in capitals": ("<link>Bugle.Example/a</link>", ["/a"]),
    "white space and CDATA": ("<link>\n <![CDATA[ /a ]]>\n</link>", ["/a"]),
}


@pytest.mark.parametrize("name", RSS)
def test_an_rss_item_leads_to_its_story_or_nowhere(name: str) -> None:
    inside, expected = RSS[name]

    found = read(rss(f"<item><title>A bridge opens</title>{inside}</item>"))
    assert urls(found) == [SITE + path for path in expected]
    assert found.refused_count == (0 if expected else 1)
