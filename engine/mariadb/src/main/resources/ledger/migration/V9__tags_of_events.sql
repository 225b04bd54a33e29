-- What events are also about, besides their streams. The octets are those of the tag in UTF-8: a text column would take
-- tags that end in spaces for equal.
CREATE TABLE {events}_tags (
  tag      VARBINARY(200) NOT NULL,
  position BIGINT         NOT NULL,
  PRIMARY KEY (tag, position)
) ENGINE = InnoDB;

-- How far the events of before have been given their tags, for each kind of tag.
CREATE TABLE log_tagging (
  tag_key     VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  {stream_id} CHAR(36)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  complete    BOOLEAN     NOT NULL,
  PRIMARY KEY (tag_key)
) ENGINE = InnoDB;
