package io.circleledger.api;

import io.circleledger.command.RosterCommands;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDecider;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleRejection;
import io.circleledger.domain.circle.Roster;
import io.circleledger.domain.circle.RosterRole;
import io.ledger.core.Parsed;
import io.ledger.core.decide.Decision;
import io.ledger.core.person.Person;
import io.ledger.core.person.PersonId;
import io.ledger.core.tableimport.ImportRow;
import io.ledger.core.tableimport.RowFault;
import io.ledger.core.tableimport.RowPlan;
import io.ledger.core.tableimport.RowPlan.FieldChange;
import io.ledger.core.tableimport.RowPlan.FieldFault;
import io.ledger.core.tableimport.RowState;
import io.ledger.core.text.NameFolding;
import io.ledger.office.MeantPeople;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Decides what an import of rosters would do with each row.
 *
 * <p>Each circle is taken through the rows of the file, in their order, by the rules that the commands go by: so a row is
 * told what the rows before it leave, such as no room.
 */
final class MemberPlanner {

    private final MemberMatches matches;
    private final MeantPeople people;
    private final RosterCommands commands;
    private final NameFolding folding;
    private final CircleDecider decider = new CircleDecider();

    /** The circles as the rows so far leave them. */
    private final Map<String, Circle> after = new HashMap<>();

    private final Map<MemberAssignment, Integer> rowOf = new HashMap<>();
    private final Map<Post, Holder> holders = new HashMap<>();

    /** A role that one person has at a time. */
    private record Post(String circle, RosterRole role) {}

    /** Whom a row names for a post. */
    private record Holder(PersonId person, int row) {}

    /** A circle that a row means. */
    private record MeantCircle(String id, Circle circle) {}

    MemberPlanner(MemberMatches matches, MeantPeople people, RosterCommands commands, NameFolding folding) {
        this.matches = matches;
        this.people = people;
        this.commands = commands;
        this.folding = folding;
    }

    /** All that somebody is in a circle, as it is shown; empty for who is nothing there. */
    static String roles(Roster roster, PersonId person) {
        return RosterRole.of(roster, person).stream().map(RosterRole::label).collect(Collectors.joining(", "));
    }

    List<ImportRow> plan(List<MemberReading> readings) {
        var planned = new ArrayList<ImportRow>(readings.size());
        for (var reading : readings) {
            var row = reading.row();
            planned.add(row.isErased() ? row : row.planned(plan(reading)));
        }
        return planned;
    }

    private RowPlan plan(MemberReading reading) {
        var faults = new ArrayList<FieldFault>();
        var circle = circle(reading, faults);
        var person = people.meant(reading.person(), faults);
        var role = MemberCells.role(reading.role());
        if (role instanceof Parsed.Invalid<RosterRole>(var reason)) {
            faults.add(new FieldFault(MemberCells.ROLE, RowFault.INVALID, 0, reason));
        }
        return role instanceof Parsed.Valid<RosterRole>(var read) && circle.isPresent() && person.isPresent()
                ? assigned(reading, circle.get(), person.get(), read)
                : new RowPlan(
                        RowState.ERROR,
                        person.map(it -> it.id().toString()).orElse(""),
                        circle.map(MeantCircle::id).orElse(""),
                        0,
                        Map.of(),
                        faults);
    }

    private RowPlan assigned(MemberReading reading, MeantCircle meant, Person person, RosterRole role) {
        var row = reading.row();
        var assignment = new MemberAssignment(meant.id(), person.id(), role);
        var earlier = rowOf.get(assignment);
        if (earlier != null && row.skip().orElse(true)) {
            return doubtful(
                    RowState.DUPLICATE,
                    assignment,
                    new FieldFault(
                            reading.person().field(),
                            RowFault.SAME_AS_ROW,
                            earlier,
                            "Row %d says the same; leave one of them out.".formatted(earlier)));
        }
        var post = new Post(meant.id(), role);
        var holder = Optional.ofNullable(holders.get(post))
                .filter(other -> !other.person().equals(person.id()));
        if (holder.isPresent()) {
            return doubtful(RowState.ERROR, assignment, taken(role, holder.get()));
        }
        return switch (commands.trial(meant.circle(), person, role)) {
            case Decision.Rejected<CircleEvent, CircleRejection>(var rejection) ->
                doubtful(RowState.ERROR, assignment, refused(reading, meant.circle(), rejection));
            case Decision.Accepted<CircleEvent, CircleRejection>(var events) -> {
                var changed = meant.circle();
                for (var event : events) {
                    changed = decider.evolve(Optional.of(changed), event);
                }
                if (!row.isSkipped()) {
                    after.put(meant.id(), changed);
                    rowOf.putIfAbsent(assignment, row.number());
                    if (role != RosterRole.MEMBER) {
                        holders.putIfAbsent(post, new Holder(person.id(), row.number()));
                    }
                }
                yield changed(assignment, meant.circle().roster(), changed.roster());
            }
        };
    }

    private static RowPlan changed(MemberAssignment assignment, Roster before, Roster after) {
        var from = roles(before, assignment.person());
        var to = roles(after, assignment.person());
        var isSame = assignment.role().isHeld(before, assignment.person());
        var state = isSame ? RowState.UNCHANGED : from.isEmpty() ? RowState.NEW : RowState.CHANGED;
        var changes = state == RowState.CHANGED
                ? Map.of(MemberCells.ROLE, new FieldChange(from, to))
                : Map.<String, FieldChange>of();
        return new RowPlan(state, assignment.person().toString(), assignment.circle(), 0, changes, List.of());
    }

    private static RowPlan doubtful(RowState state, MemberAssignment assignment, FieldFault fault) {
        return new RowPlan(state, assignment.person().toString(), assignment.circle(), 0, Map.of(), List.of(fault));
    }

    private static FieldFault taken(RosterRole role, Holder holder) {
        return new FieldFault(
                MemberCells.ROLE,
                RowFault.TAKEN,
                holder.row(),
                "Row %d names somebody else as the %s of this circle, which has one; correct one of them, or leave it out."
                        .formatted(holder.row(), role.label()));
    }

    private static FieldFault refused(MemberReading reading, Circle circle, CircleRejection rejection) {
        var fault = RowRefusal.of(rejection);
        var field = switch (fault.fault()) {
            case FULL, CLOSED, ENDED -> reading.circleField();
            default -> MemberCells.ROLE;
        };
        var number = rejection == CircleRejection.CIRCLE_IS_FULL
                ? circle.details().capacity().value()
                : 0;
        return new FieldFault(field, fault.fault(), number, fault.detail());
    }

    private Optional<MeantCircle> circle(MemberReading reading, List<FieldFault> faults) {
        var id = reading.isByCircleName() ? named(reading, faults) : Optional.of(reading.circleId());
        if (id.isEmpty()) {
            return Optional.empty();
        }
        if (id.get().isEmpty()) {
            faults.add(new FieldFault(
                    MemberCells.CIRCLE_NAME,
                    RowFault.MISSING,
                    0,
                    "The row names no circle; write its name, or its id."));
            return Optional.empty();
        }
        if (matches.isDamaged(id.get())) {
            faults.add(
                    new FieldFault(
                            reading.circleField(),
                            RowFault.INVALID,
                            0,
                            "The history of this circle is damaged; leave the row out until it is restored, and tell whoever runs the ledger."));
            return Optional.empty();
        }
        var known = matches.circle(id.get());
        var fault = known.isEmpty()
                ? Optional.of(new FieldFault(
                        MemberCells.CIRCLE,
                        RowFault.UNKNOWN,
                        0,
                        "No circle has this id; correct it, or empty it to go by the name."))
                : fault(reading, known.get());
        fault.ifPresent(faults::add);
        return known.filter(_ -> fault.isEmpty())
                .map(circle -> new MeantCircle(id.get(), after.getOrDefault(id.get(), circle)));
    }

    private Optional<FieldFault> fault(MemberReading reading, Circle circle) {
        if (circle.dissolved()) {
            return Optional.of(new FieldFault(
                    reading.circleField(), RowFault.ENDED, 0, RowRefusal.words(CircleRejection.CIRCLE_IS_DISSOLVED)));
        }
        var isCalledSo = reading.circleName().isEmpty()
                || reading.circleName().equals(folding.fold(circle.name().value()));
        return isCalledSo
                ? Optional.empty()
                : Optional.of(
                        new FieldFault(
                                MemberCells.CIRCLE_NAME,
                                RowFault.MISMATCH,
                                0,
                                "The circle with this id has another name; correct the id or the name, or empty the one that is wrong."));
    }

    private Optional<String> named(MemberReading reading, List<FieldFault> faults) {
        var same = matches.circlesNamed(reading.circleName());
        if (same.size() == 1) {
            return Optional.of(same.getFirst());
        }
        faults.add(
                same.isEmpty()
                        ? new FieldFault(
                                MemberCells.CIRCLE_NAME,
                                RowFault.UNKNOWN,
                                0,
                                "No circle has this name; correct it, write the circle's id, or import the circle first.")
                        : new FieldFault(
                                MemberCells.CIRCLE_NAME,
                                RowFault.AMBIGUOUS,
                                same.size(),
                                "%d circles have this name; write the id of the one that is meant."
                                        .formatted(same.size())));
        return Optional.empty();
    }
}
