package io.circleledger.domain.circle;

import static io.circleledger.domain.circle.CircleRejection.CIRCLE_ALREADY_EXISTS;
import static io.circleledger.domain.circle.CircleRejection.CIRCLE_DOES_NOT_EXIST;
import static io.circleledger.domain.circle.CircleRejection.CIRCLE_IS_DISSOLVED;
import static io.circleledger.domain.circle.CircleRejection.UPDATE_NAMES_NO_FIELD;

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
import io.circleledger.domain.circle.CircleEvent.CircleCreated;
import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.circle.CircleEvent.CircleLapsed;
import io.circleledger.domain.circle.CircleEvent.CircleReinstated;
import io.circleledger.domain.circle.CircleEvent.CircleRenewed;
import io.circleledger.domain.circle.CircleEvent.CircleSuspended;
import io.circleledger.domain.circle.CircleEvent.CircleUpdated;
import io.circleledger.domain.circle.CircleEvent.MemberJoined;
import io.circleledger.domain.circle.CircleEvent.MemberLeft;
import io.circleledger.domain.circle.CircleEvent.OfficerAppointed;
import io.circleledger.domain.circle.CircleEvent.OfficerRelieved;
import io.circleledger.domain.circle.CircleEvent.OwnerChanged;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A circle as somebody would write it who never heard of events: a map that is overwritten.
 *
 * <p>It says what a command should lead to, and takes its word for it.
 */
final class PlainCircle {

    /** What a command should lead to: a refusal, or the fields that get another value. */
    record Effect(Optional<CircleRejection> refusal, Map<String, Object> changed) {}

    private final Map<String, Object> fields = new HashMap<>();
    private int version;

    Effect carryOut(CircleCommand command) {
        var wanted = wanted(command);
        var refusal = refusal(command, wanted);
        if (refusal.isPresent()) {
            return new Effect(refusal, Map.of());
        }
        var changed = new HashMap<String, Object>();
        wanted.forEach((field, value) -> {
            if (!value.equals(fields.put(field, value))) {
                changed.put(field, value);
            }
        });
        version += changed.isEmpty() ? 0 : 1;
        return new Effect(Optional.empty(), changed);
    }

    private Optional<CircleRejection> refusal(CircleCommand command, Map<String, Object> wanted) {
        if (wanted.isEmpty()) {
            return Optional.of(UPDATE_NAMES_NO_FIELD);
        }
        if (command instanceof CreateCircle) {
            return Optional.of(CIRCLE_ALREADY_EXISTS).filter(_ -> version > 0);
        }
        if (version == 0) {
            return Optional.of(CIRCLE_DOES_NOT_EXIST);
        }
        return Optional.of(CIRCLE_IS_DISSOLVED).filter(_ -> fields.containsKey("dissolved"));
    }

    private static Map<String, Object> wanted(CircleCommand command) {
        var wanted = new HashMap<String, Object>();
        switch (command) {
            case CreateCircle create -> {
                wanted.put("name", create.details().name().value());
                wanted.put("capacity", create.details().capacity().value());
            }
            case UpdateCircle update -> {
                update.change().name().ifPresent(name -> wanted.put("name", name.value()));
                update.change().capacity().ifPresent(capacity -> wanted.put("capacity", capacity.value()));
            }
            case DissolveCircle _ -> wanted.put("dissolved", true);
            case JoinCircle _,
                    LeaveCircle _,
                    HandOver _,
                    AppointOfficer _,
                    RelieveOfficer _,
                    RenewCircle _,
                    LapseCircle _,
                    SuspendCircle _,
                    ReinstateCircle _ -> throw new IllegalArgumentException("told by RandomRosterTest");
        }
        return wanted;
    }

    int version() {
        return version;
    }

    /** The fields of this circle, to be compared with {@link #fieldsOf(Circle)}. */
    Map<String, Object> fields() {
        return Map.copyOf(fields);
    }

    static Map<String, Object> fieldsOf(Circle circle) {
        var fields = new HashMap<String, Object>();
        fields.put("name", circle.name().value());
        fields.put("capacity", circle.details().capacity().value());
        if (circle.dissolved()) {
            fields.put("dissolved", true);
        }
        return fields;
    }

    /** What an event says, to be compared with {@link Effect#changed()}. */
    static Map<String, Object> fieldsOf(CircleEvent event) {
        return switch (event) {
            case CircleCreated(var details, var _) ->
                Map.of(
                        "name",
                        details.name().value(),
                        "capacity",
                        details.capacity().value());
            case CircleUpdated(var change) -> {
                var fields = new HashMap<String, Object>();
                change.name().ifPresent(value -> fields.put("name", value.value()));
                change.capacity().ifPresent(value -> fields.put("capacity", value.value()));
                yield fields;
            }
            case CircleDissolved() -> Map.of("dissolved", true);
            case MemberJoined _,
                    MemberLeft _,
                    OwnerChanged _,
                    OfficerAppointed _,
                    OfficerRelieved _,
                    CircleRenewed _,
                    CircleLapsed _,
                    CircleSuspended _,
                    CircleReinstated _ -> throw new IllegalArgumentException("told by RandomRosterTest");
        };
    }
}
