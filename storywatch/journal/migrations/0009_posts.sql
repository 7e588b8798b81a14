-- The log of what sketches are found by: every process that looks for copies holds it in memory
-- and reads on at its end. A row without a number says which families (`shingles`) are gone.
CREATE TABLE posts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    family INTEGER,
    number INTEGER,
    shingles BLOB NOT NULL
);
CREATE INDEX posts_by_family ON posts (family);
INSERT INTO posts (family, number, shingles)
SELECT family, number, shingles FROM sketches ORDER BY number;
DROP TABLE postings;
