package io.circleledger.command;

import io.ledger.core.stream.StreamId;
import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleCommand.CreateCircle;
import io.circleledger.domain.circle.CircleCommand.DissolveCircle;
import io.circleledger.domain.circle.CircleCommand.UpdateCircle;
import io.circleledger.domain.circle.CircleCommand;
import io.circleledger.domain.circle.CircleDecider;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleName;
import io.circleledger.domain.circle.Decision.Accepted;
import io.circleledger.domain.circle.Decision.Rejected;
import io.circleledger.domain.eventstore.Append;
import io.circleledger.domain.eventstore.EventPublisher;
import io.circleledger.domain.eventstore.EventStore;
import io.circleledger.domain.eventstore.NewEvent;
import io.circleledger.domain.eventstore.RecentCircles;
import io.circleledger.domain.eventstore.StoredCircle.Latest;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.request.IdempotencyRecords;
import io.ledger.core.request.IdempotentRequest;
import io.ledger.core.stream.AppendResult.AlreadyAnswered;
import io.ledger.core.stream.AppendResult.Appended;
import io.ledger.core.stream.AppendResult.HistoryConflict;
import io.ledger.core.stream.AppendResult.VersionConflict;
import io.ledger.core.stream.EventMetadata;
import io.ledger.core.stream.ExpectedVersion;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Carries out commands: load, decide, append, tell the publisher.
 *
 * <p>A caller names the version it has read and that version alone may be changed. So a conflict is
 * the caller's to resolve and is not retried here, unless the caller takes other versions as well.
 *
 * <p>A circle that is remembered at the very version the caller has read need not be loaded. What is
 * remembered may be behind, so it is believed only where the event store has the last word: about a
 * change that is appended to that version. Whatever else would come of it, a refusal, a conflict or
 * that there is nothing to change, is decided anew on what the log has.
 *
 * <p>An append names the event that it was decided on, so it is recorded only after that very event. Where another one
 * stands, the log has lost its end and grown another since it was read. The command is then decided anew on what the
 * log has now. To the caller's version that makes no difference: it is looked at again each time.
 */
public final class CircleCommands {

    private final EventStore store;
    private final RecentCircles recent;
    private final EventPublisher publisher;
    private final Supplier<UUID> ids;
    private final InstantSource clock;
    private final OnceOnly onceOnly;

    /** @param ids gives ids that were never given before, version 7 by preference */
    public CircleCommands(
            EventStore store,
            RecentCircles recent,
            IdempotencyRecords records,
            EventPublisher publisher,
            Supplier<UUID> ids,
            InstantSource clock) {
        this.store = store;
        this.recent = recent;
        this.publisher = publisher;
        this.ids = ids;
        this.clock = clock;
        this.onceOnly = new OnceOnly(records);
    }

    /** Creates a circle under a new id. */
    public CommandOutcome create(CircleName name, Capacity capacity, Request request) {
        var command = new CreateCircle(Circles.stream(ids.get()), name, capacity);
        var expected = ExpectedVersion.NO_STREAM;
        return onceOnly.carryOut(
                request.key(),
                () -> RequestFingerprint.of(command, new Precondition.Exactly(expected), request),
                once -> execute(command, expected, Optional.empty(), request.metadata(), once)
                        // A creation is decided on no event, so none can be another.
                        .orElseThrow());
    }

    /**
     * Changes the fields that are present.
     *
     * @param expected the version the caller has read
     */
    public CommandOutcome update(
            StreamId id,
            ExpectedVersion expected,
            Optional<CircleName> name,
            Optional<Capacity> capacity,
            Request request) {
        return update(id, new Precondition.Exactly(expected), name, capacity, request);
    }

    /**
     * Changes the fields that are present.
     *
     * @param precondition what the caller asks of the circle's version
     */
    public CommandOutcome update(
            StreamId id,
            Precondition precondition,
            Optional<CircleName> name,
            Optional<Capacity> capacity,
            Request request) {
        return change(new UpdateCircle(id, name, capacity), precondition, request);
    }

    /**
     * Brings a circle to its end.
     *
     * @param expected the version the caller has read
     */
    public CommandOutcome dissolve(StreamId id, ExpectedVersion expected, Request request) {
        return dissolve(id, new Precondition.Exactly(expected), request);
    }

    /**
     * Brings a circle to its end.
     *
     * @param precondition what the caller asks of the circle's version
     */
    public CommandOutcome dissolve(StreamId id, Precondition precondition, Request request) {
        return change(new DissolveCircle(id), precondition, request);
    }

    private CommandOutcome change(CircleCommand command, Precondition precondition, Request request) {
        return onceOnly.carryOut(
                request.key(),
                () -> RequestFingerprint.of(command, precondition, request),
                once -> change(command, precondition, request.metadata(), once));
    }

    private CommandOutcome change(
            CircleCommand command,
            Precondition precondition,
            EventMetadata metadata,
            Optional<IdempotentRequest> once) {
        return precondition instanceof Precondition.Exactly(var expected)
                ? changeRemembered(command, expected, metadata, once)
                        .orElseGet(() -> changeLoaded(command, expected, metadata, once))
                : changeAsItIs(command, precondition, metadata, once);
    }

    /**
     * Changes the circle at the version it has, if the caller takes that one.
     *
     * <p>A conflict is decided anew: the caller has named no single version, so nobody else's change was overlooked.
     */
    private CommandOutcome changeAsItIs(
            CircleCommand command,
            Precondition precondition,
            EventMetadata metadata,
            Optional<IdempotentRequest> once) {
        for (var attempt = 1; ; attempt++) {
            var latest = loaded(command.circleId());
            var version = latest.map(Latest::circle).map(Circle::version).filter(precondition::takes);
            var expected = version.map(ExpectedVersion::new).orElse(ExpectedVersion.NO_STREAM);
            var outcome = execute(command, expected, latest, metadata, once);
            var isSettled = version.isEmpty()
                    || outcome.filter(known -> !(known instanceof CommandOutcome.VersionConflict))
                            .isPresent();
            if (isSettled || attempt == CommandLimits.ANY_VERSION_ATTEMPTS) {
                // Where another history came each time, the caller's version is looked at as any other's.
                return outcome.orElseGet(() -> changeLoaded(command, expected, metadata, once));
            }
        }
    }

    /** The outcome of a change to the circle as it is remembered; empty when the log must be asked. */
    private Optional<CommandOutcome> changeRemembered(
            CircleCommand command, ExpectedVersion expected, EventMetadata metadata, Optional<IdempotentRequest> once) {
        var id = command.circleId();
        var remembered = recent.find(id).filter(latest -> latest.circle().version() == expected.value());
        if (remembered.isEmpty()
                || !(CircleDecider.decide(command, remembered.map(Latest::circle)) instanceof Accepted(var events))
                || events.isEmpty()) {
            return Optional.empty();
        }
        return append(id, remembered, events, metadata, once)
                .filter(known -> !(known instanceof CommandOutcome.VersionConflict));
    }

    private CommandOutcome changeLoaded(
            CircleCommand command, ExpectedVersion expected, EventMetadata metadata, Optional<IdempotentRequest> once) {
        for (var decision = 0; decision < CommandLimits.DECISIONS; decision++) {
            var outcome = execute(command, expected, loaded(command.circleId()), metadata, once);
            if (outcome.isPresent()) {
                return outcome.get();
            }
        }
        throw StoreUnavailableException.of(
                "log",
                new IllegalStateException("The history of circle %s was replaced %d times while a change was decided"
                        .formatted(command.circleId(), CommandLimits.DECISIONS)));
    }

    private Optional<Latest> loaded(StreamId id) {
        var era = recent.era();
        var latest = store.loadToChange(id).latest();
        latest.ifPresent(found -> recent.remember(found, era));
        return latest;
    }

    /** The outcome; empty when the log has another history than the one that was decided on. */
    private Optional<CommandOutcome> execute(
            CircleCommand command,
            ExpectedVersion expected,
            Optional<Latest> latest,
            EventMetadata metadata,
            Optional<IdempotentRequest> once) {
        var id = command.circleId();
        var state = latest.map(Latest::circle);
        var currentVersion = state.map(Circle::version).orElse(0);
        return switch (CircleDecider.decide(command, state)) {
            case Rejected(var rejection) -> Optional.of(new CommandOutcome.Rejected(id, rejection));
            case Accepted _
            when currentVersion != expected.value() ->
                Optional.of(new CommandOutcome.VersionConflict(id, currentVersion));
            case Accepted(var events)
            when events.isEmpty() -> {
                var done = new CommandOutcome.Done(
                        id, currentVersion, latest.orElseThrow().position());
                yield Optional.of(
                        once.map(request -> onceOnly.remembered(request, done)).orElse(done));
            }
            case Accepted(var events) -> append(id, latest, events, metadata, once);
        };
    }

    /** The outcome; empty when another event stands where the one was that was decided on. */
    private Optional<CommandOutcome> append(
            StreamId id,
            Optional<Latest> latest,
            List<CircleEvent> events,
            EventMetadata metadata,
            Optional<IdempotentRequest> once) {
        var occurredAt = notBefore(latest.map(Latest::occurredAt));
        var state = latest.map(Latest::circle);
        var recorded = new ArrayList<NewEvent>(events.size());
        for (var event : events) {
            recorded.add(new NewEvent(ids.get(), occurredAt, metadata, event));
            state = Optional.of(CircleDecider.evolve(id, state, event));
        }
        var after = state.orElseThrow();
        var append = new Append(latest.map(Latest::lastEvent), recorded, after, once);
        var era = recent.era();
        return switch (store.append(append)) {
            case Appended(var position) -> {
                var createdAt = latest.map(Latest::createdAt)
                        .orElseGet(() -> new GlobalPosition(position.value() - events.size() + 1));
                var last = recorded.getLast().id().toString();
                recent.remember(new Latest(after, createdAt, position, occurredAt, last), era);
                publisher.published(append.recorded(position));
                yield Optional.of(new CommandOutcome.Done(id, after.version(), position));
            }
            case VersionConflict(var version) -> {
                recent.forget(id);
                yield Optional.of(new CommandOutcome.VersionConflict(id, version));
            }
            case HistoryConflict() -> {
                recent.forget(id);
                yield Optional.empty();
            }
            case AlreadyAnswered(var answer) -> Optional.of(OnceOnly.outcome(once.orElseThrow(), answer));
        };
    }

    /** Now, or the time of the circle's last event when the clock has been set back since. */
    private Instant notBefore(Optional<Instant> last) {
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return last.filter(now::isBefore).orElse(now);
    }
}
