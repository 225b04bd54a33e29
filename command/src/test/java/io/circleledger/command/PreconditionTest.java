package io.circleledger.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleDetails.Change;
import io.circleledger.domain.circle.CircleEvent.CircleCreated;
import io.circleledger.domain.circle.CircleEvent.CircleUpdated;
import io.circleledger.domain.circle.CircleName;
import io.circleledger.domain.circle.CircleRejection;
import io.circleledger.domain.circle.Circles;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.Parsed;
import io.ledger.core.Parsed.Valid;
import io.ledger.core.StreamId;
import io.ledger.core.command.CommandHandler;
import io.ledger.core.command.CommandOutcome;
import io.ledger.core.command.Precondition;
import io.ledger.core.command.Request;
import io.ledger.core.log.EventMetadata;
import io.ledger.core.stream.EventStore;
import io.ledger.core.stream.RecentStates;
import io.ledger.testkit.InMemoryLog;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Changes whose caller takes more than one version. */
class PreconditionTest {

    private static final StreamId ID = Circles.stream(UUID.fromString("01990000-0000-7000-8000-000000000001"));
    private static final Instant NOON = Instant.parse("2026-04-01T12:00:00Z");

    private final InMemoryLog store = new InMemoryLog();
    private final EventStore<Circle> events = store.store(CircleStreams.AGGREGATE);
    private final CircleCommands commands = new CircleCommands(new CommandHandler<>(
            CircleStreams.AGGREGATE,
            new CircleFingerprint(),
            events,
            RecentStates.none(),
            store,
            _ -> {},
            UUID::randomUUID,
            () -> NOON));

    private CommandOutcome<CircleRejection> resize(Precondition precondition, int capacity) {
        return commands.update(
                ID,
                precondition,
                Change.NONE.with(CircleDetails.CAPACITY, capacity(capacity)),
                new Request(new EventMetadata("mika", "c", "c"), Optional.empty()));
    }

    private static Capacity capacity(long value) {
        return value(Capacity.parse(value));
    }

    private static <T> T value(Parsed<T> parsed) {
        return ((Valid<T>) parsed).value();
    }

    private void created() {
        store.record(
                ID,
                NOON,
                EventMetadata.NONE,
                new CircleCreated(CircleDetails.of(value(CircleName.parse("Go")), capacity(10))));
    }

    /** Somebody else changes the circle right before each of the next appends. */
    private void isOvertaken(int times) {
        store.beforeAppend(() -> {
            store.beforeAppend(() -> {});
            store.record(
                    ID,
                    NOON,
                    EventMetadata.NONE,
                    new CircleUpdated(Change.NONE.with(CircleDetails.CAPACITY, capacity(100L + times))));
            if (times > 1) {
                isOvertaken(times - 1);
            }
        });
    }

    private static Precondition anyOf(Integer... versions) {
        return new Precondition.AnyOf(new TreeSet<>(List.of(versions)));
    }

    @Test
    void anyVersionIsDecidedAnewAfterEachOneThatWasFaster() {
        created();
        isOvertaken(3);
        assertThat(resize(new Precondition.AnyVersion(), 30))
                .isInstanceOfSatisfying(
                        CommandOutcome.Done.class,
                        done -> assertThat(done.version()).isEqualTo(5));
    }

    @Test
    void thatComesToAnEnd() {
        created();
        isOvertaken(1_000);
        assertThat(resize(new Precondition.AnyVersion(), 30)).isInstanceOf(CommandOutcome.ConflictingCommand.class);
        assertThat(store.recorded(CircleStreams.AGGREGATE)).hasSizeLessThan(100);
    }

    @Test
    void ofSeveralVersionsTheOneThereIsIsChanged() {
        created();
        assertThat(resize(anyOf(1, 7), 30)).isInstanceOf(CommandOutcome.Done.class);
        assertThat(resize(anyOf(1, 7), 40)).isEqualTo(new CommandOutcome.ConflictingCommand<>(ID, 2));
        assertThat(resize(anyOf(), 40)).isEqualTo(new CommandOutcome.ConflictingCommand<>(ID, 2));
    }

    @Test
    void whoWasFasterMayHaveMadeAnotherVersionOfTheList() {
        created();
        isOvertaken(1);
        assertThat(resize(anyOf(1, 2), 30)).isInstanceOf(CommandOutcome.Done.class);

        isOvertaken(1);
        assertThat(resize(anyOf(2, 3), 40)).isEqualTo(new CommandOutcome.ConflictingCommand<>(ID, 4));
    }
}
