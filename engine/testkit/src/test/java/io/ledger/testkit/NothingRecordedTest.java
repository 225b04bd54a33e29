package io.ledger.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.StreamId;
import io.ledger.core.command.CommandHandler;
import io.ledger.core.command.CommandOutcome;
import io.ledger.core.command.CommandOutcome.ConflictingCommand;
import io.ledger.core.command.CommandOutcome.Done;
import io.ledger.core.command.CommandOutcome.KeyReused;
import io.ledger.core.command.Precondition;
import io.ledger.core.command.Request;
import io.ledger.core.decide.Aggregate;
import io.ledger.core.decide.Decider;
import io.ledger.core.decide.Decision;
import io.ledger.core.decide.Decision.Accepted;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.request.IdempotencyKey;
import io.ledger.core.request.IdempotencyRecords;
import io.ledger.core.stream.EventStore;
import io.ledger.core.stream.ExpectedVersion;
import io.ledger.testkit.contract.SampleStreams;
import io.ledger.testkit.counter.Counter;
import io.ledger.testkit.counter.CounterCommand;
import io.ledger.testkit.counter.CounterDecider;
import io.ledger.testkit.counter.CounterEvent;
import io.ledger.testkit.counter.CounterEvents;
import io.ledger.testkit.counter.CounterFingerprint;
import io.ledger.testkit.counter.CounterRejection;
import io.ledger.testkit.counter.CounterSnapshots;
import io.ledger.testkit.counter.Counters;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A decider may accept a command about a stream that does not exist and record nothing: what is not there need not be closed. */
class NothingRecordedTest {

    /** The rules of a counter, but that closing one that never was is allowed and changes nothing. */
    private record Lenient(CounterDecider rules)
            implements Decider<CounterCommand, Counter, CounterEvent, CounterRejection> {

        @Override
        public Decision<CounterEvent, CounterRejection> decide(CounterCommand command, Optional<Counter> state) {
            return state.isEmpty() && command instanceof CounterCommand.Close
                    ? new Accepted<>(List.of())
                    : rules.decide(command, state);
        }

        @Override
        public Counter evolve(Optional<Counter> state, CounterEvent event) {
            return rules.evolve(state, event);
        }
    }

    private static final Aggregate<CounterCommand, Counter, CounterEvent, CounterRejection> AGGREGATE =
            new Aggregate<>("counter", new Lenient(new CounterDecider()), new CounterEvents(), new CounterSnapshots());

    private static final Optional<IdempotencyKey> KEY = Optional.of(new IdempotencyKey("mika", "a"));

    private final StreamId unknown = StreamId.of("counter", UUID.randomUUID());

    private static CommandHandler<CounterCommand, Counter, CounterEvent, CounterRejection> handler(
            EventStore<Counter> store, IdempotencyRecords records) {
        return new CommandHandler<>(
                AGGREGATE,
                new CounterFingerprint(),
                store,
                new RememberedStates<>(),
                records,
                last -> {
                    throw new AssertionError("nothing was recorded, and " + last + " was published");
                },
                UUID::randomUUID,
                InstantSource.fixed(SampleStreams.TIME));
    }

    private static Request request(Optional<IdempotencyKey> key) {
        return new Request(SampleStreams.METADATA, key);
    }

    /** Holds for any log; one event of another stream is in it. */
    private void assertNothingIsRecorded(EventStore<Counter> store, IdempotencyRecords records) {
        var streams = new SampleStreams<>(AGGREGATE);
        streams.record(store, streams.newId(), Counters.SAMPLE.history(1));
        var handler = handler(store, records);
        var close = new CounterCommand.Close();
        var nothing = new Done<CounterRejection>(unknown, 0, GlobalPosition.START);

        for (var precondition : List.of(
                new Precondition.AnyVersion(),
                new Precondition.AnyOf(new TreeSet<>(List.of(1, 2))),
                new Precondition.Exactly(ExpectedVersion.NO_STREAM))) {
            assertThat(handler.change(unknown, close, precondition, request(Optional.empty())))
                    .as(precondition.text())
                    .isEqualTo(nothing);
        }
        assertThat(handler.change(
                        unknown, close, new Precondition.Exactly(new ExpectedVersion(3)), request(Optional.empty())))
                .isEqualTo(new ConflictingCommand<CounterRejection>(unknown, 0));

        CommandOutcome<CounterRejection> created = handler.create(close, request(Optional.empty()));
        assertThat(created).isInstanceOfSatisfying(Done.class, done -> {
            assertThat(done.version()).isZero();
            assertThat(done.position()).isEqualTo(GlobalPosition.START);
        });

        assertThat(handler.change(unknown, close, new Precondition.AnyVersion(), request(KEY)))
                .isEqualTo(nothing);
        assertThat(handler.change(unknown, close, new Precondition.AnyVersion(), request(KEY)))
                .isEqualTo(nothing);
        assertThat(handler.change(unknown, new CounterCommand.Add(1), new Precondition.AnyVersion(), request(KEY)))
                .isEqualTo(new KeyReused<CounterRejection>());
        assertThat(store.load(unknown).value()).isEmpty();
        assertThat(store.load(unknown).completeTo()).isEqualTo(new GlobalPosition(1));
    }

    @Test
    void theOutcomeIsDoneAtVersionZero() {
        var log = new InMemoryLog();

        assertNothingIsRecorded(log.store(AGGREGATE), log);
    }

    @Test
    void theOutcomeIsDoneAtVersionZeroInMariaDb() {
        try (var stores = MariaDbStoresTest.emptyLog()) {
            assertNothingIsRecorded(stores.store(AGGREGATE), stores.records());
        }
    }
}
