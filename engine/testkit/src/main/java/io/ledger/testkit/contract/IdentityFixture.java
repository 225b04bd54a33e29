package io.ledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.Sha256;
import io.ledger.core.identity.Account;
import io.ledger.core.identity.AccountChange;
import io.ledger.core.identity.AccountKey;
import io.ledger.core.identity.AccountKeys;
import io.ledger.core.identity.AccountOutcome;
import io.ledger.core.identity.AccountRole;
import io.ledger.core.identity.AccountState;
import io.ledger.core.identity.AccountStore;
import io.ledger.core.identity.ApiToken;
import io.ledger.core.identity.AuditRecords;
import io.ledger.core.identity.IdentityEpoch;
import io.ledger.core.identity.OpenSession;
import io.ledger.core.identity.Session;
import io.ledger.core.identity.SessionStore;
import io.ledger.core.identity.SignInLinks;
import io.ledger.core.identity.TokenStore;
import io.ledger.core.person.PersonRegister;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What the contracts of identities have in common. */
abstract class IdentityFixture {

    static final Instant NOW = Instant.parse("2026-04-01T09:00:00.123456Z");
    static final Duration HOUR = Duration.ofHours(1);
    static final Set<AccountRole> ADMINISTRATORS = EnumSet.of(AccountRole.ADMINISTRATOR, AccountRole.EDITOR);

    /** Stores of one ledger, the same within a test, and empty at its start. */
    protected abstract IdentityStores stores();

    AccountStore accounts() {
        return stores().accounts();
    }

    AccountKeys keys() {
        return stores().keys();
    }

    SignInLinks links() {
        return stores().links();
    }

    SessionStore sessions() {
        return stores().sessions();
    }

    TokenStore tokens() {
        return stores().tokens();
    }

    AuditRecords audit() {
        return stores().audit();
    }

    IdentityEpoch epoch() {
        return stores().epoch();
    }

    PersonRegister persons() {
        return stores().persons();
    }

    /** Stores of one ledger, the same within a test, and empty at its start. */
    Account added(String name, AccountRole... roles) {
        var account = new Account(
                UUID.randomUUID().toString(),
                name,
                Set.of(roles),
                AccountState.ACTIVE,
                Optional.empty(),
                NOW,
                Optional.empty());
        assertThat(accounts().add(account)).isEqualTo(new AccountOutcome.Changed(account));
        return account;
    }

    static AccountKey password(Account account, String content) {
        return new AccountKey(
                UUID.randomUUID().toString(),
                account.id(),
                AccountKey.KeyKind.PASSWORD,
                "",
                content,
                NOW,
                Optional.empty());
    }

    Session begun(Account account, String secret) {
        var session = new Session(
                UUID.randomUUID().toString(), account.id(), "Browser 1", NOW, NOW, NOW.plus(HOUR), Optional.empty());
        assertThat(sessions().begin(session, Sha256.bytes(secret))).isTrue();
        return session;
    }

    Optional<OpenSession> session(String secret) {
        return sessions().find(Sha256.bytes(secret));
    }

    static AccountChange roles(AccountRole... roles) {
        return new AccountChange(Optional.empty(), Optional.of(Set.of(roles)), Optional.empty());
    }

    static AccountChange state(AccountState state) {
        return new AccountChange(Optional.empty(), Optional.empty(), Optional.of(state));
    }

    long raisedBy(Runnable change) {
        var before = epoch().current();
        change.run();
        return epoch().current() - before;
    }

    static ApiToken token(String name) {
        return new ApiToken(
                UUID.randomUUID().toString(),
                name,
                AccountRole.EDITOR,
                Optional.empty(),
                NOW,
                NOW.plus(HOUR),
                Optional.empty(),
                Optional.empty());
    }
}
