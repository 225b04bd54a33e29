package io.circleledger.command;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.CircleCommand;
import io.circleledger.domain.circle.CircleCommand.CreateCircle;
import io.circleledger.domain.circle.CircleCommand.DissolveCircle;
import io.circleledger.domain.circle.CircleCommand.UpdateCircle;
import io.circleledger.domain.circle.CircleName;
import io.ledger.core.StreamId;
import io.ledger.core.command.Fingerprint;
import io.ledger.core.command.Precondition;

/** The texts that requests to change circles are told apart by. They never change. */
public final class CircleFingerprint implements Fingerprint<CircleCommand> {

    /** Stands for an optional field that is absent; no name can be this. */
    private static final String ABSENT = "\t";

    @Override
    public String text(StreamId stream, CircleCommand command, Precondition precondition) {
        return switch (command) {
            case CreateCircle(var name, var capacity) -> "CreateCircle\n" + name.value() + "\n" + text(capacity) + "\n";
            case UpdateCircle(var name, var capacity) ->
                "UpdateCircle\n" + stream.id() + "\n" + precondition.text() + "\n"
                        + name.map(CircleName::value).orElse(ABSENT) + "\n"
                        + capacity.map(CircleFingerprint::text).orElse(ABSENT) + "\n";
            case DissolveCircle() -> "DissolveCircle\n" + stream.id() + "\n" + precondition.text() + "\n\n";
        };
    }

    private static String text(Capacity capacity) {
        return "Capacity[value=" + capacity.value() + "]";
    }
}
