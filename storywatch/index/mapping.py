"""The index's templates as they lie in index_mappings/, and what is installed of them."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from elasticsearch import AsyncElasticsearch, BadRequestError, NotFoundError

from storywatch.errors import IndexUnusable
from storywatch.settings import CHECKOUT

FOLDER = CHECKOUT / "index_mappings"
STORIES = "stories"  # the alias that everybody reads and the relay writes through
TOPICS = "storywatch-topics"  # an alias, too
LEDGER = "storywatch-ledger"
PERCOLATOR = "storywatch-percolator"
NUMBERED = re.compile(r".+-v(\d+)-(\d+)")


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

    def version(self, alias: str = STORIES) -> int:
        """Returns the version of an alias' mapping."""
        return int(self.indices[alias]["version"])

    def fingerprint(self, alias: str = STORIES) -> str:
        """Returns the digest by which an index is known to have just this mapping."""
        return str(self.indices[alias]["template"]["mappings"]["_meta"]["fingerprint"])

    def can_do_without(self, component: str) -> bool:
        """Whether there are servers that lack what this component asks of them."""
        return any(
            component in template.get("ignore_missing_component_templates", ())
            for template in self.indices.values()
        )

    @property
    def refresh_interval(self) -> str:
        """How soon a story that was written can be found."""
        settings = self.components["storywatch-index"]["template"]["settings"]
        return str(settings["index"]["refresh_interval"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """What `install` did: names of templates that were put, and of indices that were made.

    A server `percolates` when it can find topics by a story.
    """

    put: tuple[str, ...]
    made: tuple[str, ...]
    needs_rebuild: bool
    percolates: bool


async def install(client: AsyncElasticsearch, templates: Templates) -> Installed:
    """Puts templates that are missing or older, and makes the indices; never deletes anything.

    Raises `IndexUnusable` before anything is changed when a newer storywatch was here.
    """
    older = await _older(client, templates)
    put = [name async for name in _put(client, templates, older)]
    made = [name async for name in _make_indices(client, templates.version())]
    current = await current_index(client)
    return Installed(
        put=tuple(put),
        made=tuple(made),
        needs_rebuild=current is not None
        and await fingerprint_of(client, current) != templates.fingerprint(),
        percolates=PERCOLATOR in put or PERCOLATOR not in older,
    )


async def current_index(client: AsyncElasticsearch, alias: str = STORIES) -> str | None:
    """Returns the index behind an alias of ours, or None where there is no alias."""
    try:
        behind = await client.indices.get_alias(name=alias)
    except NotFoundError:
        if await client.indices.exists(index=alias):
            raise IndexUnusable(
                f"{alias!r} is an index and not our alias: something else wrote there; "
                "delete or rename it, then run `storywatch index install`"
            ) from None
        return None
    if len(behind) != 1:
        raise IndexUnusable(
            f"the alias {alias!r} stands for {len(behind)} indices; leave it one of them"
        )
    return str(next(iter(behind)))


async def all_indices(client: AsyncElasticsearch, alias: str = STORIES) -> list[str]:
    """Returns all indices that there are for an alias, older ones first."""
    found = await client.indices.get(index=f"{alias}-v*", features=["aliases"])
    return sorted((name for name in found if _order(name)), key=_order)


async def next_index(client: AsyncElasticsearch, version: int, alias: str = STORIES) -> str:
    """Returns a name for a new index for an alias that no index has."""
    numbers = [_order(name)[1] for name in await all_indices(client, alias)]
    return f"{alias}-v{version}-{max(numbers, default=0) + 1:04}"


async def fingerprint_of(client: AsyncElasticsearch, index: str) -> str:
    """Returns the fingerprint of the mapping that an index was made with; empty if not ours."""
    return str((await _meta(client, index)).get("fingerprint", ""))


async def percolates(client: AsyncElasticsearch, index: str) -> bool:
    """Whether an index of topics can be asked which of them a story meets."""
    return "percolates" in await _meta(client, index)


async def _meta(client: AsyncElasticsearch, index: str) -> dict[str, Any]:
    mappings = await client.indices.get_mapping(index=index)
    meta: dict[str, Any] = mappings[index]["mappings"].get("_meta", {})
    return meta


async def _put(
    client: AsyncElasticsearch, templates: Templates, names: list[str]
) -> AsyncIterator[str]:
    """Puts templates, components first, and yields which; some servers lack what some ask for."""
    for name in (name for name in names if name in templates.components):
        try:
            await client.cluster.put_component_template(name=name, **templates.components[name])
        except BadRequestError as error:
            if error.error != "mapper_parsing_exception" or not templates.can_do_without(name):
                raise
        else:
            yield name
    for name in (name for name in names if name in templates.indices):
        await client.indices.put_index_template(name=name, **templates.indices[name])
        yield name


async def _make_indices(client: AsyncElasticsearch, version: int) -> AsyncIterator[str]:
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


def _order(index: str) -> tuple[int, ...]:
    """Returns the numbers in an index' name; none where the name is not one of ours."""
    name = NUMBERED.fullmatch(index)
    return tuple(map(int, name.groups())) if name else ()


def _read(folder: Path) -> dict[str, dict[str, Any]]:
    return {
        path.stem: json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))
    }
