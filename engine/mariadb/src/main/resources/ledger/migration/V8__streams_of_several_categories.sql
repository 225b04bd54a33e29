-- What kind of thing a stream is about. Events from before are all of one kind, and so are those that a server of the
-- version before still writes beside this one.
ALTER TABLE {events}
  ADD COLUMN category VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '{category}';

ALTER TABLE idempotency_keys
  ADD COLUMN category VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '{category}';
