package io.ledger.testkit;

import io.ledger.core.identity.Account;
import io.ledger.core.identity.AccountChange;
import io.ledger.core.identity.AccountKey;
import io.ledger.core.identity.AccountKeys;
import io.ledger.core.identity.AccountOutcome;
import io.ledger.core.identity.AccountState;
import io.ledger.core.identity.AccountStore;
import io.ledger.core.identity.ApiToken;
import io.ledger.core.identity.AuditRecords;
import io.ledger.core.identity.IdentityEpoch;
import io.ledger.core.identity.IdentityPage;
import io.ledger.core.identity.OpenSession;
import io.ledger.core.identity.ProviderGrant;
import io.ledger.core.identity.ProviderSubject;
import io.ledger.core.identity.Session;
import io.ledger.core.identity.SessionStore;
import io.ledger.core.identity.SignInLinks;
import io.ledger.core.identity.TokenStore;
import io.ledger.testkit.contract.IdentityStores;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/** Stores of identities that do nothing. */
final class IdleIdentities {

    private static final Account NOBODY =
            new Account("", "", Set.of(), AccountState.ACTIVE, Optional.empty(), Instant.EPOCH, Optional.empty());

    static final IdentityStores STORES = new IdentityStores(
            new IdleAccountStore(),
            new IdleKeys(),
            new IdleLinks(),
            new IdleSessions(),
            new IdleTokens(),
            new IdleAudit(),
            new IdleEpoch(),
            new InMemoryPersons());

    private IdleIdentities() {}

    private static <T> IdentityPage<T> noPage() {
        return new IdentityPage<>(List.of(), OptionalLong.empty());
    }

    private static final class IdleAccountStore implements AccountStore {

        @Override
        public long ownAccounts() {
            return 0;
        }

        @Override
        public Optional<Account> find(String accountId) {
            return Optional.empty();
        }

        @Override
        public Optional<Account> named(String key) {
            return Optional.empty();
        }

        @Override
        public IdentityPage<Account> list(long after, int limit) {
            return noPage();
        }

        @Override
        public AccountOutcome add(Account account) {
            return new AccountOutcome.UnknownAccount();
        }

        @Override
        public AccountOutcome change(String accountId, AccountChange change) {
            return new AccountOutcome.UnknownAccount();
        }

        @Override
        public AccountOutcome erase(String accountId) {
            return new AccountOutcome.UnknownAccount();
        }

        @Override
        public Map<String, String> names(Set<String> ids) {
            return Map.of();
        }

        @Override
        public Account of(ProviderSubject subject, String name) {
            return NOBODY;
        }
    }

    private static final class IdleKeys implements AccountKeys {

        @Override
        public List<AccountKey> of(String accountId) {
            return List.of();
        }

        @Override
        public Optional<AccountKey> password(String accountId) {
            return Optional.empty();
        }

        @Override
        public Optional<AccountKey> passkey(String keyId) {
            return Optional.empty();
        }

        @Override
        public boolean setPassword(AccountKey password, Optional<String> exceptSession) {
            return false;
        }

        @Override
        public boolean add(AccountKey passkey, Predicate<List<AccountKey>> fits) {
            return false;
        }

        @Override
        public boolean used(AccountKey before, String content, Instant now) {
            return false;
        }

        @Override
        public boolean rename(String accountId, String keyId, String label) {
            return false;
        }

        @Override
        public KeyRemoval remove(String accountId, String keyId) {
            return KeyRemoval.UNKNOWN;
        }
    }

    private static final class IdleLinks implements SignInLinks {

        @Override
        public void issue(String accountId, byte[] secretHash, Instant now, Instant expiresAt) {}

        @Override
        public Optional<Account> account(byte[] secretHash, Instant now) {
            return Optional.empty();
        }

        @Override
        public boolean redeem(byte[] secretHash, AccountKey password, Instant now) {
            return false;
        }

        @Override
        public int forget(Instant now, int limit) {
            return 0;
        }
    }

    private static final class IdleSessions implements SessionStore {

        @Override
        public boolean begin(Session session, byte[] secretHash) {
            return false;
        }

        @Override
        public Optional<OpenSession> find(byte[] secretHash) {
            return Optional.empty();
        }

        @Override
        public List<Session> of(String accountId) {
            return List.of();
        }

        @Override
        public boolean end(String accountId, String sessionId) {
            return false;
        }

        @Override
        public int endAll(String accountId) {
            return 0;
        }

        @Override
        public void renew(String sessionId, ProviderGrant grant) {}

        @Override
        public void used(Map<String, Instant> lastUses) {}

        @Override
        public int forget(Instant now, Instant unusedSince, int limit) {
            return 0;
        }
    }

    private static final class IdleTokens implements TokenStore {

        @Override
        public void add(ApiToken token, byte[] secretHash) {}

        @Override
        public Optional<ApiToken> find(byte[] secretHash) {
            return Optional.empty();
        }

        @Override
        public IdentityPage<ApiToken> list(long after, int limit) {
            return noPage();
        }

        @Override
        public boolean revoke(String tokenId, Instant now) {
            return false;
        }

        @Override
        public void used(Map<String, Instant> lastUses) {}
    }

    private static final class IdleAudit implements AuditRecords {

        @Override
        public void append(List<AuditRecord> records) {}

        @Override
        public IdentityPage<AuditRecord> list(AuditFilter filter, long before, int limit) {
            return noPage();
        }

        @Override
        public int forget(Instant olderThan, int limit) {
            return 0;
        }
    }

    private static final class IdleEpoch implements IdentityEpoch {

        @Override
        public long current() {
            return 0;
        }

        @Override
        public byte[] sharedSecret() {
            return new byte[0];
        }
    }
}
