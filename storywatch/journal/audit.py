"""Cross-checks of the journal: counts that were kept apart from each other must agree."""

from __future__ import annotations

from collections.abc import Iterator

from storywatch.journal.database import Database

Scope = tuple[str | None, int | None]

# Each names places where two independent counts of the same thing differ.
LEADS_AGAINST_TALLIES = """
WITH scoped AS (
    SELECT outlet, discovered_at - discovered_at % 3600000 AS hour, coalesce(fate, '') AS fate,
           reason
    FROM leads
    WHERE (?1 IS NULL OR outlet = ?1) AND (?2 IS NULL OR discovered_at >= ?2)
), kept AS (
    SELECT outlet, hour, fate, reason, count(*) AS leads, 0 AS tallied
    FROM scoped WHERE fate <> '' GROUP BY 1, 2, 3, 4
    UNION ALL
    SELECT outlet, hour, 'discovered', '', count(*), 0 FROM scoped GROUP BY 1, 2
    UNION ALL
    SELECT outlet, hour, fate, reason, 0, count FROM tallies
    WHERE (?1 IS NULL OR outlet = ?1) AND (?2 IS NULL OR hour >= ?2)
)
SELECT outlet, strftime('%Y-%m-%d %H:%M', hour / 1000, 'unixepoch') AS hour,
       trim(fate || ' ' || reason) AS what, sum(leads) AS leads, sum(tallied) AS tallied
FROM kept GROUP BY outlet, kept.hour, fate, reason HAVING sum(leads) <> sum(tallied)
"""
STORIES_AGAINST_NEW = """
WITH first AS (
    SELECT leads.outlet, leads.fate FROM revisions JOIN leads ON leads.id = revisions.lead
    WHERE revisions.revision = 1
)
SELECT outlet, sum(kind = 'new') AS leads, sum(kind = 'story') AS stories FROM (
    SELECT outlet, 'new' AS kind FROM leads WHERE fate = 'new'
    UNION ALL SELECT outlet, 'story' FROM stories
    UNION ALL SELECT outlet, 'new' FROM first WHERE fate = 'off_topic'
) WHERE ?1 IS NULL OR outlet = ?1
GROUP BY outlet HAVING leads <> stories
"""
REVISIONS_AGAINST_LEADS = """
SELECT leads.outlet, leads.id, coalesce(leads.fate, 'no fate') AS fate,
       revisions.story IS NOT NULL AS has_revision
FROM leads LEFT JOIN revisions ON revisions.lead = leads.id
WHERE (?1 IS NULL OR leads.outlet = ?1) AND CASE
    WHEN leads.fate IN ('new', 'revision') THEN revisions.lead IS NULL
    WHEN leads.fate = 'off_topic' THEN coalesce(revisions.revision, 1) <> 1
    ELSE revisions.lead IS NOT NULL
END LIMIT 20
"""
BROKEN_STORIES = """
SELECT id, outlet FROM stories WHERE (?1 IS NULL OR outlet = ?1) AND (
    SELECT count(*) = stories.revision AND min(revision) = 1 AND max(revision) = stories.revision
    FROM revisions WHERE story = stories.seq
) IS NOT 1 LIMIT 20
"""
ORPHANED_MATCHES = """
SELECT topic, story FROM matches WHERE story NOT IN (SELECT seq FROM stories) LIMIT 20
"""


def imbalances_of(database: Database, scope: Scope) -> Iterator[str]:
    """Yields a sentence for each disagreement among leads, tallies, stories, revisions, matches."""
    outlet = scope[:1]
    for row in database.rows(LEADS_AGAINST_TALLIES, scope):
        yield (
            f"outlet {row['outlet']}, hour {row['hour']}, {row['what']}: {row['leads']} leads, "
            f"{row['tallied']} tallied"
        )
    for row in database.rows(STORIES_AGAINST_NEW, outlet):
        yield (
            f"outlet {row['outlet']}: {row['leads']} leads brought a new text, "
            f"{row['stories']} stories are kept"
        )
    for row in database.rows(REVISIONS_AGAINST_LEADS, outlet):
        verb = "has" if row["has_revision"] else "lacks"
        yield f"outlet {row['outlet']}: lead {row['id']} ({row['fate']}) {verb} a revision"
    for row in database.rows(BROKEN_STORIES, outlet):
        yield f"outlet {row['outlet']}: story {row['id']} has not all of its revisions"
    for row in database.rows(ORPHANED_MATCHES):
        yield f"topic {row['topic']}: matches story number {row['story']}, which is not kept"
