package io.circleledger.domain.circle;

import io.circleledger.domain.circle.CircleEvent.CircleCreated;
import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.circle.CircleEvent.CircleUpdated;
import io.ledger.core.Sha256;
import io.ledger.core.decide.Tag;
import io.ledger.core.decide.Tagger;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tags the events that take a name or set one free with that name, so that who bears it can be told from these events
 * alone. Names that people take for the same have the same tag.
 */
public record NameTags(NameFolding folding) implements Tagger<Circle, CircleEvent> {

    /** The key of these tags. */
    public static final String KEY = "name";

    @Override
    public Set<Tag> tags(Optional<Circle> before, CircleEvent event) {
        var old = before.map(Circle::name);
        return switch (event) {
            case CircleCreated(var details) -> Set.of(tag(details.name()));
            case CircleUpdated(var change) ->
                change.name().isEmpty()
                        ? Set.of()
                        : Stream.concat(change.name().stream(), old.stream())
                                .map(this::tag)
                                .collect(Collectors.toSet());
            case CircleDissolved() -> old.map(this::tag).map(Set::of).orElseGet(Set::of);
        };
    }

    /** The tag of a name: a digest, because a folding may be longer than a tag. */
    public Tag tag(CircleName name) {
        return new Tag(KEY, Sha256.hex(folding.fold(name.value())));
    }
}
