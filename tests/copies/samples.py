"""Stories, drafts and outlets for the tests of copies, in as few words as they need."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from storywatch.copies import Twin, find_copies
from storywatch.outlet import Outlet
from storywatch.story import CopyHint, Draft, Story, story_id

NOON = datetime(2025, 12, 2, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
PLAIN = "The council met on Tuesday and put the matter off. Nobody in the hall objected."


def outlet(
    name: str = "The Bugle", *, id: str = "bugle", home: str = "https://bugle.example/"
) -> Outlet:
    return Outlet.model_validate(
        {"id": id, "name": name, "homepage": home, "source": [{"kind": "feed", "url": home}]}
    )


def story(body: str = PLAIN, **fields: object) -> Story:
    slug = str(fields.pop("slug", "one"))
    of = str(fields.get("outlet", "bugle"))
    url = f"https://{of}.example/{slug}"
    given: dict[str, object] = {
        "id": story_id(of, url),
        "outlet": of,
        "url": url,
        "title": "Council puts the matter off",
        "body": body,
        "first_seen_at": NOON,
        "fetched_at": NOON,
        **fields,
    }
    return Story(**given)  # type: ignore[arg-type]


def hint(kind: str, text: str, url: str | None = None) -> CopyHint:
    return CopyHint(kind=kind, text=text, url=url)


def found(
    body: str = PLAIN,
    *hints: CopyHint,
    at: Outlet | None = None,
    twins: tuple[Twin, ...] = (),
    **fields: object,
) -> Story:
    """The story as `find_copies` returns it."""
    where = at or outlet()
    one = story(body, **{"outlet": where.id, **fields})
    draft = Draft(story=one, page_url=one.url, copy_hints=hints)
    return find_copies(draft, where, twins=twins).story


def twin(of: str = "crier", *, seen: datetime = NOON, **fields: object) -> Twin:
    return replace(Twin.of(story(outlet=of, first_seen_at=seen)), **fields)  # type: ignore[arg-type]
