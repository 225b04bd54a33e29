package io.ledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.Sha256;
import io.ledger.core.identity.Account;
import io.ledger.core.identity.AccountChange;
import io.ledger.core.identity.AccountKey;
import io.ledger.core.identity.AccountKeys;
import io.ledger.core.identity.AccountName;
import io.ledger.core.identity.AccountOutcome;
import io.ledger.core.identity.AccountRole;
import io.ledger.core.identity.AccountState;
import io.ledger.core.identity.AccountStore;
import io.ledger.core.identity.ApiToken;
import io.ledger.core.identity.AuditEntry;
import io.ledger.core.identity.AuditRecords;
import io.ledger.core.identity.AuditRecords.AuditFilter;
import io.ledger.core.identity.AuditRecords.AuditRecord;
import io.ledger.core.identity.IdentityEpoch;
import io.ledger.core.identity.IdentityPage;
import io.ledger.core.identity.OpenSession;
import io.ledger.core.identity.ProviderGrant;
import io.ledger.core.identity.ProviderSubject;
import io.ledger.core.identity.Session;
import io.ledger.core.identity.SessionStore;
import io.ledger.core.identity.SignInLinks;
import io.ledger.core.identity.TokenStore;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the stores of accounts, keys, links, sessions, tokens and the audit log promise, whatever they are made of. */
public abstract class IdentityContract {

    private static final Instant NOW = Instant.parse("2026-04-01T09:00:00.123456Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Set<AccountRole> ADMINISTRATORS = EnumSet.of(AccountRole.ADMINISTRATOR, AccountRole.EDITOR);

    /** Stores of one ledger, the same within a test, and empty at its start. */
    protected abstract AccountStore accounts();

    protected abstract AccountKeys keys();

    protected abstract SignInLinks links();

    protected abstract SessionStore sessions();

    protected abstract TokenStore tokens();

    protected abstract AuditRecords audit();

    protected abstract IdentityEpoch epoch();

    private Account added(String name, AccountRole... roles) {
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

    private static AccountKey password(Account account, String content) {
        return new AccountKey(
                UUID.randomUUID().toString(),
                account.id(),
                AccountKey.KeyKind.PASSWORD,
                "",
                content,
                NOW,
                Optional.empty());
    }

    private Session begun(Account account, String secret) {
        var session = new Session(
                UUID.randomUUID().toString(), account.id(), "Browser 1", NOW, NOW, NOW.plus(HOUR), Optional.empty());
        assertThat(sessions().begin(session, Sha256.bytes(secret))).isTrue();
        return session;
    }

    private Optional<OpenSession> session(String secret) {
        return sessions().find(Sha256.bytes(secret));
    }

    private static AccountChange roles(AccountRole... roles) {
        return new AccountChange(Optional.empty(), Optional.of(Set.of(roles)), Optional.empty());
    }

    private static AccountChange state(AccountState state) {
        return new AccountChange(Optional.empty(), Optional.empty(), Optional.of(state));
    }

    private long raisedBy(Runnable change) {
        var before = epoch().current();
        change.run();
        return epoch().current() - before;
    }

    @Test
    void anAccountIsFoundByItsIdAndByItsNameInAnyCase() {
        var account = added("Ｈａｎａ Müller", AccountRole.EDITOR);

        assertThat(accounts().find(account.id())).contains(account);
        assertThat(accounts().named(AccountName.key("hana müller"))).contains(account);
        assertThat(accounts().named(AccountName.key("hana muller"))).isEmpty();
        assertThat(accounts().ownAccounts()).isEqualTo(1);
    }

    @Test
    void noTwoAccountsHaveOneName() {
        added("Hana", AccountRole.EDITOR);
        var other = added("Kenji", AccountRole.VIEWER);

        assertThat(accounts()
                        .add(new Account(
                                UUID.randomUUID().toString(),
                                "HANA",
                                Set.of(),
                                AccountState.ACTIVE,
                                Optional.empty(),
                                NOW,
                                Optional.empty())))
                .isEqualTo(new AccountOutcome.NameTaken());
        assertThat(accounts()
                        .change(other.id(), new AccountChange(Optional.of("hana"), Optional.empty(), Optional.empty())))
                .isEqualTo(new AccountOutcome.NameTaken());
        assertThat(accounts().find(other.id())).contains(other);
    }

    @Test
    void accountsAreListedInTheOrderOfTheirCreation() {
        var added = IntStream.range(0, 5)
                .mapToObj(i -> added("Name " + i, AccountRole.VIEWER))
                .toList();

        var first = accounts().list(IdentityPage.START, 3);
        assertThat(first.entries()).isEqualTo(added.subList(0, 3));
        var second = accounts().list(first.next().orElseThrow(), 3);
        assertThat(second.entries()).isEqualTo(added.subList(3, 5));
        assertThat(second.next()).isEmpty();
    }

    @Test
    void theLastAdministratorStaysOne() {
        var last = added("Hana", AccountRole.ADMINISTRATOR, AccountRole.EDITOR);

        assertThat(accounts().change(last.id(), roles(AccountRole.EDITOR)))
                .isEqualTo(new AccountOutcome.LastAdministrator());
        assertThat(accounts().change(last.id(), state(AccountState.DISABLED)))
                .isEqualTo(new AccountOutcome.LastAdministrator());
        assertThat(accounts().erase(last.id())).isEqualTo(new AccountOutcome.LastAdministrator());
        assertThat(accounts().find(last.id())).contains(last);

        var other = added("Kenji", AccountRole.ADMINISTRATOR);
        assertThat(accounts().change(last.id(), roles(AccountRole.EDITOR))).isInstanceOf(AccountOutcome.Changed.class);
        assertThat(accounts().erase(other.id())).isEqualTo(new AccountOutcome.LastAdministrator());
    }

    @Test
    void ofTwoAdministratorsWhoDisableEachOtherAtOnceOneStays() throws Exception {
        var first = added("Hana", AccountRole.ADMINISTRATOR);
        var second = added("Kenji", AccountRole.ADMINISTRATOR);
        var outcomes = AtOnce.<AccountOutcome>run(List.of(
                () -> accounts().change(first.id(), state(AccountState.DISABLED)),
                () -> accounts().change(second.id(), state(AccountState.DISABLED))));

        assertThat(outcomes)
                .filteredOn(AccountOutcome.Changed.class::isInstance)
                .hasSize(1);
        assertThat(outcomes).contains(new AccountOutcome.LastAdministrator());
    }

    @Test
    void anErasedAccountHasAnIdAndNothingElse() {
        added("Hana", AccountRole.ADMINISTRATOR);
        var account = added("Kenji", AccountRole.EDITOR);
        assertThat(keys().setPassword(password(account, "hash"), Optional.empty()))
                .isTrue();
        begun(account, "cookie");
        links().issue(account.id(), Sha256.bytes("link"), NOW, NOW.plus(HOUR));

        assertThat(accounts().erase(account.id())).isInstanceOf(AccountOutcome.Changed.class);

        var erased = accounts().find(account.id()).orElseThrow();
        assertThat(erased.state()).isEqualTo(AccountState.ERASED);
        assertThat(erased.name()).isEmpty();
        assertThat(erased.roles()).isEmpty();
        assertThat(keys().of(account.id())).isEmpty();
        assertThat(session("cookie")).isEmpty();
        assertThat(links().account(Sha256.bytes("link"), NOW)).isEmpty();
        assertThat(accounts().names(Set.of(account.id()))).isEqualTo(Map.of(account.id(), ""));
        assertThat(accounts().list(IdentityPage.START, 10).entries()).hasSize(1);
        assertThat(accounts().erase(account.id())).isEqualTo(new AccountOutcome.UnknownAccount());
        assertThat(accounts().change(account.id(), state(AccountState.ACTIVE)))
                .isEqualTo(new AccountOutcome.UnknownAccount());
        assertThat(added("Kenji", AccountRole.VIEWER).id()).isNotEqualTo(account.id());
    }

    @Test
    void sessionsEndWhenAnAccountIsDisabledOrGetsARole() {
        added("Hana", AccountRole.ADMINISTRATOR);
        var account = added("Kenji", AccountRole.VIEWER, AccountRole.EDITOR);
        begun(account, "one");
        accounts().change(account.id(), roles(AccountRole.VIEWER));
        assertThat(session("one").orElseThrow().roles()).containsExactly(AccountRole.VIEWER);
        accounts().change(account.id(), roles(AccountRole.VIEWER, AccountRole.OPERATOR));
        assertThat(session("one")).isEmpty();

        begun(account, "two");
        accounts().change(account.id(), state(AccountState.DISABLED));
        accounts().change(account.id(), state(AccountState.ACTIVE));
        assertThat(session("two")).isEmpty();
    }

    @Test
    void someoneOfAProviderHasOneAccountWhoseNameFollowsTheProvider() throws Exception {
        var subject = new ProviderSubject("https://id.example.org", "42");
        var made = AtOnce.<Account>run(
                List.of(() -> accounts().of(subject, "Aoi"), () -> accounts().of(subject, "Aoi")));
        assertThat(made).containsOnly(made.getFirst());
        var account = made.getFirst();
        assertThat(account.provider()).contains(subject);
        assertThat(account.roles()).isEmpty();

        assertThat(accounts().of(subject, "Aoi Sato").name()).isEqualTo("Aoi Sato");
        assertThat(accounts().of(subject, "Aoi Sato").id()).isEqualTo(account.id());
        assertThat(accounts()
                        .of(new ProviderSubject("https://id.example.org", "43"), "Aoi")
                        .id())
                .isNotEqualTo(account.id());
        assertThat(accounts().named(AccountName.key("Aoi Sato"))).isEmpty();
        assertThat(accounts().ownAccounts()).isZero();
        assertThat(accounts().change(account.id(), roles(AccountRole.EDITOR)))
                .isEqualTo(new AccountOutcome.GivenByProvider());
        assertThat(accounts().change(account.id(), state(AccountState.DISABLED)))
                .isInstanceOf(AccountOutcome.Changed.class);
        assertThat(accounts().of(subject, "Aoi Sato").isActive()).isFalse();
    }

    @Test
    void namesAreThoseOfAccountsAndTokens() {
        var account = added("Hana", AccountRole.VIEWER);
        var token = token("nightly import");
        tokens().add(token, Sha256.bytes("secret"));

        assertThat(accounts().names(Set.of(account.id(), token.id(), "nobody")))
                .isEqualTo(Map.of(account.id(), "Hana", token.id(), "nightly import"));
        assertThat(accounts().names(Set.of())).isEmpty();
    }

    @Test
    void anAccountHasOnePasswordAndAnotherOneEndsItsOtherSessions() {
        var account = added("Hana", AccountRole.VIEWER);
        var other = added("Kenji", AccountRole.VIEWER);
        keys().setPassword(password(account, "first"), Optional.empty());
        var kept = begun(account, "kept");
        begun(account, "ended");
        begun(other, "others");

        keys().setPassword(password(account, "second"), Optional.of(kept.id()));

        assertThat(keys().password(account.id()).map(AccountKey::content)).contains("second");
        assertThat(keys().of(account.id())).hasSize(1);
        assertThat(keys().password(other.id())).isEmpty();
        assertThat(session("kept")).isPresent();
        assertThat(session("ended")).isEmpty();
        assertThat(session("others")).isPresent();
        keys().setPassword(password(account, "third"), Optional.empty());
        assertThat(session("kept")).isEmpty();
    }

    @Test
    void whoIsDisabledGetsNoPasswordAndNoSession() {
        added("Hana", AccountRole.ADMINISTRATOR);
        var account = added("Kenji", AccountRole.VIEWER);
        accounts().change(account.id(), state(AccountState.DISABLED));

        assertThat(keys().setPassword(password(account, "hash"), Optional.empty()))
                .isFalse();
        assertThat(keys().password(account.id())).isEmpty();
        assertThat(sessions()
                        .begin(
                                new Session(
                                        UUID.randomUUID().toString(),
                                        account.id(),
                                        "",
                                        NOW,
                                        NOW,
                                        NOW.plus(HOUR),
                                        Optional.empty()),
                                Sha256.bytes("cookie")))
                .isFalse();
        assertThat(session("cookie")).isEmpty();
    }

    @Test
    void passkeysAreFoundByTheirIdsAndBelongToOneAccount() {
        var account = added("Hana", AccountRole.VIEWER);
        var key = new AccountKey(
                "x".repeat(1_368), account.id(), AccountKey.KeyKind.PASSKEY, "鍵", "{}", NOW, Optional.empty());
        assertThat(keys().add(key)).isTrue();
        assertThat(keys().add(key)).isFalse();
        keys().used(key.id(), "{\"count\":1}", NOW.plus(HOUR));

        var found = keys().passkey(key.id()).orElseThrow();
        assertThat(found.label()).isEqualTo("鍵");
        assertThat(found.content()).isEqualTo("{\"count\":1}");
        assertThat(found.lastUsedAt()).contains(NOW.plus(HOUR));
        keys().setPassword(password(account, "hash"), Optional.empty());
        assertThat(keys().of(account.id())).hasSize(2);
        assertThat(keys().remove("somebody", key.id())).isFalse();
        assertThat(keys().remove(account.id(), key.id())).isTrue();
        assertThat(keys().passkey(key.id())).isEmpty();
    }

    @Test
    void aLinkIsGoodOnceAndUntilItsTime() {
        var account = added("Hana", AccountRole.VIEWER);
        begun(account, "cookie");
        links().issue(account.id(), Sha256.bytes("link"), NOW, NOW.plus(HOUR));

        assertThat(links().account(Sha256.bytes("other"), NOW)).isEmpty();
        assertThat(links().account(Sha256.bytes("link"), NOW.plus(HOUR))).isEmpty();
        assertThat(links().account(Sha256.bytes("link"), NOW).map(Account::id)).contains(account.id());
        assertThat(links().redeem(Sha256.bytes("link"), password(account, "hash"), NOW.plus(HOUR)))
                .isFalse();
        assertThat(links().redeem(Sha256.bytes("link"), password(account, "hash"), NOW))
                .isTrue();
        assertThat(links().redeem(Sha256.bytes("link"), password(account, "again"), NOW))
                .isFalse();

        assertThat(keys().password(account.id()).map(AccountKey::content)).contains("hash");
        assertThat(session("cookie")).isEmpty();
    }

    @Test
    void ofSeveralWhoUseALinkAtOnceOneSucceeds() throws Exception {
        var account = added("Hana", AccountRole.VIEWER);
        links().issue(account.id(), Sha256.bytes("link"), NOW, NOW.plus(HOUR));

        var redeemed = AtOnce.<Boolean>run(List.of(
                () -> links().redeem(Sha256.bytes("link"), password(account, "one"), NOW),
                () -> links().redeem(Sha256.bytes("link"), password(account, "two"), NOW)));

        assertThat(redeemed).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void aNewLinkReplacesTheOneBeforeAndThoseThatAreOverAreForgotten() {
        var account = added("Hana", AccountRole.VIEWER);
        links().issue(account.id(), Sha256.bytes("first"), NOW, NOW.plus(HOUR));
        links().issue(account.id(), Sha256.bytes("second"), NOW, NOW.plus(HOUR));

        assertThat(links().account(Sha256.bytes("first"), NOW)).isEmpty();
        assertThat(links().account(Sha256.bytes("second"), NOW)).isPresent();
        assertThat(links().forget(NOW, 10)).isZero();
        assertThat(links().forget(NOW.plus(HOUR).plusSeconds(1), 10)).isEqualTo(1);
    }

    @Test
    void aSessionIsFoundByItsSecretWithItsAccount() {
        var account = added("Hana", AccountRole.VIEWER);
        var session = begun(account, "cookie");

        var open = session("cookie").orElseThrow();
        assertThat(open.session()).isEqualTo(session);
        assertThat(open.account().id()).isEqualTo(account.id());
        assertThat(open.account().lastSignIn()).contains(NOW);
        assertThat(session("other")).isEmpty();
        assertThat(sessions().of(account.id())).containsExactly(session);
        sessions().used(Map.of(session.id(), NOW.plus(HOUR)));
        assertThat(session("cookie").orElseThrow().session().lastUsedAt()).isEqualTo(NOW.plus(HOUR));
        sessions().used(Map.of(session.id(), NOW));
        assertThat(session("cookie").orElseThrow().session().lastUsedAt()).isEqualTo(NOW.plus(HOUR));
    }

    @Test
    void aSessionIsEndedByItsAccountAlone() {
        var account = added("Hana", AccountRole.VIEWER);
        var session = begun(account, "one");
        begun(account, "two");

        assertThat(sessions().end("somebody", session.id())).isFalse();
        assertThat(session("one")).isPresent();
        assertThat(sessions().end(account.id(), session.id())).isTrue();
        assertThat(session("one")).isEmpty();
        assertThat(session("two")).isPresent();
        assertThat(sessions().endAll(account.id())).isEqualTo(1);
        assertThat(session("two")).isEmpty();
    }

    @Test
    void aSessionOfAProviderHasTheRolesThatTheProviderSays() {
        var account = accounts().of(new ProviderSubject("https://id.example.org", "42"), "Aoi");
        var grant = new ProviderGrant(EnumSet.of(AccountRole.EDITOR), NOW.plusSeconds(300), new byte[] {1, -2});
        var session = new Session(
                UUID.randomUUID().toString(), account.id(), "", NOW, NOW, NOW.plus(HOUR), Optional.of(grant));
        sessions().begin(session, Sha256.bytes("cookie"));

        var open = session("cookie").orElseThrow();
        assertThat(open.roles()).containsExactly(AccountRole.EDITOR);
        assertThat(open.session().grant().orElseThrow().sealed()).containsExactly(1, -2);
        assertThat(open.session().grant().orElseThrow().validUntil()).isEqualTo(NOW.plusSeconds(300));

        var same = new ProviderGrant(EnumSet.of(AccountRole.EDITOR), NOW.plusSeconds(600), new byte[] {3});
        assertThat(raisedBy(() -> sessions().renew(session.id(), same))).isZero();
        var none = new ProviderGrant(Set.of(), NOW.plusSeconds(900), new byte[] {4});
        assertThat(raisedBy(() -> sessions().renew(session.id(), none))).isPositive();
        assertThat(session("cookie").orElseThrow().roles()).isEmpty();
        assertThat(session("cookie")
                        .orElseThrow()
                        .session()
                        .grant()
                        .orElseThrow()
                        .sealed())
                .containsExactly(4);
    }

    @Test
    void sessionsThatAreOverAreForgotten() {
        var account = added("Hana", AccountRole.VIEWER);
        begun(account, "cookie");

        assertThat(sessions().forget(NOW, NOW.minus(HOUR), 10)).isZero();
        assertThat(session("cookie")).isPresent();
        assertThat(sessions().forget(NOW.plus(HOUR).plusSeconds(1), NOW.minus(HOUR), 10))
                .isEqualTo(1);
        begun(account, "unused");
        assertThat(sessions().forget(NOW, NOW.plusSeconds(1), 10)).isEqualTo(1);
        assertThat(session("unused")).isEmpty();
    }

    private static ApiToken token(String name) {
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

    @Test
    void aTokenIsFoundByItsSecretUntilItIsRevoked() {
        var token = token("import");
        tokens().add(token, Sha256.bytes("secret"));

        assertThat(tokens().find(Sha256.bytes("secret"))).contains(token);
        assertThat(tokens().find(Sha256.bytes("other"))).isEmpty();
        assertThat(token.isValidAt(NOW)).isTrue();
        assertThat(token.isValidAt(NOW.plus(HOUR))).isFalse();
        tokens().used(Map.of(token.id(), NOW.plusSeconds(5)));
        assertThat(tokens().find(Sha256.bytes("secret")).orElseThrow().lastUsedAt())
                .contains(NOW.plusSeconds(5));

        assertThat(tokens().revoke(token.id(), NOW)).isTrue();
        assertThat(tokens().find(Sha256.bytes("secret")).orElseThrow().isValidAt(NOW))
                .isFalse();
        assertThat(tokens().revoke(token.id(), NOW.plus(HOUR))).isTrue();
        assertThat(tokens().find(Sha256.bytes("secret")).orElseThrow().revokedAt())
                .contains(NOW);
        assertThat(tokens().revoke("none", NOW)).isFalse();
    }

    @Test
    void tokensAreListedInTheOrderOfTheirCreation() {
        var made = IntStream.range(0, 3).mapToObj(i -> token("Token " + i)).toList();
        made.forEach(token -> tokens().add(token, Sha256.bytes(token.name())));

        var first = tokens().list(IdentityPage.START, 2);
        assertThat(first.entries()).isEqualTo(made.subList(0, 2));
        assertThat(tokens().list(first.next().orElseThrow(), 2).entries()).isEqualTo(made.subList(2, 3));
    }

    @Test
    void everyChangeAfterWhichSomebodyMayDoLessRaisesTheEpoch() {
        added("Hana", AccountRole.ADMINISTRATOR);
        var account = added("Kenji", AccountRole.EDITOR);
        var session = begun(account, "cookie");
        var token = token("import");
        tokens().add(token, Sha256.bytes("secret"));

        assertThat(raisedBy(() -> sessions().end(account.id(), session.id()))).isPositive();
        assertThat(raisedBy(() -> tokens().revoke(token.id(), NOW))).isPositive();
        assertThat(raisedBy(() -> accounts().change(account.id(), roles(AccountRole.VIEWER))))
                .isPositive();
        assertThat(raisedBy(() -> keys().setPassword(password(account, "hash"), Optional.empty())))
                .isPositive();
        links().issue(account.id(), Sha256.bytes("link"), NOW, NOW.plus(HOUR));
        assertThat(raisedBy(() -> links().redeem(Sha256.bytes("link"), password(account, "hash"), NOW)))
                .isPositive();
        assertThat(raisedBy(() -> accounts().change(account.id(), state(AccountState.DISABLED))))
                .isPositive();
        assertThat(raisedBy(() -> accounts().erase(account.id()))).isPositive();
        assertThat(raisedBy(() -> accounts().erase(account.id()))).isZero();
    }

    @Test
    void allWhoAskShareOneSecret() {
        assertThat(epoch().sharedSecret()).hasSize(32).isEqualTo(epoch().sharedSecret());
        assertThat(epoch().sharedSecret()).isNotEqualTo(new byte[32]);
    }

    @Test
    void theAuditLogIsReadFromItsEndByKindAndByAccount() {
        var records = IntStream.range(0, 5)
                .mapToObj(i -> new AuditRecord(
                        NOW.plusSeconds(i),
                        new AuditEntry(
                                i % 2 == 0 ? "signed-in" : "refused",
                                i < 4 ? Optional.of("account-" + i) : Optional.empty(),
                                "192.0.2." + i,
                                "request-" + i,
                                Map.of("path", "/ä\"" + i))))
                .toList();
        audit().append(records);

        var all = new AuditFilter(Optional.empty(), Optional.empty());
        var first = audit().list(all, IdentityPage.START, 3);
        assertThat(first.entries()).containsExactly(records.get(4), records.get(3), records.get(2));
        var second = audit().list(all, first.next().orElseThrow(), 3);
        assertThat(second.entries()).containsExactly(records.get(1), records.get(0));
        assertThat(second.next()).isEmpty();
        assertThat(audit().list(new AuditFilter(Optional.of("refused"), Optional.empty()), IdentityPage.START, 9)
                        .entries())
                .containsExactly(records.get(3), records.get(1));
        assertThat(audit().list(
                                new AuditFilter(Optional.of("signed-in"), Optional.of("account-2")),
                                IdentityPage.START,
                                9)
                        .entries())
                .containsExactly(records.get(2));
        assertThat(audit().forget(NOW.plusSeconds(2), 10)).isEqualTo(2);
        assertThat(audit().list(all, IdentityPage.START, 9).entries()).hasSize(3);
    }

    @Test
    void anAdministratorMayBeReplacedByAnother() {
        var first = added("Hana", AccountRole.ADMINISTRATOR);
        added("Kenji", ADMINISTRATORS.toArray(AccountRole[]::new));

        assertThat(accounts().erase(first.id())).isInstanceOf(AccountOutcome.Changed.class);
        assertThat(accounts().ownAccounts()).isEqualTo(1);
    }
}
