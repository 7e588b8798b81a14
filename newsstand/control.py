"""The control port: moves the clock and makes things happen, in JSON over HTTP, for scripts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from newsstand.serving import Serving
from newsstand.stand import Stand
from newsstand.stock import VERBS, spoken
from storywatch.errors import StorywatchError

STATES = frozenset({"breaks", "slows", "goes_down", "comes_back", "blocks", "reskins"})
_MISTAKES: tuple[type[Exception], ...] = (StorywatchError, LookupError, ValueError, TypeError)


def control(serving: Serving) -> Starlette:
    """Returns the application that answers at the control port."""
    stand = serving.stand

    async def addresses(request: Request) -> Response:
        return _told({**serving.addresses, "control": serving.control_url})

    async def truth(request: Request) -> Response:
        return _told([asdict(each) for each in stand.truth()])

    async def requests(request: Request) -> Response:
        if request.method == "DELETE":
            serving.reset_log()
        return _told([asdict(each) for each in serving.requests])

    async def clock(request: Request) -> Response:
        if request.method == "POST":
            _move(stand, request.path_params["verb"], await _words(request))
        return _told({"now": stand.now, "speed": stand.clock.speed})

    async def outlet(request: Request) -> Response:
        verb, words = request.path_params["verb"], await _words(request)
        _act(stand, request.path_params["outlet"], verb, words)
        return _told({"now": stand.now})

    return Starlette(
        routes=[
            Route("/addresses", addresses),
            Route("/truth", truth),
            Route("/requests", requests, methods=["GET", "DELETE"]),
            Route("/clock", clock),
            Route("/clock/{verb}", clock, methods=["POST"]),
            Route("/outlets/{outlet}/{verb}", outlet, methods=["POST"]),
        ],
        # A page in somebody's browser must not reach the stand under a name of its own.
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])],
        exception_handlers=dict.fromkeys(_MISTAKES, _refused),
    )


def _move(stand: Stand, verb: str, words: Mapping[str, Any]) -> None:
    match verb:
        case "advance":
            stand.clock.advance(timedelta(seconds=float(words["seconds"])))
        case "set":
            stand.clock.set(datetime.fromisoformat(words["now"]))
        case "run":
            stand.clock.run(float(words["speed"]))
        case _:
            raise ValueError(f"the clock knows advance, set and run, not {verb!r}")


def _act(stand: Stand, outlet: str, verb: str, words: Mapping[str, Any]) -> None:
    if verb not in VERBS | STATES:
        raise ValueError(f"an outlet knows {', '.join(sorted(VERBS | STATES))}, not {verb!r}")
    given = spoken(verb, words) if verb in VERBS else words
    getattr(stand, verb)(outlet, **given)


async def _words(request: Request) -> Mapping[str, Any]:
    body = await request.body()
    words = json.loads(body) if body else {}
    if not isinstance(words, dict):
        raise TypeError('send a JSON object, such as {"seconds": 600}')
    return words


def _told(answer: object) -> Response:
    text = json.dumps(answer, ensure_ascii=False, default=_plain)
    return Response(text, media_type="application/json")


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{value!r} has no form in JSON")


async def _refused(request: Request, mistake: Exception) -> Response:
    text = json.dumps({"error": f"{type(mistake).__name__}: {mistake}"}, ensure_ascii=False)
    return Response(text, status_code=400, media_type="application/json")
