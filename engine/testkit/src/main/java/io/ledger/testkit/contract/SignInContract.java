package io.ledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.Sha256;
import io.ledger.core.identity.Account;
import io.ledger.core.identity.AccountKey;
import io.ledger.core.identity.AccountRole;
import io.ledger.core.identity.AccountState;
import io.ledger.core.identity.AuditEntry;
import io.ledger.core.identity.AuditRecords.AuditFilter;
import io.ledger.core.identity.AuditRecords.AuditRecord;
import io.ledger.core.identity.IdentityPage;
import io.ledger.core.identity.ProviderGrant;
import io.ledger.core.identity.ProviderSubject;
import io.ledger.core.identity.Session;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the stores of links, sessions, tokens and the audit log promise, whatever they are made of. */
public abstract class SignInContract extends IdentityFixture {

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
}
