"""What is served at one address: unsubscription for everybody, the desk's pages for the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.routing import BaseRoute, Host, Mount

from storywatch.alerts.unsubscribe import unsubscribe_route
from storywatch.deliver import DeliverySettings
from storywatch.journal import Journal
from storywatch.web.pages import Shown, web_app
from storywatch.web.serving import AT_HOME, Address, hosts_of


def site(
    shown: Callable[[], Shown],
    clock: Callable[[], datetime],
    settings: DeliverySettings,
    *,
    desk_at: Address | None,
) -> Starlette:
    """Returns the application: `/unsubscribe`, and the desk's pages where they are wanted.

    Under the host of `settings.public_url` there is nothing but unsubscription.
    """

    def title(topic: str) -> str:
        known = shown().topics.get(topic)
        return (known.title if known else "") or topic

    def open_journal() -> Journal:
        return Journal.open(shown().journal_path)

    routes: list[BaseRoute] = [unsubscribe_route(open_journal, title, settings.secret, clock)]
    if desk_at is not None:
        public = urlsplit(settings.public_url or "").hostname
        if public and public not in AT_HOME:
            routes.append(Host(public, app=Starlette()))
        routes.append(Mount("/", app=web_app(shown, clock, hosts=hosts_of(desk_at))))
    return Starlette(routes=routes)
