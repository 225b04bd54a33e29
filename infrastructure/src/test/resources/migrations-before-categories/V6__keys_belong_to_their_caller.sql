-- The same idempotency key from another actor is another key. What a version before this wrote has no actor; a server
-- of that version that still runs beside this one goes on to write such rows. The octets are those of the name in UTF-8:
-- a text column would take names that end in spaces for equal.
ALTER TABLE idempotency_keys
  ADD COLUMN actor VARBINARY(800) NOT NULL DEFAULT '' FIRST,
  DROP PRIMARY KEY,
  ADD PRIMARY KEY (idempotency_key, actor);
