-- When a page that was announced but held no story is looked at again: it may not have been ready.
CREATE TABLE second_looks (
    address INTEGER PRIMARY KEY REFERENCES addresses,
    outlet TEXT NOT NULL,
    next_at INTEGER NOT NULL
);
CREATE INDEX second_looks_by_time ON second_looks (outlet, next_at);
