package io.circleledger.domain.readmodel;

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
import io.circleledger.domain.circle.CircleField;
import io.circleledger.domain.circle.CircleStatus;
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

/**
 * What an event does to the view of its circle.
 *
 * @param keepsDissolved whether a dissolved circle is still shown, as it was last; no longer shown is the other way
 */
public record CircleProjection(Aggregate<?, Circle, CircleEvent, ?> aggregate, boolean keepsDissolved)
        implements ViewProjection<Circle, CircleEvent, CircleView> {

    @Override
    public Optional<CircleView> project(Optional<CircleView> view, Recorded<CircleEvent> recorded) {
        var event = recorded.event();
        if (event instanceof CircleCreated(var details, var owner)) {
            if (view.isPresent()) {
                throw new ImpossibleEventException("CircleCreated follows other events");
            }
            var standing = CircleStanding.NEW.with(owner).withMembers(owner.isPresent() ? 1 : 0);
            return Optional.of(new CircleView(recorded.stream().id(), details, standing, recorded.version()));
        }
        // Where a circle that was dissolved has no view, the one of its reinstatement is folded from the log.
        var before = view.filter(circle -> circle.dissolvedAt().isEmpty() || event instanceof CircleReinstated)
                .orElseThrow(() -> new ImpossibleEventException("an event of a circle that is not there"));
        if (event instanceof CircleDissolved) {
            return keepsDissolved
                    ? Optional.of(before.dissolved(recorded.occurredAt(), recorded.version()))
                    : Optional.empty();
        }
        var details =
                event instanceof CircleUpdated(var change) ? change.appliedTo(before.details()) : before.details();
        return Optional.of(
                new CircleView(before.id(), details, standing(before.standing(), event), recorded.version()));
    }

    private static CircleStanding standing(CircleStanding before, CircleEvent event) {
        return switch (event) {
            case MemberJoined _ -> before.withMembers(before.members() + 1);
            case MemberLeft _ -> before.withMembers(before.members() - 1);
            case OwnerChanged(var person) -> before.with(person);
            case CircleRenewed(var year) -> before.renewed(year);
            case CircleLapsed _ -> before.with(CircleStatus.LAPSED);
            case CircleSuspended() -> before.with(CircleStatus.SUSPENDED);
            case CircleReinstated() -> before.with(CircleStatus.ACTIVE);
            case CircleCreated _, CircleUpdated _, CircleDissolved _, OfficerAppointed _, OfficerRelieved _ -> before;
        };
    }

    @Override
    public Optional<CircleView> view(Versioned<Circle> circle) {
        return circle.state().dissolved() && !keepsDissolved ? Optional.empty() : Optional.of(CircleView.of(circle));
    }

    @Override
    public Map<String, Object> fields(Circle circle) {
        var fields = new LinkedHashMap<String, Object>();
        for (var field : CircleDetails.FIELDS) {
            fields.put(field.name(), field.plain(circle.details()).orElse(""));
        }
        fields.putAll(CircleStanding.of(circle).plain());
        return fields;
    }

    @Override
    public List<DocumentDifference> differences(CircleView live, CircleView wanted) {
        var found = new ArrayList<DocumentDifference>();
        for (var field : CircleDetails.FIELDS) {
            DocumentDifference.add(found, field.words(), shown(live, field), shown(wanted, field));
        }
        for (var name : live.standing().plain().keySet()) {
            var words = name.replace('_', ' ');
            DocumentDifference.add(found, words, shown(live, name), shown(wanted, name));
        }
        DocumentDifference.add(
                found, "members", live.standing().members(), wanted.standing().members());
        DocumentDifference.add(found, "version", live.version(), wanted.version());
        return found;
    }

    @Override
    public String describe(CircleView view) {
        var standing = view.standing();
        var people = standing.equals(CircleStanding.NEW)
                ? ""
                : ", %s, %d members".formatted(standing.status().label(), standing.members());
        return view.details().describe(DocumentDifference::quoted) + people + ", version " + view.version();
    }

    private static String shown(CircleView view, String name) {
        var value = String.valueOf(view.standing().plain().get(name));
        return value.isEmpty() ? "none" : value;
    }

    private static String shown(CircleView view, CircleField<?> field) {
        return field.shown(view.details(), DocumentDifference::quoted).orElse("none");
    }
}
