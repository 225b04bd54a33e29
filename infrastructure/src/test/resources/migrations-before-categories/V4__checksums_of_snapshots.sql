-- A digest over what a snapshot says and over the event it was taken at. Snapshots of earlier versions have none; they are
-- not believed, and replaced over time.
ALTER TABLE circle_snapshots ADD COLUMN checksum CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL;
