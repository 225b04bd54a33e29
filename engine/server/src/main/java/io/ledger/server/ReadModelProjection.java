package io.ledger.server;

import io.ledger.core.StreamId;
import io.ledger.http.routes.ProjectionStatus;
import io.ledger.projection.Projector;
import io.ledger.projection.ReadModelAuditor;
import io.ledger.projection.Repair;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** The projections into the read models, as the API shows them. */
public final class ReadModelProjection implements ProjectionStatus {

    private final List<FollowedStreams> kinds;

    /** @param kinds of streams, of which the first one is what the answer is about */
    public ReadModelProjection(List<FollowedStreams> kinds) {
        this.kinds = kinds;
    }

    @Override
    public Overview state() {
        var others = others();
        var first = kinds.getFirst();
        var model = first.models().getFirst();
        var lag = model.watch().lag();
        return new Overview(
                lag.position(),
                lag.head(),
                lag.behindFor(),
                first.auditor().map(ReadModelAuditor::checked).orElse(0L),
                first.auditor().map(ReadModelAuditor::diverged).orElse(0L),
                model.documents().parked(),
                others,
                model.projector().flatMap(Projector::trouble));
    }

    private SequencedMap<String, ModelStatus> others() {
        var others = new LinkedHashMap<String, ModelStatus>();
        for (var kind : kinds) {
            for (var model : kind.models()) {
                others.put(model.model().label(), status(kind.id(), model));
            }
        }
        others.pollFirstEntry();
        return others;
    }

    private static ModelStatus status(String id, FollowedModel<?, ?, ?> model) {
        var lag = model.watch().lag();
        return new ModelStatus(
                id,
                lag.position(),
                lag.behindFor(),
                model.documents().parked(),
                model.projector().flatMap(Projector::trouble));
    }

    @Override
    public Retry retry(StreamId id) {
        for (var kind : kinds) {
            var outcome = retry(kind, new StreamId(kind.category(), id.id()));
            if (!(outcome instanceof Retry.UnknownStream)) {
                return outcome;
            }
        }
        return new Retry.UnknownStream();
    }

    /** All read models follow the same log, so the one can read a stream exactly if the others can. */
    private static Retry retry(FollowedStreams kind, StreamId id) {
        Retry outcome = new Retry.Shown();
        for (var model : kind.models()) {
            outcome = switch (model.repair().repair(id)) {
                case Repair.RepairOutcome.Repaired() -> outcome;
                case Repair.RepairOutcome.StillCorrupt(var version, var reason) ->
                    new Retry.StillParked(version, reason);
                case Repair.RepairOutcome.NoSuchStream() -> new Retry.UnknownStream();
                case Repair.RepairOutcome.Contended() -> new Retry.BusyModel();
            };
            if (!(outcome instanceof Retry.Shown)) {
                return outcome;
            }
        }
        return outcome;
    }
}
