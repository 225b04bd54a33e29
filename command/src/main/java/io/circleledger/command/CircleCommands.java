package io.circleledger.command;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleCommand;
import io.circleledger.domain.circle.CircleCommand.CreateCircle;
import io.circleledger.domain.circle.CircleCommand.DissolveCircle;
import io.circleledger.domain.circle.CircleCommand.UpdateCircle;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleRejection;
import io.ledger.core.StreamId;
import io.ledger.core.command.CommandHandler;
import io.ledger.core.command.CommandOutcome;
import io.ledger.core.command.Precondition;
import io.ledger.core.command.Request;
import io.ledger.core.command.StreamRule;
import io.ledger.core.decide.Aggregate;
import io.ledger.core.log.EventPublisher;
import io.ledger.core.request.IdempotencyRecords;
import io.ledger.core.stream.EventStore;
import io.ledger.core.stream.RecentStates;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** What can be done with circles. */
public final class CircleCommands {

    private final CommandHandler<CircleCommand, Circle, CircleEvent, CircleRejection> handler;

    /** The commands that a handler carries out. */
    public CircleCommands(CommandHandler<CircleCommand, Circle, CircleEvent, CircleRejection> handler) {
        this.handler = handler;
    }

    /** Commands without rules over several circles. */
    public CircleCommands(
            Aggregate<CircleCommand, Circle, CircleEvent, CircleRejection> circles,
            EventStore<Circle> store,
            RecentStates<Circle> recent,
            IdempotencyRecords records,
            EventPublisher publisher,
            Supplier<UUID> ids,
            InstantSource clock) {
        this(circles, store, recent, records, publisher, ids, clock, List.of());
    }

    /**
     * Makes the commands of a server.
     *
     * @param ids gives ids that were never given before, version 7 by preference
     * @param rules over several circles
     */
    public CircleCommands(
            Aggregate<CircleCommand, Circle, CircleEvent, CircleRejection> circles,
            EventStore<Circle> store,
            RecentStates<Circle> recent,
            IdempotencyRecords records,
            EventPublisher publisher,
            Supplier<UUID> ids,
            InstantSource clock,
            List<StreamRule<Circle, CircleEvent, CircleRejection>> rules) {
        this.handler = new CommandHandler<>(
                circles, new CircleFingerprint(), store, recent, records, publisher, ids, clock, rules);
    }

    /** Creates a circle under a new id. */
    public CommandOutcome<CircleRejection> create(CircleDetails details, Request request) {
        return handler.create(new CreateCircle(details), request);
    }

    /** Changes the fields that are present. */
    public CommandOutcome<CircleRejection> update(
            StreamId id, Precondition precondition, CircleDetails.Change change, Request request) {
        return handler.change(id, new UpdateCircle(change), precondition, request);
    }

    /** Brings a circle to its end. */
    public CommandOutcome<CircleRejection> dissolve(StreamId id, Precondition precondition, Request request) {
        return handler.change(id, new DissolveCircle(), precondition, request);
    }
}
