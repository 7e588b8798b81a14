"""A story as a JSON document and back: lossless, `Story`'s names, ISO 8601 instants in UTC."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from storywatch.story import Original, Precision, Story

INSTANTS = (
    "first_seen_at",
    "fetched_at",
    "published_at",
    "published_earliest",
    "published_latest",
    "modified_at",
)
LISTS = ("authors", "tags", "captions", "credited_to")
FIELDS = tuple(field.name for field in dataclasses.fields(Story))


def story_to_document(story: Story) -> dict[str, Any]:
    """Returns the story as plain JSON values; a lone surrogate becomes U+FFFD."""
    document = {name: getattr(story, name) for name in FIELDS}
    for name in INSTANTS:
        document[name] = written(document[name])
    for name in LISTS:
        document[name] = list(document[name])
    document["evidence"] = dict(story.evidence)
    document["original"] = dataclasses.asdict(story.original) if story.original else None
    precision = story.published_precision
    document["published_precision"] = precision.value if precision else None
    return {name: clean(value) for name, value in document.items()}


def story_from_document(document: Mapping[str, Any]) -> Story:
    """Returns the story that `story_to_document` wrote; unknown keys are left out."""
    values = {name: document[name] for name in FIELDS if name in document}
    for name in INSTANTS:
        values[name] = _read(values.get(name))
    for name in LISTS:
        values[name] = tuple(values.get(name) or ())
    precision = values.get("published_precision")
    values["published_precision"] = Precision(precision) if precision else None
    original = values.get("original")
    values["original"] = Original(**original) if original else None
    return Story(**values)


def to_text(document: Mapping[str, Any]) -> str:
    """Returns the document as one line of JSON, the same text for the same document."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def from_text(text: str) -> Story:
    """Returns the story of a document's JSON text."""
    return story_from_document(json.loads(text))


def without_surrogates(text: str) -> str:
    """Returns the text as valid Unicode: pairs are joined, and a lone surrogate becomes U+FFFD."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def clean(value: Any) -> Any:
    """Returns the JSON value with all of its texts as valid Unicode."""
    if isinstance(value, str):
        return without_surrogates(value)
    if isinstance(value, list):
        return [clean(item) for item in value]
    if isinstance(value, dict):
        return {clean(key): clean(item) for key, item in value.items()}
    return value


def written(instant: datetime | None) -> str | None:
    """Returns an instant as every document writes it: ISO 8601 in UTC, or None for none."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z") if instant else None


def _read(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC) if text else None
