package io.circleledger.command;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleCommand;
import io.circleledger.domain.circle.CircleCommand.CreateCircle;
import io.circleledger.domain.circle.CircleCommand.UpdateCircle;
import io.circleledger.domain.circle.CircleDecider;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleId;
import io.circleledger.domain.circle.CircleName;
import io.circleledger.domain.circle.Decision.Accepted;
import io.circleledger.domain.circle.Decision.Rejected;
import io.circleledger.domain.eventstore.Append;
import io.circleledger.domain.eventstore.AppendResult.Appended;
import io.circleledger.domain.eventstore.AppendResult.VersionConflict;
import io.circleledger.domain.eventstore.EventMetadata;
import io.circleledger.domain.eventstore.EventPublisher;
import io.circleledger.domain.eventstore.EventStore;
import io.circleledger.domain.eventstore.ExpectedVersion;
import io.circleledger.domain.eventstore.NewEvent;
import io.circleledger.domain.eventstore.StoredCircle.Latest;
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
 * the caller's to resolve and is never retried here.
 */
public final class CircleCommands {

    private final EventStore store;
    private final EventPublisher publisher;
    private final Supplier<UUID> ids;
    private final InstantSource clock;

    /** @param ids gives ids that were never given before, version 7 by preference */
    public CircleCommands(EventStore store, EventPublisher publisher, Supplier<UUID> ids, InstantSource clock) {
        this.store = store;
        this.publisher = publisher;
        this.ids = ids;
        this.clock = clock;
    }

    /** Creates a circle under a new id. */
    public CommandOutcome create(CircleName name, Capacity capacity, EventMetadata metadata) {
        var command = new CreateCircle(CircleId.of(ids.get()), name, capacity);
        return execute(command, ExpectedVersion.NO_STREAM, Optional.empty(), metadata);
    }

    /**
     * Changes the fields that are present.
     *
     * @param expected the version the caller has read
     */
    public CommandOutcome update(
            CircleId id,
            ExpectedVersion expected,
            Optional<CircleName> name,
            Optional<Capacity> capacity,
            EventMetadata metadata) {
        var command = new UpdateCircle(id, name, capacity);
        return execute(command, expected, store.load(id).latest(), metadata);
    }

    private CommandOutcome execute(
            CircleCommand command, ExpectedVersion expected, Optional<Latest> latest, EventMetadata metadata) {
        var id = command.circleId();
        var state = latest.map(Latest::circle);
        var currentVersion = state.map(Circle::version).orElse(0);
        return switch (CircleDecider.decide(command, state)) {
            case Rejected(var rejection) -> new CommandOutcome.Rejected(id, rejection);
            case Accepted _
            when currentVersion != expected.value() -> new CommandOutcome.VersionConflict(id, currentVersion);
            case Accepted(var events)
            when events.isEmpty() ->
                new CommandOutcome.Done(id, currentVersion, latest.orElseThrow().position());
            case Accepted(var events) -> append(id, expected, latest, events, metadata);
        };
    }

    private CommandOutcome append(
            CircleId id,
            ExpectedVersion expected,
            Optional<Latest> latest,
            List<CircleEvent> events,
            EventMetadata metadata) {
        var occurredAt = notBefore(latest.map(Latest::occurredAt));
        var state = latest.map(Latest::circle);
        var recorded = new ArrayList<NewEvent>(events.size());
        for (var event : events) {
            recorded.add(new NewEvent(ids.get(), occurredAt, metadata, event));
            state = Optional.of(CircleDecider.evolve(id, state, event));
        }
        var after = state.orElseThrow();
        return switch (store.append(new Append(expected, recorded, after))) {
            case Appended(var position) -> {
                publisher.published(position);
                yield new CommandOutcome.Done(id, after.version(), position);
            }
            case VersionConflict(var version) -> new CommandOutcome.VersionConflict(id, version);
        };
    }

    /** Now, or the time of the circle's last event when the clock has been set back since. */
    private Instant notBefore(Optional<Instant> last) {
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return last.filter(now::isBefore).orElse(now);
    }
}
