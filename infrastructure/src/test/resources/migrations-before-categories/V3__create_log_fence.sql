-- One row that changes before events are shown outside: when that change is on disk, so is
-- every event that was visible before it.
CREATE TABLE log_fence (
  id     INT    NOT NULL,
  passes BIGINT NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;

INSERT INTO log_fence (id, passes) VALUES (1, 0);
