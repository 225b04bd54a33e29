package io.ledger.core.identity;

/** Keeps what administrators have to be able to look up later. */
@FunctionalInterface
public interface AuditLog {

    /** Keeps nothing: for a server without identities. */
    AuditLog NONE = _ -> {};

    /** Keeps an entry. It never fails: what cannot be written at once is written later, and counted when it is lost. */
    void record(AuditEntry entry);
}
