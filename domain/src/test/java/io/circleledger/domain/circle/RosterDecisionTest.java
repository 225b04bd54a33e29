package io.circleledger.domain.circle;

import static io.circleledger.domain.circle.CircleRejection.*;
import static io.circleledger.domain.circle.CircleSamples.created;
import static io.circleledger.domain.circle.CircleSamples.details;
import static io.circleledger.domain.circle.CircleSamples.dissolve;
import static io.circleledger.domain.circle.CircleSamples.dissolved;
import static io.circleledger.domain.circle.CircleSamples.resize;
import static io.circleledger.domain.circle.CircleSamples.resized;
import static io.circleledger.domain.circle.CircleSpecification.given;
import static io.circleledger.domain.circle.CircleSpecification.replayed;
import static io.circleledger.domain.circle.LeaveReason.ERASED;
import static io.circleledger.domain.circle.LeaveReason.GRADUATED;
import static io.circleledger.domain.circle.LeaveReason.LEFT;
import static io.circleledger.domain.circle.LeaveReason.REMOVED;
import static io.circleledger.domain.circle.Office.ADVISOR;
import static io.circleledger.domain.circle.Office.TREASURER;
import static io.circleledger.domain.circle.Office.VICE;
import static io.circleledger.domain.circle.People.HANAKO;
import static io.circleledger.domain.circle.People.JIRO;
import static io.circleledger.domain.circle.People.KEN;
import static io.circleledger.domain.circle.People.MIKI;
import static io.circleledger.domain.circle.People.SATO;
import static io.circleledger.domain.circle.People.TARO;
import static io.circleledger.domain.circle.People.erased;
import static io.circleledger.domain.circle.People.overridden;
import static io.circleledger.domain.circle.People.owner;
import static io.circleledger.domain.circle.People.student;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.circleledger.domain.circle.CircleCommand.AppointOfficer;
import io.circleledger.domain.circle.CircleCommand.CreateCircle;
import io.circleledger.domain.circle.CircleCommand.HandOver;
import io.circleledger.domain.circle.CircleCommand.JoinCircle;
import io.circleledger.domain.circle.CircleCommand.LapseCircle;
import io.circleledger.domain.circle.CircleCommand.LeaveCircle;
import io.circleledger.domain.circle.CircleCommand.ReinstateCircle;
import io.circleledger.domain.circle.CircleCommand.RelieveOfficer;
import io.circleledger.domain.circle.CircleCommand.RenewCircle;
import io.circleledger.domain.circle.CircleCommand.SuspendCircle;
import io.circleledger.domain.circle.CircleEvent.CircleCreated;
import io.circleledger.domain.circle.CircleEvent.CircleLapsed;
import io.circleledger.domain.circle.CircleEvent.CircleReinstated;
import io.circleledger.domain.circle.CircleEvent.CircleRenewed;
import io.circleledger.domain.circle.CircleEvent.CircleSuspended;
import io.circleledger.domain.circle.CircleEvent.MemberJoined;
import io.circleledger.domain.circle.CircleEvent.MemberLeft;
import io.circleledger.domain.circle.CircleEvent.OfficerAppointed;
import io.circleledger.domain.circle.CircleEvent.OfficerRelieved;
import io.circleledger.domain.circle.CircleEvent.OwnerChanged;
import io.ledger.core.decide.ImpossibleEventException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The rules for the people of a circle, and for its life with the university. */
class RosterDecisionTest {

    private static final CircleEvent OWNED = new CircleCreated(details("Chess", 3), Optional.of(HANAKO.id()));
    private static final CircleEvent SUSPENDED = new CircleSuspended();
    private static final CircleEvent LAPSED = new CircleLapsed(2026);

    private static CircleEvent joined(PersonFact person) {
        return new MemberJoined(person.id());
    }

    private static CircleEvent left(PersonFact person, LeaveReason reason) {
        return new MemberLeft(person.id(), reason);
    }

    private static CircleEvent ownedBy(PersonFact person) {
        return new OwnerChanged(Optional.of(person.id()));
    }

    private static CircleEvent appointed(Office office, PersonFact person) {
        return new OfficerAppointed(office, person.id());
    }

    private static CircleCommand join(PersonFact person) {
        return new JoinCircle(person);
    }

    private static CircleCommand leave(PersonFact person, LeaveReason reason) {
        return new LeaveCircle(person.id(), reason);
    }

    private static CircleCommand handOver(PersonFact person) {
        return new HandOver(owner(person));
    }

    @Nested
    class Creating {

        private CircleCommand createFor(OwnerClaim claim) {
            return new CreateCircle(details("Chess", 3), Optional.of(claim));
        }

        @Test
        void anOwnerInTheirGradeIsTheFirstMember() {
            given().when(createFor(owner(HANAKO))).then(OWNED);
            var roster = replayed(List.of(OWNED)).orElseThrow().roster();
            assertThat(roster.size()).isEqualTo(1);
            assertThat(roster.role(HANAKO.id())).contains("owner");
        }

        @Test
        void anOwnerOfAnotherGradeNeedsTheOffice() {
            given().when(createFor(owner(TARO))).then(OWNER_MUST_BE_IN_GRADE);
            given().when(createFor(owner(KEN))).then(OWNER_MUST_BE_IN_GRADE);
            given().when(createFor(overridden(KEN)))
                    .then(new CircleCreated(details("Chess", 3), Optional.of(KEN.id())));
            given().when(createFor(new OwnerClaim(TARO, Set.of(2, 3), false)))
                    .then(new CircleCreated(details("Chess", 3), Optional.of(TARO.id())));
        }

        @Test
        void nobodyOfTheStaffOwnsACircle() {
            given().when(createFor(owner(SATO))).then(OWNER_MUST_BE_IN_GRADE);
            given().when(createFor(overridden(SATO))).then(OWNER_MUST_BE_IN_GRADE);
        }

        @Test
        void nobodyWhoWasErasedOwnsACircle() {
            given().when(createFor(owner(erased(HANAKO)))).then(PERSON_IS_ERASED);
        }
    }

    @Nested
    class Joining {

        @Test
        void aCircleOfBeforeTakesMembers() {
            given(created("Chess", 3)).when(join(TARO)).then(joined(TARO));
        }

        @Test
        void joiningAgainRecordsNothing() {
            given(OWNED, joined(TARO)).when(join(TARO)).thenNothingHappens();
            given(OWNED).when(join(HANAKO)).thenNothingHappens();
            given(OWNED, joined(TARO), SUSPENDED).when(join(TARO)).thenNothingHappens();
            given(OWNED, joined(TARO), joined(JIRO)).when(join(TARO)).thenNothingHappens();
        }

        @Test
        void theOwnerCountsAndTheAdvisorDoesNot() {
            var advised = new CircleEvent[] {OWNED, appointed(ADVISOR, SATO), joined(TARO)};
            given(advised).when(join(JIRO)).then(joined(JIRO));
            given(OWNED, joined(TARO), joined(JIRO)).when(join(MIKI)).then(CIRCLE_IS_FULL);
        }

        @Test
        void whoIsInTheFinalGradeCannotJoin() {
            given(OWNED).when(join(KEN)).then(FINAL_GRADE_CANNOT_JOIN);
            given(OWNED).when(join(student(7, 5))).then(FINAL_GRADE_CANNOT_JOIN);
            var medicine = new PersonFact(KEN.id(), true, Optional.of(4), 6, false);
            given(OWNED).when(join(medicine)).then(joined(KEN));
        }

        @Test
        void whoHasNoGradeJoins() {
            given(OWNED).when(join(SATO)).then(joined(SATO));
            given(OWNED)
                    .when(join(new PersonFact(TARO.id(), true, Optional.empty(), 4, false)))
                    .then(joined(TARO));
        }

        @Test
        void nobodyJoinsACircleThatIsNotActive() {
            given(OWNED, SUSPENDED).when(join(TARO)).then(CIRCLE_IS_SUSPENDED);
            given(OWNED, LAPSED).when(join(TARO)).then(CIRCLE_IS_LAPSED);
            given(OWNED, dissolved()).when(join(TARO)).then(CIRCLE_IS_DISSOLVED);
            given().when(join(TARO)).then(CIRCLE_DOES_NOT_EXIST);
        }

        @Test
        void whoWasErasedDoesNotJoin() {
            given(OWNED).when(join(erased(TARO))).then(PERSON_IS_ERASED);
        }

        @Test
        void aPlaceThatIsFreeAgainIsTaken() {
            given(OWNED, joined(TARO), joined(JIRO), left(TARO, LEFT))
                    .when(join(MIKI))
                    .then(joined(MIKI));
        }
    }

    @Nested
    class Leaving {

        @Test
        void aMemberLeavesOrIsRemoved() {
            given(OWNED, joined(TARO)).when(leave(TARO, LEFT)).then(left(TARO, LEFT));
            given(OWNED, joined(TARO)).when(leave(TARO, REMOVED)).then(left(TARO, REMOVED));
            given(OWNED, joined(TARO), SUSPENDED).when(leave(TARO, LEFT)).then(left(TARO, LEFT));
            given(OWNED, joined(TARO), LAPSED).when(leave(TARO, LEFT)).then(left(TARO, LEFT));
        }

        @Test
        void whoIsNoMemberCannotLeave() {
            given(OWNED).when(leave(TARO, LEFT)).then(NOT_A_MEMBER);
            given(OWNED, appointed(ADVISOR, SATO)).when(leave(SATO, LEFT)).then(NOT_A_MEMBER);
            given(OWNED, joined(TARO), left(TARO, LEFT)).when(leave(TARO, LEFT)).then(NOT_A_MEMBER);
        }

        @Test
        void theOwnerHandsOverFirst() {
            given(OWNED).when(leave(HANAKO, LEFT)).then(OWNER_CANNOT_LEAVE);
            given(OWNED).when(leave(HANAKO, REMOVED)).then(OWNER_CANNOT_LEAVE);
            given(OWNED, joined(MIKI), ownedBy(MIKI)).when(leave(HANAKO, LEFT)).then(left(HANAKO, LEFT));
        }

        @Test
        void anOfficerGivesUpTheOfficesFirst() {
            given(OWNED, joined(TARO), appointed(VICE, TARO), appointed(TREASURER, TARO))
                    .when(leave(TARO, LEFT))
                    .then(new OfficerRelieved(VICE), new OfficerRelieved(TREASURER), left(TARO, LEFT));
        }

        @Test
        void anOwnerWhoGraduatesLeavesASuspendedCircle() {
            given(OWNED)
                    .when(leave(HANAKO, GRADUATED))
                    .then(new OwnerChanged(Optional.empty()), left(HANAKO, GRADUATED), SUSPENDED);
            given(OWNED, SUSPENDED)
                    .when(leave(HANAKO, GRADUATED))
                    .then(new OwnerChanged(Optional.empty()), left(HANAKO, GRADUATED));
            given(OWNED, joined(TARO)).when(leave(TARO, GRADUATED)).then(left(TARO, GRADUATED));
        }

        @Test
        void anErasureEndsAllAndIsNoErrorTwice() {
            given(OWNED).when(leave(HANAKO, ERASED)).then(new OwnerChanged(Optional.empty()), left(HANAKO, ERASED));
            given(OWNED, appointed(ADVISOR, SATO)).when(leave(SATO, ERASED)).then(new OfficerRelieved(ADVISOR));
            given(OWNED).when(leave(TARO, ERASED)).thenNothingHappens();
            given(OWNED, dissolved()).when(leave(HANAKO, ERASED)).then(CIRCLE_IS_DISSOLVED);
        }
    }

    @Nested
    class HandingOver {

        @Test
        void theOldOwnerStaysAsAMember() {
            given(OWNED, joined(MIKI)).when(handOver(MIKI)).then(ownedBy(MIKI));
            var roster = replayed(List.of(OWNED, joined(MIKI), ownedBy(MIKI)))
                    .orElseThrow()
                    .roster();
            assertThat(roster.role(HANAKO.id())).contains("member");
            assertThat(roster.inOrder().getFirst().id()).isEqualTo(MIKI.id());
        }

        @Test
        void whoIsNoMemberJoinsWithIt() {
            given(created("Chess", 3)).when(handOver(MIKI)).then(joined(MIKI), ownedBy(MIKI));
            given(OWNED, joined(TARO), joined(JIRO)).when(handOver(MIKI)).then(CIRCLE_IS_FULL);
            given(OWNED, SUSPENDED).when(handOver(MIKI)).then(CIRCLE_IS_SUSPENDED);
            given(OWNED, LAPSED).when(handOver(MIKI)).then(CIRCLE_IS_LAPSED);
        }

        @Test
        void aSuspendedCircleGetsAnOwnerFromItsMembers() {
            given(OWNED, joined(MIKI), SUSPENDED).when(handOver(MIKI)).then(ownedBy(MIKI));
        }

        @Test
        void theNewOwnerIsInAGradeOfOwners() {
            given(OWNED, joined(TARO)).when(handOver(TARO)).then(OWNER_MUST_BE_IN_GRADE);
            given(OWNED, joined(TARO)).when(new HandOver(overridden(TARO))).then(ownedBy(TARO));
            given(OWNED, joined(SATO)).when(new HandOver(overridden(SATO))).then(OWNER_MUST_BE_IN_GRADE);
            given(OWNED).when(handOver(erased(MIKI))).then(PERSON_IS_ERASED);
        }

        @Test
        void theSameOwnerAgainRecordsNothing() {
            given(OWNED).when(handOver(HANAKO)).thenNothingHappens();
        }
    }

    @Nested
    class Appointing {

        private CircleCommand appoint(Office office, PersonFact person) {
            return new AppointOfficer(office, person);
        }

        @Test
        void officersAreMembersAndAdvisorsAreOfTheStaff() {
            given(OWNED, joined(TARO)).when(appoint(VICE, TARO)).then(appointed(VICE, TARO));
            given(OWNED).when(appoint(VICE, TARO)).then(NOT_A_MEMBER);
            given(OWNED).when(appoint(TREASURER, SATO)).then(NOT_A_MEMBER);
            given(OWNED).when(appoint(ADVISOR, SATO)).then(appointed(ADVISOR, SATO));
            given(OWNED, joined(TARO)).when(appoint(ADVISOR, TARO)).then(ADVISOR_MUST_BE_STAFF);
            given(OWNED).when(appoint(ADVISOR, erased(SATO))).then(PERSON_IS_ERASED);
        }

        @Test
        void theSameOfficerAgainRecordsNothing() {
            given(OWNED, joined(TARO), appointed(VICE, TARO))
                    .when(appoint(VICE, TARO))
                    .thenNothingHappens();
        }

        @Test
        void anotherOfficerTakesTheOffice() {
            given(OWNED, joined(TARO), joined(JIRO), appointed(VICE, TARO))
                    .when(appoint(VICE, JIRO))
                    .then(appointed(VICE, JIRO));
        }

        @Test
        void anOfficeBecomesVacantOnce() {
            given(OWNED, appointed(ADVISOR, SATO))
                    .when(new RelieveOfficer(ADVISOR))
                    .then(new OfficerRelieved(ADVISOR));
            given(OWNED).when(new RelieveOfficer(ADVISOR)).thenNothingHappens();
        }
    }

    @Nested
    class Capacities {

        @Test
        void aCapacityHasRoomForTheMembers() {
            var four = new CircleEvent[] {
                new CircleCreated(details("Chess", 5), Optional.of(HANAKO.id())),
                joined(TARO),
                joined(JIRO),
                joined(MIKI)
            };
            given(four).when(resize(3)).then(CAPACITY_BELOW_MEMBERS);
            given(four).when(resize(4)).then(resized(4));
        }

        @Test
        void anotherNameIsTakenWhereTheCapacityIsTooLowAlready() {
            var history = List.of(created("Chess", 3), joined(HANAKO), joined(TARO), joined(JIRO), joined(MIKI));
            given(history.toArray(CircleEvent[]::new))
                    .when(CircleSamples.rename("Go"))
                    .then(CircleSamples.renamed("Go"));
        }
    }

    @Nested
    class LifeWithTheUniversity {

        @Test
        void aRenewalIsRecordedOnceAYear() {
            given(OWNED).when(new RenewCircle(2026)).then(new CircleRenewed(2026));
            given(OWNED, new CircleRenewed(2026)).when(new RenewCircle(2026)).thenNothingHappens();
            given(OWNED, new CircleRenewed(2026)).when(new RenewCircle(2025)).thenNothingHappens();
            given(OWNED, dissolved()).when(new RenewCircle(2026)).then(CIRCLE_IS_DISSOLVED);
        }

        @Test
        void whatWasNotRenewedLapsesAndARenewalEndsThat() {
            given(OWNED).when(new LapseCircle(2026)).then(LAPSED);
            given(OWNED, new CircleRenewed(2026)).when(new LapseCircle(2026)).thenNothingHappens();
            given(OWNED, new CircleRenewed(2025)).when(new LapseCircle(2026)).then(LAPSED);
            given(OWNED, LAPSED).when(new LapseCircle(2026)).thenNothingHappens();
            given(OWNED, SUSPENDED).when(new LapseCircle(2026)).thenNothingHappens();
            assertThat(replayed(List.of(OWNED, LAPSED, new CircleRenewed(2026)))
                            .orElseThrow()
                            .status())
                    .isEqualTo(CircleStatus.ACTIVE);
            assertThat(replayed(List.of(OWNED, SUSPENDED, new CircleRenewed(2026)))
                            .orElseThrow()
                            .status())
                    .isEqualTo(CircleStatus.SUSPENDED);
        }

        @Test
        void aSuspensionIsRecordedOnce() {
            given(OWNED).when(new SuspendCircle()).then(SUSPENDED);
            given(OWNED, SUSPENDED).when(new SuspendCircle()).thenNothingHappens();
            given(OWNED, dissolved()).when(new SuspendCircle()).then(CIRCLE_IS_DISSOLVED);
        }

        @Test
        void aReinstatementEndsWhateverStoppedACircle() {
            var reinstated = new CircleReinstated();
            given(OWNED, SUSPENDED).when(new ReinstateCircle()).then(reinstated);
            given(OWNED, LAPSED).when(new ReinstateCircle()).then(reinstated);
            given(OWNED, dissolved()).when(new ReinstateCircle()).then(reinstated);
            given(OWNED).when(new ReinstateCircle()).thenNothingHappens();
            given().when(new ReinstateCircle()).then(CIRCLE_DOES_NOT_EXIST);
        }

        @Test
        void aReinstatedCircleHasThePeopleItHad() {
            var circle = replayed(List.of(OWNED, joined(TARO), dissolved(), new CircleReinstated()))
                    .orElseThrow();
            assertThat(circle.status()).isEqualTo(CircleStatus.ACTIVE);
            assertThat(circle.roster().has(TARO.id())).isTrue();
            given(OWNED, dissolved(), new CircleReinstated()).when(dissolve()).then(dissolved());
        }
    }

    @Nested
    class HistoriesThatCannotBe {

        private void impossible(CircleEvent... history) {
            assertThatExceptionOfType(ImpossibleEventException.class).isThrownBy(() -> replayed(List.of(history)));
        }

        @Test
        void areReported() {
            impossible(OWNED, joined(HANAKO));
            impossible(OWNED, left(TARO, LEFT));
            impossible(OWNED, left(HANAKO, LEFT));
            impossible(OWNED, joined(TARO), appointed(VICE, TARO), left(TARO, LEFT));
            impossible(OWNED, ownedBy(TARO));
            impossible(OWNED, appointed(VICE, TARO));
            impossible(OWNED, new OfficerRelieved(VICE));
            impossible(OWNED, dissolved(), joined(TARO));
            impossible(joined(TARO));
        }
    }

    /** A circle as large as they come: quadratic, this would take minutes. */
    @Test
    void thirtyTwoThousandJoinOneByOne() {
        var circle = replayed(List.of(created("Chess", Capacity.MAX)));
        var decider = new CircleDecider();
        for (var number = 1; number <= Capacity.MAX; number++) {
            var decision = decider.decide(join(student(number, 1)), circle);
            circle = Optional.of(
                    decider.evolve(circle, new MemberJoined(student(number, 1).id())));
            assertThat(decision).isNotNull();
        }
        var roster = circle.orElseThrow().roster();
        assertThat(roster.size()).isEqualTo(Capacity.MAX);
        assertThat(roster.inOrder().stream().map(Roster.Member::since))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(2, Capacity.MAX + 1).boxed().toList());
        assertThat(decider.decide(join(student(Capacity.MAX + 1, 1)), circle).toString())
                .contains("CIRCLE_IS_FULL");
    }
}
