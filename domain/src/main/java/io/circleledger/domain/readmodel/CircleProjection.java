package io.circleledger.domain.readmodel;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleEvent.CircleCreated;
import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.circle.CircleEvent.CircleUpdated;
import io.circleledger.domain.circle.CircleField;
import io.ledger.core.decide.Aggregate;
import io.ledger.core.decide.ImpossibleEventException;
import io.ledger.core.document.DocumentDifference;
import io.ledger.core.document.ViewProjection;
import io.ledger.core.log.LogEntry.Recorded;
import io.ledger.core.stream.Versioned;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an event does to the view of its circle.
 *
 * @param keepsDissolved whether a dissolved circle is still shown, as it was last; no longer shown is the other way
 */
public record CircleProjection(Aggregate<?, Circle, CircleEvent, ?> aggregate, boolean keepsDissolved)
        implements ViewProjection<Circle, CircleEvent, CircleView> {

    @Override
    public Optional<CircleView> project(Optional<CircleView> view, Recorded<CircleEvent> recorded) {
        return switch (recorded.event()) {
            case CircleCreated(var details) -> {
                if (view.isPresent()) {
                    throw new ImpossibleEventException("CircleCreated follows other events");
                }
                yield Optional.of(new CircleView(recorded.stream().id(), details, recorded.version()));
            }
            case CircleUpdated(var change) -> {
                var before = living(view);
                yield Optional.of(new CircleView(before.id(), change.appliedTo(before.details()), recorded.version()));
            }
            case CircleDissolved() -> {
                var before = living(view);
                yield keepsDissolved
                        ? Optional.of(before.dissolved(recorded.occurredAt(), recorded.version()))
                        : Optional.empty();
            }
        };
    }

    private static CircleView living(Optional<CircleView> view) {
        return view.filter(circle -> circle.dissolvedAt().isEmpty())
                .orElseThrow(() -> new ImpossibleEventException("an event of a circle that is not there"));
    }

    @Override
    public Optional<CircleView> view(Versioned<Circle> circle) {
        return circle.state().dissolved() && !keepsDissolved ? Optional.empty() : Optional.of(CircleView.of(circle));
    }

    @Override
    public Map<String, Object> fields(Circle circle) {
        return circle.details().plain();
    }

    @Override
    public List<DocumentDifference> differences(CircleView live, CircleView wanted) {
        var found = new ArrayList<DocumentDifference>();
        for (var field : CircleDetails.FIELDS) {
            DocumentDifference.add(found, field.words(), shown(live, field), shown(wanted, field));
        }
        DocumentDifference.add(found, "version", live.version(), wanted.version());
        return found;
    }

    @Override
    public String describe(CircleView view) {
        return view.details().describe(DocumentDifference::quoted) + ", version " + view.version();
    }

    private static String shown(CircleView view, CircleField<?> field) {
        return field.shown(view.details(), DocumentDifference::quoted).orElse("none");
    }
}
