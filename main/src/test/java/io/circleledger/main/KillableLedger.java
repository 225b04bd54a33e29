package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.infrastructure.contract.CircleLog;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.log.GlobalPosition;
import io.ledger.mariadb.MariaDb;
import io.ledger.redis.PatientRedis;
import io.ledger.redis.Redis;
import io.ledger.stores.DataDirectory;
import io.ledger.stores.DatabaseAccess;
import io.ledger.stores.EmbeddedStores;
import io.ledger.stores.StoreHealth;
import io.ledger.stores.TestStores;
import io.ledger.testkit.fault.FaultProxy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/** Two servers on stores of their own, each of which a test can kill; what was killed is started again. */
final class KillableLedger implements AutoCloseable {

    static final int SERVERS = 2;

    private static final Duration LONGEST = Duration.ofSeconds(60);

    /** A server and where it answers. */
    private record Running(ServerProcess process, String url) {}

    private final AtomicReferenceArray<Running> servers = new AtomicReferenceArray<>(SERVERS);
    private final Path directory;
    private final DataDirectory dataDirectory;
    private final EmbeddedStores stores;
    private final DatabaseAccess database;
    private final FaultProxy redisProxy;

    private KillableLedger(Path directory) throws IOException {
        this.directory = directory;
        this.dataDirectory = TestStores.initialised(directory.resolve("data"));
        this.stores = EmbeddedStores.start(dataDirectory, EnumSet.allOf(EmbeddedStores.StoreKind.class));
        this.database = stores.mariaDb().orElseThrow().access();
        this.redisProxy = FaultProxy.inFrontOf(redisUrl());
    }

    static KillableLedger start(Path directory) throws IOException {
        var ledger = new KillableLedger(directory);
        try {
            for (var i = 0; i < SERVERS; i++) {
                ledger.launch(i);
            }
            return ledger;
        } catch (IOException | RuntimeException | Error failure) {
            ledger.close();
            throw failure;
        }
    }

    private void launch(int which) throws IOException {
        var process = ServerProcess.start(directory, environment(database.jdbcUrl(), redisProxy.through(redisUrl())));
        servers.set(which, new Running(process, process.url()));
    }

    /** What a server is told that finds its stores there. */
    Map<String, String> environment(String databaseUrl, String redisUrl) {
        return Map.of(
                "DATABASE_URL",
                databaseUrl,
                "DATABASE_USER",
                database.user(),
                "DATABASE_PASSWORD",
                database.password(),
                "REDIS_URL",
                redisUrl);
    }

    /** One of the servers; numbers begin again after the last of them. */
    ServerProcess server(long number) {
        return servers.get(Math.floorMod(number, SERVERS)).process();
    }

    String url(long number) {
        return servers.get(Math.floorMod(number, SERVERS)).url();
    }

    DatabaseAccess database() {
        return database;
    }

    String redisUrl() {
        return stores.redis().orElseThrow().access().url();
    }

    /** What stands between the servers and Redis. */
    FaultProxy redisProxy() {
        return redisProxy;
    }

    Connection connection() throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
    }

    MariaDb mariaDb() {
        return MariaDb.at(database.jdbcUrl(), database.user(), database.password(), CircleStreams.TABLES);
    }

    Redis redis() {
        return PatientRedis.at(redisUrl());
    }

    void killServer(int which) throws IOException {
        server(which).kill();
        launch(which);
    }

    void killMariaDb() throws Exception {
        kill(() -> stores.mariaDb().orElseThrow().health());
    }

    void killRedis() throws Exception {
        kill(() -> stores.redis().orElseThrow().health());
    }

    /** Kills a store, which its supervisor then starts again. */
    private static void kill(Supplier<StoreHealth> health) throws Exception {
        var pid = ((StoreHealth.Answering) health.get()).pid();
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
        until("restart", () -> health.get() instanceof StoreHealth.Answering up && up.pid() != pid);
    }

    /** Whether the read model has all that the log has. */
    boolean isCaughtUp() {
        try (var mariaDb = mariaDb();
                var redis = redis()) {
            var head = CircleLog.log(mariaDb).head();
            return redis.reader(CircleStreams.REDIS)
                    .page(GlobalPosition.START, 1)
                    .completeTo()
                    .equals(head);
        } catch (StoreUnavailableException notYet) {
            return false;
        }
    }

    static HttpRequest.Builder json(String url) {
        return HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json");
    }

    static void until(String what, Callable<Boolean> condition) throws Exception {
        var deadline = System.nanoTime() + LONGEST.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    @Override
    public void close() {
        for (var i = 0; i < SERVERS; i++) {
            var running = servers.get(i);
            if (running != null) {
                running.process().close();
            }
        }
        redisProxy.close();
        stores.close();
        dataDirectory.close();
    }
}
