-- Tasks that one server at a time has. Times are those of this database's clock, in UTC.
CREATE TABLE leases (
  name       VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  holder     VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  epoch      BIGINT       NOT NULL,
  expires_at DATETIME(6)  NOT NULL,
  PRIMARY KEY (name)
) ENGINE = InnoDB;
