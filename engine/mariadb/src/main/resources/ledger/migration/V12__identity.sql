-- Who may use a ledger. Texts that are compared are octets: equal is what is the same, in case and blanks.
-- Hashes are SHA-256. Times are in UTC, by the clocks of the servers.

-- Raised by every change after which somebody may do less or more, in its transaction.
CREATE TABLE identity_epoch (
  id            TINYINT    NOT NULL,
  epoch         BIGINT     NOT NULL,
  shared_secret BINARY(32) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;

-- name_key is that of an account of the ledger's own, so that no two have one name; subject_hash that of a provider's.
CREATE TABLE accounts (
  number         BIGINT        NOT NULL AUTO_INCREMENT,
  id             CHAR(36)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  name           VARCHAR(100)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  name_key       VARBINARY(1200),
  roles          VARCHAR(100)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  state          VARCHAR(16)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  issuer         VARCHAR(500)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  subject        VARCHAR(500)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  subject_hash   BINARY(32),
  created_at     DATETIME(6)   NOT NULL,
  last_sign_in   DATETIME(6),
  PRIMARY KEY (number),
  UNIQUE KEY accounts_id (id),
  UNIQUE KEY accounts_name_key (name_key),
  UNIQUE KEY accounts_subject_hash (subject_hash)
) ENGINE = InnoDB;

-- Passwords, of which an account has one at most, and passkeys.
CREATE TABLE account_keys (
  number       BIGINT        NOT NULL AUTO_INCREMENT,
  id           VARCHAR(1400) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  id_hash      BINARY(32)    NOT NULL,
  account_id   CHAR(36)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  kind         VARCHAR(16)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  label        VARCHAR(100)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  content      TEXT          CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_at   DATETIME(6)   NOT NULL,
  last_used_at DATETIME(6),
  PRIMARY KEY (number),
  UNIQUE KEY account_keys_id_hash (id_hash),
  KEY account_keys_account (account_id)
) ENGINE = InnoDB;

-- grant_… is what an identity provider said; grant_sealed is encrypted with what this database does not have.
CREATE TABLE sessions (
  id                CHAR(36)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  secret_hash       BINARY(32)   NOT NULL,
  account_id        CHAR(36)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  agent             VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_at        DATETIME(6)  NOT NULL,
  last_used_at      DATETIME(6)  NOT NULL,
  expires_at        DATETIME(6)  NOT NULL,
  grant_roles       VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin,
  grant_valid_until DATETIME(6),
  grant_sealed      MEDIUMBLOB,
  PRIMARY KEY (id),
  UNIQUE KEY sessions_secret_hash (secret_hash),
  KEY sessions_account (account_id),
  KEY sessions_expires_at (expires_at),
  KEY sessions_last_used_at (last_used_at)
) ENGINE = InnoDB;

CREATE TABLE api_tokens (
  number       BIGINT       NOT NULL AUTO_INCREMENT,
  id           CHAR(36)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  secret_hash  BINARY(32)   NOT NULL,
  name         VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  role         VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_by   CHAR(36)     CHARACTER SET ascii COLLATE ascii_bin,
  created_at   DATETIME(6)  NOT NULL,
  expires_at   DATETIME(6)  NOT NULL,
  last_used_at DATETIME(6),
  revoked_at   DATETIME(6),
  PRIMARY KEY (number),
  UNIQUE KEY api_tokens_id (id),
  UNIQUE KEY api_tokens_secret_hash (secret_hash)
) ENGINE = InnoDB;

-- Links that let an account choose its password, one for an account at most.
CREATE TABLE sign_in_links (
  account_id  CHAR(36)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  secret_hash BINARY(32)  NOT NULL,
  created_at  DATETIME(6) NOT NULL,
  expires_at  DATETIME(6) NOT NULL,
  PRIMARY KEY (account_id),
  UNIQUE KEY sign_in_links_secret_hash (secret_hash)
) ENGINE = InnoDB;

CREATE TABLE audit_log (
  number      BIGINT       NOT NULL AUTO_INCREMENT,
  happened_at DATETIME(6)  NOT NULL,
  kind        VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  account_id  VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin,
  address     VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  request_id  VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  detail      TEXT         CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (number),
  KEY audit_log_kind (kind, number),
  KEY audit_log_account (account_id, number),
  KEY audit_log_happened_at (happened_at)
) ENGINE = InnoDB;
