"""What a process that reads pages has ready before its first one.

Importing this reads a page, so that patterns, names and registries are loaded by then. Processes
forked from the one that imports it share all of that, where each would take as long as ten pages
do to load it for itself.
"""

# ruff: noqa: PLC0415 - all is imported at its time

from __future__ import annotations

import gc
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from storywatch.collector import without_collection

if TYPE_CHECKING:
    from storywatch.desk import NotToBeKept
    from storywatch.story import Draft, Rejection

_URL = "https://example.org/2026/03/04/a-bridge-opens-again"
_PARAGRAPH = (
    "The council has read the report of the engineers, and they say that the bridge can be used "
    "again in spring if the work is not delayed by the weather. The mayor told reporters on Monday "
    "that nobody will have to wait for the ferry."
)
_PAGE = f"""
<!doctype html><html lang="en"><head><title>A bridge opens again | The Example</title>
<link rel="canonical" href="{_URL}"><meta property="og:type" content="article"></head><body>
<nav class="menu"><a href="/news">News</a> <a href="/sport">Sport</a></nav>
<article class="story"><h1>A bridge opens again</h1>
<div class="byline">By <a href="/authors/ann-lee">Ann Lee</a></div>
<div class="date">Published on 4 March 2026, 09:00 CET</div>
<figure><img src="/bridge.jpg"><figcaption>The bridge (Photo: Ann Lee)</figcaption></figure>
{f"<p>{_PARAGRAPH}</p>" * 4}<p>Read more: The ferry's last day</p><p>Source: AFP</p></article>
<aside class="related"><h3><a href="/ferry">The ferry's last day of all</a></h3></aside>
<footer>Sign up for our newsletter · Share · 3 comments · © 2026 The Example</footer>
</body></html>"""


def read_our_page() -> Draft | Rejection | NotToBeKept:
    """Returns what is read from a page of our own, which has of all that pages have."""
    from storywatch.desk import Lore, read
    from storywatch.outlet import Outlet, Source
    from storywatch.packed import Packed
    from storywatch.story import Page

    home = "https://example.org/"
    section = Source(kind="section", url=home)
    outlet = Outlet(id="example", name="The Example", homepage=home, source=(section,))
    at = datetime(2026, 3, 4, 9, tzinfo=UTC)
    page = Page(outlet=outlet.id, url=_URL, final_url=_URL, fetched_at=at, body=_PAGE.encode())
    return read(page, Packed.of(Lore(outlet=outlet)), now=at)


def _get_ready() -> None:
    import storywatch.discover.sources  # noqa: F401 - these processes read sources, too
    from storywatch.query.word_pattern import bmp_word

    bmp_word()
    read_our_page()


# What is loaded now stays as long as the process: looking for garbage in it would only take time.
with without_collection():
    _get_ready()
    gc.freeze()
