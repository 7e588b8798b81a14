"""The fourth step: which topics the story meets, and where."""

from __future__ import annotations

from dataclasses import replace

from pipelines.visit import Step, Visit, draft_of
from storywatch.story import Draft


class MatchTopics(Step):
    """Asks all topics at once."""

    async def take(self, visit: Visit) -> Draft:
        """Returns the draft with its matches, each with its passages."""
        draft = draft_of(visit)
        return replace(draft, matches=self.desk.topics.match(draft.story))
