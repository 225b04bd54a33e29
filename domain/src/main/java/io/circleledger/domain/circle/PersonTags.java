package io.circleledger.domain.circle;

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
import io.ledger.core.decide.Tag;
import io.ledger.core.decide.Tagger;
import io.ledger.core.person.PersonId;
import java.util.Optional;
import java.util.Set;

/**
 * Tags the events that bring somebody to a circle or away from it with the person, so that the circles of a person are
 * found in the log.
 */
public record PersonTags() implements Tagger<Circle, CircleEvent> {

    /** The key of these tags. */
    public static final String KEY = "person";

    @Override
    public Set<Tag> tags(Optional<Circle> before, CircleEvent event) {
        return person(event).map(PersonTags::tag).map(Set::of).orElseGet(Set::of);
    }

    private static Optional<PersonId> person(CircleEvent event) {
        return switch (event) {
            case CircleCreated(var _, var owner) -> owner;
            case MemberJoined(var person) -> Optional.of(person);
            case MemberLeft(var person, var _) -> Optional.of(person);
            case OfficerAppointed(var _, var person) -> Optional.of(person);
            // The owner is a member already, and who loses an office was tagged when they got it.
            case OwnerChanged _,
                    OfficerRelieved _,
                    CircleUpdated _,
                    CircleDissolved _,
                    CircleRenewed _,
                    CircleLapsed _,
                    CircleSuspended _,
                    CircleReinstated _ -> Optional.empty();
        };
    }

    /** The tag of a person. */
    public static Tag tag(PersonId person) {
        return new Tag(KEY, person.toString());
    }
}
