package io.circleledger.wiring;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleEvent;
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
import java.util.Optional;
import java.util.StringJoiner;

/** What happened to a circle, in plain words. */
final class CircleStory {

    private CircleStory() {}

    /** @param type of the event, for those that have no words of their own */
    static String words(Optional<Circle> before, CircleEvent event, String type) {
        return switch (event) {
            case CircleCreated(var details, var owner) -> {
                var words = new StringJoiner(", ");
                for (var field : CircleDetails.FIELDS) {
                    if (field != CircleDetails.NAME) {
                        field.shown(details, CircleStory::quoted)
                                .ifPresent(value -> words.add(field.words() + " " + value));
                    }
                }
                owner.ifPresent(id -> words.add("owner " + id));
                yield "created " + quoted(details.name().value()) + " with " + words;
            }
            case CircleUpdated(var change) -> {
                var words = new StringJoiner(", ");
                for (var field : CircleDetails.FIELDS) {
                    field.shown(change, CircleStory::quoted).ifPresent(now -> {
                        var old = before.flatMap(circle -> field.shown(circle.details(), CircleStory::quoted));
                        words.add(
                                field.words() + " " + old.map(it -> it + " → ").orElse("") + now);
                    });
                }
                yield words.toString();
            }
            case CircleDissolved() -> "dissolved";
            case MemberJoined _,
                    MemberLeft _,
                    OwnerChanged _,
                    OfficerAppointed _,
                    OfficerRelieved _,
                    CircleRenewed _,
                    CircleLapsed _,
                    CircleSuspended _,
                    CircleReinstated _ -> {
                var words = new StringJoiner(" ").add(type);
                event.plain().values().forEach(value -> words.add(value.toString()));
                yield words.toString();
            }
        };
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }
}
