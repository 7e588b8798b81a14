-- What the latest pages of each outlet gave, and those pages that gave less than the others.
CREATE TABLE samples (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    outlet TEXT NOT NULL,
    url TEXT NOT NULL,
    at INTEGER NOT NULL,
    words INTEGER NOT NULL,
    origins TEXT NOT NULL,
    reason TEXT NOT NULL
);
CREATE INDEX samples_by_outlet ON samples (outlet, id);

CREATE TABLE odd_pages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    outlet TEXT NOT NULL,
    url TEXT NOT NULL,
    final_url TEXT NOT NULL,
    fetched_at INTEGER NOT NULL,
    status INTEGER NOT NULL,
    headers TEXT NOT NULL,
    packed BLOB NOT NULL,
    UNIQUE (outlet, url)
);
