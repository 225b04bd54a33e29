package io.ledger.projection;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.infrastructure.contract.CircleLog;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StreamId;
import io.ledger.core.document.DocumentReader;
import io.ledger.core.document.DocumentReader.Listed;
import io.ledger.core.document.DocumentStore;
import io.ledger.core.log.GlobalPosition;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.MariaDbEventStore;
import io.ledger.mariadb.MariaDbHistories;
import io.ledger.projection.ProjectionStep.Outcome;
import io.ledger.projection.ProjectionStep.Stride;
import io.ledger.projection.history.LogObserver;
import io.ledger.redis.PatientRedis;
import io.ledger.redis.Redis;
import io.ledger.stores.TestStores;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A real log, a real read model, and the steps between them. */
abstract class ProjectionStepFixture {

    static final int ANY_NUMBER = Integer.MAX_VALUE;

    MariaDb database;
    Redis redis;
    MariaDbEventStore<Circle, CircleEvent> events;
    MariaDbHistories<Circle, CircleEvent> histories;
    DocumentStore<CircleView> store;
    DocumentReader<CircleView> views;
    ProjectionStep<Circle, CircleEvent, CircleView> step;
    RedisClient client;
    RedisCommands<String, String> keys;

    @BeforeEach
    void open() {
        var access = TestStores.shared().freshDatabase();
        database = MariaDb.at(access.jdbcUrl(), access.user(), access.password(), CircleStreams.TABLES);
        database.migrate();
        var url = TestStores.shared().freshRedis().url();
        redis = PatientRedis.at(url);
        client = RedisClient.create(url);
        keys = client.connect().sync();
        events = CircleLog.store(database, 5);
        histories = new MariaDbHistories<>(database.database(), CircleStreams.AGGREGATE);
        store = redis.store(CircleStreams.REDIS);
        views = redis.reader(CircleStreams.REDIS);
        step = new ProjectionStep<>(
                CircleStreams.PROJECTION, CircleLog.log(database), events, store, InstantSource.system());
    }

    @AfterEach
    void close() {
        client.shutdown();
        redis.close();
        database.close();
    }

    ProjectionStep<Circle, CircleEvent, CircleView> step(DocumentStore<CircleView> views, Stride stride) {
        return new ProjectionStep<>(
                CircleStreams.PROJECTION,
                new LogSource<>(CircleLog.log(database)),
                events,
                views,
                InstantSource.system(),
                stride,
                LogObserver.UNHEARD);
    }

    List<CircleView> living(List<StreamId> ids) {
        return ids.stream()
                .flatMap(id -> events.load(id).value().stream())
                .filter(circle -> !circle.state().dissolved())
                .map(CircleView::of)
                .toList();
    }

    void catchUp() {
        catchUp(step);
    }

    static void catchUp(ProjectionStep<Circle, CircleEvent, CircleView> step) {
        while (step.run() instanceof Outcome.Progressed) {}
    }

    List<CircleView> page() {
        var page = views.page(GlobalPosition.START, DocumentReader.MAX_PAGE);
        return page.entries().stream()
                .map(Listed::document)
                .map(Optional::orElseThrow)
                .toList();
    }

    void execute(String sql) throws SQLException {
        try (var connection = database.database().dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
