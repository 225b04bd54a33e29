package io.circleledger.domain.circle;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.Seeds;
import io.circleledger.domain.circle.CircleCommand.AppointOfficer;
import io.circleledger.domain.circle.CircleCommand.CreateCircle;
import io.circleledger.domain.circle.CircleCommand.DissolveCircle;
import io.circleledger.domain.circle.CircleCommand.HandOver;
import io.circleledger.domain.circle.CircleCommand.JoinCircle;
import io.circleledger.domain.circle.CircleCommand.LapseCircle;
import io.circleledger.domain.circle.CircleCommand.LeaveCircle;
import io.circleledger.domain.circle.CircleCommand.ReinstateCircle;
import io.circleledger.domain.circle.CircleCommand.RelieveOfficer;
import io.circleledger.domain.circle.CircleCommand.RenewCircle;
import io.circleledger.domain.circle.CircleCommand.SuspendCircle;
import io.circleledger.domain.circle.CircleCommand.UpdateCircle;
import io.circleledger.domain.circle.CircleDetails.Change;
import io.ledger.core.decide.Decision.Accepted;
import io.ledger.core.decide.Decision.Rejected;
import io.ledger.core.person.PersonId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Long random lives of one circle and its people, told twice: by the decider, and by lists that are overwritten. */
class RandomRosterTest {

    private static final CircleDecider DECIDER = new CircleDecider();
    private static final int COMMANDS = 1_500;

    /** A circle as somebody would write it who never heard of events. It believes what was decided, and checks the rules. */
    private static final class PlainRoster {
        private final List<PersonId> members = new ArrayList<>();
        private final Map<Office, PersonId> officers = new EnumMap<>(Office.class);
        private Optional<PersonId> owner = Optional.empty();
        private CircleStatus status = CircleStatus.ACTIVE;
        private int capacity;
        private int renewedFor;

        private void leave(PersonId person, LeaveReason reason) {
            var wasOwner = owner.equals(Optional.of(person));
            var wasMember = members.remove(person);
            if (wasMember || reason == LeaveReason.ERASED) {
                officers.values().removeIf(person::equals);
            }
            if (wasOwner) {
                owner = Optional.empty();
                status = reason == LeaveReason.GRADUATED ? CircleStatus.SUSPENDED : status;
            }
        }

        void carryOut(CircleCommand command) {
            switch (command) {
                case CreateCircle(var details, var claim) -> {
                    capacity = details.capacity().value();
                    claim.ifPresent(it -> own(it.person().id()));
                }
                case UpdateCircle(var change) ->
                    capacity = change.capacity().map(Capacity::value).orElse(capacity);
                case DissolveCircle() -> status = CircleStatus.DISSOLVED;
                case JoinCircle(var person) -> join(person.id());
                case LeaveCircle(var person, var reason) -> leave(person, reason);
                case HandOver(var claim) -> own(claim.person().id());
                case AppointOfficer(var office, var person) -> officers.put(office, person.id());
                case RelieveOfficer(var office) -> officers.remove(office);
                case RenewCircle(var year) -> {
                    if (year > renewedFor) {
                        renewedFor = year;
                        status = status == CircleStatus.LAPSED ? CircleStatus.ACTIVE : status;
                    }
                }
                case LapseCircle(var year) ->
                    status = status == CircleStatus.ACTIVE && renewedFor < year ? CircleStatus.LAPSED : status;
                case SuspendCircle() -> status = CircleStatus.SUSPENDED;
                case ReinstateCircle() -> status = CircleStatus.ACTIVE;
            }
        }

        private void join(PersonId person) {
            if (!members.contains(person)) {
                members.add(person);
            }
        }

        private void own(PersonId person) {
            join(person);
            owner = Optional.of(person);
        }

        void check(String step, Circle circle) {
            var roster = circle.roster();
            var order = new ArrayList<PersonId>();
            owner.ifPresent(order::add);
            members.stream().filter(it -> !owner.equals(Optional.of(it))).forEach(order::add);
            assertThat(roster.inOrder().stream().map(Roster.Member::id))
                    .as(step)
                    .containsExactlyElementsOf(order);
            assertThat(roster.owner()).as(step).isEqualTo(owner);
            assertThat(roster.officers()).as(step).isEqualTo(officers);
            assertThat(circle.status()).as(step).isEqualTo(status);
            assertThat(circle.renewedFor().orElse(0)).as(step).isEqualTo(renewedFor);
            assertThat(members.size()).as(step).isLessThanOrEqualTo(capacity);
            officers.forEach((office, person) -> assertThat(office == Office.ADVISOR || members.contains(person))
                    .as("%s: %s", step, office)
                    .isTrue());
        }
    }

    /** Commands that are sensible and not. */
    private record Dice(Random random) {

        private PersonFact person() {
            var number = random.nextInt(12);
            return new PersonFact(
                    People.student(number, 1).id(),
                    number > 1,
                    number < 3 ? Optional.empty() : Optional.of(1 + number % 4),
                    4,
                    number == 11);
        }

        CircleCommand command() {
            var person = person();
            return switch (random.nextInt(40)) {
                case 0 -> new CreateCircle(CircleSamples.details("Chess", 3 + random.nextInt(4)), claim());
                case 1, 2, 3 ->
                    new UpdateCircle(Change.NONE.with(CircleDetails.CAPACITY, new Capacity(3 + random.nextInt(5))));
                case 4 -> new DissolveCircle();
                case 5, 6 -> new SuspendCircle();
                case 7, 8, 9, 10, 11, 12 -> new ReinstateCircle();
                case 13 -> new RenewCircle(2020 + random.nextInt(9));
                case 14 -> new LapseCircle(2020 + random.nextInt(9));
                case 15, 16, 17 -> new HandOver(claim().orElseGet(() -> People.owner(person)));
                case 18, 19, 20, 21 -> new AppointOfficer(any(Office.values()), person);
                case 22 -> new RelieveOfficer(any(Office.values()));
                case 23, 24, 25, 26, 27, 28 -> new LeaveCircle(person.id(), any(LeaveReason.values()));
                default -> new JoinCircle(person);
            };
        }

        private Optional<OwnerClaim> claim() {
            return random.nextBoolean()
                    ? Optional.empty()
                    : Optional.of(new OwnerClaim(person(), Set.of(3), random.nextInt(4) == 0));
        }

        private <T> T any(T[] values) {
            return values[random.nextInt(values.length)];
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theDeciderAgreesWithThePlainRosterAtEveryStep(long seed) {
        var dice = new Dice(new Random(seed));
        var plain = new PlainRoster();
        var state = Optional.<Circle>empty();
        var history = new ArrayList<CircleEvent>();
        for (var step = 0; step < COMMANDS; step++) {
            var command = dice.command();
            if (!(DECIDER.decide(command, state) instanceof Accepted<CircleEvent, CircleRejection>(var events))) {
                continue;
            }
            for (var event : events) {
                state = Optional.of(DECIDER.evolve(state, event));
                history.add(event);
            }
            plain.carryOut(command);
            plain.check("seed %d, step %d: %s".formatted(seed, step, command), state.orElseThrow());
            assertThat(state.orElseThrow().events()).isEqualTo(history.size());
        }
        assertThat(CircleSpecification.replayed(history)).isEqualTo(state);
    }

    /** Guards the specification above: it would say little if the dice left something out. */
    @Test
    void theFixedSeedsRollEveryKindOfDecision() {
        var rejections = EnumSet.noneOf(CircleRejection.class);
        var kinds = new HashSet<Class<?>>();
        for (var seed = 1; seed <= 5; seed++) {
            var dice = new Dice(new Random(seed));
            var state = Optional.<Circle>empty();
            for (var step = 0; step < COMMANDS; step++) {
                switch (DECIDER.decide(dice.command(), state)) {
                    case Rejected<CircleEvent, CircleRejection>(var rejection) -> rejections.add(rejection);
                    case Accepted<CircleEvent, CircleRejection>(var events) -> {
                        for (var event : events) {
                            kinds.add(event.getClass());
                            state = Optional.of(DECIDER.evolve(state, event));
                        }
                    }
                }
            }
        }
        assertThat(rejections)
                .isEqualTo(EnumSet.complementOf(EnumSet.of(
                        CircleRejection.NAME_IS_TAKEN,
                        CircleRejection.TOO_MANY_CIRCLES,
                        CircleRejection.UPDATE_NAMES_NO_FIELD)));
        assertThat(kinds).containsExactlyInAnyOrder(CircleEvent.class.getPermittedSubclasses());
    }

    static LongStream seeds() {
        return Seeds.fixedAndOneFresh();
    }
}
