package io.ledger.core.identity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The audit log as it is stored. */
public interface AuditRecords {

    /** An entry with when it happened. */
    record AuditRecord(Instant at, AuditEntry entry) {}

    /** Which entries are asked for; empty is all. */
    record AuditFilter(Optional<String> kind, Optional<String> accountId) {}

    /** Keeps entries in their order. */
    void append(List<AuditRecord> records);

    /**
     * Entries, the newest first.
     *
     * @param before where the page before ended, or {@link IdentityPage#START}
     */
    IdentityPage<AuditRecord> list(AuditFilter filter, long before, int limit);

    /** Removes entries that are older. */
    int forget(Instant olderThan, int limit);
}
