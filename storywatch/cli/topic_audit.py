"""How `storywatch topics audit` asks the index, and how it tells what it found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from elasticsearch import AsyncElasticsearch

from storywatch.cli.indexed import asked
from storywatch.cli.printing import print_table, say
from storywatch.index.audit import Audited, audit
from storywatch.index.settings import read_settings
from storywatch.outlet import Outlet
from storywatch.query import Query
from storywatch.telling.instants import minute
from storywatch.topic import Topic

SHOWN = 10  # stories that are named of each difference


def audited(
    topics: Sequence[tuple[Topic, Query]], outlets: Mapping[str, Outlet], since: datetime
) -> list[Audited]:
    """Returns each topic's audit over the stories first seen since then."""

    async def work(client: AsyncElasticsearch) -> list[Audited]:
        return [one async for one in audit(client, topics, outlets, since=since)]

    return asked(read_settings(), work)


def print_audit(audits: Sequence[Audited], since: datetime) -> None:
    """Prints a row a topic, then the stories that differ."""
    say(f"stories first seen since {minute(since)}")
    headings = ("topic", "found", "not recorded", "not found")
    print_table(
        headings,
        [
            (one.topic, str(one.found_count), str(len(one.unrecorded)), str(len(one.unfound)))
            for one in audits
        ],
    )
    for one in audits:
        for what, stories in (("not recorded", one.unrecorded), ("not found", one.unfound)):
            if stories:
                more = " …" if len(stories) > SHOWN else ""
                say(f"{one.topic}: {what}: {', '.join(stories[:SHOWN])}{more}")
