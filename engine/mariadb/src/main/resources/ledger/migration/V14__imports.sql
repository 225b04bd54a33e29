-- Tables that people import, with what each row would do and what became of it.
CREATE TABLE imports (
  id         CHAR(36)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  kind       VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  revision   INT          NOT NULL,
  columns    MEDIUMTEXT   CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  owner      VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  reason     VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  left_out   MEDIUMTEXT   CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  apply_job  CHAR(36)     CHARACTER SET ascii COLLATE ascii_bin,
  undo_job   CHAR(36)     CHARACTER SET ascii COLLATE ascii_bin,
  created_at DATETIME(6)  NOT NULL,
  PRIMARY KEY (id),
  KEY imports_created_at (created_at)
) ENGINE = InnoDB;

CREATE TABLE import_rows (
  import_id CHAR(36)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  number    INT         NOT NULL,
  state     VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  skip      BOOLEAN,
  content   MEDIUMTEXT  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (import_id, number),
  KEY import_rows_state (import_id, state, number)
) ENGINE = InnoDB;

-- The first result of a row is the one that counts.
CREATE TABLE import_results (
  import_id CHAR(36)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  phase     VARCHAR(16)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  number    INT           NOT NULL,
  result    VARCHAR(16)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  stream_id VARCHAR(64)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  version   INT           NOT NULL,
  detail    VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (import_id, phase, number)
) ENGINE = InnoDB;
