"""The index's templates as they lie in index_mappings/, and what is installed of them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from elasticsearch import AsyncElasticsearch, NotFoundError

from storywatch.errors import IndexUnusable
from storywatch.settings import CHECKOUT

FOLDER = CHECKOUT / "index_mappings"
STORIES = "stories"  # the alias that everybody reads and the relay writes through
LEDGER = "storywatch-ledger"
PATTERN = "stories-v{version}-{number:04}"
NAME = re.compile(r"stories-v(\d+)-(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Templates:
    """Component and index templates by name, each as it is PUT."""

    components: Mapping[str, dict[str, Any]]
    indices: Mapping[str, dict[str, Any]]

    @classmethod
    def read(cls, folder: Path = FOLDER) -> Templates:
        """Reads what lies in the folder."""
        return cls(
            components=_read(folder / "component_templates"),
            indices=_read(folder / "index_templates"),
        )

    @property
    def version(self) -> int:
        """The version of the stories' mapping."""
        return int(self.indices[STORIES]["version"])

    @property
    def refresh_interval(self) -> str:
        """How soon a story that was written can be found."""
        settings = self.components["storywatch-index"]["template"]["settings"]
        return str(settings["index"]["refresh_interval"])

    @property
    def fingerprint(self) -> str:
        """The digest by which an index is known to have just this mapping."""
        return str(self.indices[STORIES]["template"]["mappings"]["_meta"]["fingerprint"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """What `install` did: names of templates that were put, and of indices that were made."""

    put: tuple[str, ...]
    made: tuple[str, ...]
    needs_rebuild: bool


async def install(client: AsyncElasticsearch, templates: Templates) -> Installed:
    """Puts templates that are missing or older, and makes the indices; never deletes anything.

    Raises `IndexUnusable` before anything is changed when a newer storywatch was here.
    """
    older = await _older(client, templates)
    for name in older:
        if name in templates.components:
            await client.cluster.put_component_template(name=name, **templates.components[name])
    for name in older:
        if name in templates.indices:
            await client.indices.put_index_template(name=name, **templates.indices[name])
    made = [name async for name in _make_indices(client, templates.version)]
    current = await current_index(client)
    return Installed(
        put=tuple(older),
        made=tuple(made),
        needs_rebuild=current is not None
        and await fingerprint_of(client, current) != templates.fingerprint,
    )


async def current_index(client: AsyncElasticsearch) -> str | None:
    """Returns the index behind the alias, or None where there is no alias."""
    try:
        behind = await client.indices.get_alias(name=STORIES)
    except NotFoundError:
        if await client.indices.exists(index=STORIES):
            raise IndexUnusable(
                f"{STORIES!r} is an index and not our alias: something else wrote there; "
                "delete or rename it, then run `storywatch index install`"
            ) from None
        return None
    if len(behind) != 1:
        raise IndexUnusable(
            f"the alias {STORIES!r} stands for {len(behind)} indices; leave it one of them"
        )
    return str(next(iter(behind)))


async def story_indices(client: AsyncElasticsearch) -> list[str]:
    """Returns all indices of stories that there are, older ones first."""
    found = await client.indices.get(index="stories-v*", features=["aliases"])
    return sorted((name for name in found if NAME.fullmatch(name)), key=_order)


async def next_index(client: AsyncElasticsearch, version: int) -> str:
    """Returns a name for a new index of stories that no index has."""
    numbers = [_order(name)[1] for name in await story_indices(client)]
    return PATTERN.format(version=version, number=max(numbers, default=0) + 1)


async def fingerprint_of(client: AsyncElasticsearch, index: str) -> str:
    """Returns the fingerprint of the mapping that an index was made with; empty if not ours."""
    mappings = await client.indices.get_mapping(index=index)
    return str(mappings[index]["mappings"].get("_meta", {}).get("fingerprint", ""))


async def _make_indices(client: AsyncElasticsearch, version: int) -> Any:
    if await current_index(client) is None:
        name = await next_index(client, version)
        await client.indices.create(index=name, aliases={STORIES: {"is_write_index": True}})
        yield name
    if not await client.indices.exists(index=LEDGER):
        await client.indices.create(index=LEDGER)
        yield LEDGER


async def _older(client: AsyncElasticsearch, templates: Templates) -> list[str]:
    there = await _versions(client)
    ours = {**templates.components, **templates.indices}
    newer = [name for name, body in ours.items() if there.get(name, 0) > body["version"]]
    if newer:
        raise IndexUnusable(
            f"a newer storywatch installed {', '.join(newer)}; update this one, nothing was changed"
        )
    return [name for name, body in ours.items() if there.get(name, 0) < body["version"]]


async def _versions(client: AsyncElasticsearch) -> dict[str, int]:
    components = await client.cluster.get_component_template()
    indices = await client.indices.get_index_template()
    versions = {
        one["name"]: int(one["component_template"].get("version") or 0)
        for one in components["component_templates"]
    }
    return versions | {
        one["name"]: int(one["index_template"].get("version") or 0)
        for one in indices["index_templates"]
    }


def _order(index: str) -> tuple[int, int]:
    name = NAME.fullmatch(index)
    return (int(name[1]), int(name[2])) if name else (0, 0)


def _read(folder: Path) -> dict[str, dict[str, Any]]:
    return {
        path.stem: json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))
    }
