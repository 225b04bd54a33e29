package io.circleledger.command;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleCommand;
import io.circleledger.domain.circle.CircleCommand.AppointOfficer;
import io.circleledger.domain.circle.CircleCommand.CreateCircle;
import io.circleledger.domain.circle.CircleCommand.HandOver;
import io.circleledger.domain.circle.CircleCommand.JoinCircle;
import io.circleledger.domain.circle.CircleCommand.LeaveCircle;
import io.circleledger.domain.circle.CircleCommand.RelieveOfficer;
import io.circleledger.domain.circle.CircleDecider;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleRejection;
import io.circleledger.domain.circle.LeaveReason;
import io.circleledger.domain.circle.Office;
import io.circleledger.domain.circle.OwnerClaim;
import io.circleledger.domain.circle.PersonFact;
import io.circleledger.domain.circle.PersonTags;
import io.circleledger.domain.circle.Roster;
import io.circleledger.domain.circle.RosterRole;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.StreamId;
import io.ledger.core.command.CommandHandler;
import io.ledger.core.command.CommandOutcome;
import io.ledger.core.command.Precondition;
import io.ledger.core.command.Request;
import io.ledger.core.decide.CorruptStreamException;
import io.ledger.core.decide.Decision;
import io.ledger.core.person.Person;
import io.ledger.core.person.PersonDetails;
import io.ledger.core.person.PersonId;
import io.ledger.core.person.PersonKind;
import io.ledger.core.person.PersonRegister;
import io.ledger.core.stream.TaggedStreams;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What can be done with the people of circles. What the rules need to know of a person is read from the register and goes
 * into the command; an outcome is empty when there is no such person.
 */
public final class RosterCommands {

    private final CommandHandler<CircleCommand, Circle, CircleEvent, CircleRejection> handler;
    private final PersonRegister persons;
    private final TaggedStreams circles;
    private final Set<Integer> ownerGrades;

    /**
     * @param circles finds the circles of a person
     * @param ownerGrades the grades that owners are in
     */
    public RosterCommands(
            CommandHandler<CircleCommand, Circle, CircleEvent, CircleRejection> handler,
            PersonRegister persons,
            TaggedStreams circles,
            Set<Integer> ownerGrades) {
        this.handler = handler;
        this.persons = persons;
        this.circles = circles;
        this.ownerGrades = Set.copyOf(ownerGrades);
    }

    /** Creates a circle with an owner. */
    public Optional<CommandOutcome<CircleRejection>> create(
            CircleDetails details, PersonId owner, boolean isOverridden, Request request) {
        return fact(owner).map(fact -> {
            var claim = new OwnerClaim(fact, ownerGrades, isOverridden);
            return watched(owner, request, handler.create(new CreateCircle(details, Optional.of(claim)), request));
        });
    }

    /** Whether somebody who is yet to be registered could own a circle. */
    public boolean canOwn(PersonDetails details, boolean isOverridden) {
        return details.kind() == PersonKind.STUDENT
                && (isOverridden
                        || details.grade().filter(ownerGrades::contains).isPresent());
    }

    /** Makes somebody a member. */
    public Optional<CommandOutcome<CircleRejection>> join(
            StreamId circle, PersonId person, Precondition precondition, Request request) {
        return with(circle, person, JoinCircle::new, precondition, request);
    }

    /** Ends a membership. */
    public Optional<CommandOutcome<CircleRejection>> leave(
            StreamId circle, PersonId person, LeaveReason reason, Precondition precondition, Request request) {
        var outcome = handler.change(circle, new LeaveCircle(person, reason), precondition, request);
        return outcome instanceof CommandOutcome.RejectedCommand<CircleRejection>(var _, var rejection, var _)
                        && rejection == CircleRejection.NOT_A_MEMBER
                        && persons.find(person).isEmpty()
                ? Optional.empty()
                : Optional.of(outcome);
    }

    /** Makes somebody the owner. */
    public Optional<CommandOutcome<CircleRejection>> handOver(
            StreamId circle, PersonId person, boolean isOverridden, Precondition precondition, Request request) {
        return with(
                circle,
                person,
                fact -> new HandOver(new OwnerClaim(fact, ownerGrades, isOverridden)),
                precondition,
                request);
    }

    /** Gives somebody an office. */
    public Optional<CommandOutcome<CircleRejection>> appoint(
            StreamId circle, Office office, PersonId person, Precondition precondition, Request request) {
        return with(circle, person, fact -> new AppointOfficer(office, fact), precondition, request);
    }

    /** Leaves an office vacant. */
    public CommandOutcome<CircleRejection> relieve(
            StreamId circle, Office office, Precondition precondition, Request request) {
        return handler.change(circle, new RelieveOfficer(office), precondition, request);
    }

    /**
     * What would come of giving somebody a role in a circle, whoever has it: the same rules decide, and nothing is recorded.
     * Whoever is to have an office of members, and is none, joins first.
     */
    public Decision<CircleEvent, CircleRejection> trial(Circle circle, Person person, RosterRole role) {
        var fact = fact(person);
        var decider = new CircleDecider();
        var events = new ArrayList<CircleEvent>();
        var state = circle;
        for (var command : commands(circle.roster(), fact, role)) {
            switch (decider.decide(command, Optional.of(state))) {
                case Decision.Rejected<CircleEvent, CircleRejection> rejected -> {
                    return rejected;
                }
                case Decision.Accepted<CircleEvent, CircleRejection>(var accepted) -> {
                    for (var event : accepted) {
                        state = decider.evolve(Optional.of(state), event);
                        events.add(event);
                    }
                }
            }
        }
        return new Decision.Accepted<>(events);
    }

    private List<CircleCommand> commands(Roster roster, PersonFact fact, RosterRole role) {
        return switch (role) {
            case MEMBER -> List.of(new JoinCircle(fact));
            case OWNER -> List.of(new HandOver(new OwnerClaim(fact, ownerGrades, false)));
            case VICE, TREASURER, ADVISOR -> {
                var appoint = new AppointOfficer(role.office().orElseThrow(), fact);
                yield role == RosterRole.ADVISOR || roster.has(fact.id())
                        ? List.of(appoint)
                        : List.of(new JoinCircle(fact), appoint);
            }
        };
    }

    private Optional<CommandOutcome<CircleRejection>> with(
            StreamId circle,
            PersonId person,
            Function<PersonFact, CircleCommand> command,
            Precondition precondition,
            Request request) {
        return fact(person)
                .map(fact ->
                        watched(person, request, handler.change(circle, command.apply(fact), precondition, request)));
    }

    private Optional<PersonFact> fact(PersonId id) {
        return persons.find(id).map(RosterCommands::fact);
    }

    private static PersonFact fact(Person person) {
        var details = person.details();
        return new PersonFact(
                person.id(),
                details.filter(it -> it.kind() == PersonKind.STUDENT).isPresent(),
                details.flatMap(PersonDetails::grade),
                details.map(PersonDetails::finalGrade).orElse(PersonDetails.USUAL_FINAL_GRADE),
                person.isErasing());
    }

    /** Ends again what was begun with somebody whose erasure has begun meanwhile: its look at their circles may be over. */
    private CommandOutcome<CircleRejection> watched(
            PersonId person, Request request, CommandOutcome<CircleRejection> outcome) {
        if (outcome instanceof CommandOutcome.Done<CircleRejection> done
                && persons.find(person).filter(Person::isErasing).isPresent()) {
            end(done.id(), person, LeaveReason.ERASED, request);
        }
        return outcome;
    }

    /** Ends everything that an erased person takes part in; does nothing the second time. */
    public void end(PersonId person, Request request) {
        end(person, LeaveReason.ERASED, request);
    }

    /**
     * Ends everything that a graduate takes part in; does nothing the second time.
     *
     * @throws CorruptStreamException when one of the circles has a damaged history; the others are left
     */
    public void graduate(PersonId person, Request request) {
        end(person, LeaveReason.GRADUATED, request);
    }

    private void end(PersonId person, LeaveReason reason, Request request) {
        var damaged = Optional.<CorruptStreamException>empty();
        for (var circle : circles.of(PersonTags.tag(person)).value()) {
            try {
                end(circle, person, reason, request);
            } catch (CorruptStreamException failure) {
                damaged = Optional.of(failure);
            }
        }
        if (damaged.isPresent()) {
            throw damaged.get();
        }
    }

    private void end(StreamId circle, PersonId person, LeaveReason reason, Request request) {
        var unkeyed = new Request(request.metadata(), Optional.empty());
        var outcome = handler.change(circle, new LeaveCircle(person, reason), new Precondition.AnyVersion(), unkeyed);
        // A dissolved circle takes no change, and has nobody in it that anybody is shown.
        if (outcome instanceof CommandOutcome.ConflictingCommand<CircleRejection>) {
            throw StoreUnavailableException.of(
                    "log", new IllegalStateException("%s changed all the time".formatted(circle.label())));
        }
    }
}
