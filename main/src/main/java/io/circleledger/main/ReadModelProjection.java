package io.circleledger.main;

import io.circleledger.api.Projection;
import io.circleledger.domain.circle.CircleId;
import io.circleledger.domain.readmodel.CircleViewStore;
import io.circleledger.infrastructure.projection.CircleRepair;
import io.circleledger.infrastructure.projection.ProjectionWatch;
import io.circleledger.infrastructure.projection.ReadModelAuditor;

/** The projection into the read model, as the API shows it. */
final class ReadModelProjection implements Projection {

    private final ProjectionWatch watch;
    private final CircleViewStore views;
    private final ReadModelAuditor auditor;
    private final CircleRepair repair;

    ReadModelProjection(ProjectionWatch watch, CircleViewStore views, ReadModelAuditor auditor, CircleRepair repair) {
        this.watch = watch;
        this.views = views;
        this.auditor = auditor;
        this.repair = repair;
    }

    @Override
    public State state() {
        var lag = watch.lag();
        return new State(
                lag.position(), lag.head(), lag.behindFor(), auditor.checked(), auditor.diverged(), views.parked());
    }

    @Override
    public Retry retry(CircleId id) {
        return switch (repair.repair(id)) {
            case CircleRepair.Outcome.Repaired() -> new Retry.Shown();
            case CircleRepair.Outcome.StillCorrupt(var version, var reason) -> new Retry.StillParked(version, reason);
            case CircleRepair.Outcome.Unknown() -> new Retry.Unknown();
            case CircleRepair.Outcome.Busy() -> new Retry.Busy();
        };
    }
}
