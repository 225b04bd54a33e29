package io.circleledger.main;

import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.Circles;
import io.ledger.mariadb.Appender;
import io.circleledger.infrastructure.stored.CircleStreams;
import com.fasterxml.uuid.Generators;
import io.circleledger.api.AllowedHosts;
import io.circleledger.api.CircleRoutes;
import io.circleledger.api.ConsoleRoutes;
import io.circleledger.api.Dependency.Health;
import io.circleledger.api.Dependency;
import io.circleledger.api.FeedRoutes;
import io.circleledger.api.FoldingRoutes;
import io.circleledger.api.HealthRoutes;
import io.circleledger.api.HistoryRoutes;
import io.circleledger.api.HttpApi;
import io.circleledger.api.MetricsRoutes;
import io.circleledger.api.OpenApiRoutes;
import io.circleledger.api.ProjectionRoutes;
import io.circleledger.api.RequestTraces;
import io.circleledger.api.ServerSentEvents;
import io.circleledger.command.CircleCommands;
import io.circleledger.console.Console;
import io.circleledger.infrastructure.embedded.DataDirectory;
import io.circleledger.infrastructure.embedded.EmbeddedMariaDb;
import io.circleledger.infrastructure.embedded.EmbeddedRedis;
import io.circleledger.infrastructure.embedded.EmbeddedStores;
import io.circleledger.infrastructure.embedded.RedisAccess;
import io.circleledger.infrastructure.icu.IcuNameFolding;
import io.circleledger.infrastructure.lucene.LuceneCircleIndex;
import io.ledger.redis.Redis;
import io.circleledger.main.Configuration.Database;
import io.circleledger.query.CircleQueries;
import io.circleledger.query.EventSearchQueries;
import io.circleledger.query.FeedQueries;
import io.circleledger.query.Floor;
import io.circleledger.query.HistoryQueries;
import io.circleledger.query.SearchQueries;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.document.DocumentStore;
import io.ledger.core.log.EventLog;
import io.ledger.core.log.EventPublisher;
import io.ledger.core.stream.EventStore;
import io.ledger.core.stream.Histories;
import io.ledger.mariadb.CaffeineRecentStates;
import io.ledger.mariadb.DurabilityCheck;
import io.ledger.mariadb.IdempotencyCleanup;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.MariaDbEventFeed;
import io.ledger.mariadb.MariaDbEventLog;
import io.ledger.mariadb.MariaDbEventSearch;
import io.ledger.mariadb.MariaDbEventStore;
import io.ledger.mariadb.MariaDbHistories;
import io.ledger.mariadb.MariaDbIdempotencyRecords;
import io.ledger.mariadb.MariaDbSnapshotLog;
import io.ledger.mariadb.MariaDbStreamIndex;
import io.ledger.mariadb.SnapshotPruning;
import io.ledger.projection.ProjectionWatch;
import io.ledger.projection.Projector;
import io.ledger.projection.ReadModel;
import io.ledger.projection.ReadModelAuditor;
import io.ledger.projection.Repair;
import io.ledger.projection.WakeUpChannel;
import io.ledger.projection.feed.LogTail;
import io.ledger.projection.history.LogWatch;
import io.micrometer.core.instrument.FunctionCounter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole server: every part made and connected by hand, from the stores up to HTTP.
 *
 * <p>What is started is closed in the opposite order. HTTP comes last and goes first, so requests in
 * flight still find everything they need.
 */
final class Application implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Application.class);

    /** How long a start waits for an external database. */
    private static final Duration DATABASE_WAIT = Duration.ofSeconds(60);

    /** How long a list waits for the read model to reach the position it was asked for. */
    private static final Duration PAGE_WAIT = Duration.ofSeconds(2);

    /** How long the read model may be behind without coming any further. */
    private static final Duration PROJECTION_STALL = Duration.ofSeconds(5);

    /** How long requests in flight may take when the server stops. */
    private static final Duration STOP_GRACE = Duration.ofSeconds(15);

    /** Where the search index lies in {@code DATA_DIR}. */
    private static final String SEARCH_DIRECTORY = "search";

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private int port;

    /** @throws StartFailure when the server cannot start; what was started is stopped again */
    static Application start(Configuration configuration, String version) {
        var application = new Application();
        try {
            application.wire(configuration, version);
            return application;
        } catch (RuntimeException failure) {
            application.close();
            throw failure instanceof StartFailure known
                    ? known
                    : new StartFailure(String.valueOf(failure.getMessage()), failure);
        }
    }

    /** The port it listens on. */
    int port() {
        return port;
    }

    private void wire(Configuration configuration, String version) {
        var embedded = embeddedStores(configuration);
        var database =
                configuration.database().or(() -> embeddedDatabase(embedded)).orElseThrow();
        var redisUrl =
                configuration.redisUrl().or(() -> embeddedRedisUrl(embedded)).orElseThrow();

        var mariaDb = closing(MariaDb.at(database.url(), database.user(), database.password(), CircleStreams.TABLES));
        migrate(mariaDb);
        checkDurability(mariaDb, configuration.allowUnsafeDatabase());
        var redis = closing(Redis.at(redisUrl));
        var redisHealth = new RedisHealth(redis);
        // What is wrong with it is told now, and not only to those who ask.
        var _ = redisHealth.get();

        var log = new MariaDbEventLog<>(mariaDb.database(), CircleStreams.AGGREGATE);
        var history = new LogWatch(log);
        var appender = new Appender(mariaDb.database(), configuration.snapshotInterval(), history);
        var store = new MariaDbEventStore<>(mariaDb.database(), CircleStreams.AGGREGATE, appender);
        var past = new MariaDbHistories<>(mariaDb.database(), CircleStreams.AGGREGATE);
        var answers = new MariaDbIdempotencyRecords(mariaDb.database());
        var clock = InstantSource.system();

        var cleanup = closing(new IdempotencyCleanup(answers, configuration.idempotencyKept()));
        cleanup.start();
        var pruning = closing(new SnapshotPruning(mariaDb.database(), configuration.snapshotInterval()));
        pruning.start();

        var wakeUps = new WakeUpChannel();
        var followed = follow(ReadModel.REDIS, log, store, past, redis.store(CircleStreams.REDIS), wakeUps, clock, history);
        var index = closing(LuceneCircleIndex.open(configuration.dataDir().resolve(SEARCH_DIRECTORY)));
        var searchWakeUps = new WakeUpChannel();
        var searched = follow(ReadModel.SEARCH, log, store, past, index, searchWakeUps, clock, history);
        var auditor = closing(new ReadModelAuditor<>(
                CircleStreams.PROJECTION,
                log,
                new MariaDbStreamIndex(
                        mariaDb.database(),
                        Circles.CATEGORY,
                        CircleStreams.AGGREGATE.events().types()),
                past,
                new MariaDbSnapshotLog<>(mariaDb.database(), CircleStreams.AGGREGATE),
                redis.store(CircleStreams.REDIS),
                redis.scan(CircleStreams.REDIS),
                followed.repair(),
                history));
        auditor.start();
        var rebuilds = closing(new BackgroundRebuild(
                CircleStreams.PROJECTION, log, store, redis.readModels(CircleStreams.REDIS), clock, (_, _, _) -> {}));

        var feed = new MariaDbEventFeed(mariaDb.database(), List.of(CircleStreams.AGGREGATE));
        var feedWakeUps = new WakeUpChannel();
        var tail = new LogTail(feed, feedWakeUps, ServerSentEvents::event, history);
        EventPublisher publisher = last -> {
            history.saw(last);
            for (var channel : List.of(wakeUps, searchWakeUps, feedWakeUps)) {
                channel.published(last.position());
            }
        };

        var recent = new CaffeineRecentStates<Circle>("recent_circles");
        var commands = new CircleCommands(
                CircleStreams.AGGREGATE, store, recent, answers, publisher, Generators.timeBasedEpochGenerator()::generate, clock);
        var views = closing(redis.nearDocuments(CircleStreams.REDIS));
        views.start();
        var floor = new Floor(feed.head());
        var queries = new CircleQueries(views, store, recent, PAGE_WAIT, floor, wakeUps, log::head, history);
        var searches = new SearchQueries(index.search(), queries, searchWakeUps);
        var folding = new IcuNameFolding();
        var histories = new HistoryQueries(past, floor);

        for (Runnable memory : List.<Runnable>of(recent::forgetAll, views::forgetAll, feed::forget, tail::restart)) {
            history.forgetting(memory);
        }
        history.forgetting(mariaDb::renewConnections);
        for (var mark : List.of(floor, wakeUps, searchWakeUps, feedWakeUps)) {
            history.lowering(mark);
        }
        history.settling(floor::raise);
        // A projection that is behind sees at once whether its read model is of this log.
        history.settling(_ -> List.of(wakeUps, searchWakeUps).forEach(WakeUpChannel::hurry));
        closing(history).start();

        var metrics = closing(new LedgerMetrics());
        metrics.collect(
                mariaDb,
                appender,
                followed.watch(),
                followed.watch()::bindHeadTo,
                searched.watch(),
                auditor,
                recent,
                views,
                tail,
                registry -> FunctionCounter.builder("ledger.reads.folded", queries, CircleQueries::foldedFromLog)
                        .description("Reads of one circle that the log answered, because the read model could not")
                        .register(registry));

        var health = new HealthRoutes(
                List.of(
                        new Dependency("database", () -> health(mariaDb)),
                        Dependency.helpful(
                                "redis", "one circle is read from the log instead, and there is no list", redisHealth),
                        Dependency.helpful(
                                "projection", "lists may lack what is new, or are refused", () -> health(followed)),
                        Dependency.helpful(
                                "search", "searches may lack what is new, or are refused", () -> health(searched))),
                configuration.openAccess());
        var traces = configuration.traceCollector().map(collector -> closing(OtlpTraces.to(collector, version)));
        var http = closing(new HttpApi(
                configuration.httpHost(),
                configuration.httpPort(),
                configuration.basePath(),
                version,
                configuration.trustActor(),
                hosts(configuration),
                metrics.registry(),
                traces.<RequestTraces>map(Function.identity()).orElse(RequestTraces.NONE),
                List.of(
                        new CircleRoutes(commands, queries, searches, histories, folding, configuration.timeZone()),
                        new FoldingRoutes(folding),
                        new HistoryRoutes(histories),
                        new FeedRoutes(
                                new FeedQueries(feed, tail, floor),
                                new EventSearchQueries(new MariaDbEventSearch(mariaDb.database(), feed), feed),
                                configuration.timeZone()),
                        new ProjectionRoutes(new ReadModelProjection(followed, searched, auditor), rebuilds),
                        health,
                        new MetricsRoutes(metrics::exposition),
                        new OpenApiRoutes(configuration.basePath()),
                        console()),
                configuration.idleTimeout(),
                STOP_GRACE));
        // Closed before HTTP, which waits for its requests: a stream only ends when the feed does.
        closing(tail).start();
        http.start();
        port = http.port();
        LOG.atInfo()
                .addKeyValue("version", version)
                .addKeyValue("url", url(configuration.httpHost()) + configuration.basePath())
                .log("circle ledger is ready");
        if (configuration.openAccess()) {
            LOG.atWarn()
                    .addKeyValue("setting", "OPEN_ACCESS=true")
                    .log("anybody who reaches this server may change everything: nobody logs in");
        }
    }

    private String url(String host) {
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private static AllowedHosts hosts(Configuration configuration) {
        var hosts = configuration.allowedHosts();
        return configuration.openAccess() ? hosts.and(configuration.httpHost()).andAnyAddress() : hosts;
    }

    private static ConsoleRoutes console() {
        return new ConsoleRoutes(
                source(Console.PAGE),
                Console.others().stream().map(Application::source).toList());
    }

    private static ConsoleRoutes.Source source(String name) {
        return new ConsoleRoutes.Source(name, Console.mediaType(name), Console.content(name));
    }

    /** Starts what carries the log into a read model, and what watches that. */
    private ReadModelProjection.Followed follow(
            ReadModel model,
            EventLog<CircleEvent> log,
            EventStore<Circle> store,
            Histories<Circle, CircleEvent> past,
            DocumentStore<CircleView> views,
            WakeUpChannel wakeUps,
            InstantSource clock,
            LogWatch history) {
        var projector = closing(new Projector(model, CircleStreams.PROJECTION, log, store, views, wakeUps, clock, history));
        projector.start();
        var watch = closing(new ProjectionWatch(model, log, views, Circles.CATEGORY));
        watch.start();
        return new ReadModelProjection.Followed(projector, watch, views, new Repair<>(CircleStreams.PROJECTION, past, views));
    }

    /** The stores that no variable names; none of them touches the disk when there is none. */
    private Optional<EmbeddedStores> embeddedStores(Configuration configuration) {
        var wanted = EnumSet.noneOf(EmbeddedStores.Kind.class);
        if (configuration.database().isEmpty()) {
            wanted.add(EmbeddedStores.Kind.MARIADB);
        }
        if (configuration.redisUrl().isEmpty()) {
            wanted.add(EmbeddedStores.Kind.REDIS);
        }
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        var directory = closing(DataDirectory.open(configuration.dataDir()));
        LOG.atInfo()
                .addKeyValue("stores", wanted)
                .addKeyValue("data_dir", configuration.dataDir())
                .log("starting embedded stores; the first start unpacks them");
        return Optional.of(closing(EmbeddedStores.start(directory, wanted)));
    }

    private static Optional<Database> embeddedDatabase(Optional<EmbeddedStores> stores) {
        return stores.flatMap(EmbeddedStores::mariaDb)
                .map(EmbeddedMariaDb::access)
                .map(access -> new Database(access.jdbcUrl(), access.user(), access.password()));
    }

    private static Optional<String> embeddedRedisUrl(Optional<EmbeddedStores> stores) {
        return stores.flatMap(EmbeddedStores::redis).map(EmbeddedRedis::access).map(RedisAccess::url);
    }

    /** Waits for a database that is still starting itself, as it may when both start together. */
    private static void migrate(MariaDb mariaDb) {
        var deadline = System.nanoTime() + DATABASE_WAIT.toNanos();
        while (true) {
            try {
                mariaDb.migrate();
                return;
            } catch (StoreUnavailableException unavailable) {
                if (Thread.currentThread().isInterrupted()) {
                    // The pool gives up at once for as long as the interrupt stands.
                    throw new StartFailure("the start was stopped while it waited for the database", unavailable);
                }
                var reason = MariaDb.reason(unavailable);
                if (reason.isFinal() || System.nanoTime() >= deadline) {
                    throw new StartFailure(
                            "the database cannot be used; check that it runs and that DATABASE_URL,"
                                    + " DATABASE_USER and DATABASE_PASSWORD are right: " + reason.text(),
                            unavailable);
                }
                LOG.atWarn().addKeyValue("error", reason.text()).log("waiting for the database");
            }
        }
    }

    private static void checkDurability(MariaDb mariaDb, boolean allowUnsafe) {
        var check = DurabilityCheck.of(mariaDb.database().dataSource());
        check.warnings()
                .forEach(warning -> LOG.atWarn().addKeyValue("setting", warning).log("database"));
        check.unsafe()
                .forEach(fault -> LOG.atWarn().addKeyValue("setting", fault).log("unsafe database"));
        if (!check.unsafe().isEmpty() && !allowUnsafe) {
            throw new StartFailure("the database can lose what it has confirmed: "
                    + String.join("; ", check.unsafe())
                    + "; or set ALLOW_UNSAFE_DATABASE=true to start all the same");
        }
    }

    private static Health health(MariaDb mariaDb) {
        try {
            return switch (mariaDb.condition()) {
                case WRITABLE -> new Health.Up();
                case READ_ONLY -> new Health.Down("read-only, so nothing can be changed");
                case WITHOUT_HEAD ->
                    new Health.Down("log_head does not say where the log ends, so nothing can be changed;"
                            + " circle-ledger verify says how to put it right");
            };
        } catch (StoreUnavailableException failure) {
            return new Health.Down("does not answer");
        }
    }

    /** Whether the projection keeps up, or at least moves. */
    static Health health(ReadModelProjection.Followed followed) {
        var lag = followed.watch().lag();
        var figures = new LinkedHashMap<String, Object>();
        figures.put("position", lag.position().value());
        figures.put("head", lag.head().value());
        figures.put("lag_positions", lag.positions());
        figures.put("lag_seconds", lag.behindFor().toMillis() / 1000.0);
        followed.projector().trouble().ifPresent(trouble -> figures.put("trouble", trouble));
        return lag.stalledFor().compareTo(PROJECTION_STALL) < 0
                ? new Health.Up(figures)
                : new Health.Down("%d events behind and not moving".formatted(lag.positions()), figures);
    }

    private <T extends AutoCloseable> T closing(T part) {
        started.push(part);
        return part;
    }

    /** Stops everything, the last started first; does nothing the second time. */
    @Override
    public void close() {
        while (!started.isEmpty()) {
            var part = started.pop();
            try {
                part.close();
            } catch (Exception failure) {
                LOG.atError()
                        .setCause(failure)
                        .addKeyValue("part", part.getClass().getSimpleName())
                        .log("stop failed");
            }
        }
    }
}
