package io.circleledger.domain.readmodel;

import static io.ledger.core.document.DocumentDifference.quoted;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleEvent.CircleCreated;
import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.circle.CircleEvent.CircleUpdated;
import io.circleledger.domain.circle.CircleName;
import io.ledger.core.decide.Aggregate;
import io.ledger.core.decide.ImpossibleEventException;
import io.ledger.core.document.DocumentDifference;
import io.ledger.core.document.ViewProjection;
import io.ledger.core.log.LogEntry.Recorded;
import io.ledger.core.stream.Versioned;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an event does to the view of its circle. */
public record CircleProjection(Aggregate<?, Circle, CircleEvent, ?> aggregate)
        implements ViewProjection<Circle, CircleEvent, CircleView> {

    @Override
    public Optional<CircleView> project(Optional<CircleView> view, Recorded<CircleEvent> recorded) {
        return switch (recorded.event()) {
            case CircleCreated(var name, var capacity) -> {
                if (view.isPresent()) {
                    throw new ImpossibleEventException("CircleCreated follows other events");
                }
                yield Optional.of(
                        new CircleView(recorded.stream().id(), name.value(), capacity.value(), recorded.version()));
            }
            case CircleUpdated(var name, var capacity) -> {
                var before = living(view);
                yield Optional.of(new CircleView(
                        before.id(),
                        name.map(CircleName::value).orElse(before.name()),
                        capacity.map(Capacity::value).orElse(before.capacity()),
                        recorded.version()));
            }
            case CircleDissolved() -> {
                var _ = living(view);
                yield Optional.empty();
            }
        };
    }

    private static CircleView living(Optional<CircleView> view) {
        return view.orElseThrow(() -> new ImpossibleEventException("an event of a circle that is not there"));
    }

    @Override
    public Optional<CircleView> view(Versioned<Circle> circle) {
        return circle.state().dissolved() ? Optional.empty() : Optional.of(CircleView.of(circle));
    }

    @Override
    public Map<String, Object> fields(Circle circle) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", circle.name().value());
        fields.put("capacity", circle.capacity().value());
        return fields;
    }

    @Override
    public List<DocumentDifference> differences(CircleView live, CircleView wanted) {
        var found = new ArrayList<DocumentDifference>();
        DocumentDifference.add(found, "name", quoted(live.name()), quoted(wanted.name()));
        DocumentDifference.add(found, "capacity", live.capacity(), wanted.capacity());
        DocumentDifference.add(found, "version", live.version(), wanted.version());
        return found;
    }

    @Override
    public String describe(CircleView view) {
        return "%s, capacity %d, version %d".formatted(quoted(view.name()), view.capacity(), view.version());
    }
}
