"""The connection to Elasticsearch, and what its failures mean to a person."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from elastic_transport import ConnectionError as Unreachable
from elastic_transport import TlsError
from elasticsearch import ApiError, AsyncElasticsearch, TransportError

from storywatch.errors import IndexUnusable
from storywatch.index.settings import IndexSettings

REQUEST_TIMEOUT = 60.0  # seconds; well within a lease of the outbox
NO_ELASTICSEARCH = "does not answer as Elasticsearch does; check its address"
ADVICE = {
    401: "does not know us: check the API key, or user and password",
    403: "does not let us do this: docs/guide/elasticsearch.md lists the rights that are needed",
    404: "lacks what we ask for; run `storywatch index install`",
    413: "takes no request of this size; raise http.max_content_length or the proxy's limit",
    429: "is overloaded or its disk is nearly full; free space or wait, nothing is lost",
}


@asynccontextmanager
async def connected(settings: IndexSettings) -> AsyncIterator[AsyncElasticsearch]:
    """Opens the connection; its failures leave as `IndexUnusable`, which says what to do."""
    client = open_client(settings)
    try:
        with failures_told(settings.place):
            yield client
    finally:
        await client.close()


def open_client(settings: IndexSettings) -> AsyncElasticsearch:
    """Returns a client that verifies certificates and leaves every retry to us."""
    where: dict[str, Any] = (
        {"cloud_id": settings.cloud_id} if settings.cloud_id else {"hosts": settings.url}
    )
    if settings.api_key:
        where["api_key"] = settings.api_key
    if settings.user:
        where["basic_auth"] = (settings.user, settings.password)
    if settings.ca_file:
        where["ca_certs"] = str(settings.ca_file)
    return AsyncElasticsearch(**where, request_timeout=REQUEST_TIMEOUT, max_retries=0)


@contextmanager
def failures_told(place: str) -> Iterator[None]:
    """Turns the client's exceptions into `IndexUnusable`."""
    try:
        yield
    except (TransportError, ApiError) as error:
        raise IndexUnusable(f"{place} {what_failed(error)}") from error


def what_failed(error: TransportError | ApiError) -> str:
    """Returns what to tell of a failed request, after the server's name."""
    if isinstance(error, TlsError) and "WRONG_VERSION_NUMBER" in str(error.message):
        return "speaks no TLS; write http:// in its address, or turn TLS on there"
    if isinstance(error, TlsError):
        return (
            "shows a certificate that we do not trust; name its CA in STORYWATCH_ES_CA_FILE "
            f"({_first_line(error)})"
        )
    if isinstance(error, Unreachable):
        return (
            "cannot be reached; check that it runs, its address, and whether it speaks http or "
            f"https ({_first_line(error)})"
        )
    if isinstance(error, ApiError):
        said = reason_of(error.body) or error.message
        return f"{_advice(error, said)} ({error.status_code}: {said})"
    return f"{NO_ELASTICSEARCH} ({_first_line(error)})"


def reason_of(body: Any) -> str:
    """Returns Elasticsearch's own words for why, from an answer's body or an item's error."""
    error = body.get("error", body) if isinstance(body, dict) else body
    if not isinstance(error, dict):
        said = str(error or "").strip()
        return "a web page" if said.startswith("<") else said[:500]
    causes = [error, *error.get("root_cause", ()), *_causes(error)]
    words = [f"{one.get('type', 'error')}: {one.get('reason') or ''}" for one in causes]
    return "; ".join(dict.fromkeys(words))[:500]


def _advice(error: ApiError, said: str) -> str:
    if error.status_code in {200, 404} and "x-elastic-product" not in error.meta.headers:
        return NO_ELASTICSEARCH
    if error.status_code == 400 and "media_type_header_exception" in said:
        return "is too old; storywatch needs Elasticsearch 9"
    return ADVICE.get(error.status_code, "refuses this request")


def _causes(error: dict[str, Any]) -> Iterator[dict[str, Any]]:
    cause = error.get("caused_by")
    while isinstance(cause, dict):
        yield cause
        cause = cause.get("caused_by")


def _first_line(error: TransportError) -> str:
    return str(error.message).split("\n", 1)[0][:300]
