package io.ledger.core.identity;

import java.time.Instant;
import java.util.Optional;

/**
 * What a program shows instead of signing in.
 *
 * @param id opaque; the actor of what is recorded with the token
 * @param name says what the token is for
 * @param role the one that the token has
 * @param createdBy the account that made it; empty when it was made at the command line
 * @param lastUsedAt noted once a minute at most
 */
public record ApiToken(
        String id,
        String name,
        AccountRole role,
        Optional<String> createdBy,
        Instant createdAt,
        Instant expiresAt,
        Optional<Instant> lastUsedAt,
        Optional<Instant> revokedAt) {

    /** Whether it is believed at this time. */
    public boolean isValidAt(Instant now) {
        return revokedAt.isEmpty() && now.isBefore(expiresAt);
    }
}
