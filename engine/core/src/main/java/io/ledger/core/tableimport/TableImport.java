package io.ledger.core.tableimport;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An import of a table, from its file to its end.
 *
 * @param kind of what the rows are about
 * @param revision counts the changes of its plan
 * @param owner the actor who has brought the file; the idempotency keys of its rows are theirs
 * @param reason said of every event, empty when there is none
 * @param leftOut rows of the file that are no data
 * @param applyJob which applies it, empty before
 * @param undoJob which takes it back, empty before
 */
public record TableImport(
        String id,
        String kind,
        int revision,
        List<ImportColumn> columns,
        String owner,
        String reason,
        List<LeftOutLine> leftOut,
        Optional<String> applyJob,
        Optional<String> undoJob,
        Instant createdAt) {

    public TableImport {
        columns = List.copyOf(columns);
        leftOut = List.copyOf(leftOut);
    }

    /** The import with other columns. */
    public TableImport with(List<ImportColumn> others) {
        return new TableImport(id, kind, revision, others, owner, reason, leftOut, applyJob, undoJob, createdAt);
    }
}
