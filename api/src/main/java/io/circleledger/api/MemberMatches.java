package io.circleledger.api;

import io.circleledger.api.MemberImport.NamedCircle;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.Circles;
import io.circleledger.query.RosterQueries;
import io.ledger.core.decide.CorruptStreamException;
import io.ledger.core.stream.Versioned;
import io.ledger.core.text.NameFolding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The circles that some rows may mean; only those are remembered. */
final class MemberMatches {

    private final Map<String, List<String>> circlesByName = new HashMap<>();
    private final Map<String, Circle> circles = new HashMap<>();
    private final Set<String> damaged = new HashSet<>();

    private MemberMatches() {}

    /** @param eachCircle goes through all living circles; it is asked only where a row has a name without an id */
    static MemberMatches find(
            List<MemberReading> readings,
            Consumer<Consumer<NamedCircle>> eachCircle,
            RosterQueries rosters,
            NameFolding folding) {
        var matches = new MemberMatches();
        matches.addNames(readings, eachCircle, folding);
        var ids = new HashSet<String>();
        readings.stream().map(MemberReading::circleId).forEach(ids::add);
        matches.circlesByName.values().stream().filter(same -> same.size() == 1).forEach(ids::addAll);
        matches.addCircles(ids, rosters);
        return matches;
    }

    private void addNames(
            List<MemberReading> readings, Consumer<Consumer<NamedCircle>> eachCircle, NameFolding folding) {
        readings.stream()
                .filter(MemberReading::isByCircleName)
                .forEach(reading -> circlesByName.put(reading.circleName(), new ArrayList<>(1)));
        if (!circlesByName.isEmpty()) {
            eachCircle.accept(circle -> {
                var same = circlesByName.get(folding.fold(circle.name()));
                if (same != null) {
                    same.add(circle.id());
                }
            });
        }
    }

    private void addCircles(Collection<String> ids, RosterQueries rosters) {
        for (var id : ids) {
            try {
                Circles.parse(id)
                        .flatMap(rosters::circle)
                        .map(Versioned::state)
                        .ifPresent(circle -> circles.put(id, circle));
            } catch (CorruptStreamException broken) {
                damaged.add(id);
            }
        }
    }

    /** Whether there is such a circle, and nobody can tell what it is. */
    boolean isDamaged(String id) {
        return damaged.contains(id);
    }

    /** The living circles of a folded name. */
    List<String> circlesNamed(String name) {
        return circlesByName.getOrDefault(name, List.of());
    }

    /** A circle as it was when this was made, also one that was dissolved. */
    Optional<Circle> circle(String id) {
        return Optional.ofNullable(circles.get(id));
    }
}
