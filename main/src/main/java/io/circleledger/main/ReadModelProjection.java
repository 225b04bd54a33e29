package io.circleledger.main;

import io.circleledger.api.Projection;
import io.circleledger.domain.readmodel.CircleViewStore;
import io.circleledger.infrastructure.projection.CircleProjector;
import io.circleledger.infrastructure.projection.CircleRepair;
import io.circleledger.infrastructure.projection.ProjectionWatch;
import io.circleledger.infrastructure.projection.ReadModelAuditor;
import io.ledger.core.stream.StreamId;

/** The projections into the read models, as the API shows them. */
final class ReadModelProjection implements Projection {

    /**
     * A read model with what follows it.
     *
     * @param repair what tries its parked circles again
     */
    record Followed(CircleProjector projector, ProjectionWatch watch, CircleViewStore views, CircleRepair repair) {}

    private final Followed redis;
    private final Followed search;
    private final ReadModelAuditor auditor;

    ReadModelProjection(Followed redis, Followed search, ReadModelAuditor auditor) {
        this.redis = redis;
        this.search = search;
        this.auditor = auditor;
    }

    @Override
    public State state() {
        var found = search.watch().lag();
        var lag = redis.watch().lag();
        return new State(
                lag.position(),
                lag.head(),
                lag.behindFor(),
                auditor.checked(),
                auditor.diverged(),
                redis.views().parked(),
                new Search(
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
            case CircleRepair.Outcome.Repaired() -> shown(id);
            case CircleRepair.Outcome.StillCorrupt(var version, var reason) -> new Retry.StillParked(version, reason);
            case CircleRepair.Outcome.Unknown() -> new Retry.Unknown();
            case CircleRepair.Outcome.Busy() -> new Retry.Busy();
        };
    }

    private Retry shown(StreamId id) {
        return switch (search.repair().repair(id)) {
            case CircleRepair.Outcome.Repaired() -> new Retry.Shown();
            case CircleRepair.Outcome.StillCorrupt(var version, var reason) -> new Retry.StillParked(version, reason);
            case CircleRepair.Outcome.Unknown() -> new Retry.Unknown();
            case CircleRepair.Outcome.Busy() -> new Retry.Busy();
        };
    }
}
