package io.ledger.identity.oidc;

import io.ledger.core.identity.ApiToken;
import io.ledger.core.identity.IdentityPage;
import io.ledger.core.identity.TokenStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** No program has a token of the ledger. */
public final class NoTokens implements TokenStore {

    @Override
    public void add(ApiToken token, byte[] secretHash) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<ApiToken> find(byte[] secretHash) {
        return Optional.empty();
    }

    @Override
    public IdentityPage<ApiToken> list(long after, int limit) {
        return new IdentityPage<>(List.of(), OptionalLong.empty());
    }

    @Override
    public boolean revoke(String tokenId, Instant now) {
        return false;
    }

    @Override
    public void used(Map<String, Instant> lastUses) {}
}
