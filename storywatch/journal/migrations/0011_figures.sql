-- Texts of one form with other figures, such as the weather of two days, are no copies. Of what was
-- kept before, the figures are not known.
ALTER TABLE sketches ADD COLUMN figures BLOB NOT NULL DEFAULT x'';
