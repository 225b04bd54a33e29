package io.ledger.identity.token;

import io.ledger.core.Sha256;
import io.ledger.core.identity.AccountRole;
import io.ledger.core.identity.ApiToken;
import io.ledger.core.identity.IdentityPage;
import io.ledger.core.identity.TokenStore;
import io.ledger.identity.EpochCache;
import io.ledger.identity.EpochWatch;
import io.ledger.identity.LastUses;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** The tokens of a ledger: makes them, finds them, and revokes them. */
public final class Tokens {

    private final TokenStore store;
    private final EpochWatch watch;
    private final LastUses uses;
    private final InstantSource clock;
    private final EpochCache<String, ApiToken> remembered;

    public Tokens(TokenStore store, EpochWatch watch, LastUses uses, InstantSource clock) {
        this.store = store;
        this.watch = watch;
        this.uses = uses;
        this.clock = clock;
        this.remembered = new EpochCache<>(watch);
    }

    /**
     * A token that was made just now.
     *
     * @param text shown once; only its hash is kept
     */
    public record NewToken(ApiToken token, String text) {

        /** Leaves out the text. */
        @Override
        public String toString() {
            return "NewToken[%s]".formatted(token.id());
        }
    }

    /**
     * Makes a token.
     *
     * @param name by {@link io.ledger.core.identity.AccountName}
     * @param createdBy the account that makes it; empty at the command line
     */
    public static NewToken make(
            TokenStore store,
            InstantSource clock,
            String name,
            AccountRole role,
            Duration life,
            Optional<String> createdBy) {
        var text = TokenText.next();
        var now = clock.instant();
        var token = new ApiToken(
                UUID.randomUUID().toString(),
                name,
                role,
                createdBy,
                now,
                now.plus(life),
                Optional.empty(),
                Optional.empty());
        store.add(token, Sha256.bytes(text));
        return new NewToken(token, text);
    }

    NewToken make(String name, AccountRole role, Duration life, String createdBy) {
        return make(store, clock, name, role, life, Optional.of(createdBy));
    }

    /** The token with this text; empty when it is not believed. */
    public Optional<ApiToken> find(String text) {
        if (!TokenText.isShaped(text)) {
            return Optional.empty();
        }
        var now = clock.instant();
        var found = remembered
                .get(key(text), key -> store.find(key.getBytes(StandardCharsets.ISO_8859_1)))
                .filter(token -> token.isValidAt(now));
        found.ifPresent(token -> uses.note(token.id(), token.lastUsedAt().orElse(token.createdAt())));
        return found;
    }

    /** The octets of a hash as characters, which can be a key. */
    private static String key(String secret) {
        return new String(Sha256.bytes(secret), StandardCharsets.ISO_8859_1);
    }

    IdentityPage<ApiToken> list(long after, int limit) {
        return store.list(after, limit);
    }

    boolean revoke(String tokenId) {
        var revoked = store.revoke(tokenId, clock.instant());
        watch.changed();
        return revoked;
    }
}
