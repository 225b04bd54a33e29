package io.circleledger.main;

import com.fasterxml.uuid.Generators;
import io.circleledger.api.CircleApi;
import io.circleledger.api.CircleRoutes;
import io.circleledger.api.CreationRoute;
import io.circleledger.command.CircleCommands;
import io.circleledger.command.CircleFingerprint;
import io.circleledger.command.RosterCommands;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.infrastructure.contract.CircleLog;
import io.circleledger.infrastructure.search.CircleSearchSchema;
import io.circleledger.infrastructure.search.LuceneCircleSearch;
import io.circleledger.infrastructure.stored.CircleSnapshots;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.circleledger.query.CircleQueries;
import io.ledger.core.command.CommandHandler;
import io.ledger.core.document.Projection;
import io.ledger.core.log.OtherHistory;
import io.ledger.core.read.ChangeQueries;
import io.ledger.core.read.DocumentQueries;
import io.ledger.core.read.Floor;
import io.ledger.core.read.Freshness;
import io.ledger.core.read.HistoryQueries;
import io.ledger.core.read.PastLimits;
import io.ledger.core.read.PastReadModels;
import io.ledger.core.read.ReadOwnWrites;
import io.ledger.core.read.SearchQueries;
import io.ledger.core.stream.TaggedStreams;
import io.ledger.http.access.AccessSettings;
import io.ledger.http.access.AllowedHosts;
import io.ledger.http.history.HistoryRoutes;
import io.ledger.http.routes.Dependency;
import io.ledger.http.routes.HealthRoutes;
import io.ledger.http.routes.ProjectionRoutes;
import io.ledger.http.server.HttpApi;
import io.ledger.http.server.HttpSettings;
import io.ledger.http.server.RequestTraces;
import io.ledger.icu.IcuNameFolding;
import io.ledger.lucene.LuceneDocumentStore;
import io.ledger.mariadb.CaffeineRecentStates;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.MariaDbEventLog;
import io.ledger.mariadb.MariaDbEventStamps;
import io.ledger.mariadb.MariaDbEventStore;
import io.ledger.mariadb.MariaDbHistories;
import io.ledger.mariadb.MariaDbIdempotencyRecords;
import io.ledger.mariadb.MariaDbLogTimes;
import io.ledger.mariadb.MariaDbSnapshotLog;
import io.ledger.mariadb.MariaDbStreamIndex;
import io.ledger.projection.ProjectionWatch;
import io.ledger.projection.Projector;
import io.ledger.projection.ReadModel;
import io.ledger.projection.ReadModelAuditor;
import io.ledger.projection.ReadModelRebuild;
import io.ledger.projection.Repair;
import io.ledger.projection.WakeUpChannel;
import io.ledger.redis.PatientRedis;
import io.ledger.redis.Redis;
import io.ledger.server.BackgroundRebuild;
import io.ledger.server.FollowedModel;
import io.ledger.server.FollowedStreams;
import io.ledger.server.ReadModelProjection;
import io.ledger.server.ServerHealth;
import io.ledger.stores.TestStores;
import io.ledger.testkit.InMemoryPersons;
import io.ledger.testkit.fault.DeadlyLog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The server, from HTTP to the stores, wired in this process: with a clock that can be set, and a log that can be the end of
 * the projector that reads it.
 */
final class LedgerInProcess implements AutoCloseable {

    private volatile Duration clockIsAheadBy = Duration.ZERO;
    private final InstantSource clock = () -> Instant.now().plus(clockIsAheadBy);
    private final MariaDb mariaDb;
    private final Redis redis;
    private final MariaDbEventStore<Circle, CircleEvent> store;
    private final DeadlyLog<CircleEvent> log;
    private final WakeUpChannel wakeUps = new WakeUpChannel();
    private final Projector projector;
    private final ProjectionWatch watch;
    private final LuceneDocumentStore<CircleView> index;
    private final Projector searchProjector;
    private final ProjectionWatch searchWatch;
    private final MariaDbHistories<Circle, CircleEvent> past;
    private final Repair<Circle, CircleEvent, CircleView> repair;
    private final Floor floor;
    private final Freshness freshness;
    private final CaffeineRecentStates<Circle> recent =
            new CaffeineRecentStates<>("recent_circles", new CircleSnapshots());
    private final HttpApi http;

    private LedgerInProcess(Path directory) {
        var database = TestStores.shared().freshDatabase();
        mariaDb = MariaDb.at(database.jdbcUrl(), database.user(), database.password(), CircleStreams.TABLES);
        mariaDb.migrate();
        redis = PatientRedis.at(TestStores.shared().freshRedis().url());
        store = CircleLog.store(mariaDb, 5);
        log = new DeadlyLog<>(CircleLog.log(mariaDb));
        var documents = redis.store(CircleStreams.REDIS);
        projector = new Projector(
                ReadModel.shared("redis"), CircleStreams.PROJECTION, log, store, documents, wakeUps, clock);
        watch = new ProjectionWatch(ReadModel.shared("redis"), log, documents, Circles.CATEGORY);
        index = LuceneDocumentStore.open(directory, new CircleSearchSchema());
        var livingLog = CircleLog.log(mariaDb);
        searchProjector = new Projector(
                ReadModel.local("search"), CircleStreams.SEARCHED, livingLog, store, index, new WakeUpChannel(), clock);
        searchWatch = new ProjectionWatch(ReadModel.local("search"), livingLog, index, Circles.CATEGORY);
        past = new MariaDbHistories<>(mariaDb.database(), CircleStreams.AGGREGATE);
        repair = new Repair<>(CircleStreams.PROJECTION, past, documents);
        floor = new Floor(log.head());
        freshness = new Freshness(floor, Duration.ofSeconds(2), log::head, OtherHistory.UNHEARD);
        var redisModel = redisModel();
        http = new HttpApi(
                new HttpSettings(
                        "127.0.0.1",
                        0,
                        "",
                        "test",
                        AccessSettings.open(AllowedHosts.LOOPBACK, false),
                        Duration.ofSeconds(120),
                        Duration.ofSeconds(1)),
                new SimpleMeterRegistry(),
                RequestTraces.NONE,
                CircleApi.FAILURES,
                List.of(
                        circleRoutes(),
                        new HistoryRoutes<>(histories(), CircleApi.HISTORY),
                        projectionRoutes(redisModel),
                        new HealthRoutes(
                                List.of(Dependency.helpful(
                                        "projection", "lists age", () -> ServerHealth.of(redisModel))),
                                false)));
    }

    static LedgerInProcess start(Path directory) {
        var ledger = new LedgerInProcess(directory);
        ledger.projector.start();
        ledger.watch.start();
        ledger.searchProjector.start();
        ledger.searchWatch.start();
        ledger.http.start();
        return ledger;
    }

    /** Sets the clock: so much ahead of the one of the machine, or behind it. */
    void setClock(Duration ahead) {
        clockIsAheadBy = ahead;
    }

    /** What the projector of Redis reads. */
    DeadlyLog<CircleEvent> log() {
        return log;
    }

    int port() {
        return http.port();
    }

    private HistoryQueries<Circle, CircleEvent> histories() {
        return new HistoryQueries<>(past, CircleStreams.PROJECTION, floor);
    }

    private CircleRoutes circleRoutes() {
        var handler = new CommandHandler<>(
                CircleStreams.AGGREGATE,
                new CircleFingerprint(),
                store,
                recent,
                new MariaDbIdempotencyRecords(mariaDb.database()),
                projector,
                Generators.timeBasedEpochGenerator()::generate,
                clock,
                List.of());
        var commands = new CircleCommands(handler);
        var persons = new InMemoryPersons();
        var rosters = new RosterCommands(
                handler,
                persons,
                new TaggedStreams(new MariaDbEventLog<>(mariaDb.database(), CircleStreams.AGGREGATE)),
                Set.of(3));
        return new CircleRoutes(
                new CreationRoute(commands, rosters, persons, UUID::randomUUID),
                commands,
                new CircleQueries(new DocumentQueries<>(
                        new ReadOwnWrites<>(
                                redis.reader(CircleStreams.REDIS), recent, CircleStreams.PROJECTION, freshness),
                        store,
                        CircleStreams.PROJECTION,
                        freshness,
                        wakeUps)),
                new SearchQueries<>(
                        new LuceneCircleSearch(index),
                        new PastReadModels<>(
                                log,
                                new MariaDbLogTimes(mariaDb.database()),
                                CircleStreams.SEARCHED,
                                LuceneCircleSearch::of,
                                freshness,
                                PastLimits.STANDARD)::at,
                        clock,
                        freshness,
                        Projection.NONE),
                new ChangeQueries(new MariaDbEventStamps(mariaDb.database())),
                histories(),
                new IcuNameFolding(),
                ZoneOffset.UTC);
    }

    private FollowedModel<Circle, CircleEvent, CircleView> redisModel() {
        return new FollowedModel<>(
                ReadModel.shared("redis"),
                "projection",
                "lists age",
                redis.store(CircleStreams.REDIS),
                wakeUps,
                Optional.of(projector),
                Optional.empty(),
                watch,
                repair);
    }

    private ProjectionRoutes projectionRoutes(FollowedModel<Circle, CircleEvent, CircleView> redisModel) {
        var search = new FollowedModel<>(
                ReadModel.local("search"),
                "search",
                "searches age",
                index,
                new WakeUpChannel(),
                Optional.of(searchProjector),
                Optional.empty(),
                searchWatch,
                new Repair<>(CircleStreams.SEARCHED, past, index));
        var types = CircleStreams.AGGREGATE.events().types();
        var auditor = new ReadModelAuditor<>(
                CircleStreams.PROJECTION,
                log,
                new MariaDbStreamIndex(mariaDb.database(), Circles.CATEGORY, types),
                past,
                new MariaDbSnapshotLog<>(mariaDb.database(), CircleStreams.AGGREGATE),
                redis.store(CircleStreams.REDIS),
                redis.scan(CircleStreams.REDIS),
                repair,
                OtherHistory.UNHEARD);
        return new ProjectionRoutes(
                new ReadModelProjection(List.of(new FollowedStreams(
                        Circles.CATEGORY, "circle_id", Optional.of(auditor), List.of(redisModel, search)))),
                new BackgroundRebuild(
                        progress -> List.of(new ReadModelRebuild<>(
                                CircleStreams.PROJECTION,
                                log,
                                store,
                                redis.readModels(CircleStreams.REDIS),
                                clock,
                                progress)),
                        clock),
                CircleApi.PROJECTION);
    }

    @Override
    public void close() {
        http.close();
        searchWatch.close();
        searchProjector.close();
        index.close();
        watch.close();
        projector.close();
        redis.close();
        mariaDb.close();
    }
}
