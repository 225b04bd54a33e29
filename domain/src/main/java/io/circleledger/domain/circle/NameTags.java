package io.circleledger.domain.circle;

import io.circleledger.domain.circle.CircleEvent.CircleCreated;
import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.circle.CircleEvent.CircleReinstated;
import io.circleledger.domain.circle.CircleEvent.CircleUpdated;
import io.ledger.core.Sha256;
import io.ledger.core.command.UniqueTag;
import io.ledger.core.decide.Tag;
import io.ledger.core.decide.Tagger;
import io.ledger.core.text.NameFolding;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tags the events that take a name or set one free with that name, so that who bears it can be told from these events
 * alone. Names that people take for the same have the same tag.
 */
public record NameTags(NameFolding folding)
        implements Tagger<Circle, CircleEvent>, UniqueTag.Bearing<Circle, CircleEvent> {

    /** The key of these tags. */
    public static final String KEY = "name";

    @Override
    public Set<Tag> tags(Optional<Circle> before, CircleEvent event) {
        var old = event instanceof CircleDissolved ? before.map(Circle::name) : Optional.<CircleName>empty();
        var renamed =
                event instanceof CircleUpdated(var change) && change.name().isPresent()
                        ? before.map(Circle::name)
                        : Optional.<CircleName>empty();
        return Stream.of(takenName(before, event), old, renamed)
                .flatMap(Optional::stream)
                .map(this::tag)
                .collect(Collectors.toSet());
    }

    /** The name that an event takes for its circle, empty when it takes none. */
    private static Optional<CircleName> takenName(Optional<Circle> before, CircleEvent event) {
        if (event instanceof CircleCreated created) {
            return Optional.of(created.details().name());
        }
        if (event instanceof CircleReinstated) {
            return before.filter(Circle::dissolved).map(Circle::name);
        }
        return event instanceof CircleUpdated(var change) ? change.name() : Optional.empty();
    }

    @Override
    public Optional<Tag> borne(Circle circle) {
        return circle.dissolved() ? Optional.empty() : Optional.of(tag(circle.name()));
    }

    @Override
    public Optional<Tag> taken(Optional<Circle> before, CircleEvent event) {
        return takenName(before, event).map(this::tag);
    }

    @Override
    public boolean bearsAfter(CircleEvent event, Tag tag) {
        // A reinstated circle has the tag of the name that it bears again.
        return event instanceof CircleCreated
                || event instanceof CircleReinstated
                || (event instanceof CircleUpdated(var change)
                        && change.name().map(this::tag).equals(Optional.of(tag)));
    }

    /** The tag of a name: a digest, because a folding may be longer than a tag. */
    public Tag tag(CircleName name) {
        return new Tag(KEY, Sha256.hex(folding.fold(name.value())));
    }
}
