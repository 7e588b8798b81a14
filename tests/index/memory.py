"""An Elasticsearch in memory, as much of one as the relay talks to."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

from elastic_transport import ApiResponseMeta, HttpHeaders, NodeConfig
from elasticsearch import AsyncElasticsearch, NotFoundError

from storywatch.index.mapping import Templates

INDEX = "stories-v2-0001"
Documents = dict[str, tuple[int, dict[str, Any]]]


@dataclass(kw_only=True)
class Memory:
    """Documents by index and id, each with its version; `says` are statuses of items to come."""

    indices: dict[str, Documents] = field(default_factory=lambda: {INDEX: {}})
    alias: str | None = INDEX
    fingerprint: str = Templates.read().fingerprint()
    says: deque[int | Exception] = field(default_factory=deque)
    written: list[str] = field(default_factory=list)

    @property
    def client(self) -> AsyncElasticsearch:
        """It, as the relay's client."""
        indices = SimpleNamespace(
            get_alias=self.get_alias, get_mapping=self.get_mapping, exists=self.exists
        )
        fake = SimpleNamespace(indices=indices, bulk=self.bulk)
        return cast(AsyncElasticsearch, fake)

    async def get_alias(self, *, name: str) -> dict[str, Any]:
        if self.alias is None:
            raise NotFoundError(f"no {name}", meta(404), {})
        return {self.alias: {}}

    async def exists(self, *, index: str) -> bool:
        return index in self.indices

    async def get_mapping(self, *, index: str) -> dict[str, Any]:
        return {index: {"mappings": {"_meta": {"fingerprint": self.fingerprint}}}}

    async def bulk(
        self, *, index: str, operations: Sequence[bytes], **_: object
    ) -> SimpleNamespace:
        documents = self.indices.setdefault(str(self.alias) if index == "stories" else index, {})
        self.written.append(index)
        pairs = zip(operations[::2], operations[1::2], strict=True)
        items = [self._item(documents, json.loads(a), json.loads(d)) for a, d in pairs]
        return SimpleNamespace(body={"items": [{"index": item} for item in items]})

    def _item(
        self, documents: Documents, action: dict[str, Any], document: dict[str, Any]
    ) -> dict[str, Any]:
        said = self.says.popleft() if self.says else 201
        if isinstance(said, Exception):
            raise said
        wanted = action["index"]
        before = documents.get(wanted["_id"], (0, {}))[0]
        if said == 201 and before > wanted["version"]:
            said = 409
        if said != 201:
            return {"status": said, "error": {"type": f"of_{said}", "reason": "so it is"}}
        documents[wanted["_id"]] = (wanted["version"], document)
        return {"status": said}


def meta(status: int) -> ApiResponseMeta:
    return ApiResponseMeta(
        status=status,
        http_version="1.1",
        headers=HttpHeaders(),
        duration=0.0,
        node=NodeConfig("http", "es.example", 9200),
    )
