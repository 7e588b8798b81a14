-- What a source's document was when it was last read: one that is as it was is not read again.
ALTER TABLE sources ADD COLUMN digest TEXT;
