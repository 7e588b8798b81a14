"""One bulk request: how it is written, and what every item of its answer says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol, TypeVar

import orjson
from elasticsearch import AsyncElasticsearch

from storywatch.index.client import reason_of

# Of the answer, only what is read: a bulk of 500 stories would send back 100 kB otherwise.
ASKED_BACK = ("errors", "items.*.status", "items.*.error")
NOT_THE_DOCUMENTS_FAULT = ("cluster_block_exception", "index_closed_exception")


class Verdict(Enum):
    """What one item's answer means for its document."""

    DONE = "done"  # written, or the same or a newer state was there already
    BUSY = "busy"  # the server could not now
    STOPPED = "stopped"  # no document can be written as things are: rights, blocks, no index
    REFUSED = "refused"  # this document never will be: a dead letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One item's verdict, with Elasticsearch's reason unless it is done."""

    verdict: Verdict
    reason: str = ""


class Sized(Protocol):
    """Something that takes so many bytes of a request."""

    @property
    def size(self) -> int:
        """How many bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One document as a bulk request carries it: what to do, and the document."""

    action: bytes
    document: bytes

    @classmethod
    def of(
        cls, id_: str, version: int, document: Mapping[str, Any], *, newer_only: bool = False
    ) -> Line:
        """Writes a document that replaces any state of its own with a lower version.

        One with the same version is replaced too, unless `newer_only`.
        """
        kind = "external" if newer_only else "external_gte"
        action = {"index": {"_id": id_, "version": version, "version_type": kind}}
        return cls(action=orjson.dumps(action), document=orjson.dumps(document))

    @classmethod
    def last(cls, id_: str, document: Mapping[str, Any]) -> Line:
        """Writes a document that replaces any state of its own, and its deletion, too."""
        return cls(action=orjson.dumps({"index": {"_id": id_}}), document=orjson.dumps(document))

    @property
    def size(self) -> int:
        """How many bytes it takes."""
        return len(self.action) + len(self.document) + 2


S = TypeVar("S", bound=Sized)


def parts(sized: Sequence[S], most_bytes: int) -> Iterator[list[S]]:
    """Parts a sequence into runs of at most so many bytes; one that is larger goes alone."""
    part: list[S] = []
    total = 0
    for one in sized:
        if part and total + one.size > most_bytes:
            yield part
            part, total = [], 0
        part.append(one)
        total += one.size
    if part:
        yield part


async def send(
    client: AsyncElasticsearch, index: str, lines: Sequence[Line], *, through_alias: bool
) -> list[Answer]:
    """Sends one bulk and returns an answer for each line, in order.

    `through_alias` has the server refuse to make an index of that name where the alias is missing.
    """
    answer = await client.bulk(
        index=index,
        operations=[piece for line in lines for piece in (line.action, line.document)],  # type: ignore[misc]
        require_alias=through_alias,
        filter_path=ASKED_BACK,
    )
    return read_answer(answer.body, len(lines))


def read_answer(body: Mapping[str, Any], count: int) -> list[Answer]:
    """Reads every item; an answer that does not have them all counts as none of them."""
    items = [item for one in body.get("items", ()) for item in one.values()]
    if len(items) != count:
        reason = f"the answer has {len(items)} items for {count} documents"
        return [Answer(verdict=Verdict.BUSY, reason=reason)] * count
    return [_answer(item) for item in items]


def _answer(item: Mapping[str, Any]) -> Answer:
    status = int(item.get("status", 0))
    if status in {200, 201, 409}:
        return Answer(verdict=Verdict.DONE)
    return Answer(verdict=_verdict(status, item.get("error")), reason=reason_of(dict(item)))


def _verdict(status: int, error: Any) -> Verdict:
    kind = error.get("type", "") if isinstance(error, dict) else ""
    if status == 429 or status >= 500 or status == 0:
        return Verdict.BUSY
    if status in {401, 403, 404} or kind in NOT_THE_DOCUMENTS_FAULT:
        return Verdict.STOPPED
    return Verdict.REFUSED
