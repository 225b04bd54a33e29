-- Whom in the register an account is of: one account at most for each person.
ALTER TABLE accounts
  ADD COLUMN person_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin,
  ADD UNIQUE KEY accounts_person_id (person_id);
