-- By what rows of imports are found when somebody whom they may be about is erased: digests of their texts, and of ids. The row 0
-- is the headings. They go with the rows.
CREATE TABLE import_traces (
  import_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  number    INT      NOT NULL,
  trace     CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (import_id, number, trace),
  KEY import_traces_trace (trace, import_id)
) ENGINE = InnoDB;

-- What a row has come to is looked for then as well.
ALTER TABLE import_results ADD KEY import_results_stream (stream_id, import_id);
