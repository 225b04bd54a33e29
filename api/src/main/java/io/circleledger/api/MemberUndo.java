package io.circleledger.api;

import io.circleledger.command.RosterCommands;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.LeaveReason;
import io.circleledger.domain.circle.Office;
import io.circleledger.domain.circle.Roster;
import io.circleledger.domain.circle.RosterRole;
import io.circleledger.query.RosterQueries;
import io.ledger.core.command.Request;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.person.PersonId;
import io.ledger.core.read.AsOf;
import io.ledger.core.read.HistoryQueries;
import io.ledger.core.request.IdempotencyKey;
import io.ledger.core.stream.Histories.Past;
import io.ledger.core.stream.Versioned;
import io.ledger.core.tableimport.ImportPhase;
import io.ledger.core.tableimport.ImportRow;
import io.ledger.core.tableimport.RowEnd;
import io.ledger.core.tableimport.RowResult;
import io.ledger.office.ImportRun;
import io.ledger.office.RowOutcome;
import java.util.List;
import java.util.Optional;

/**
 * Takes rows of a roster back: a role goes back to whoever had it before, and whoever joined by the import leaves.
 *
 * <p>It is done only if the person is in the circle what the row has made of them, by the same joining. Who had the role
 * before is read from the history, at the version before the row's.
 */
final class MemberUndo {

    private final RosterCommands commands;
    private final RosterQueries rosters;
    private final HistoryQueries<Circle, CircleEvent> histories;
    private final ImportRun run;

    MemberUndo(
            RosterCommands commands,
            RosterQueries rosters,
            HistoryQueries<Circle, CircleEvent> histories,
            ImportRun run) {
        this.commands = commands;
        this.rosters = rosters;
        this.histories = histories;
        this.run = run;
    }

    /** A row that is taken back. */
    private record UndoneRow(
            MemberAssignment assignment, String rolesBefore, RowResult applied, Request request, Request before) {

        boolean isJoined() {
            return applied.end() == RowEnd.CREATED && assignment.role() != RosterRole.ADVISOR;
        }

        /** Whether the row has made a member of an advisor. */
        boolean isAdvisorJoined() {
            return assignment.role() != RosterRole.ADVISOR && rolesBefore.equals(RosterRole.ADVISOR.label());
        }

        RowResult result(RowEnd end, int version, String detail) {
            return assignment.result(end, version, detail);
        }

        Optional<RowResult> refused(String detail) {
            return Optional.of(result(RowEnd.ERROR, 0, detail));
        }
    }

    RowResult undo(ImportRow row, RowResult applied) {
        var number = row.number();
        var undone = new UndoneRow(
                MemberAssignment.of(row, run),
                MemberWork.before(row),
                applied,
                run.requests().of(ImportPhase.UNDO, number),
                run.requests().before(ImportPhase.UNDO, number));
        for (var attempt = 0; attempt < ApiLimits.ROW_ATTEMPTS; attempt++) {
            var circle = rosters.circle(undone.assignment().stream());
            var settled = circle.filter(it -> !it.state().dissolved())
                    .map(it -> undo(undone, it))
                    .orElseGet(() -> Optional.of(undone.assignment()
                            .dissolved(circle.map(Versioned::version).orElse(0))));
            if (settled.isPresent()) {
                return settled.get();
            }
        }
        return changedSince(undone, 0);
    }

    /** What became of it; empty when somebody has changed the circle meanwhile. */
    private Optional<RowResult> undo(UndoneRow undone, Versioned<Circle> circle) {
        var roster = circle.state().roster();
        if (!isAsLeft(undone, roster)) {
            var own = run.answers().find(key(undone.request()));
            if (own.isPresent()) {
                return Optional.of(undone.result(RowEnd.UNDONE, own.get().version(), ""));
            }
            // Killed in between: the role is given back, and its holder has not left yet.
            return undone.isJoined()
                            && isMember(undone, roster)
                            && run.answers().find(key(undone.before())).isPresent()
                    ? settled(undone, leave(undone, circle.version()))
                    : Optional.of(changedSince(undone, circle.version()));
        }
        if (undone.isAdvisorJoined()) {
            return undone.refused(
                    "Whoever leaves gives up the office of advisor as well; end the membership by hand if that is wanted.");
        }
        return switch (undone.assignment().role()) {
            case MEMBER -> settled(undone, leave(undone, circle.version()));
            case OWNER -> owner(undone, circle);
            case VICE, TREASURER, ADVISOR ->
                then(undone, office(undone, undone.assignment().role().office().orElseThrow(), circle));
        };
    }

    private static IdempotencyKey key(Request request) {
        return request.key().orElseThrow();
    }

    /** Whether the person is in the circle what the row has left. */
    private boolean isAsLeft(UndoneRow undone, Roster roster) {
        var person = undone.assignment().person();
        var since = roster.members().get(person);
        if (undone.assignment().role() == RosterRole.MEMBER && undone.isJoined()) {
            return isMember(undone, roster)
                    && since.equals(Optional.of(undone.applied().version()));
        }
        return past(undone, undone.applied().version())
                .filter(left -> MemberPlanner.roles(left, person).equals(MemberPlanner.roles(roster, person))
                        && left.members().get(person).equals(since))
                .isPresent();
    }

    private static boolean isMember(UndoneRow undone, Roster roster) {
        return RosterRole.of(roster, undone.assignment().person()).equals(List.of(RosterRole.MEMBER));
    }

    private Optional<Roster> past(UndoneRow undone, int version) {
        var past = histories
                .find(undone.assignment().stream(), new AsOf.Version(version), GlobalPosition.START)
                .past();
        return past instanceof Past.State<Circle>(var _, var then, var _)
                ? Optional.of(then.state().roster())
                : Optional.empty();
    }

    /** Who had the role before the row. */
    private Optional<PersonId> holder(UndoneRow undone) {
        return past(undone, undone.applied().version() - 1)
                .flatMap(undone.assignment().role()::holder);
    }

    private Optional<RowResult> owner(UndoneRow undone, Versioned<Circle> circle) {
        var before = holder(undone);
        if (before.isEmpty()) {
            return undone.refused(
                    "The circle had no owner before, and an ownership only goes to somebody else; hand it over by hand.");
        }
        if (!circle.state().roster().has(before.get())) {
            return undone.refused("The owner before has left the circle since; hand it over to somebody else by hand.");
        }
        var request = first(undone);
        var outcome = commands.handOver(
                undone.assignment().stream(), before.get(), false, MemberWork.exactly(circle.version()), request);
        return then(
                undone,
                outcome.map(it -> MemberWork.settled(it, request, run))
                        .orElseGet(() -> new RowOutcome.ForbiddenRow(
                                "The owner before is not in the register any more; hand it over by hand.")));
    }

    private RowOutcome office(UndoneRow undone, Office office, Versioned<Circle> circle) {
        var id = undone.assignment().stream();
        var version = MemberWork.exactly(circle.version());
        var request = first(undone);
        var appointed = holder(undone)
                .filter(before ->
                        office == Office.ADVISOR || circle.state().roster().has(before))
                .flatMap(before -> commands.appoint(id, office, before, version, request))
                .map(outcome -> MemberWork.settled(outcome, request, run));
        // Whoever may not have it any more is not given it back.
        return appointed
                .filter(outcome -> !(outcome instanceof RowOutcome.ForbiddenRow))
                .orElseGet(() -> MemberWork.settled(commands.relieve(id, office, version, request), request, run));
    }

    private static Request first(UndoneRow undone) {
        return undone.isJoined() ? undone.before() : undone.request();
    }

    /** When the role is given back, whoever joined with it leaves. */
    private Optional<RowResult> then(UndoneRow undone, RowOutcome first) {
        return undone.isJoined() && first instanceof RowOutcome.Settled(var _, var version)
                ? settled(undone, leave(undone, version))
                : settled(undone, first);
    }

    private RowOutcome leave(UndoneRow undone, int version) {
        var outcome = commands.leave(
                undone.assignment().stream(),
                undone.assignment().person(),
                LeaveReason.REMOVED,
                MemberWork.exactly(version),
                undone.request());
        return outcome.map(it -> MemberWork.settled(it, undone.request(), run))
                .orElseGet(() ->
                        new RowOutcome.ForbiddenRow("The person is not in the register any more, and in no circle."));
    }

    private static Optional<RowResult> settled(UndoneRow undone, RowOutcome outcome) {
        return switch (outcome) {
            case RowOutcome.Settled(var _, var version) -> Optional.of(undone.result(RowEnd.UNDONE, version, ""));
            case RowOutcome.StaleRow _ -> Optional.empty();
            case RowOutcome.ForbiddenRow(var detail) -> undone.refused(detail);
        };
    }

    private static RowResult changedSince(UndoneRow undone, int version) {
        return undone.result(
                RowEnd.CONFLICT,
                version,
                "What this person is in the circle was changed since it was imported, and stays as it is; change it by hand if it should be otherwise.");
    }
}
