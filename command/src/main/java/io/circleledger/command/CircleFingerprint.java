package io.circleledger.command;

import static io.circleledger.domain.circle.CircleDetails.CAPACITY;
import static io.circleledger.domain.circle.CircleDetails.NAME;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.CircleCommand;
import io.circleledger.domain.circle.CircleCommand.CreateCircle;
import io.circleledger.domain.circle.CircleCommand.DissolveCircle;
import io.circleledger.domain.circle.CircleCommand.UpdateCircle;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleName;
import io.circleledger.domain.circle.FieldValues;
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
            case CreateCircle(var details) -> "CreateCircle\n" + text(details);
            case UpdateCircle(var change) ->
                "UpdateCircle\n" + stream.id() + "\n" + precondition.text() + "\n" + text(change);
            case DissolveCircle() -> "DissolveCircle\n" + stream.id() + "\n" + precondition.text() + "\n\n";
        };
    }

    /** A line for each of the first two fields, and one for every other that is present. No value has line breaks. */
    private static String text(FieldValues values) {
        var text = new StringBuilder();
        text.append(values.get(NAME).map(CircleName::value).orElse(ABSENT)).append('\n');
        text.append(values.get(CAPACITY).map(CircleFingerprint::text).orElse(ABSENT))
                .append('\n');
        for (var field : CircleDetails.FIELDS) {
            if (field != NAME && field != CAPACITY) {
                field.plain(values)
                        .ifPresent(value -> text.append(field.name())
                                .append('=')
                                .append(value)
                                .append('\n'));
            }
        }
        return text.toString();
    }

    private static String text(Capacity capacity) {
        return "Capacity[value=" + capacity.value() + "]";
    }
}
