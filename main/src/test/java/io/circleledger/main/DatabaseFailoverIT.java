package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.MariaDbProcess;
import io.ledger.stores.TestStores;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server on a MariaDB that is replicated to another one, which takes its place. */
@Tag("long")
class DatabaseFailoverIT {

    private static final Duration FAILOVER = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private MariaDbProcess primary;
    private MariaDbProcess replica;
    private ServerProcess server;

    @BeforeEach
    void start() throws Exception {
        primary = MariaDbProcess.start(directory.resolve("one"));
        replica = MariaDbProcess.start(directory.resolve("two"), "--read-only");
        replica.follow(primary);
        // The replica comes first: it is the one that takes changes that counts.
        server = ServerProcess.start(
                directory,
                Map.of(
                        "DATABASE_URL",
                        MariaDbProcess.url(replica, primary),
                        "DATABASE_USER",
                        MariaDbProcess.USER,
                        "DATABASE_PASSWORD",
                        MariaDbProcess.PASSWORD,
                        "REDIS_URL",
                        TestStores.shared().freshRedis().url()));
    }

    @AfterEach
    void stop() {
        server.close();
        primary.close();
        replica.close();
    }

    @Test
    void aReplicaThatLaggedTakesThePlaceOfAPrimaryThatWasKilled() {
        var kept = create("football");
        replica.untilInSyncWith(primary);
        replica.stopFollowing();
        var lost = create("chess");
        // Until a projection has seen it, nothing of this server knows what is lost with it.
        server.await(
                "it is listed",
                FAILOVER,
                () -> server.get("/circle?limit=10").body().contains("chess"));
        assertThat(server.get("/circle/" + lost).statusCode()).isEqualTo(200);

        primary.kill();
        server.await("a change is refused", FAILOVER, () -> tryToCreate("go").statusCode() == 503);
        replica.promote();

        server.await("changes are taken", FAILOVER, () -> tryToCreate("tennis").statusCode() == 201);
        server.await(
                "what was lost is gone",
                FAILOVER,
                () -> server.get("/circle/" + lost).statusCode() == 404);
        assertThat(server.get("/circle/" + kept).body()).contains("football");
        server.await("the list is right", FAILOVER, () -> {
            var list = server.get("/circle");
            return list.statusCode() == 200
                    && list.body().contains("tennis")
                    && list.body().contains("football")
                    && !list.body().contains("chess");
        });
        server.await(
                "it is ready",
                FAILOVER,
                () -> server.get("/health/ready").body().contains("\"status\":\"ready\""));
        assertThat(server.log())
                .contains("the log has another history", "another host of DATABASE_URL takes the changes now")
                .doesNotContain(MariaDbProcess.PASSWORD);
    }

    @Test
    void whatIsConfirmedStaysWhenThePrimaryIsChangedUnderWriters() throws Exception {
        var created = new ConcurrentLinkedQueue<String>();
        var isOver = new AtomicBoolean();
        var writers = List.of(
                Thread.ofVirtual().start(() -> write(created, isOver)),
                Thread.ofVirtual().start(() -> write(created, isOver)));
        server.await("writers write", FAILOVER, () -> created.size() > 20);

        // As a tool does it: no more changes, wait for the replica, promote it. Nobody closes any connection.
        primary.demote();
        replica.untilInSyncWith(primary);
        replica.promote();
        var before = created.size();
        server.await("writers go on", FAILOVER, () -> created.size() > before + 20);
        isOver.set(true);
        for (var writer : writers) {
            writer.join();
        }

        assertThat(created)
                .allSatisfy(id ->
                        assertThat(server.get("/circle/" + id).statusCode()).isEqualTo(200));
        assertThat(replica.ask("SELECT COUNT(DISTINCT circle_id) FROM ledger.circle_events"))
                .isEqualTo(String.valueOf(created.size()));
        assertThat(replica.ask("SELECT MAX(position) - COUNT(*) FROM ledger.circle_events"))
                .isEqualTo("0");
    }

    @Test
    void aServerThatOnlyReadsLeavesADemotedPrimaryToo() {
        var id = create("football");
        replica.untilInSyncWith(primary);
        primary.demote();
        replica.promote();
        // As another server does.
        replica.execute("UPDATE ledger.log_fence SET passes = passes WHERE id = 1");
        server.await(
                "nobody is connected to the demoted one",
                FAILOVER,
                () -> primary.ask("SELECT COUNT(*) FROM information_schema.processlist WHERE user = 'ledger'")
                        .equals("0"));
        assertThat(server.get("/circle/" + id + "/events").statusCode()).isEqualTo(200);
    }

    @Test
    void aCertificateThatMariaDbMakesItselfIsProvenByThePassword() throws Exception {
        try (var third = MariaDbProcess.start(directory.resolve("three"), "--ssl");
                var database = MariaDb.at(
                        MariaDbProcess.url(third) + "?sslMode=verify-full",
                        MariaDbProcess.USER,
                        MariaDbProcess.PASSWORD,
                        CircleStreams.TABLES)) {
            third.execute("ALTER USER 'ledger'@'%' REQUIRE SSL");
            database.migrate();
            assertThat(database.condition()).isEqualTo(MariaDb.Condition.WRITABLE);
        }
    }

    private void write(ConcurrentLinkedQueue<String> created, AtomicBoolean isOver) {
        for (var i = 0; !isOver.get(); i++) {
            var request = server.request("/circle")
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", "key-" + Thread.currentThread().threadId() + "-" + i);
            var name = "circle " + Thread.currentThread().threadId() + " " + i;
            // The same request until it is confirmed: it is carried out once.
            while (true) {
                var answer = server.send(request.POST(BodyPublishers.ofString(body(name))));
                if (answer.statusCode() == 201) {
                    created.add(id(answer.headers().firstValue("Location").orElseThrow()));
                    break;
                }
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
            }
        }
    }

    private String create(String name) {
        var answer = tryToCreate(name);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return id(answer.headers().firstValue("Location").orElseThrow());
    }

    private HttpResponse<String> tryToCreate(String name) {
        return server.post("/circle", body(name));
    }

    private static String body(String name) {
        return "{\"circle_name\":\"" + name + "\",\"capacity\":20}";
    }

    private static String id(String location) {
        return location.substring(location.lastIndexOf('/') + 1);
    }
}
