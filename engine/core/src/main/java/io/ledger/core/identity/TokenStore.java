package io.ledger.core.identity;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The tokens of programs. Revoking one raises the {@link IdentityEpoch}. */
public interface TokenStore {

    /**
     * Keeps a new token.
     *
     * @param secretHash the SHA-256 of its text
     */
    void add(ApiToken token, byte[] secretHash);

    /** The token, also when it is not valid any more. */
    Optional<ApiToken> find(byte[] secretHash);

    /** Tokens in the order of their creation, with those that are not valid any more. */
    IdentityPage<ApiToken> list(long after, int limit);

    /**
     * Has a token not believed any more.
     *
     * @return whether there is such a token
     */
    boolean revoke(String tokenId, Instant now);

    /** Notes when tokens were used last, by their ids. It does not raise the epoch. */
    void used(Map<String, Instant> lastUses);
}
