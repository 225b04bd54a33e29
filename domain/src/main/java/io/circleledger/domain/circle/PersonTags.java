package io.circleledger.domain.circle;

import io.circleledger.domain.circle.CircleEvent.CircleCreated;
import io.circleledger.domain.circle.CircleEvent.MemberJoined;
import io.circleledger.domain.circle.CircleEvent.MemberLeft;
import io.circleledger.domain.circle.CircleEvent.OfficerAppointed;
import io.ledger.core.decide.Tag;
import io.ledger.core.decide.Tagger;
import io.ledger.core.person.PersonId;
import java.util.Optional;
import java.util.Set;

/**
 * Tags the events that bring somebody to a circle or away from it with the person, so that the circles of a person are
 * found in the log. An owner is a member already, and who loses an office was tagged when they got it.
 */
public record PersonTags() implements Tagger<Circle, CircleEvent> {

    /** The key of these tags. */
    public static final String KEY = "person";

    @Override
    public Set<Tag> tags(Optional<Circle> before, CircleEvent event) {
        if (event instanceof MemberLeft(var person, var _)) {
            return Set.of(tag(person));
        }
        return event instanceof OfficerAppointed(var _, var person) ? Set.of(tag(person)) : joining(event);
    }

    /** The tag of whoever becomes a member by an event. */
    public static Set<Tag> joining(CircleEvent event) {
        if (event instanceof MemberJoined(var person)) {
            return Set.of(tag(person));
        }
        return event instanceof CircleCreated(var _, var owner)
                ? owner.map(PersonTags::tag).map(Set::of).orElseGet(Set::of)
                : Set.of();
    }

    /** Whether the person of a tag is a member of a living circle. */
    public static boolean isMember(Circle circle, Tag tag) {
        return !circle.dissolved()
                && PersonId.parse(tag.value()).filter(circle.roster()::has).isPresent();
    }

    /** The tag of a person. */
    public static Tag tag(PersonId person) {
        return new Tag(KEY, person.toString());
    }
}
