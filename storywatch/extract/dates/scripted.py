"""The day of publication that only the data hold which a page's scripts draw it from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storywatch.extract.document import Document
from storywatch.story import DateCandidate

_PUBLISHED = re.compile(
    r"""(?xi)"(?:(?:first_?)?published_?(?:at|on|date|time) | publish_?(?:date|time)
    | publication_?(?:date|time) | date_?publi(?:shed|cation))\\?"\s*:\s*\\?"
    (?P<text>(?P<day>(?:19|20)\d\d-\d\d-\d\d)[\dT:.Z+\x20-]{0,24})"""
)


def scripted_dates(document: Document) -> Iterator[DateCandidate]:
    """Yields what the page's scripts call published, where all that they call so is of one day.

    Such data often hold other stories too, and nothing tells which date is whose.
    """
    scripts = document.tree.iterfind(".//script") if "ubli" in document.text else ()
    found = [match for script in scripts for match in _PUBLISHED.finditer(script.text or "")]
    if len({match["day"] for match in found}) == 1:
        yield DateCandidate(claim="published", text=found[0]["text"], origin="script")
