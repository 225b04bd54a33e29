package io.ledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.Sha256;
import io.ledger.core.command.Precondition;
import io.ledger.core.identity.Account;
import io.ledger.core.identity.AccountChange;
import io.ledger.core.identity.AccountKey;
import io.ledger.core.identity.AccountKeys.KeyRemoval;
import io.ledger.core.identity.AccountName;
import io.ledger.core.identity.AccountOutcome;
import io.ledger.core.identity.AccountRole;
import io.ledger.core.identity.AccountState;
import io.ledger.core.identity.AuditRecords.AuditFilter;
import io.ledger.core.identity.IdentityPage;
import io.ledger.core.identity.ProviderSubject;
import io.ledger.core.identity.Session;
import io.ledger.core.person.PersonDetails;
import io.ledger.core.person.PersonId;
import io.ledger.core.person.PersonKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the stores of accounts and keys promise, whatever they are made of. */
public abstract class AccountsContract extends IdentityFixture {

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

    /** An administrator who can sign in. */
    private Account administrator(String name) {
        var account = added(name, ADMINISTRATORS.toArray(AccountRole[]::new));
        keys().setPassword(password(account, "hash"), Optional.empty());
        return account;
    }

    @Test
    void theLastAdministratorStaysOne() {
        var last = administrator("Hana");

        assertThat(accounts().change(last.id(), roles(AccountRole.EDITOR)))
                .isEqualTo(new AccountOutcome.LastAdministrator());
        assertThat(accounts().change(last.id(), state(AccountState.DISABLED)))
                .isEqualTo(new AccountOutcome.LastAdministrator());
        assertThat(accounts().erase(last.id())).isEqualTo(new AccountOutcome.LastAdministrator());
        assertThat(accounts().find(last.id())).contains(last);

        var other = added("Kenji", AccountRole.ADMINISTRATOR);
        assertThat(accounts().change(last.id(), roles(AccountRole.EDITOR)))
                .as("the other one has never signed in, and perhaps never will")
                .isEqualTo(new AccountOutcome.LastAdministrator());
        keys().setPassword(password(other, "hash"), Optional.empty());
        assertThat(accounts().change(last.id(), roles(AccountRole.EDITOR))).isInstanceOf(AccountOutcome.Changed.class);
        assertThat(accounts().erase(other.id())).isEqualTo(new AccountOutcome.LastAdministrator());
    }

    @Test
    void ofTwoAdministratorsWhoDisableEachOtherAtOnceOneStays() throws Exception {
        var first = administrator("Hana");
        var second = administrator("Kenji");
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

    private AccountOutcome link(Account account, Optional<PersonId> person) {
        return accounts()
                .change(
                        account.id(),
                        new AccountChange(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(new AccountChange.LinkedPerson(person))));
    }

    @Test
    void aPersonHasOneAccountAtMost() {
        var person = Optional.of(registered());
        added("Hana", AccountRole.ADMINISTRATOR);
        var account = added("Kenji", AccountRole.VIEWER);
        var other = accounts().of(new ProviderSubject("https://id.example.org", "42"), "Aoi");
        begun(account, "one");

        assertThat(raisedBy(() -> link(account, person))).isEqualTo(1);

        assertThat(session("one")).as("it may do more than before").isEmpty();
        assertThat(accounts().find(account.id()).flatMap(Account::person)).isEqualTo(person);
        assertThat(link(other, person)).isEqualTo(new AccountOutcome.PersonTaken());
        begun(account, "two");
        accounts().change(account.id(), roles(AccountRole.VIEWER));
        link(account, person);
        assertThat(session("two").orElseThrow().account().person()).isEqualTo(person);
        link(account, Optional.empty());
        assertThat(session("two").orElseThrow().account().person()).isEmpty();
        assertThat(link(other, person)).isInstanceOf(AccountOutcome.Changed.class);
        assertThat(accounts().of(other.provider().orElseThrow(), "Aoi").person())
                .isEqualTo(person);
        accounts().erase(other.id());
        assertThat(accounts().find(other.id()).flatMap(Account::person)).isEmpty();
        assertThat(link(account, person)).isInstanceOf(AccountOutcome.Changed.class);
    }

    private PersonId registered() {
        var id = new PersonId(UUID.randomUUID());
        var details = new PersonDetails(
                "Kenji",
                Optional.empty(),
                PersonKind.STUDENT,
                Optional.empty(),
                Optional.of(3),
                PersonDetails.USUAL_FINAL_GRADE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        persons().add(id, details, Optional.empty());
        return id;
    }

    /** An account has a name: it would say whom the id of somebody erased stood for. */
    @Test
    void anAccountIsOfNobodyWhomTheRegisterDoesNotHave() {
        var account = added("Kenji", AccountRole.VIEWER);
        assertThat(link(account, Optional.of(new PersonId(UUID.randomUUID()))))
                .isEqualTo(new AccountOutcome.NobodyRegistered());
        var person = registered();
        persons().beginErasure(person, new Precondition.AnyVersion());
        assertThat(link(account, Optional.of(person))).isEqualTo(new AccountOutcome.NobodyRegistered());
        persons().finishErasure(person, NOW);
        assertThat(link(account, Optional.of(person))).isEqualTo(new AccountOutcome.NobodyRegistered());
        assertThat(accounts().find(account.id()).flatMap(Account::person)).isEmpty();
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
        var key = passkey(account, "x".repeat(1_368));
        assertThat(keys().add(key, _ -> true)).isTrue();
        assertThat(keys().add(key, _ -> true)).isFalse();
        assertThat(keys().used(key, "{\"count\":1}", NOW.plus(HOUR))).isTrue();
        assertThat(keys().used(key, "{\"count\":2}", NOW.plus(HOUR))).isFalse();

        var found = keys().passkey(key.id()).orElseThrow();
        assertThat(found.label()).isEqualTo("鍵");
        assertThat(found.content()).isEqualTo("{\"count\":1}");
        assertThat(found.lastUsedAt()).contains(NOW.plus(HOUR));
        keys().setPassword(password(account, "hash"), Optional.empty());
        assertThat(keys().of(account.id())).hasSize(2);
        assertThat(keys().rename("somebody", key.id(), "other")).isFalse();
        assertThat(keys().rename(account.id(), key.id(), "電話")).isTrue();
        assertThat(keys().passkey(key.id()).map(AccountKey::label)).contains("電話");
        assertThat(keys().remove("somebody", key.id())).isEqualTo(KeyRemoval.UNKNOWN);
        assertThat(keys().remove(account.id(), key.id())).isEqualTo(KeyRemoval.REMOVED);
        assertThat(keys().passkey(key.id())).isEmpty();
    }

    @Test
    void aPasskeyThatDoesNotFitTheOthersIsNotAdded() throws Exception {
        var account = added("Hana", AccountRole.VIEWER);
        var added = AtOnce.<Boolean>run(List.of(
                () -> keys().add(passkey(account, "first"), List::isEmpty),
                () -> keys().add(passkey(account, "second"), List::isEmpty)));

        assertThat(added).containsExactlyInAnyOrder(true, false);
        assertThat(keys().of(account.id())).hasSize(1);
    }

    @Test
    void theLastKeyOfAnAccountIsNotRemoved() throws Exception {
        var account = added("Hana", AccountRole.VIEWER);
        keys().add(passkey(account, "first"), _ -> true);
        keys().add(passkey(account, "second"), _ -> true);
        var removals = AtOnce.<KeyRemoval>run(
                List.of(() -> keys().remove(account.id(), "first"), () -> keys().remove(account.id(), "second")));

        assertThat(removals).containsExactlyInAnyOrder(KeyRemoval.REMOVED, KeyRemoval.LAST);
        assertThat(keys().of(account.id())).hasSize(1);
        keys().setPassword(password(account, "hash"), Optional.empty());
        var password = keys().password(account.id()).orElseThrow();
        assertThat(keys().remove(account.id(), password.id())).isEqualTo(KeyRemoval.UNKNOWN);
        assertThat(keys().rename(account.id(), password.id(), "鍵")).isFalse();
    }

    private static AccountKey passkey(Account account, String id) {
        return new AccountKey(id, account.id(), AccountKey.KeyKind.PASSKEY, "鍵", "{}", NOW, Optional.empty());
    }

    @Test
    void anAdministratorMayBeReplacedByAnother() {
        var first = administrator("Hana");
        administrator("Kenji");

        assertThat(accounts().erase(first.id())).isInstanceOf(AccountOutcome.Changed.class);
        assertThat(accounts().ownAccounts()).isEqualTo(1);
    }

    @Test
    void whatIsNoIdIsTheIdOfNobody() {
        var account = added("Hana", AccountRole.VIEWER);
        for (var none : List.of("", " ", "花子", "é".repeat(100), account.id() + " ", "x".repeat(2_000))) {
            assertThat(accounts().find(none)).isEmpty();
            assertThat(accounts().names(Set.of(none, account.id()))).containsOnlyKeys(account.id());
            assertThat(accounts().erase(none)).isEqualTo(new AccountOutcome.UnknownAccount());
            assertThat(sessions().end(none, none)).isFalse();
            assertThat(sessions().of(none)).isEmpty();
            assertThat(tokens().revoke(none, NOW)).isFalse();
            assertThat(audit().list(new AuditFilter(Optional.of(none), Optional.of(none)), IdentityPage.START, 9)
                            .entries())
                    .isEmpty();
        }
    }
}
