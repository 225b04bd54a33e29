package io.ledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.ledger.core.command.Precondition;
import io.ledger.core.command.Precondition.AnyVersion;
import io.ledger.core.log.EventMetadata;
import io.ledger.core.person.Person;
import io.ledger.core.person.PersonDetails;
import io.ledger.core.person.PersonErasure;
import io.ledger.core.person.PersonFilter;
import io.ledger.core.person.PersonId;
import io.ledger.core.person.PersonKind;
import io.ledger.core.person.PersonOutcome.ErasedPerson;
import io.ledger.core.person.PersonOutcome.NumberTaken;
import io.ledger.core.person.PersonOutcome.ReusedKey;
import io.ledger.core.person.PersonOutcome.Saved;
import io.ledger.core.person.PersonOutcome.StaleVersion;
import io.ledger.core.person.PersonOutcome.UnknownPerson;
import io.ledger.core.person.PersonRegister;
import io.ledger.core.request.IdempotencyKey;
import io.ledger.core.request.IdempotentRequest;
import io.ledger.core.stream.ExpectedVersion;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every register of people promises. */
public abstract class PersonRegisterContract {

    private static final Instant NOW = Instant.parse("2026-04-01T09:00:00.123456Z");
    private static final PersonFilter ALL = new PersonFilter(Optional.empty(), Optional.empty(), Optional.empty());

    private PersonRegister register;

    /** A register without people, whose folding has no regard for case. */
    protected abstract PersonRegister empty();

    @BeforeEach
    void open() {
        register = empty();
    }

    private static PersonDetails details(String name, String number) {
        return new PersonDetails(
                name,
                Optional.of("やまだ"),
                PersonKind.STUDENT,
                Optional.of(number).filter(it -> !it.isEmpty()),
                Optional.of(3),
                4,
                Optional.of("law"),
                Optional.of(21),
                Optional.of("a@example.ac.jp"));
    }

    private static PersonDetails nameAlone(String name) {
        return new PersonDetails(
                name,
                Optional.empty(),
                PersonKind.STAFF,
                Optional.empty(),
                Optional.empty(),
                4,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private PersonId added(PersonDetails details) {
        var id = new PersonId(UUID.randomUUID());
        assertThat(register.add(id, details, Optional.empty())).isEqualTo(new Saved(id, 1));
        return id;
    }

    private static Precondition exactly(int version) {
        return new Precondition.Exactly(new ExpectedVersion(version));
    }

    private static Optional<IdempotentRequest> once(String key, String fingerprint) {
        return Optional.of(new IdempotentRequest(new IdempotencyKey("mika", key), fingerprint.repeat(64)));
    }

    @Test
    void whoWasAddedIsFoundAsWanted() {
        var details = details("山田 Hanako", "B26");
        var id = added(details);
        var alone = added(nameAlone("Satō"));

        assertThat(register.find(id)).contains(new Person(id, 1, Optional.of(details), Optional.empty(), false));
        assertThat(register.find(alone).flatMap(Person::details)).contains(nameAlone("Satō"));
        assertThat(register.find(new PersonId(UUID.randomUUID()))).isEmpty();
        assertThat(register.find(List.of(id, alone, new PersonId(UUID.randomUUID()))))
                .containsOnlyKeys(id, alone);
        assertThat(register.find(List.of())).isEmpty();
    }

    @Test
    void aStudentNumberIsNobodyElses() {
        var id = added(details("a", "B26"));
        var other = added(details("b", "B27"));

        assertThat(register.add(new PersonId(UUID.randomUUID()), details("c", "B26"), Optional.empty()))
                .isEqualTo(new NumberTaken());
        assertThat(register.change(other, details("b", "B26"), exactly(1), Optional.empty()))
                .isEqualTo(new NumberTaken());
        assertThat(register.change(id, details("d", "B26"), exactly(1), Optional.empty()))
                .isEqualTo(new Saved(id, 2));
        added(nameAlone("e"));
        added(nameAlone("f"));
    }

    @Test
    void aChangeIsMadeAtTheVersionThatWasRead() {
        var id = added(details("a", "B26"));

        assertThat(register.change(id, details("b", ""), exactly(1), Optional.empty()))
                .isEqualTo(new Saved(id, 2));
        assertThat(register.change(id, details("c", ""), exactly(1), Optional.empty()))
                .isEqualTo(new StaleVersion(2));
        assertThat(register.change(new PersonId(UUID.randomUUID()), details("c", ""), exactly(1), Optional.empty()))
                .isEqualTo(new UnknownPerson());
        assertThat(register.find(id).flatMap(Person::details)).contains(details("b", ""));
    }

    @Test
    void theSameRequestAgainGetsTheFirstAnswer() {
        var first = new PersonId(UUID.randomUUID());
        assertThat(register.add(first, details("a", "B26"), once("k", "1"))).isEqualTo(new Saved(first, 1));
        assertThat(register.add(new PersonId(UUID.randomUUID()), details("a", "B26"), once("k", "1")))
                .isEqualTo(new Saved(first, 1));
        assertThat(register.add(new PersonId(UUID.randomUUID()), details("b", ""), once("k", "2")))
                .isEqualTo(new ReusedKey());
        assertThat(register.change(first, details("c", ""), exactly(1), once("c", "3")))
                .isEqualTo(new Saved(first, 2));
        assertThat(register.change(first, details("c", ""), exactly(1), once("c", "3")))
                .isEqualTo(new Saved(first, 2));
        assertThat(register.list(ALL, 0, 10).people()).hasSize(1);
    }

    /** What was refused may be sent again under its key. */
    @Test
    void whatWasRefusedIsNotRemembered() {
        var id = added(details("a", "B26"));
        var other = new PersonId(UUID.randomUUID());
        assertThat(register.add(other, details("b", "B26"), once("k", "1"))).isEqualTo(new NumberTaken());
        assertThat(register.change(id, details("a", ""), exactly(1), Optional.empty()))
                .isEqualTo(new Saved(id, 2));
        assertThat(register.add(other, details("b", "B26"), once("k", "1"))).isEqualTo(new Saved(other, 1));
    }

    @Test
    void peopleAreFoundByNameReadingNumberGradeAndMajor() {
        var hanako = added(details("Hanako %Ito", "B26"));
        var sato = added(nameAlone("SATO"));

        assertThat(found("hanako")).containsExactly(hanako);
        assertThat(found("やまだ")).containsExactly(hanako);
        assertThat(found("b26")).containsExactly(hanako);
        assertThat(found("sato")).containsExactly(sato);
        assertThat(found("%")).containsExactly(hanako);
        assertThat(found("_")).isEmpty();
        assertThat(ids(new PersonFilter(Optional.empty(), Optional.of(3), Optional.empty())))
                .containsExactly(hanako);
        assertThat(ids(new PersonFilter(Optional.empty(), Optional.of(2), Optional.empty())))
                .isEmpty();
        assertThat(ids(new PersonFilter(Optional.empty(), Optional.empty(), Optional.of("law"))))
                .containsExactly(hanako);
        assertThat(ids(ALL)).containsExactly(hanako, sato);
    }

    private List<PersonId> found(String text) {
        return ids(new PersonFilter(Optional.of(text), Optional.empty(), Optional.empty()));
    }

    private List<PersonId> ids(PersonFilter filter) {
        return register.list(filter, 0, 10).people().stream().map(Person::id).toList();
    }

    @Test
    void pagesLeadToTheEnd() {
        var all = new ArrayList<PersonId>();
        for (var i = 0; i < 7; i++) {
            all.add(added(nameAlone("person " + i)));
        }
        var met = new ArrayList<PersonId>();
        var page = register.list(ALL, 0, 3);
        while (true) {
            page.people().forEach(person -> met.add(person.id()));
            if (page.next().isEmpty()) {
                break;
            }
            page = register.list(ALL, page.next().getAsLong(), 3);
        }
        assertThat(met).isEqualTo(all);
    }

    @Test
    void anErasureKeepsTheIdAndWhenItWas() {
        var id = added(details("Hanako", "B26"));
        assertThat(register.beginErasure(id, exactly(7))).isEqualTo(new StaleVersion(1));
        assertThat(register.beginErasure(id, exactly(1))).isInstanceOf(Saved.class);
        assertThat(register.beginErasure(id, exactly(7))).isInstanceOf(Saved.class);
        assertThat(register.erasing()).containsExactly(id);
        assertThat(register.find(id))
                .hasValueSatisfying(person -> assertThat(person.isErasing()).isTrue());
        assertThat(register.change(id, details("x", ""), new AnyVersion(), Optional.empty()))
                .isEqualTo(new ErasedPerson());
        assertThat(ids(ALL)).isEmpty();

        register.finishErasure(id, NOW);
        register.finishErasure(id, NOW.plusSeconds(1));

        assertThat(register.find(id)).contains(new Person(id, 2, Optional.empty(), Optional.of(NOW), true));
        assertThat(register.erasing()).isEmpty();
        assertThat(register.beginErasure(id, new AnyVersion())).isInstanceOf(Saved.class);
        assertThat(register.erasing()).isEmpty();
        assertThat(register.beginErasure(new PersonId(UUID.randomUUID()), new AnyVersion()))
                .isEqualTo(new UnknownPerson());
        added(details("somebody else", "B26"));
    }

    /** It dies between its steps, and goes on. */
    @Test
    void anErasureGoesOnWhereItStopped() {
        var id = added(details("Hanako", "B26"));
        var ended = new ArrayList<PersonId>();
        var dying = new PersonErasure(
                register,
                (_, _) -> {
                    throw new IllegalStateException("the process dies");
                },
                InstantSource.fixed(NOW));
        assertThat(catchThrowable(() -> dying.erase(id, new AnyVersion(), EventMetadata.NONE)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(register.find(id).flatMap(Person::details)).isPresent();

        new PersonErasure(register, (person, _) -> ended.add(person), InstantSource.fixed(NOW)).resume();

        assertThat(ended).containsExactly(id);
        assertThat(register.find(id).flatMap(Person::details)).isEmpty();
    }

    /** What cannot end for one of them is told, and holds up nobody else. */
    @Test
    void anErasureThatFailsHoldsUpNoOtherOne() {
        var broken = added(details("Hanako", "B26"));
        var other = added(details("Kenji", "B27"));
        register.beginErasure(broken, new AnyVersion());
        register.beginErasure(other, new AnyVersion());
        var erasure = new PersonErasure(
                register,
                (person, _) -> {
                    if (person.equals(broken)) {
                        throw new IllegalStateException("a history of hers is corrupt");
                    }
                },
                InstantSource.fixed(NOW));

        assertThat(catchThrowable(erasure::resume)).hasMessage("a history of hers is corrupt");

        assertThat(register.erasing()).containsExactly(broken);
    }

    @Test
    void anAdditionIsTakenBackUnlessItWasChanged() {
        var id = added(nameAlone("a"));
        register.remove(id, 2, Optional.empty());
        assertThat(register.find(id)).isPresent();
        register.remove(id, 1, Optional.empty());
        assertThat(register.find(id)).isEmpty();
    }

    /** Else the same request again would be answered with somebody who is gone. */
    @Test
    void anAdditionThatIsTakenBackIsForgottenWithItsKey() {
        var gone = new PersonId(UUID.randomUUID());
        var once = once("k", "1");
        assertThat(register.add(gone, details("a", ""), once)).isEqualTo(new Saved(gone, 1));
        register.remove(gone, 1, once.map(IdempotentRequest::key));
        var second = new PersonId(UUID.randomUUID());
        assertThat(register.add(second, details("a", ""), once)).isEqualTo(new Saved(second, 1));
        register.remove(second, 2, once.map(IdempotentRequest::key));
        assertThat(register.add(new PersonId(UUID.randomUUID()), details("a", ""), once))
                .as("who was changed stays, and so does the answer")
                .isEqualTo(new Saved(second, 1));
    }

    private PersonId inGrade(int grade, PersonKind kind) {
        return added(new PersonDetails(
                "somebody",
                Optional.empty(),
                kind,
                Optional.empty(),
                Optional.of(grade),
                4,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    }

    private PersonId student(int grade) {
        return inGrade(grade, PersonKind.STUDENT);
    }

    private Optional<Integer> grade(PersonId person) {
        return register.find(person).flatMap(Person::details).flatMap(PersonDetails::grade);
    }

    private List<PersonId> graduating(int year) {
        return register.graduating(year, 0, 10).people().stream()
                .map(Person::id)
                .toList();
    }

    @Test
    void studentsInTheirFinalGradeGraduateOnce() {
        var fourth = student(4);
        var fifth = student(5);
        student(3);
        inGrade(4, PersonKind.STAFF);
        added(nameAlone("without a grade"));
        register.beginErasure(student(4), new AnyVersion());
        assertThat(graduating(2026)).containsExactly(fourth, fifth);

        register.graduated(List.of(fourth), 2026);
        register.graduated(List.of(fourth), 2026);
        register.graduated(List.of(), 2026);

        assertThat(graduating(2026)).containsExactly(fifth);
        assertThat(graduating(2027)).containsExactly(fifth);
        assertThat(register.find(fourth))
                .hasValueSatisfying(person -> assertThat(person.version()).isEqualTo(1));
    }

    /** Somebody was taken for a graduate by mistake, and is put back to a grade. */
    @Test
    void whoIsInAnotherGradeCanGraduateAgain() {
        var person = student(4);
        register.graduated(List.of(person), 2026);
        var details = register.find(person).flatMap(Person::details).orElseThrow();
        register.change(person, details, new AnyVersion(), Optional.empty());
        assertThat(graduating(2027)).isEmpty();
        register.change(person, details("Hanako", ""), new AnyVersion(), Optional.empty());
        assertThat(register.raisable(2026)).isZero();
        assertThat(register.raise(2027, 10)).isEqualTo(1);
        assertThat(graduating(2028)).containsExactly(person);
    }

    @Test
    void pagesOfGraduatesLeadToTheEnd() {
        var all = List.of(student(4), student(4), student(4));
        var first = register.graduating(2026, 0, 2);
        assertThat(first.people()).extracting(Person::id).isEqualTo(all.subList(0, 2));
        var second = register.graduating(2026, first.next().getAsLong(), 2);
        assertThat(second.people()).extracting(Person::id).isEqualTo(all.subList(2, 3));
        assertThat(second.next()).isEmpty();
    }

    @Test
    void gradesRiseOnceAYear() {
        var first = student(1);
        var second = student(2);
        var third = student(3);
        var fourth = student(4);
        var staff = inGrade(1, PersonKind.STAFF);
        assertThat(register.raisable(2026)).isEqualTo(3);

        assertThat(register.raise(2026, 2)).isEqualTo(2);
        assertThat(register.raisable(2026)).isEqualTo(1);
        assertThat(register.raise(2026, 2)).isEqualTo(1);
        assertThat(register.raise(2026, 2)).isZero();
        assertThat(register.raise(2025, 2)).isZero();

        assertThat(List.of(first, second, third, fourth, staff))
                .extracting(this::grade)
                .extracting(Optional::orElseThrow)
                .containsExactly(2, 3, 4, 4, 1);
        assertThat(register.find(first))
                .hasValueSatisfying(person -> assertThat(person.version()).isEqualTo(2));
        assertThat(graduating(2026)).containsExactly(fourth);
        assertThat(graduating(2027)).containsExactly(third, fourth);
        assertThat(register.raisable(2027)).isEqualTo(2);
    }
}
