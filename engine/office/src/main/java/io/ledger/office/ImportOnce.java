package io.ledger.office;

import io.ledger.core.Sha256;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.StreamId;
import io.ledger.core.job.JobStarter;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.request.IdempotencyKey;
import io.ledger.core.request.IdempotencyRecords;
import io.ledger.core.request.RecordedAnswer;
import io.ledger.core.tableimport.TableImport;
import io.ledger.core.tableimport.TableImportStore;
import io.ledger.http.answer.ServerProblem;
import io.ledger.http.request.IdempotencyHeader;
import java.util.Optional;
import java.util.function.Function;

/**
 * Keeps one import for one request, however often it is sent.
 *
 * <p>The id is recorded under the key before there is an import, so a request whose server has died in between goes on under
 * that id.
 */
record ImportOnce(TableImportStore store, IdempotencyRecords answers, JobStarter ids) {

    private static final String CATEGORY = "import";

    /** What tells a request from another one with the same key. */
    static String fingerprint(ImportKind kind, String reason, byte[] file) {
        return Sha256.hex("Import\n%s\n%s\n%s".formatted(kind.name(), reason, Sha256.hex(file)));
    }

    /**
     * The import of a request.
     *
     * @param key under which the request may be sent again, if it has one
     * @param kept plans an import and keeps it under an id
     */
    ImportReply<TableImport> of(Optional<IdempotencyKey> key, String fingerprint, Function<String, TableImport> kept) {
        var id = ids.newId();
        if (key.isEmpty()) {
            return new ImportReply.Granted<>(kept.apply(id));
        }
        var first = answers.remember(
                key.get(), new RecordedAnswer(fingerprint, new StreamId(CATEGORY, id), 1, GlobalPosition.START));
        if (!first.fingerprint().equals(fingerprint)) {
            return new ImportReply.Denied<>(ServerProblem.IDEMPOTENCY_KEY_REUSED, IdempotencyHeader.REUSED);
        }
        var named = first.stream().id();
        return new ImportReply.Granted<>(store.find(named).orElseGet(() -> kept(named, kept)));
    }

    /** Keeps an import, unless the same request does so at the same time. */
    private TableImport kept(String id, Function<String, TableImport> kept) {
        try {
            return kept.apply(id);
        } catch (StoreUnavailableException failure) {
            return store.find(id).orElseThrow(() -> failure);
        }
    }
}
