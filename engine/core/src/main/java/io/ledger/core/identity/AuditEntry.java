package io.ledger.core.identity;

import java.util.Map;
import java.util.Optional;

/**
 * Something that is kept to be looked up later: a sign-in, a refusal, a grant, the use of a token, a read of personal
 * data.
 *
 * @param kind a stable name such as {@code signed-in}
 * @param accountId whose doing it was, if that is known
 * @param address where it came from
 * @param detail further facts, none of them secret
 */
public record AuditEntry(
        String kind, Optional<String> accountId, String address, String requestId, Map<String, String> detail) {

    public AuditEntry {
        detail = Map.copyOf(detail);
    }
}
