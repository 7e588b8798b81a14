-- Events are compared in memory too: each process holds this log and reads on at its end. `content`
-- holds a family's traits, `alike` how alike it was to families before it when it came in. What
-- families were compared by until now is not taken over: their events take no more stories.
ALTER TABLE posts RENAME COLUMN shingles TO content;
CREATE TABLE event_posts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    family INTEGER,
    length REAL,
    content BLOB NOT NULL,
    alike BLOB
);
CREATE INDEX event_posts_by_family ON event_posts (family);
DROP TABLE event_traits;

-- The words of stories that `word_counts` does not count yet: one row a story.
CREATE TABLE uncounted (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    words BLOB NOT NULL
);
