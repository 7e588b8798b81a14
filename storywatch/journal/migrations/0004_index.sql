-- What the index is still to be told, what it was told, and what it refused: see index_outbox.py.
CREATE INDEX index_outbox_by_story ON index_outbox (story);

-- When each story was first given to the index.
CREATE TABLE indexed (
    story INTEGER PRIMARY KEY REFERENCES stories,
    indexed_at INTEGER NOT NULL
);

CREATE TABLE index_dead_letters (
    story INTEGER PRIMARY KEY REFERENCES stories,
    revision INTEGER NOT NULL,
    reason TEXT NOT NULL,
    refused_at INTEGER NOT NULL
);

-- A story's family and event, for as long as there is a story: sketches are dropped after a while.
CREATE TABLE kin (
    story TEXT PRIMARY KEY,
    family INTEGER NOT NULL,
    event INTEGER,
    copy_of TEXT,
    copy_kind TEXT
) WITHOUT ROWID;
CREATE INDEX kin_by_family ON kin (family);
INSERT INTO kin (story, family, event, copy_of, copy_kind)
SELECT sketches.story, sketches.family, event, source.story, kind FROM sketches
LEFT JOIN event_families ON event_families.family = sketches.family
LEFT JOIN copy_edges ON child = sketches.number AND in_family
LEFT JOIN sketches AS source ON source.number = parent;

CREATE TRIGGER kin_of_sketch AFTER INSERT ON sketches
BEGIN
    UPDATE kin SET family = NEW.family,
        event = (SELECT event FROM event_families WHERE family = NEW.family)
    WHERE story = NEW.story;
    INSERT INTO kin (story, family, event)
    SELECT NEW.story, NEW.family, (SELECT event FROM event_families WHERE family = NEW.family)
    WHERE NOT EXISTS (SELECT 1 FROM kin WHERE story = NEW.story);
END;
CREATE TRIGGER kin_of_edge AFTER INSERT ON copy_edges WHEN NEW.in_family
BEGIN
    UPDATE kin SET copy_kind = NEW.kind,
        copy_of = (SELECT story FROM sketches WHERE number = NEW.parent)
    WHERE story = (SELECT story FROM sketches WHERE number = NEW.child);
END;
CREATE TRIGGER kin_of_event AFTER INSERT ON event_families
BEGIN
    UPDATE kin SET event = NEW.event WHERE family = NEW.family;
END;
CREATE TRIGGER kin_of_moved_event AFTER UPDATE OF event ON event_families
BEGIN
    UPDATE kin SET event = NEW.event WHERE family = NEW.family;
END;

-- What changes about a story beside its text has it told again; created_at 0 sets these entries
-- apart from revisions, whose way to the index is timed.
CREATE TRIGGER kin_told AFTER UPDATE ON kin
WHEN OLD.family <> NEW.family OR OLD.event IS NOT NEW.event
    OR OLD.copy_of IS NOT NEW.copy_of OR OLD.copy_kind IS NOT NEW.copy_kind
BEGIN
    INSERT INTO index_outbox (story, revision, created_at)
    SELECT seq, revision, 0 FROM stories WHERE id = NEW.story
    AND NOT EXISTS (SELECT 1 FROM index_outbox WHERE story = stories.seq AND lease_owner IS NULL);
END;
CREATE TRIGGER first_kin_told AFTER INSERT ON kin
BEGIN
    INSERT INTO index_outbox (story, revision, created_at)
    SELECT seq, revision, 0 FROM stories WHERE id = NEW.story
    AND NOT EXISTS (SELECT 1 FROM index_outbox WHERE story = stories.seq AND lease_owner IS NULL);
END;
CREATE TRIGGER match_told AFTER INSERT ON matches
WHEN NOT EXISTS (SELECT 1 FROM index_outbox WHERE story = NEW.story AND lease_owner IS NULL)
BEGIN
    INSERT INTO index_outbox (story, revision, created_at)
    VALUES (NEW.story, NEW.last_revision, 0);
END;
CREATE TRIGGER lasting_match_told AFTER UPDATE OF last_revision ON matches
WHEN OLD.last_revision <> NEW.last_revision
    AND NOT EXISTS (SELECT 1 FROM index_outbox WHERE story = NEW.story AND lease_owner IS NULL)
BEGIN
    INSERT INTO index_outbox (story, revision, created_at)
    VALUES (NEW.story, NEW.last_revision, 0);
END;

-- The ledger's counts that the index is still to be told; a count that changes gets a higher seq.
CREATE TABLE ledger_outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    outlet TEXT NOT NULL,
    hour INTEGER NOT NULL,
    fate TEXT NOT NULL,
    reason TEXT NOT NULL,
    UNIQUE (outlet, hour, fate, reason)
);
INSERT INTO ledger_outbox (outlet, hour, fate, reason)
SELECT outlet, hour, fate, reason FROM tallies;
CREATE TRIGGER tally_told AFTER INSERT ON tallies
BEGIN
    DELETE FROM ledger_outbox WHERE outlet = NEW.outlet AND hour = NEW.hour
        AND fate = NEW.fate AND reason = NEW.reason;
    INSERT INTO ledger_outbox (outlet, hour, fate, reason)
    VALUES (NEW.outlet, NEW.hour, NEW.fate, NEW.reason);
END;
CREATE TRIGGER changed_tally_told AFTER UPDATE ON tallies
BEGIN
    DELETE FROM ledger_outbox WHERE outlet = NEW.outlet AND hour = NEW.hour
        AND fate = NEW.fate AND reason = NEW.reason;
    INSERT INTO ledger_outbox (outlet, hour, fate, reason)
    VALUES (NEW.outlet, NEW.hour, NEW.fate, NEW.reason);
END;
