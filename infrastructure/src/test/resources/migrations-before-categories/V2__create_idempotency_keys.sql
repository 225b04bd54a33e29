-- The answers to requests with idempotency keys; a row commits with the events of its request.
CREATE TABLE idempotency_keys (
  idempotency_key VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  fingerprint     CHAR(64)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  circle_id       CHAR(36)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  version         INT          NOT NULL,
  position        BIGINT       NOT NULL,
  created_at      DATETIME(6)  NOT NULL,
  PRIMARY KEY (idempotency_key),
  KEY idempotency_keys_created_at (created_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
