"""The second step over the desk: a draft's date candidates become its instants, with evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from storywatch.extract.dates.deciding import decide
from storywatch.outlet import Outlet
from storywatch.story import Draft

_OF_DATES = ("published_", "modified_")


def normalise_dates(
    draft: Draft, outlet: Outlet, *, fetched_at: datetime, order: str | None = None
) -> Draft:
    """Returns the draft with its dates decided; `order` is the outlet's learned "DMY" or "MDY".

    Relative dates count from `fetched_at`. Pure; never raises, and leaves the dates empty where
    nothing trustworthy was said. A draft can be dated again, in another order.
    """
    story = draft.story
    dating = decide(
        draft.dates,
        outlet=_speaking(outlet, story.language),
        fetched_at=fetched_at,
        first_seen_at=story.first_seen_at,
        order=order,
    )
    dated = replace(
        story,
        published_at=dating.published_at,
        published_precision=dating.published_precision,
        published_earliest=dating.published_earliest,
        published_latest=dating.published_latest,
        modified_at=dating.modified_at,
        evidence={**_undated(story.evidence), **dating.evidence},
    )
    return replace(draft, story=dated, order=order)


def _undated(evidence: Mapping[str, str]) -> dict[str, str]:
    return {name: said for name, said in evidence.items() if not name.startswith(_OF_DATES)}


def _speaking(outlet: Outlet, language: str | None) -> Outlet:
    """The outlet with the story's language, where its file names none."""
    if outlet.languages or not language:
        return outlet
    return outlet.model_copy(update={"languages": (language,)})
