"""The pages: each a function from a request to HTML, over a journal that is opened for it alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from storywatch.alerts.unsubscribe import HEADERS
from storywatch.alerts.wording import shortened
from storywatch.errors import QueryError, StorywatchError, UnknownStory
from storywatch.export import Entry, Masthead
from storywatch.export.atom import write_atom
from storywatch.harmless import one_line
from storywatch.journal import Journal
from storywatch.journal.searching import Sort
from storywatch.outlet import Outlet
from storywatch.query import Query, analyse, match, parse
from storywatch.query.excerpts import MARKS, Excerpt, excerpts, one_line_inside
from storywatch.story import Fate, Story
from storywatch.telling.dossier import Dossier, met_text
from storywatch.telling.family import Relation, family, quotes, same_event
from storywatch.telling.instants import minute, published
from storywatch.topic import Topic
from storywatch.watch.standing import standing_of
from storywatch.web.metrics import CONTENT_TYPE, metrics_text

PAGE = 20  # stories
MOST_OF_A_TOPIC = 100  # stories
MOST_RELATIVES = 50  # of one kind that a page shows
BEGINNING = 240  # characters of a story that has no standfirst
EVERYTHING = "*"
ATOM = "application/atom+xml"
NO_PAGE = "There is no such page."
RECENT = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What is shown: a journal's file, and the declarations as they are in force."""

    journal_path: Path
    outlets: Mapping[str, Outlet]
    topics: Mapping[str, Topic]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One story of a list, with the pieces of it that were met."""

    story: Story
    excerpts: tuple[Excerpt, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The first of some relations, each with its story where that is kept, and how many more."""

    relations: tuple[tuple[Relation, Story | None], ...]
    others: int


class Pages:
    """The pages over what `shown` gives at the time of each request."""

    def __init__(self, shown: Callable[[], Shown], clock: Callable[[], datetime]) -> None:
        self._shown = shown
        self._clock = clock

    def search(self, request: Request) -> Response:
        """The stories that meet `q`, the latest ones where nothing is asked for."""
        asked = request.query_params.get("q", "").strip()
        page = _page_number(request)
        by: Sort = "relevance" if asked and request.query_params.get("sort") != "date" else "date"
        try:
            topics = {name: topic.query for name, topic in self._shown().topics.items()}
            query = parse(asked or EVERYTHING, known=topics)
        except QueryError as error:
            return _page("search.html", status=400, q=asked, error=str(error), sort=by, total=0)
        with self._journal() as journal:
            found = journal.search(query, limit=PAGE, offset=(page - 1) * PAGE, sort=by)
        hits = [_hit(query, hit.story) if asked else _plain(hit.story) for hit in found.hits]
        return _page(
            "search.html",
            q=asked,
            sort=by,
            page=page,
            total=found.total,
            hits=hits,
            warnings=query.warnings,
            outlets=self._shown().outlets,
            previous_page=_turned(request, page - 1) if page > 1 else None,
            next_page=_turned(request, page + 1) if page * PAGE < found.total else None,
        )

    def story(self, request: Request) -> Response:
        """One story with its evidence, matches, edits and relatives."""
        with self._journal() as journal:
            try:
                story = journal.story(request.path_params["story"])
            except UnknownStory as error:
                raise HTTPException(404, str(error)) from error
            dossier = Dossier.of(journal, story)
            relatives = dossier.relatives
            related = {
                "Family": _told(journal, family(relatives, story.id)),
                "Quotes": _told(journal, quotes(relatives)),
                "Same event": _told(journal, same_event(relatives, story.id)),
            }
        return _page(
            "story.html",
            dossier=dossier,
            story=story,
            passages=[(one, excerpts(dossier.met(one), one.passages)) for one in dossier.matches],
            related=related,
            outlets=self._shown().outlets,
            topics=self._shown().topics,
        )

    def topics(self, request: Request) -> Response:
        """Every topic with how many stories met it lately."""
        with self._journal() as journal:
            counts = journal.match_counts(since=self._clock() - RECENT)
        return _page("topics.html", topics=self._shown().topics, counts=counts)

    def topic(self, request: Request) -> Response:
        """The latest stories of one topic."""
        topic = self._topic(request)
        with self._journal() as journal:
            stories = self._recent(journal, topic.id)
            hits = [_met(journal, story, topic.id) for story in stories[:MOST_OF_A_TOPIC]]
        outlets = self._shown().outlets
        return _page("topic.html", topic=topic, hits=hits, total=len(stories), outlets=outlets)

    def feed(self, request: Request) -> Response:
        """The latest stories of one topic as an Atom feed, for feed readers."""
        topic = self._topic(request)
        masthead = Masthead(
            title=f"storywatch: {topic.title or topic.id}",
            made_at=self._clock(),
            selection=f"topic={topic.id}",
        )
        with self._journal() as journal:
            entries = [
                Entry(story=story, matches=journal.matches(story.id))
                for story in self._recent(journal, topic.id)[:MOST_OF_A_TOPIC]
            ]
        return Response("".join(write_atom(entries, masthead)), media_type=ATOM, headers=HEADERS)

    def outlets(self, request: Request) -> Response:
        """How each outlet stands."""
        now = self._clock()
        with self._journal() as journal:
            standings = [standing_of(journal, one, now) for one in self._shown().outlets.values()]
        return _page("outlets.html", standings=standings, outlets=self._shown().outlets)

    def ledger(self, request: Request) -> Response:
        """What became of every lead."""
        with self._journal() as journal:
            ledger = journal.ledger()
        return _page(
            "ledger.html",
            ledger=ledger,
            rows=ledger.by_outlet(),
            fates=tuple(Fate),
            outlets=self._shown().outlets,
        )

    def metrics(self, request: Request) -> Response:
        """The figures for Prometheus, in its text format."""
        with self._journal() as journal:
            text = metrics_text(journal, self._shown().outlets.values(), self._clock())
        return Response(text, media_type=CONTENT_TYPE)

    def _topic(self, request: Request) -> Topic:
        name = request.path_params["topic"]
        topic = self._shown().topics.get(name)
        if topic is None:
            raise HTTPException(404, f"topic {name!r} is not declared")
        return topic

    def _recent(self, journal: Journal, topic: str) -> list[Story]:
        return list(journal.stories(topic=topic, since=self._clock() - RECENT))[::-1]

    def _journal(self) -> Journal:
        return Journal.open(self._shown().journal_path)


def web_app(
    shown: Callable[[], Shown], clock: Callable[[], datetime], *, hosts: tuple[str, ...]
) -> Starlette:
    """Returns the application; only requests for one of `hosts` are answered, so that no page in
    somebody's browser reaches it under a name of its own (DNS rebinding)."""
    pages = Pages(shown, clock)
    routes = {
        "/": pages.search,
        "/stories/{story}": pages.story,
        "/topics": pages.topics,
        "/topics/{topic}.atom": pages.feed,
        "/topics/{topic}": pages.topic,
        "/outlets": pages.outlets,
        "/ledger": pages.ledger,
        "/metrics": pages.metrics,
    }
    return Starlette(
        routes=[Route(path, answer, methods=["GET"]) for path, answer in routes.items()],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts))],
        exception_handlers={HTTPException: _refused, StorywatchError: _unusable},
    )


def _page_number(request: Request) -> int:
    text = request.query_params.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _turned(request: Request, page: int) -> str:
    return "?" + urlencode({**request.query_params, "page": page})


def _hit(query: Query, story: Story) -> Hit:
    met = [one for one in match(query, analyse(story)) or () if one.field not in (*MARKS, "title")]
    return Hit(story=story, excerpts=excerpts(story, met)) if met else _plain(story)


def _met(journal: Journal, story: Story, topic: str) -> Hit:
    match = next(one for one in journal.matches(story.id) if one.topic == topic)
    return Hit(story=story, excerpts=excerpts(met_text(journal, story, match), match.passages))


def _plain(story: Story) -> Hit:
    beginning = story.standfirst or shortened(story.body, BEGINNING)
    return Hit(story=story, excerpts=(Excerpt(field="body", pieces=(beginning,)),))


def _told(journal: Journal, relations: Sequence[Relation]) -> Told:
    shown = relations[:MOST_RELATIVES]
    stories = [_kept(journal, relation.member.story_id) for relation in shown]
    return Told(
        relations=tuple(zip(shown, stories, strict=True)), others=len(relations) - len(shown)
    )


def _kept(journal: Journal, story_id: str) -> Story | None:
    try:
        return journal.story(story_id)
    except UnknownStory:
        return None


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=PackageLoader("storywatch.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters |= {
        "one_line": one_line,
        "piece": one_line_inside,
        "minute": minute,
        "published": published,
    }
    return templates


def _page(name: str, *, status: int = 200, **words: Any) -> HTMLResponse:
    html = _templates().get_template(name).render(**words)
    return HTMLResponse(html, status_code=status, headers=HEADERS)


def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    sentence = NO_PAGE if error.detail == "Not Found" else error.detail
    return _page("error.html", status=error.status_code, sentence=sentence)


def _unusable(_: Request, error: Exception) -> Response:
    return _page("error.html", status=500, sentence=str(error))
