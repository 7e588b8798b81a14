-- When a young story's page is looked at again, for edits that no source announces, and the
-- validators that it last came with.
CREATE TABLE rechecks (
    story INTEGER PRIMARY KEY REFERENCES stories,
    address INTEGER NOT NULL REFERENCES addresses,
    outlet TEXT NOT NULL,
    born_at INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    etag TEXT,
    last_modified TEXT
);
CREATE INDEX rechecks_by_time ON rechecks (outlet, next_at);
