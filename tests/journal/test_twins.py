from __future__ import annotations

from storywatch.copies.twins import Twin
from storywatch.journal import Journal, body_digest
from tests.journal.samples import LONG, NOON, draft, queue, story


def test_the_same_body_words_have_one_digest_whatever_the_layout() -> None:
    laid_out = LONG.replace(" ", "\n", 3).upper()

    assert body_digest(story(body=LONG)) == body_digest(story(body=laid_out, title="Other"))
    assert body_digest(story(body=LONG)) != body_digest(story(body=f"{LONG} more"))


def test_short_bodies_have_no_digest_and_no_twins(journal: Journal) -> None:
    journal.record(queue(journal), draft(), keep=False, now=NOON)

    assert body_digest(story()) == ""
    assert journal.twins("", outlet="crier") == ()


def test_twins_are_other_outlets_stories_first_seen_first(journal: Journal) -> None:
    for outlet in ("crier", "bugle", "echo"):
        lead_id = queue(journal, "one", outlet=outlet)
        one = draft(outlet=outlet, body=LONG, title=f"As {outlet} has it")
        journal.record(lead_id, one, keep=False, now=NOON)

    twins = journal.twins(body_digest(story(body=LONG)), outlet="bugle")

    assert [twin.outlet for twin in twins] == ["crier", "echo"]
    assert twins[0] == Twin.of(journal.story(story(outlet="crier").id))
