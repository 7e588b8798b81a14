"""The page behind List-Unsubscribe: a GET shows what would happen, a POST does it (RFC 8058)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from storywatch.alerts.render import template
from storywatch.alerts.tokens import read_token
from storywatch.journal import Journal
from storywatch.recipients import shown

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
    "Referrer-Policy": "no-referrer",  # the token is in the address
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}


def unsubscribe_route(
    open_journal: Callable[[], Journal],
    title: Callable[[str], str],
    secret: bytes,
    clock: Callable[[], datetime],
) -> Route:
    """Returns the route `/unsubscribe`; `title` says what a topic is called now.

    It takes a token for what it says and asks for no login: mail providers call it for people.
    """

    def unsubscribe(request: Request) -> Response:
        read = read_token(request.query_params.get("token", ""), secret)
        if read is None:
            return _page("This link is not valid", "Use the link of the latest mail.", status=403)
        recipient, topics = read
        named = ", ".join(f"“{title(topic)}”" for topic in topics)
        if request.method != "POST":
            sentence = f"{shown(recipient)} will be told no more of {named}."
            return _page("Unsubscribe?", sentence, token=request.query_params["token"])
        with open_journal() as journal:
            journal.alerts.subscriptions.unsubscribe(
                [(recipient, topic) for topic in topics], now=clock()
            )
        return _page("Unsubscribed", f"{shown(recipient)} is told no more of {named}.")

    return Route("/unsubscribe", unsubscribe, methods=["GET", "POST"])


def _page(heading: str, sentence: str, *, token: str = "", status: int = 200) -> Response:
    html = template("unsubscribe.html").render(heading=heading, sentence=sentence, token=token)
    return HTMLResponse(html, status_code=status, headers=HEADERS)
