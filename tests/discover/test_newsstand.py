"""Every channel of every replica outlet announces its stories, all of them and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newsstand import Channel, Stand
from newsstand.answers import Asked, answer
from storywatch.discover.document import Discovery, FetchedDocument
from storywatch.discover.sources import discover
from storywatch.outlet import Outlet, Source

OPENED_AT = datetime(2025, 12, 6, 12, 0, tzinfo=UTC)
STAND = Stand.standard(opened_at=OPENED_AT)
CHANNELS = [
    pytest.param(name, channel, id=f"{name}{channel.path}")
    for name in STAND.outlets
    for channel in STAND.shelf(name).profile.channels
]


def found(name: str, source: Source, path: str) -> Discovery:
    """What a path of the outlet leads to, what its children lead to included."""
    home = STAND.addresses[name]
    told = answer(STAND, name, Asked(path=path))
    document = FetchedDocument(url=home + path, body=told.body, headers=told.headers)
    outlet = Outlet(id=name, homepage=f"{home}/", source=(source,))
    here = discover(source, outlet, document, now=OPENED_AT)
    below = [found(name, source, child.removeprefix(home)) for child in here.children]
    return Discovery(leads=(*here.leads, *(lead for each in below for lead in each.leads)))


@pytest.mark.parametrize(("name", "channel"), CHANNELS)
def test_all_that_a_channel_announces_is_found(name: str, channel: Channel) -> None:
    home, shelf = STAND.addresses[name], STAND.shelf(name)
    source = Source(kind=channel.kind, url=home + channel.path)

    leads = found(name, source, channel.path).leads

    announced = shelf.announced(channel, now=OPENED_AT)
    assert {lead.url for lead in leads} == {home + shelf.path(edition) for edition in announced}
    titles = {lead.title for lead in leads} - {None}
    assert titles <= {edition.story.title for edition in announced}
