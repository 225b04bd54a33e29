package io.circleledger.command;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleCommand;
import io.circleledger.domain.circle.CircleCommand.CreateCircle;
import io.circleledger.domain.circle.CircleCommand.DissolveCircle;
import io.circleledger.domain.circle.CircleCommand.LapseCircle;
import io.circleledger.domain.circle.CircleCommand.ReinstateCircle;
import io.circleledger.domain.circle.CircleCommand.RenewCircle;
import io.circleledger.domain.circle.CircleCommand.SuspendCircle;
import io.circleledger.domain.circle.CircleCommand.UpdateCircle;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleRejection;
import io.ledger.core.StreamId;
import io.ledger.core.command.CommandHandler;
import io.ledger.core.command.CommandOutcome;
import io.ledger.core.command.Precondition;
import io.ledger.core.command.Request;

/** What can be done with circles. */
public final class CircleCommands {

    private final CommandHandler<CircleCommand, Circle, CircleEvent, CircleRejection> handler;

    /** The commands that a handler carries out. */
    public CircleCommands(CommandHandler<CircleCommand, Circle, CircleEvent, CircleRejection> handler) {
        this.handler = handler;
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

    /** Lets a circle go on for a year. */
    public CommandOutcome<CircleRejection> renew(StreamId id, int year, Precondition precondition, Request request) {
        return handler.change(id, new RenewCircle(year), precondition, request);
    }

    /** Lets an active circle lapse that was not renewed for a year; does nothing to others. */
    public CommandOutcome<CircleRejection> lapse(StreamId id, int year, Precondition precondition, Request request) {
        return handler.change(id, new LapseCircle(year), precondition, request);
    }

    /** Stops a circle. */
    public CommandOutcome<CircleRejection> suspend(StreamId id, Precondition precondition, Request request) {
        return handler.change(id, new SuspendCircle(), precondition, request);
    }

    /** Makes a circle active again. */
    public CommandOutcome<CircleRejection> reinstate(StreamId id, Precondition precondition, Request request) {
        return handler.change(id, new ReinstateCircle(), precondition, request);
    }
}
