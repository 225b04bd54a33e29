package io.ledger.core.identity;

import java.time.Instant;
import java.util.Optional;

/**
 * What a browser has after somebody signed in.
 *
 * @param id opaque and no secret; names the session to its owner
 * @param agent what the browser calls itself, for the owner to recognise it by
 * @param lastUsedAt noted once a minute at most
 * @param expiresAt when it is over, however it is used
 * @param grant what an identity provider said; empty for an account of the ledger's own
 */
public record Session(
        String id,
        String accountId,
        String agent,
        Instant createdAt,
        Instant lastUsedAt,
        Instant expiresAt,
        Optional<ProviderGrant> grant) {}
