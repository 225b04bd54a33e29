package io.circleledger.main;

import io.circleledger.configuration.Configuration;
import io.circleledger.configuration.PartStack;
import io.circleledger.domain.readmodel.CircleViewStore;
import io.circleledger.infrastructure.lucene.LuceneCircleIndex;
import io.circleledger.infrastructure.mariadb.MariaDbCircleIndex;
import io.circleledger.infrastructure.mariadb.MariaDbSnapshotLog;
import io.circleledger.infrastructure.projection.CircleProjector;
import io.circleledger.infrastructure.projection.CircleRepair;
import io.circleledger.infrastructure.projection.ProjectionWatch;
import io.circleledger.infrastructure.projection.ReadModel;
import io.circleledger.infrastructure.projection.ReadModelAuditor;
import io.circleledger.infrastructure.projection.WakeUpChannel;

/** What carries the log into the read models, what watches that, and what puts right what is wrong in them. */
record Projections(
        ReadModelProjection.Followed redis,
        ReadModelProjection.Followed search,
        LuceneCircleIndex index,
        ReadModelAuditor auditor,
        BackgroundRebuild rebuilds) {

    /** Where the search index lies in {@code DATA_DIR}. */
    private static final String SEARCH_DIRECTORY = "search";

    /** Starts all of it. */
    static Projections wire(ServerStores stores, LogSide side, Configuration configuration, PartStack parts) {
        var views = stores.redis().circleViewStore();
        var redis = follow(ReadModel.REDIS, side, views, side.redisWakeUps(), parts);
        var index = parts.add(LuceneCircleIndex.open(configuration.dataDir().resolve(SEARCH_DIRECTORY)));
        var search = follow(ReadModel.SEARCH, side, index, side.searchWakeUps(), parts);
        var auditor = parts.add(new ReadModelAuditor(
                side.log(),
                new MariaDbCircleIndex(stores.mariaDb().dataSource()),
                side.past(),
                new MariaDbSnapshotLog(stores.mariaDb().dataSource()),
                stores.redis().circleViewStore(),
                stores.redis().scan(),
                redis.repair(),
                side.history()));
        auditor.start();
        var rebuilds = parts.add(new BackgroundRebuild(
                side.log(), side.store(), stores.redis().readModels(), side.clock(), (_, _, _) -> {}));
        return new Projections(redis, search, index, auditor, rebuilds);
    }

    private static ReadModelProjection.Followed follow(
            ReadModel model, LogSide side, CircleViewStore views, WakeUpChannel wakeUps, PartStack parts) {
        var projector = parts.add(
                new CircleProjector(model, side.log(), side.store(), views, wakeUps, side.clock(), side.history()));
        projector.start();
        var watch = parts.add(new ProjectionWatch(model, side.log(), views));
        watch.start();
        return new ReadModelProjection.Followed(projector, watch, views, new CircleRepair(side.past(), views));
    }
}
