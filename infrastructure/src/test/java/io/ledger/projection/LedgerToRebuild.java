package io.ledger.projection;

import static io.circleledger.infrastructure.contract.SampleHistories.created;
import static io.circleledger.infrastructure.contract.SampleHistories.newId;
import static io.circleledger.infrastructure.contract.SampleHistories.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.infrastructure.contract.CircleLog;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StreamId;
import io.ledger.core.document.DocumentReader;
import io.ledger.core.document.DocumentStore;
import io.ledger.core.document.ReadModels;
import io.ledger.core.log.GlobalPosition;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.MariaDbEventLog;
import io.ledger.mariadb.MariaDbEventStore;
import io.ledger.projection.ReadModelRebuild.RebuildOutcome;
import io.ledger.projection.check.Progress;
import io.ledger.redis.PatientRedis;
import io.ledger.redis.Redis;
import io.ledger.stores.TestStores;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A ledger with its read model, on real stores, and what rebuilds that. */
abstract class LedgerToRebuild {

    static final Progress SILENT = (work, done, total) -> {};

    MariaDb database;
    Redis redis;
    MariaDbEventStore<Circle, CircleEvent> events;
    MariaDbEventLog<CircleEvent> log;
    DocumentReader<CircleView> views;
    ProjectionStep<Circle, CircleEvent, CircleView> step;
    RedisClient client;
    RedisCommands<String, String> keys;
    String url;

    @BeforeEach
    void open() {
        var access = TestStores.shared().freshDatabase();
        database = MariaDb.at(access.jdbcUrl(), access.user(), access.password(), CircleStreams.TABLES);
        database.migrate();
        url = TestStores.shared().freshRedis().url();
        redis = PatientRedis.at(url);
        client = RedisClient.create(url);
        keys = client.connect().sync();
        events = CircleLog.store(database, 5);
        log = CircleLog.log(database);
        views = redis.reader(CircleStreams.REDIS);
        step = step(redis.store(CircleStreams.REDIS));
    }

    @AfterEach
    void close() {
        client.shutdown();
        redis.close();
        database.close();
    }

    /** The number of the generation that a key names, "1" when there is none. */
    String generation(String key) {
        return Optional.ofNullable(keys.get(key)).orElse("1");
    }

    static String names(String generation) {
        return generation.equals("1") ? "circles:" : "circles:g" + generation + ":";
    }

    static String documents(String generation) {
        return generation.equals("1") ? "circle:" : names(generation) + "circle:";
    }

    String live() {
        return generation("circles:generation");
    }

    String document(StreamId id) {
        return documents(live()) + id;
    }

    void nothingIsLeftBesideLiveAndPrevious() {
        var kept = List.of(live(), generation("circles:previous"));
        assertThat(keys.keys("*"))
                .allMatch(key -> List.of("circles:generation", "circles:previous", "circles:newest")
                                .contains(key)
                        || kept.stream()
                                .anyMatch(generation -> key.startsWith(documents(generation))
                                        || List.of("list", "checkpoint", "parked").stream()
                                                .anyMatch(name -> key.equals(names(generation) + name))));
    }

    ProjectionStep<Circle, CircleEvent, CircleView> step(DocumentStore<CircleView> store) {
        return new ProjectionStep<>(CircleStreams.PROJECTION, log, events, store, InstantSource.system());
    }

    RebuildOutcome<CircleView> rebuild(Progress progress, int share) throws InterruptedException {
        return of(redis.readModels(CircleStreams.REDIS), progress).rebuild(share);
    }

    RebuildOutcome<CircleView> undo() throws InterruptedException {
        return of(redis.readModels(CircleStreams.REDIS), SILENT).undo();
    }

    ReadModelRebuild<Circle, CircleEvent, CircleView> of(ReadModels<CircleView> models, Progress progress) {
        return new ReadModelRebuild<>(CircleStreams.PROJECTION, log, events, models, InstantSource.system(), progress);
    }

    static <T> T unchecked(Callable<T> call) {
        try {
            return call.call();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    List<StreamId> circles(int count) {
        var ids = new ArrayList<StreamId>();
        for (var i = 0; i < count; i++) {
            ids.add(newId());
            record(events, ids.getLast(), created("circle " + i, 10));
        }
        return ids;
    }

    void setCapacity(StreamId id, int capacity) {
        var key = document(id);
        keys.set(key, keys.get(key).replaceFirst("\"capacity\":\\d+", "\"capacity\":" + capacity));
    }

    void catchUp() {
        while (step.run() instanceof ProjectionStep.Outcome.Progressed) {}
    }

    List<CircleView> page() {
        return views.page(GlobalPosition.START, DocumentReader.MAX_PAGE).entries().stream()
                .map(listed -> listed.document().orElseThrow())
                .toList();
    }

    List<CircleView> truth(List<StreamId> ids) {
        return ids.stream()
                .map(id -> CircleView.of(events.load(id).value().orElseThrow()))
                .toList();
    }

    List<String> snapshotOfKeys() {
        var all = new ArrayList<String>();
        var documents = documents(live());
        keys.keys(documents + "*").stream()
                .sorted()
                .forEach(key -> all.add(key.substring(documents.length()) + keys.get(key)));
        all.add(keys.zrangeWithScores(names(live()) + "list", 0, -1).toString());
        all.add(keys.get(names(live()) + "checkpoint"));
        return all;
    }
}
