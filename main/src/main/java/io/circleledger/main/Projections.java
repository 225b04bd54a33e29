package io.circleledger.main;

import io.circleledger.configuration.Configuration;
import io.circleledger.configuration.PartStack;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.infrastructure.search.CircleSearchSchema;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.document.DocumentStore;
import io.ledger.lucene.LuceneDocumentStore;
import io.ledger.mariadb.MariaDbSnapshotLog;
import io.ledger.mariadb.MariaDbStreamIndex;
import io.ledger.projection.ProjectionWatch;
import io.ledger.projection.Projector;
import io.ledger.projection.ReadModel;
import io.ledger.projection.ReadModelAuditor;
import io.ledger.projection.Repair;
import io.ledger.projection.WakeUpChannel;

/** What carries the log into the read models, what watches that, and what puts right what is wrong in them. */
record Projections(
        ReadModelProjection.Followed redis,
        ReadModelProjection.Followed search,
        LuceneDocumentStore<CircleView> index,
        ReadModelAuditor<Circle, CircleEvent, CircleView> auditor,
        BackgroundRebuild rebuilds) {

    /** Where the search index lies in {@code DATA_DIR}. */
    private static final String SEARCH_DIRECTORY = "search";

    /** Starts all of it. */
    static Projections wire(ServerStores stores, LogSide side, Configuration configuration, PartStack parts) {
        var views = stores.redis().store(CircleStreams.REDIS);
        var redis = follow(ReadModel.REDIS, side, views, side.redisWakeUps(), parts);
        var index = parts.add(
                LuceneDocumentStore.open(configuration.dataDir().resolve(SEARCH_DIRECTORY), new CircleSearchSchema()));
        var search = follow(ReadModel.SEARCH, side, index, side.searchWakeUps(), parts);
        var auditor = parts.add(new ReadModelAuditor<>(
                CircleStreams.PROJECTION,
                side.log(),
                new MariaDbStreamIndex(
                        stores.mariaDb().database(),
                        Circles.CATEGORY,
                        CircleStreams.AGGREGATE.events().types()),
                side.past(),
                new MariaDbSnapshotLog<>(stores.mariaDb().database(), CircleStreams.AGGREGATE),
                stores.redis().store(CircleStreams.REDIS),
                stores.redis().scan(CircleStreams.REDIS),
                redis.repair(),
                side.history()));
        auditor.start();
        var rebuilds = parts.add(new BackgroundRebuild(
                CircleStreams.PROJECTION,
                side.log(),
                side.store(),
                stores.redis().readModels(CircleStreams.REDIS),
                side.clock(),
                (_, _, _) -> {}));
        return new Projections(redis, search, index, auditor, rebuilds);
    }

    private static ReadModelProjection.Followed follow(
            ReadModel model, LogSide side, DocumentStore<CircleView> views, WakeUpChannel wakeUps, PartStack parts) {
        var projector = parts.add(new Projector(
                model,
                CircleStreams.PROJECTION,
                side.log(),
                side.store(),
                views,
                wakeUps,
                side.clock(),
                side.history()));
        projector.start();
        var watch = parts.add(new ProjectionWatch(model, side.log(), views, Circles.CATEGORY));
        watch.start();
        return new ReadModelProjection.Followed(
                projector, watch, views, new Repair<>(CircleStreams.PROJECTION, side.past(), views));
    }
}
