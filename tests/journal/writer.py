"""A process that works on a journal until it is done or killed."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from storywatch.journal import Journal, QueuedLead
from storywatch.story import Fate
from tests.journal.samples import NOON, draft, lead, poll

SLUGS = [f"s{number}" for number in range(80)]
VERSIONS = ("first", "second", "third")


def crawl(path: Path) -> None:
    """Announces each version of every story once and records what is announced, going on where
    the process before it was killed."""
    with Journal.open(path) as journal:
        print("at work", flush=True)
        visit(journal, journal.claim_leads("bugle", now=NOON))
        for version in VERSIONS[journal.memory("bugle", "versions") or 0 :]:
            leads = [lead(slug, title=version) for slug in SLUGS]
            visit(journal, journal.record_poll(poll(etag=version), leads, now=NOON).queued)
            visit(journal, journal.claim_leads("bugle", now=NOON))
            journal.remember("bugle", "versions", VERSIONS.index(version) + 1)


def visit(journal: Journal, leads: Iterable[QueuedLead]) -> None:
    """Records what the page of each lead would say now: the words that the lead announced."""
    for queued in leads:
        slug = queued.lead.url.rpartition("/")[2]
        one = draft(slug, title=queued.lead.title, body=f"The {queued.lead.title} text of {slug}.")
        journal.record(queued.id, one, keep=False, now=NOON)


def claim(path: Path) -> None:
    """Claims a few leads at a time, prints them and settles them, until none is left."""
    with Journal.open(path) as journal:
        while claimed := journal.claim_leads("bugle", now=NOON, limit=7):
            for queued in claimed:
                print(queued.id, flush=True)
                journal.settle(queued.id, Fate.OFF_TOPIC, now=NOON)


if __name__ == "__main__":
    {"crawl": crawl, "claim": claim}[sys.argv[1]](Path(sys.argv[2]))
