-- The people whom events are about. What is personal stands here alone, and is erased here: then the row keeps its id and
-- erased_at. raised_for is the last year for which the grade rose, or the student graduated; graduated says which, until the
-- grade is another one. search_text is what the search compares: folded by the version in search_folding.
CREATE TABLE persons (
  number         BIGINT        NOT NULL AUTO_INCREMENT,
  id             CHAR(36)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  version        INT           NOT NULL,
  name           VARCHAR(100)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  name_kana      VARCHAR(100)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  kind           VARCHAR(16)   CHARACTER SET ascii COLLATE ascii_bin,
  student_number VARCHAR(32)   CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  grade          TINYINT,
  final_grade    TINYINT,
  major          VARCHAR(100)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  raised_for     INT,
  graduated      TINYINT       NOT NULL DEFAULT 0,
  age            SMALLINT,
  email          VARCHAR(254)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  search_text    TEXT          CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  search_folding VARCHAR(200)  CHARACTER SET ascii COLLATE ascii_bin,
  erasing        TINYINT       NOT NULL DEFAULT 0,
  erased_at      DATETIME(6),
  PRIMARY KEY (number),
  UNIQUE KEY persons_id (id),
  UNIQUE KEY persons_student_number (student_number),
  KEY persons_erasing (erasing)
) ENGINE = InnoDB;

-- No event is about a person yet, so every one that is has its tag.
REPLACE INTO log_tagging (tag_key, {stream_id}, complete) VALUES ('person', '', 1);
