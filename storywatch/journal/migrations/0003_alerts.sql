-- What is told to whom. A row is the proof that a story is told once: edition 0 is the match, any
-- other the revision whose edit is told. It waits while it has neither a delivery nor a reason in
-- `silenced` for having none.
CREATE TABLE alerts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    story INTEGER NOT NULL REFERENCES stories,
    topic TEXT NOT NULL,
    recipient TEXT NOT NULL,
    edition INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    kin TEXT NOT NULL,
    published_at INTEGER,
    first_seen_at INTEGER NOT NULL,
    fetched_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    matched_at INTEGER NOT NULL,
    delivery INTEGER REFERENCES deliveries,
    silenced TEXT,
    UNIQUE (story, topic, recipient, edition)
);
CREATE INDEX alerts_waiting ON alerts (matched_at) WHERE delivery IS NULL AND silenced IS NULL;
CREATE INDEX alerts_by_kin ON alerts (kin, topic, recipient);
CREATE INDEX alerts_by_delivery ON alerts (delivery) WHERE delivery IS NOT NULL;

-- One intent a recipient, written with the bytes of its mail before anything is sent.
-- waiting → handing_over → sent, or waiting again, held, dead.
CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    message_id TEXT NOT NULL UNIQUE,
    recipient TEXT NOT NULL,
    topics TEXT NOT NULL,
    subject TEXT NOT NULL,
    bytes BLOB NOT NULL,
    on_uncertain TEXT NOT NULL CHECK (on_uncertain IN ('resend', 'hold')),
    due_at INTEGER NOT NULL,
    written_at INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'handing_over', 'sent', 'held', 'dead')),
    attempts INTEGER NOT NULL DEFAULT 0,
    uncertain_count INTEGER NOT NULL DEFAULT 0,
    not_before INTEGER NOT NULL,
    lease_owner TEXT,
    lease_expires_at INTEGER,
    accepted_at INTEGER
);
CREATE INDEX deliveries_open ON deliveries (not_before) WHERE state IN ('waiting', 'handing_over');

-- What happened to a delivery, in the server's words.
CREATE TABLE delivery_events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    delivery INTEGER NOT NULL REFERENCES deliveries,
    happened_at INTEGER NOT NULL,
    event TEXT NOT NULL,
    words TEXT NOT NULL
);
CREATE INDEX delivery_events_by_delivery ON delivery_events (delivery);

-- When a recipient was last mailed on a topic, up to when heartbeats are settled, and whether the
-- recipient has unsubscribed.
CREATE TABLE subscriptions (
    recipient TEXT NOT NULL,
    topic TEXT NOT NULL,
    mailed_at INTEGER,
    beaten_at INTEGER,
    unsubscribed_at INTEGER,
    PRIMARY KEY (recipient, topic)
) WITHOUT ROWID;
