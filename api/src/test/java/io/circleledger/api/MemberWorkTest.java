package io.circleledger.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.LeaveReason;
import io.circleledger.domain.circle.Office;
import io.ledger.core.StreamId;
import io.ledger.core.person.PersonId;
import io.ledger.core.tableimport.ImportPhase;
import io.ledger.core.tableimport.RowEnd;
import io.ledger.core.tableimport.RowResult;
import io.ledger.core.tableimport.RowState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an import of rosters does with rows, and how it takes it back. */
class MemberWorkTest {

    private final RosterFile file = new RosterFile();
    private final StreamId circle = file.circle("Chess", 5);
    private final PersonId taro = file.person("S-1", 3);
    private final PersonId jiro = file.person("S-2", 3);

    @AfterEach
    void close() {
        file.close();
    }

    private void join(PersonId person) {
        file.server.rosters.join(circle, person, RosterFile.anyVersion(), RosterFile.anybody());
    }

    private void own(PersonId person) {
        file.server.rosters.handOver(circle, person, false, RosterFile.anyVersion(), RosterFile.anybody());
    }

    private void leave(PersonId person) {
        file.server.rosters.leave(circle, person, LeaveReason.LEFT, RosterFile.anyVersion(), RosterFile.anybody());
    }

    private static RowResult result(RowEnd end, PersonId person, int version) {
        return new RowResult(end, person.toString(), version, "");
    }

    /** Runs once, in the middle of the next append. */
    private void meanwhile(Runnable action) {
        file.server.ledger.beforeAppend(() -> {
            file.server.ledger.beforeAppend(() -> {});
            action.run();
        });
    }

    @Test
    void whoJoinsIsCreatedOnceHoweverOftenTheRowIsCarriedOut() {
        file.row("Chess", "S-1", "会計").planned();

        var created = file.applied(0);

        assertThat(created).isEqualTo(result(RowEnd.CREATED, taro, 3));
        assertThat(file.applied(0)).as("the mark was lost").isEqualTo(created);
        assertThat(file.roster(circle)).containsExactly("N S-1: treasurer");
        assertThat(file.version(circle)).isEqualTo(3);
    }

    @Test
    void aRowThatWasLeftBetweenItsTwoRequestsGoesOn() {
        file.row("Chess", "S-1", "副代表").planned();
        file.server.rosters.join(
                circle, taro, MemberWork.exactly(1), file.requests().before(ImportPhase.APPLY, 2));

        assertThat(file.applied(0)).isEqualTo(result(RowEnd.CREATED, taro, 3));
        assertThat(file.roster(circle)).containsExactly("N S-1: vice");
    }

    @Test
    void whatThisImportDidIsToldEvenIfSomebodyHasChangedItBeforeTheMark() {
        file.row("Chess", "S-1", "").planned();
        var created = file.applied(0);
        leave(taro);

        assertThat(file.applied(0)).isEqualTo(created);
        assertThat(file.roster(circle)).isEmpty();
    }

    @Test
    void whoJoinsBySomebodyElseMeanwhileIsUnchanged() {
        file.row("Chess", "S-1", "").row("Chess", "S-2", "副代表").planned();
        join(taro);
        join(jiro);

        assertThat(file.applied(0).end()).isEqualTo(RowEnd.UNCHANGED);
        assertThat(file.applied(0).detail()).startsWith("Somebody else has recorded this");
        assertThat(file.applied(1)).extracting(RowResult::end).isEqualTo(RowEnd.CONFLICT);
        assertThat(file.roster(circle)).containsExactly("N S-1: member", "N S-2: member");
    }

    /** The hardest moment: the row was looked at, and the same person joins before its event is recorded. */
    @Test
    void whoJoinsBySomebodyElseAtTheSameMomentIsUnchanged() {
        file.row("Chess", "S-1", "").planned();
        meanwhile(() -> join(taro));

        assertThat(file.applied(0).end()).isEqualTo(RowEnd.UNCHANGED);
        assertThat(file.version(circle)).isEqualTo(2);
    }

    @Test
    void otherChangesOfTheCircleAtTheSameMomentDoNoHarm() {
        file.row("Chess", "S-1", "代表").planned();
        meanwhile(() -> join(jiro));

        assertThat(file.applied(0)).isEqualTo(result(RowEnd.CREATED, taro, 4));
        assertThat(file.roster(circle)).containsExactly("N S-1: owner", "N S-2: member");
    }

    @Test
    void aRefusalIsTheErrorOfItsRow() {
        file.row("Chess", "S-1", "").row("Chess", "S-2", "").planned();
        for (var number = 3; number <= 6; number++) {
            join(file.person("S-" + number, 1));
        }

        assertThat(file.applied(0).end()).isEqualTo(RowEnd.CREATED);
        assertThat(file.applied(1))
                .isEqualTo(new RowResult(
                        RowEnd.ERROR,
                        jiro.toString(),
                        0,
                        "The circle has no room for another member; give it a larger capacity, or leave the row out."));
    }

    @Test
    void aCircleThatWasDissolvedMeanwhileTakesNoRow() {
        file.row("Chess", "S-1", "").planned();
        file.server.commands.dissolve(circle, RosterFile.anyVersion(), RosterFile.anybody());

        assertThat(file.applied(0).end()).isEqualTo(RowEnd.ERROR);
        assertThat(file.applied(0).detail()).startsWith("The circle was dissolved");
    }

    @Test
    void whoIsNoLongerWhatThePlanSawIsAConflict() {
        join(taro);
        file.row("Chess", "S-1", "").row("Chess", "S-1", "会計").planned();
        leave(taro);

        assertThat(file.applied(0).end()).isEqualTo(RowEnd.CONFLICT);
        assertThat(file.applied(1).end()).isEqualTo(RowEnd.CONFLICT);
        assertThat(file.roster(circle)).isEmpty();
    }

    @Test
    void whoJoinedByTheImportLeavesWhenItIsTakenBackAndOnlyOnce() {
        file.row("Chess", "S-1", "").row("Chess", "S-2", "副代表").planned();
        var first = file.applied(0);
        var second = file.applied(1);

        var undone = file.undone(1, second);

        assertThat(undone).isEqualTo(result(RowEnd.UNDONE, jiro, 6));
        assertThat(file.undone(1, second)).as("the mark was lost").isEqualTo(undone);
        assertThat(file.undone(0, first)).isEqualTo(result(RowEnd.UNDONE, taro, 7));
        assertThat(file.roster(circle)).isEmpty();
        assertThat(file.server.ledger.rows().getLast().event().plain()).containsEntry("reason", "removed");
    }

    @Test
    void whoLeftAndJoinedAgainSinceStays() {
        file.row("Chess", "S-1", "").row("Chess", "S-2", "会計").planned();
        var first = file.applied(0);
        var second = file.applied(1);
        leave(taro);
        join(taro);
        file.server.rosters.relieve(circle, Office.TREASURER, RosterFile.anyVersion(), RosterFile.anybody());

        assertThat(file.undone(0, first).end()).isEqualTo(RowEnd.CONFLICT);
        assertThat(file.undone(1, second).end()).isEqualTo(RowEnd.CONFLICT);
        assertThat(file.roster(circle)).containsExactly("N S-2: member", "N S-1: member");
    }

    @Test
    void anOwnershipAndAnOfficeGoBackToWhoHadThem() {
        own(jiro);
        var staff = file.person(Map.of("name", "T 1", "kind", "staff", "student_number", "T-1"));
        var other = file.person(Map.of("name", "T 2", "kind", "staff", "student_number", "T-2"));
        file.server.rosters.appoint(circle, Office.ADVISOR, staff, RosterFile.anyVersion(), RosterFile.anybody());
        file.server.rosters.appoint(circle, Office.VICE, jiro, RosterFile.anyVersion(), RosterFile.anybody());
        var before = file.roster(circle);
        file.row("Chess", "S-1", "代表")
                .row("Chess", "T-2", "顧問")
                .row("Chess", "S-1", "副代表")
                .planned();
        var results = List.of(file.applied(0), file.applied(1), file.applied(2));
        assertThat(results).extracting(RowResult::end).containsExactly(RowEnd.CREATED, RowEnd.CREATED, RowEnd.UPDATED);
        assertThat(file.roster(circle)).containsExactly("N S-1: owner, vice", "N S-2: member", "T 2: advisor");

        for (var index = 2; index >= 0; index--) {
            assertThat(file.undone(index, results.get(index)).end()).isEqualTo(RowEnd.UNDONE);
        }

        assertThat(file.roster(circle))
                .isEqualTo(before)
                .contains("T 1: advisor")
                .doesNotContain("N S-1: member");
        assertThat(file.server.persons.find(other)).isPresent();
    }

    @Test
    void aRowThatWasLeftBetweenGivingBackAndLeavingGoesOn() {
        own(jiro);
        file.row("Chess", "S-1", "代表").planned();
        var applied = file.applied(0);
        file.server.rosters.handOver(
                circle,
                jiro,
                false,
                MemberWork.exactly(file.version(circle)),
                file.requests().before(ImportPhase.UNDO, 2));

        assertThat(file.undone(0, applied).end()).isEqualTo(RowEnd.UNDONE);
        assertThat(file.roster(circle)).containsExactly("N S-2: owner");
    }

    @Test
    void anOfficeOfSomebodyWhoHasLeftBecomesVacant() {
        join(jiro);
        file.server.rosters.appoint(circle, Office.VICE, jiro, RosterFile.anyVersion(), RosterFile.anybody());
        join(taro);
        file.row("Chess", "S-1", "副代表").planned();
        var applied = file.applied(0);
        leave(jiro);

        assertThat(file.undone(0, applied).end()).isEqualTo(RowEnd.UNDONE);
        assertThat(file.roster(circle)).containsExactly("N S-1: member");
    }

    @Test
    void whatCannotBeTakenBackIsSaid() {
        file.row("Chess", "S-1", "代表").planned();
        var applied = file.applied(0);

        var undone = file.undone(0, applied);

        assertThat(undone.end()).isEqualTo(RowEnd.ERROR);
        assertThat(undone.detail()).startsWith("The circle had no owner before").contains("by hand");
        own(jiro);
        leave(taro);
        assertThat(file.undone(0, applied).end()).isEqualTo(RowEnd.CONFLICT);
        assertThat(file.planned().getFirst().plan().state()).isEqualTo(RowState.NEW);
    }

    @Test
    void anAdvisorWhoBecomesAMemberIsToldWhatToDo() {
        var staff = file.person(Map.of("name", "T 1", "kind", "staff", "student_number", "T-1"));
        file.server.rosters.appoint(circle, Office.ADVISOR, staff, RosterFile.anyVersion(), RosterFile.anybody());
        file.row("Chess", "T-1", "会計").planned();
        file.server.rosters.join(
                circle, staff, MemberWork.exactly(2), file.requests().before(ImportPhase.APPLY, 2));

        var applied = file.applied(0);

        assertThat(applied.end()).isEqualTo(RowEnd.UPDATED);
        assertThat(file.roster(circle)).containsExactly("T 1: treasurer, advisor");
        assertThat(file.undone(0, applied).detail()).contains("end the membership by hand");
        assertThat(file.roster(circle)).containsExactly("T 1: treasurer, advisor");
    }

    @Test
    void anOwnerBeforeWhoHasLeftIsNotBroughtBack() {
        own(jiro);
        file.row("Chess", "S-1", "代表").planned();
        var applied = file.applied(0);
        leave(jiro);

        assertThat(file.undone(0, applied).detail()).startsWith("The owner before has left the circle");
        assertThat(file.roster(circle)).containsExactly("N S-1: owner");
    }
}
