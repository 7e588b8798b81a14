"""Where stories come from and go to: originals, credits, near-duplicates, families and events.

`find_copies` reads the story's body, standfirst and authors, and of `Draft.copy_hints` these kinds:

| kind               | `text`                                                       | `url` |
|--------------------|--------------------------------------------------------------|-------|
| text               | one block that was dropped from the body as chrome and may   | its   |
|                    | say where the story first stood: "The post … appeared first  | link, |
|                    | on …", "Originally published in …", "Source: AFP"            | or no |
| footer             | one line of the page's end, such as "© 2025 Reuters"         | no    |
| byline             | one byline as printed: "By Ann Lee, Reuters"                 | no    |
| dateline           | the line or its beginning: "KYIV, Ukraine (AP) — Officials"  | no    |
| canonical          | the address in rel=canonical, as written                     | the   |
|                    |                                                              | same, |
|                    |                                                              | whole |
| isBasedOn          | JSON-LD isBasedOn or isBasedOnUrl (also microdata): its name | its   |
|                    | or address                                                   | url   |
| sourceOrganization | JSON-LD sourceOrganization, copyrightHolder or provider: its | its   |
|                    | name                                                         | url   |

Every hint's text is also read for sentences that say outright where the story first stood. A
canonical or isBasedOn address counts only when it is a page below the front page of another
publisher's site, a footer only when an agency holds the copyright; the outlet's own names and
domains never count, so hints may be given freely. `lexicon_with` gives the names of a house's
outlets, which are told apart in texts as those of the trade are.
An `author` that is an organisation belongs into `Story.authors`, and not here.

`find_family` says which stories with the same words came before (its `sources` are the `twins`
of `find_copies`), `join_family` keeps the story among them, and `join_event` gives its family an
event. The last two belong into the transaction that records the story; `adopt` then puts right
the copies that were recorded before it.
"""

from storywatch.copies.events import join_event
from storywatch.copies.families import find_family, join_family
from storywatch.copies.names import lexicon_with
from storywatch.copies.original import adopt, find_copies
from storywatch.copies.twins import Twin

__all__ = [
    "Twin",
    "adopt",
    "find_copies",
    "find_family",
    "join_event",
    "join_family",
    "lexicon_with",
]
