-- What is kept of each story for a while to find its copies: see storywatch/copies/families.py.
CREATE TABLE sketches (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    story TEXT NOT NULL UNIQUE,
    family INTEGER NOT NULL,
    outlet TEXT NOT NULL,
    url TEXT NOT NULL,
    known_at INTEGER NOT NULL,
    kept_at INTEGER NOT NULL,
    shingles BLOB NOT NULL
);
CREATE INDEX sketches_by_family ON sketches (family, kept_at);

-- At most one a family: the sketch by which that family first had the words.
CREATE TABLE postings (
    shingle INTEGER NOT NULL,
    family INTEGER NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (shingle, family)
) WITHOUT ROWID;

CREATE TABLE copy_edges (
    child INTEGER NOT NULL,
    parent INTEGER NOT NULL,
    kind TEXT NOT NULL,
    containment REAL NOT NULL,
    in_family INTEGER NOT NULL,
    PRIMARY KEY (child, parent)
) WITHOUT ROWID;
CREATE INDEX copy_edges_by_parent ON copy_edges (parent);
CREATE UNIQUE INDEX copy_edges_one_parent ON copy_edges (child) WHERE in_family;

-- Same-event clusters; an event keeps its id for as long as it has a story.
CREATE TABLE events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    founded_at INTEGER NOT NULL
);

-- One row a family: copies have one vote.
CREATE TABLE event_families (
    family INTEGER PRIMARY KEY,
    event INTEGER NOT NULL REFERENCES events,
    known_at INTEGER NOT NULL
);
CREATE INDEX event_families_by_event ON event_families (event);
CREATE INDEX event_families_by_time ON event_families (known_at);

CREATE TABLE event_traits (
    trait INTEGER NOT NULL,
    family INTEGER NOT NULL,
    strength REAL NOT NULL,
    weight REAL NOT NULL,
    PRIMARY KEY (trait, family)
) WITHOUT ROWID;

-- In how many stories a word is; word -1 counts the stories. Counts are halved when they grow old.
CREATE TABLE word_counts (
    word INTEGER PRIMARY KEY,
    count INTEGER NOT NULL
);
