package io.circleledger.api;

import io.circleledger.command.RosterCommands;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleRejection;
import io.circleledger.domain.circle.RosterRole;
import io.circleledger.query.RosterQueries;
import io.ledger.core.command.CommandOutcome;
import io.ledger.core.command.Precondition;
import io.ledger.core.command.Request;
import io.ledger.core.read.HistoryQueries;
import io.ledger.core.stream.ExpectedVersion;
import io.ledger.core.stream.Versioned;
import io.ledger.core.tableimport.ImportPhase;
import io.ledger.core.tableimport.ImportRow;
import io.ledger.core.tableimport.RowEnd;
import io.ledger.core.tableimport.RowPlan.FieldChange;
import io.ledger.core.tableimport.RowResult;
import io.ledger.core.tableimport.RowState;
import io.ledger.office.ImportRun;
import io.ledger.office.RowOutcome;
import io.ledger.office.RowWork;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Carries out the rows of a roster, by the commands that its pages send. Rows of one circle take turns, in the order of the
 * file.
 *
 * <p>A row is decided on again: it is carried out if the person still is in the circle what the plan saw. That is looked
 * at and recorded at one version, so whoever does the same meanwhile is told apart from this import; where others change
 * the circle in between, it is looked at again.
 *
 * <p>What this import has recorded before is known by the idempotency key of its row. Whoever gets an office of members and
 * is none joins by a request before, under a key of its own.
 */
final class MemberWork implements RowWork {

    private final RosterCommands commands;
    private final RosterQueries rosters;
    private final ImportRun run;
    private final MemberUndo undo;

    MemberWork(
            RosterCommands commands,
            RosterQueries rosters,
            HistoryQueries<Circle, CircleEvent> histories,
            ImportRun run) {
        this.commands = commands;
        this.rosters = rosters;
        this.run = run;
        this.undo = new MemberUndo(commands, rosters, histories, run);
    }

    @Override
    public String turn(ImportRow row) {
        return row.plan().within();
    }

    /** Strictly backwards: one row may have made a member of whom a later one has made an officer. */
    @Override
    public List<Set<RowEnd>> undoOrder() {
        return List.of(Set.of(RowEnd.CREATED, RowEnd.UPDATED));
    }

    @Override
    public RowResult apply(ImportRow row) {
        var assignment = MemberAssignment.of(row, run);
        for (var attempt = 0; attempt < ApiLimits.ROW_ATTEMPTS; attempt++) {
            var circle = rosters.circle(assignment.stream());
            var settled = circle.filter(it -> !it.state().dissolved())
                    .map(it -> apply(row, assignment, it))
                    .orElseGet(() -> Optional.of(done(row, assignment)
                            .orElseGet(() -> assignment.dissolved(
                                    circle.map(Versioned::version).orElse(0)))));
            if (settled.isPresent()) {
                return settled.get();
            }
        }
        return outrun(assignment, 0);
    }

    @Override
    public RowResult undo(ImportRow row, RowResult applied) {
        return undo.undo(row, applied);
    }

    /** What became of a row; empty when somebody has changed the circle meanwhile. */
    private Optional<RowResult> apply(ImportRow row, MemberAssignment assignment, Versioned<Circle> circle) {
        var roster = circle.state().roster();
        if (assignment.role().isHeld(roster, assignment.person())) {
            return Optional.of(already(row, assignment, circle.version()));
        }
        var now = MemberPlanner.roles(roster, assignment.person());
        if (row.plan().state() == RowState.UNCHANGED || (!now.equals(before(row)) && !hasBegun(row, now))) {
            return Optional.of(done(row, assignment).orElseGet(() -> outrun(assignment, circle.version())));
        }
        var outcome = assign(row, assignment, circle);
        return switch (outcome) {
            case RowOutcome.Settled(var _, var version) -> Optional.of(assignment.result(end(row), version, ""));
            case RowOutcome.StaleRow _ -> Optional.empty();
            case RowOutcome.ForbiddenRow(var detail) -> Optional.of(assignment.result(RowEnd.ERROR, 0, detail));
        };
    }

    private RowResult already(ImportRow row, MemberAssignment assignment, int version) {
        if (row.plan().state() == RowState.UNCHANGED) {
            return assignment.result(RowEnd.UNCHANGED, version, "");
        }
        return done(row, assignment)
                .orElseGet(() -> assignment.result(
                        RowEnd.UNCHANGED, version, "Somebody else has recorded this since the file was looked at."));
    }

    /** What this import has recorded for the row already. */
    private Optional<RowResult> done(ImportRow row, MemberAssignment assignment) {
        return run.answers()
                .find(run.requests().key(ImportPhase.APPLY, row.number()))
                .map(own -> assignment.result(end(row), own.version(), ""));
    }

    private static RowEnd end(ImportRow row) {
        return row.plan().state() == RowState.NEW ? RowEnd.CREATED : RowEnd.UPDATED;
    }

    /** What the person was in the circle when the row was planned. */
    static String before(ImportRow row) {
        return Optional.ofNullable(row.plan().changes().get(MemberCells.ROLE))
                .map(FieldChange::from)
                .orElse("");
    }

    /** Whether this import has made a member of somebody who is to be more. */
    private boolean hasBegun(ImportRow row, String now) {
        var member = RosterRole.MEMBER.label();
        var before = before(row);
        return now.equals(before.isEmpty() ? member : before + ", " + member)
                && run.answers()
                        .find(run.requests().keyBefore(ImportPhase.APPLY, row.number()))
                        .isPresent();
    }

    private static RowResult outrun(MemberAssignment assignment, int version) {
        return assignment.result(
                RowEnd.CONFLICT,
                version,
                "What this person is in the circle was changed since the file was looked at; nothing was overwritten. Import the row again.");
    }

    private RowOutcome assign(ImportRow row, MemberAssignment assignment, Versioned<Circle> circle) {
        var request = run.requests().of(ImportPhase.APPLY, row.number());
        var id = assignment.stream();
        var person = assignment.person();
        var isMember = circle.state().roster().has(person);
        return switch (assignment.role()) {
            case MEMBER -> settled(commands.join(id, person, exactly(circle.version()), request), request);
            case OWNER -> settled(commands.handOver(id, person, false, exactly(circle.version()), request), request);
            case ADVISOR -> appoint(assignment, circle.version(), request);
            case VICE, TREASURER -> {
                if (isMember) {
                    yield appoint(assignment, circle.version(), request);
                }
                var before = run.requests().before(ImportPhase.APPLY, row.number());
                var joined = settled(commands.join(id, person, exactly(circle.version()), before), before);
                yield joined instanceof RowOutcome.Settled(var _, var version)
                        ? appoint(assignment, version, request)
                        : joined;
            }
        };
    }

    private RowOutcome appoint(MemberAssignment assignment, int version, Request request) {
        var office = assignment.role().office().orElseThrow();
        return settled(
                commands.appoint(assignment.stream(), office, assignment.person(), exactly(version), request), request);
    }

    static Precondition exactly(int version) {
        return new Precondition.Exactly(new ExpectedVersion(version));
    }

    private RowOutcome settled(Optional<CommandOutcome<CircleRejection>> outcome, Request request) {
        return outcome.map(it -> settled(it, request, run))
                .orElseGet(() ->
                        new RowOutcome.ForbiddenRow("Nobody in the register has this id any more; leave the row out."));
    }

    /** An outcome; of a request that was carried out at another version before, that one. */
    static RowOutcome settled(CommandOutcome<CircleRejection> outcome, Request request, ImportRun run) {
        return outcome instanceof CommandOutcome.KeyReused<CircleRejection>
                ? request.key()
                        .flatMap(key -> run.answers().find(key))
                        .<RowOutcome>map(
                                own -> new RowOutcome.Settled(own.stream().id(), own.version()))
                        .orElseGet(RowOutcome::keyReused)
                : RowOutcome.of(outcome, RowRefusal::words);
    }
}
