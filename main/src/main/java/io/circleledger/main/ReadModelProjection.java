package io.circleledger.main;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.readmodel.CircleView;
import io.ledger.core.StreamId;
import io.ledger.core.document.DocumentStore;
import io.ledger.http.routes.ProjectionStatus;
import io.ledger.projection.ProjectionWatch;
import io.ledger.projection.Projector;
import io.ledger.projection.ReadModelAuditor;
import io.ledger.projection.Repair;

/** The projections into the read models, as the API shows them. */
final class ReadModelProjection implements ProjectionStatus {

    /**
     * A read model with what follows it.
     *
     * @param repair what tries its parked circles again
     */
    record Followed(
            Projector projector,
            ProjectionWatch watch,
            DocumentStore<CircleView> views,
            Repair<Circle, CircleEvent, CircleView> repair) {}

    private final Followed redis;
    private final Followed search;
    private final ReadModelAuditor<?, ?, ?> auditor;

    ReadModelProjection(Followed redis, Followed search, ReadModelAuditor<?, ?, ?> auditor) {
        this.redis = redis;
        this.search = search;
        this.auditor = auditor;
    }

    @Override
    public Overview state() {
        var found = search.watch().lag();
        var lag = redis.watch().lag();
        return new Overview(
                lag.position(),
                lag.head(),
                lag.behindFor(),
                auditor.checked(),
                auditor.diverged(),
                redis.views().parked(),
                new SearchStatus(
                        found.position(),
                        found.behindFor(),
                        search.views().parked(),
                        search.projector().trouble()),
                redis.projector().trouble());
    }

    /** Both read models follow the same log, so the one can read a circle exactly if the other can. */
    @Override
    public Retry retry(StreamId id) {
        return switch (redis.repair().repair(id)) {
            case Repair.RepairOutcome.Repaired() -> shown(id);
            case Repair.RepairOutcome.StillCorrupt(var version, var reason) -> new Retry.StillParked(version, reason);
            case Repair.RepairOutcome.NoSuchStream() -> new Retry.UnknownStream();
            case Repair.RepairOutcome.Contended() -> new Retry.BusyModel();
        };
    }

    private Retry shown(StreamId id) {
        return switch (search.repair().repair(id)) {
            case Repair.RepairOutcome.Repaired() -> new Retry.Shown();
            case Repair.RepairOutcome.StillCorrupt(var version, var reason) -> new Retry.StillParked(version, reason);
            case Repair.RepairOutcome.NoSuchStream() -> new Retry.UnknownStream();
            case Repair.RepairOutcome.Contended() -> new Retry.BusyModel();
        };
    }
}
