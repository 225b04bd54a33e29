package io.ledger.identity.oidc;

import io.ledger.core.identity.Account;
import io.ledger.core.identity.OpenSession;
import io.ledger.core.identity.ProviderGrant;
import io.ledger.core.identity.Session;
import io.ledger.core.identity.SessionStore;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Sessions kept in memory, as a table would keep them. */
public final class SessionsInMemory implements SessionStore {

    private final Function<String, Optional<Account>> accounts;
    private final Map<ByteBuffer, Session> rows = new ConcurrentHashMap<>();

    public SessionsInMemory(Function<String, Optional<Account>> accounts) {
        this.accounts = accounts;
    }

    @Override
    public boolean begin(Session session, byte[] secretHash) {
        rows.put(ByteBuffer.wrap(secretHash), session);
        return true;
    }

    @Override
    public Optional<OpenSession> find(byte[] secretHash) {
        return Optional.ofNullable(rows.get(ByteBuffer.wrap(secretHash)))
                .flatMap(session -> accounts.apply(session.accountId()).map(it -> new OpenSession(session, it)));
    }

    @Override
    public List<Session> of(String accountId) {
        return rows.values().stream()
                .filter(it -> it.accountId().equals(accountId))
                .toList();
    }

    @Override
    public boolean end(String accountId, String sessionId) {
        return rows.values()
                .removeIf(it -> it.accountId().equals(accountId) && it.id().equals(sessionId));
    }

    @Override
    public int endAll(String accountId) {
        var before = rows.size();
        rows.values().removeIf(it -> it.accountId().equals(accountId));
        return before - rows.size();
    }

    @Override
    public void renew(String sessionId, ProviderGrant grant) {
        rows.replaceAll((_, it) -> it.id().equals(sessionId)
                ? new Session(
                        it.id(),
                        it.accountId(),
                        it.agent(),
                        it.createdAt(),
                        it.lastUsedAt(),
                        it.expiresAt(),
                        Optional.of(grant))
                : it);
    }

    @Override
    public void used(Map<String, Instant> lastUses) {}

    @Override
    public int forget(Instant now, Instant unusedSince, int limit) {
        return 0;
    }
}
