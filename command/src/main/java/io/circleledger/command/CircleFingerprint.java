package io.circleledger.command;

import static io.circleledger.domain.circle.CircleDetails.CAPACITY;
import static io.circleledger.domain.circle.CircleDetails.NAME;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.CircleCommand;
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
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleName;
import io.circleledger.domain.circle.FieldValues;
import io.circleledger.domain.circle.OwnerClaim;
import io.ledger.core.StreamId;
import io.ledger.core.command.Fingerprint;
import io.ledger.core.command.Precondition;

/** The texts that requests to change circles are told apart by. They never change. */
public final class CircleFingerprint implements Fingerprint<CircleCommand> {

    /** Stands for an optional field that is absent; no name can be this. */
    private static final String ABSENT = "\t";

    @Override
    public String text(StreamId stream, CircleCommand command, Precondition precondition) {
        if (command instanceof CreateCircle(var details, var owner)) {
            return "CreateCircle\n" + text(details)
                    + owner.map(CircleFingerprint::text).orElse("");
        }
        var target = stream.id() + "\n" + precondition.text() + "\n";
        return switch (command) {
            case CreateCircle _ -> throw new IllegalStateException("A creation has no target");
            case UpdateCircle(var change) -> "UpdateCircle\n" + target + text(change);
            case DissolveCircle() -> "DissolveCircle\n" + target + "\n";
            case JoinCircle(var person) -> "JoinCircle\n" + target + line("person", person.id());
            case LeaveCircle(var person, var reason) ->
                "LeaveCircle\n" + target + line("person", person) + line("leave", reason.label());
            case HandOver(var claim) -> "HandOver\n" + target + text(claim);
            case AppointOfficer(var office, var person) ->
                "AppointOfficer\n" + target + line("office", office.label()) + line("person", person.id());
            case RelieveOfficer(var office) -> "RelieveOfficer\n" + target + line("office", office.label());
            case RenewCircle(var year) -> "RenewCircle\n" + target + line("year", year);
            case LapseCircle(var year) -> "LapseCircle\n" + target + line("year", year);
            case SuspendCircle() -> "SuspendCircle\n" + target;
            case ReinstateCircle() -> "ReinstateCircle\n" + target;
        };
    }

    /** Who is asked for; what is known of them may differ the next time. */
    private static String text(OwnerClaim claim) {
        return line("owner", claim.person().id()) + (claim.isOverridden() ? line("override", true) : "");
    }

    private static String line(String name, Object value) {
        return name + "=" + value + "\n";
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
