package io.ledger.office;

import io.ledger.core.command.Request;
import io.ledger.core.job.Job;
import io.ledger.core.log.EventMetadata;
import io.ledger.core.request.IdempotencyKey;
import io.ledger.core.tableimport.ImportPhase;
import io.ledger.core.tableimport.TableImport;
import java.util.Optional;

/**
 * The requests by which the rows of an import are carried out.
 *
 * <p>The idempotency key of a row is the same whoever goes on with the import, and whenever: it belongs to who has brought
 * the file.
 */
public final class RowRequests {

    private final TableImport found;
    private final EventMetadata metadata;

    /** Those of a job, which carries an import out. */
    public RowRequests(TableImport found, Job job) {
        this.found = found;
        var by = job.startedBy();
        this.metadata = new EventMetadata(by.actor(), by.correlationId(), job.id(), found.reason());
    }

    /** The key of a row. */
    public IdempotencyKey key(ImportPhase phase, int row) {
        return new IdempotencyKey(
                found.owner().isBlank() ? "import" : found.owner(),
                "import:%s:%d:%s".formatted(found.id(), row, phase.label()));
    }

    /** The request by which a row is carried out. */
    public Request of(ImportPhase phase, int row) {
        return new Request(metadata, Optional.of(key(phase, row)), true);
    }

    /** The key of what has to be done for a row before. */
    public IdempotencyKey keyBefore(ImportPhase phase, int row) {
        var key = key(phase, row);
        return new IdempotencyKey(key.actor(), key.value() + ":before");
    }

    /** The request by which that is done. */
    public Request before(ImportPhase phase, int row) {
        return new Request(metadata, Optional.of(keyBefore(phase, row)), true);
    }
}
