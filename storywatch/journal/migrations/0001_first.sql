-- Instants are epoch milliseconds UTC; `hour` is the start of the hour in which a lead was discovered.
PRAGMA application_id = 1937012586;

CREATE TABLE sources (
    id INTEGER PRIMARY KEY,
    outlet TEXT NOT NULL,
    url TEXT NOT NULL,
    etag TEXT,
    last_modified TEXT,
    polled_at INTEGER,
    read_at INTEGER,
    next_poll_at INTEGER,
    failure_count INTEGER NOT NULL DEFAULT 0,
    last_error TEXT,
    last_count INTEGER,
    UNIQUE (outlet, url)
);

CREATE TABLE stories (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    outlet TEXT NOT NULL,
    url TEXT NOT NULL,
    section TEXT,
    language TEXT,
    authors TEXT NOT NULL,
    published_at INTEGER,
    first_seen_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    content_digest TEXT NOT NULL,
    body_digest TEXT NOT NULL
);
CREATE INDEX stories_by_content ON stories (content_digest);
CREATE INDEX stories_by_body ON stories (body_digest);
CREATE INDEX stories_by_outlet ON stories (outlet);
CREATE INDEX stories_by_published ON stories (published_at);

-- Every address that was ever announced or that leads to a recorded story.
CREATE TABLE addresses (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL,
    outlet TEXT NOT NULL,
    story INTEGER REFERENCES stories,
    UNIQUE (url, outlet)
);

-- The last claim of each source about each address: another one announces an edit.
CREATE TABLE sightings (
    address INTEGER NOT NULL REFERENCES addresses,
    source INTEGER NOT NULL REFERENCES sources,
    claim TEXT NOT NULL,
    PRIMARY KEY (address, source)
) WITHOUT ROWID;

CREATE TABLE leads (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    address INTEGER NOT NULL REFERENCES addresses,
    outlet TEXT NOT NULL,
    seen_at INTEGER NOT NULL,
    source_url TEXT,
    title TEXT,
    standfirst TEXT,
    published_text TEXT,
    modified_text TEXT,
    guid TEXT,
    discovered_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    not_before INTEGER NOT NULL,
    lease_owner TEXT,
    lease_expires_at INTEGER,
    announced_edit TEXT,
    fate TEXT,
    reason TEXT NOT NULL DEFAULT '',
    detail TEXT NOT NULL DEFAULT '',
    settled_at INTEGER
);
CREATE UNIQUE INDEX leads_one_in_flight ON leads (address) WHERE fate IS NULL;
CREATE INDEX leads_in_flight ON leads (outlet, not_before) WHERE fate IS NULL;
CREATE INDEX leads_dead ON leads (outlet) WHERE fate = 'dead_letter';
CREATE INDEX leads_by_address ON leads (address);

CREATE TABLE revisions (
    story INTEGER NOT NULL REFERENCES stories,
    revision INTEGER NOT NULL,
    lead INTEGER NOT NULL UNIQUE REFERENCES leads,
    recorded_at INTEGER NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (story, revision)
);

CREATE TABLE matches (
    story INTEGER NOT NULL REFERENCES stories,
    topic TEXT NOT NULL,
    matched_at INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    last_revision INTEGER NOT NULL,
    passages TEXT NOT NULL,
    PRIMARY KEY (story, topic)
) WITHOUT ROWID;
CREATE INDEX matches_by_topic ON matches (topic, story);

CREATE TABLE tallies (
    outlet TEXT NOT NULL,
    hour INTEGER NOT NULL,
    fate TEXT NOT NULL,
    reason TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (outlet, hour, fate, reason)
) WITHOUT ROWID;

CREATE TABLE index_outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    story INTEGER NOT NULL REFERENCES stories,
    revision INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    lease_owner TEXT,
    lease_expires_at INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE alert_outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    story INTEGER NOT NULL REFERENCES stories,
    topic TEXT NOT NULL,
    revision INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('match', 'revision')),
    created_at INTEGER NOT NULL,
    lease_owner TEXT,
    lease_expires_at INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    UNIQUE (story, topic, revision)
);

CREATE TABLE robots (
    origin TEXT PRIMARY KEY,
    status INTEGER NOT NULL,
    body BLOB NOT NULL,
    fetched_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE memory (
    outlet TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (outlet, key)
) WITHOUT ROWID;
