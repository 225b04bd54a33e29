package io.ledger.identity.passkey;

import io.ledger.core.identity.AccountKey;
import io.ledger.core.identity.AccountKeys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Passwords and passkeys kept in memory, as a table would keep them. */
final class KeysInMemory implements AccountKeys {

    private final List<AccountKey> keys = new ArrayList<>();

    @Override
    public synchronized List<AccountKey> of(String accountId) {
        return keys.stream().filter(key -> key.accountId().equals(accountId)).toList();
    }

    @Override
    public Optional<AccountKey> password(String accountId) {
        return of(accountId).stream()
                .filter(key -> key.kind() == AccountKey.KeyKind.PASSWORD)
                .findFirst();
    }

    @Override
    public synchronized Optional<AccountKey> passkey(String keyId) {
        return keys.stream()
                .filter(key -> key.id().equals(keyId) && key.kind() == AccountKey.KeyKind.PASSKEY)
                .findFirst();
    }

    @Override
    public synchronized boolean setPassword(AccountKey password, Optional<String> exceptSession) {
        keys.removeAll(password(password.accountId()).stream().toList());
        return keys.add(password);
    }

    @Override
    public synchronized boolean add(AccountKey passkey, Predicate<List<AccountKey>> fits) {
        return fits.test(of(passkey.accountId())) && passkey(passkey.id()).isEmpty() && keys.add(passkey);
    }

    @Override
    public synchronized boolean used(AccountKey before, String content, Instant now) {
        return passkey(before.id())
                .filter(key -> key.content().equals(before.content()))
                .map(key -> replace(key, key.label(), content, Optional.of(now)))
                .orElse(false);
    }

    @Override
    public synchronized boolean rename(String accountId, String keyId, String label) {
        return passkey(keyId)
                .filter(key -> key.accountId().equals(accountId))
                .map(key -> replace(key, label, key.content(), key.lastUsedAt()))
                .orElse(false);
    }

    private boolean replace(AccountKey key, String label, String content, Optional<Instant> lastUsedAt) {
        keys.set(
                keys.indexOf(key),
                new AccountKey(key.id(), key.accountId(), key.kind(), label, content, key.createdAt(), lastUsedAt));
        return true;
    }

    @Override
    public synchronized KeyRemoval remove(String accountId, String keyId) {
        var found = passkey(keyId).filter(key -> key.accountId().equals(accountId));
        if (found.isEmpty()) {
            return KeyRemoval.UNKNOWN;
        }
        if (of(accountId).size() == 1) {
            return KeyRemoval.LAST;
        }
        keys.remove(found.get());
        return KeyRemoval.REMOVED;
    }
}
