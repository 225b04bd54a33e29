-- The log of all events. The place in it, position, is given while the row of log_head is locked,
-- so positions become visible in their own order and without gaps.
CREATE TABLE circle_events (
  position       BIGINT       NOT NULL,
  id             CHAR(36)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  circle_id      CHAR(36)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  version        INT          NOT NULL,
  event_type     VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  schema_version INT          NOT NULL DEFAULT 1,
  payload        JSON         NOT NULL,
  occurred_at    DATETIME(6)  NOT NULL,
  metadata       JSON         NOT NULL,
  PRIMARY KEY (position),
  UNIQUE KEY circle_events_circle_version (circle_id, version),
  UNIQUE KEY circle_events_id (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- One row: the last position given.
CREATE TABLE log_head (
  id       INT    NOT NULL,
  position BIGINT NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;

INSERT INTO log_head (id, position) VALUES (1, 0);

CREATE TABLE circle_snapshots (
  id         CHAR(36)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  circle_id  CHAR(36)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  version    INT         NOT NULL,
  state      JSON        NOT NULL,
  created_at DATETIME(6) NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY circle_snapshots_circle_version (circle_id, version)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
