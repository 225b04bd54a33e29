package io.ledger.core.job;

import io.ledger.core.Sha256;
import io.ledger.core.log.EventMetadata;
import io.ledger.core.request.IdempotencyKey;
import java.util.UUID;

/** Starts jobs, which some server carries on with at once. */
public interface JobStarter {

    /** An id for a new job. */
    String newId();

    /** The id of the job that a request with a key starts: the same however often it is sent, and wherever. */
    static String idOf(IdempotencyKey key) {
        return UUID.nameUUIDFromBytes(Sha256.bytes(key.actor() + "\n" + key.value()))
                .toString();
    }

    /**
     * Starts a job. Starting it again is harmless.
     *
     * @param id a {@link #newId}, or that of a key
     * @param kind the name of its {@link JobKind}
     * @param request what is to be done, in the words of its kind: JSON
     * @param startedBy to whom the events belong that it leads to
     * @return whether there is room for it; if not, nothing was started
     * @throws io.ledger.core.StoreUnavailableException when the store does not answer
     */
    boolean start(String id, String kind, String request, EventMetadata startedBy);
}
