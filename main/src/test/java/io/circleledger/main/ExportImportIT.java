package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.infrastructure.contract.FilledLog;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StreamId;
import io.ledger.mariadb.MariaDb;
import io.ledger.stores.DatabaseAccess;
import io.ledger.stores.TestStores;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the program tells of the log on the command line, and carries from one ledger into another. */
@Tag("long")
class ExportImportIT {

    private static final Pattern CIRCLE = Pattern.compile("\"circle_id\":\"([^\"]+)\"");

    @TempDir
    Path directory;

    private Ledger source;
    private Ledger target;

    /** A ledger in stores of its own. */
    private record Ledger(DatabaseAccess database, String redisUrl) {

        static Ledger fresh() {
            return new Ledger(
                    TestStores.shared().freshDatabase(),
                    TestStores.shared().freshRedis().url());
        }

        Map<String, String> environment() {
            return Map.of(
                    "DATABASE_URL", database.jdbcUrl(),
                    "DATABASE_USER", database.user(),
                    "DATABASE_PASSWORD", database.password(),
                    "REDIS_URL", redisUrl);
        }

        MariaDb open() {
            return MariaDb.at(database.jdbcUrl(), database.user(), database.password(), CircleStreams.TABLES);
        }
    }

    @BeforeEach
    void takeLedgers() {
        source = Ledger.fresh();
        target = Ledger.fresh();
    }

    private String run(Ledger ledger, int exitCode, String... arguments) throws IOException {
        try (var process = ServerProcess.launch(directory, ledger.environment(), arguments)) {
            assertThat(process.exitCode()).as(process.log()).isEqualTo(exitCode);
            return process.log();
        }
    }

    private List<String> exported(Ledger ledger, String name) throws IOException {
        run(ledger, 0, "export", name);
        return Files.readAllLines(directory.resolve(name));
    }

    /** Football, which becomes baseball and ends, and a circle of many versions. */
    private String used(ServerProcess server) {
        var created = server.post("/circle", "{\"circle_name\":\"football\",\"capacity\":20}");
        var id = CIRCLE.matcher(created.body())
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
        server.put("/circle/" + id, "{\"capacity\":30,\"version\":1}");
        server.put("/circle/" + id, "{\"circle_name\":\"テニス\",\"capacity\":40,\"version\":2}");
        var other = server.post("/circle", "{\"circle_name\":\"chess\",\"capacity\":10}");
        var path = other.headers().firstValue("Location").orElseThrow();
        for (var version = 1; version <= 11; version++) {
            assertThat(server.put(path, "{\"capacity\":%d,\"version\":%d}".formatted(10 + version, version))
                            .statusCode())
                    .isEqualTo(200);
        }
        var dissolved =
                server.send(server.request("/circle/" + id + "?version=3").DELETE());
        assertThat(dissolved.statusCode()).isEqualTo(204);
        return id;
    }

    @Test
    void whatWasExportedAndImportedIsExportedAgainAsItWas() throws IOException {
        String id;
        try (var server = ServerProcess.start(directory, source.environment())) {
            id = used(server);
            assertThat(exported(source, "running.ndjson")).hasSize(16);
        }
        var first = exported(source, "first.ndjson");
        assertThat(first).hasSize(16).isEqualTo(Files.readAllLines(directory.resolve("running.ndjson")));

        assertThat(run(target, 0, "import", "first.ndjson")).contains("16 events of 2 circles, up to position 16");
        assertThat(exported(target, "second.ndjson")).isEqualTo(first);
        assertThat(run(target, 0, "import", "first.ndjson")).as("again").contains("16 events");

        try (var server = ServerProcess.start(directory, target.environment())) {
            server.await("the list is there", () -> server.get("/circle").body().contains("chess"));
            assertThat(server.get("/circle/" + id + "?as_of_version=2").body()).contains("\"capacity\":30");
            assertThat(server.get("/circle/" + id).statusCode()).isEqualTo(410);
        }
        assertThat(run(target, 0, "verify")).contains("checked 16 events, 2 circles, 1 snapshots", "all in order");
    }

    @Test
    void whatHappenedIsToldInLinesAndInWords() throws IOException {
        try (var server = ServerProcess.start(directory, source.environment())) {
            var id = used(server);
            var events = run(source, 0, "events", "--circle", id);
            assertThat(events.lines().filter(line -> line.contains(id)))
                    .hasSize(4)
                    .first()
                    .asString()
                    .matches(" +1  \\S+Z  CircleCreated +" + id
                            + " v1  anonymous  \\{\"name\":\"football\",\"capacity\":20}");
            assertThat(run(source, 0, "events", "--after", "15").lines().filter(line -> line.contains(" v")))
                    .hasSize(1);
            assertThat(run(source, 0, "history", id).lines().filter(line -> line.contains("anonymous")))
                    .map(line -> line.substring(line.indexOf("anonymous") + 11))
                    .containsExactly(
                            "created \"football\" with capacity 20",
                            "capacity 20 → 30",
                            "name \"football\" → \"テニス\", capacity 30 → 40",
                            "dissolved");
            assertThat(run(source, 1, "history", "00000000-0000-7000-8000-000000000000"))
                    .contains("there never was a circle");
            assertThat(run(source, 1, "events", "--after", "99")).contains("the log ends at position 16");

            try (var following =
                    ServerProcess.launch(directory, source.environment(), "events", "--follow", "--after", "16")) {
                server.post("/circle", "{\"circle_name\":\"shogi\",\"capacity\":20}");
                following.await("it is told", () -> following.log().contains("\"shogi\""));
                assertThat(following.terminate()).isZero();
            }
        }
    }

    @Test
    void aFileWithAFaultIsRefusedWithItsLineAndNothingIsRecorded() throws Exception {
        try (var database = source.open()) {
            database.migrate();
            FilledLog.fill(database.database().dataSource(), 3, 2);
        }
        var good = exported(source, "good.ndjson");
        assertThat(run(target, 1, "import", "none.ndjson")).contains("there is no file none.ndjson");
        refused(1, "line 2 of bad.ndjson: The event is no JSON", good.get(0), "{\"specversion\"");
        refused(1, "line 2 of bad.ndjson: position 1 does not come after 1", good.get(0), good.get(0));
        refused(
                1,
                "line 1 of bad.ndjson: The attribute type is missing",
                good.get(0).replace("\"type\"", "\"kind\""));
        var sameId = good.get(1).replaceFirst("\"id\":\"[^\"]+\"", idOf(good.get(0)));
        refused(1, "line 3 of bad.ndjson: line 1 has id", good.get(0), "", sameId);
        refused(1, "line 4 of bad.ndjson: this is no UTF-8", good.get(0), good.get(1), good.get(2), "\udcff");
        refused(3, "log: positions 2 to 2 are missing", good.get(0), good.get(2));
        refused(
                3,
                "version 2 is expected here",
                good.get(0),
                good.get(1),
                good.get(3).replace("\"streamversion\":2", "\"streamversion\":3"));
        refused(3, "corrupt", good.get(0).replace("\"capacity\":10", "\"capacity\":2"));
        assertThat(exported(target, "target.ndjson")).isEmpty();

        Files.write(directory.resolve("other.ndjson"), List.of(good.get(0).replace("mika", "rika")));
        run(target, 0, "import", "other.ndjson");
        assertThat(run(target, 1, "import", "good.ndjson")).contains("the ledger is not empty");
    }

    private static String idOf(String event) {
        return Pattern.compile("\"id\":\"[^\"]+\"")
                .matcher(event)
                .results()
                .findFirst()
                .orElseThrow()
                .group();
    }

    /** @param lines in UTF-8, but for U+DCFF, which stands for an octet that is never in it */
    private void refused(int exitCode, String told, String... lines) throws IOException {
        var octets = new ByteArrayOutputStream();
        for (var line : lines) {
            octets.write(line.equals("\udcff") ? new byte[] {(byte) 0xff} : line.getBytes(StandardCharsets.UTF_8));
            octets.write('\n');
        }
        Files.write(directory.resolve("bad.ndjson"), octets.toByteArray());
        assertThat(run(target, exitCode, "import", "bad.ndjson")).contains(told, "nothing was recorded");
    }

    @Test
    void aLedgerThatIsNotInOrderCanBeTakenAsItIs() throws Exception {
        try (var database = source.open()) {
            database.migrate();
            FilledLog.fill(database.database().dataSource(), 3, 2);
            execute(database, "UPDATE circle_events SET event_type = 'CircleArchived' WHERE position = 2");
            execute(database, "DELETE FROM circle_events WHERE position = 4");
        }
        var all = exported(source, "all.ndjson");
        assertThat(all).hasSize(5);
        assertThat(run(target, 3, "import", "all.ndjson")).contains("mend the file, or take it --as-is");
        var twice = new ArrayList<>(all);
        twice.set(4, all.get(4).replace("\"streamversion\":2", "\"streamversion\":1"));
        Files.write(directory.resolve("twice.ndjson"), twice);
        assertThat(run(target, 1, "import", "--as-is", "twice.ndjson"))
                .contains("line 5 of twice.ndjson: line 3 has version 1 of ");
        run(target, 0, "import", "--as-is", "all.ndjson");
        assertThat(exported(target, "again.ndjson")).isEqualTo(all);
    }

    @Test
    void whatIsToldOfAnEventStaysInItsLine() throws Exception {
        StreamId id;
        try (var database = source.open()) {
            database.migrate();
            id = FilledLog.fill(database.database().dataSource(), 1, 1).getFirst();
            execute(
                    database,
                    "UPDATE circle_events SET metadata = JSON_SET(metadata, '$.actor', CONCAT('a', CHAR(27), '[2J', CHAR(10), 'b'))");
        }
        for (var told : List.of(run(source, 0, "history", id.id()), run(source, 0, "events"))) {
            assertThat(told).contains("a [2J b").doesNotContain("\u001b");
        }
    }

    /** Who did it is not dropped, and neither is a time, because this server cannot read it. */
    @Test
    void whatCannotBeReadOfAnEnvelopeIsToldAndKeptAsItIs() throws Exception {
        StreamId id;
        try (var database = source.open()) {
            database.migrate();
            id = FilledLog.fill(database.database().dataSource(), 1, 6).getFirst();
            for (var change : List.of(
                    "metadata = 'it was \"mika\"' WHERE position = 1",
                    "metadata = '[\"mika\"]' WHERE position = 2",
                    "metadata = '{\"actor\": \"mika\", \"who\": 5}' WHERE position = 3",
                    "payload = 'capacity 11' WHERE position = 5",
                    "occurred_at = '0000-00-00 00:00:00' WHERE position = 6")) {
                execute(
                        database,
                        "SET STATEMENT check_constraint_checks = 0, sql_mode = '' FOR UPDATE circle_events SET "
                                + change);
            }
        }
        var rows = rows(source);
        var all = exported(source, "all.ndjson");
        assertThat(run(source, 3, "verify"))
                .contains(
                        "circle " + id + " version 1 (position 1): the metadata cannot be read, it is no JSON",
                        "version 2 (position 2): the metadata cannot be read, it is no JSON object",
                        "version 3 (position 3): the metadata cannot be read, the field \"who\" is unknown",
                        "version 6 (position 6): corrupt, occurred_at is not a time");
        run(target, 0, "import", "--as-is", "all.ndjson");
        assertThat(rows(target)).isEqualTo(rows);
        assertThat(exported(target, "again.ndjson")).isEqualTo(all);
        run(target, 0, "import", "--as-is", "all.ndjson");

        assertThat(run(target, 0, "history", id.id())).contains("(metadata cannot be read)", "(no time)");
        assertThat(run(target, 0, "events")).contains("metadata cannot be read: it is no JSON", "0000-00-00 00:00:00");
        try (var server = ServerProcess.start(directory, target.environment())) {
            assertThat(server.get("/circle/" + id + "/events").body())
                    .contains("\"metadata_fault\":\"it is no JSON object\"", "\"occurred_at\":null");
            assertThat(server.get("/events").body())
                    .contains("\"storedmetadata\":\"it was \\\"mika\\\"\"", "\"storedtime\":\"0000-00-00 00:00:00");
            assertThat(server.get("/circle/" + id + "?as_of_version=3").statusCode())
                    .isEqualTo(200);
        }
    }

    private static List<String> rows(Ledger ledger) throws SQLException {
        var read = new ArrayList<String>();
        try (var database = ledger.open();
                var connection = database.database().dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT CONCAT_WS('|', position, id, circle_id, version, event_type,"
                        + " schema_version, payload, occurred_at, metadata) FROM circle_events ORDER BY position")) {
            while (rows.next()) {
                read.add(rows.getString(1));
            }
        }
        return read;
    }

    private static void execute(MariaDb database, String sql) throws SQLException {
        try (var connection = database.database().dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** What a kill in the middle of an import leaves is the beginning of the file. */
    @Test
    void anImportThatWasBrokenOffGoesOn() throws Exception {
        try (var database = source.open()) {
            database.migrate();
            FilledLog.fill(database.database().dataSource(), 2_000, 2);
        }
        var all = exported(source, "all.ndjson");
        Files.write(directory.resolve("beginning.ndjson"), all.subList(0, 1_234));
        run(target, 0, "import", "beginning.ndjson");
        assertThat(run(target, 0, "import", "all.ndjson")).contains("4000 events of 2000 circles");
        assertThat(exported(target, "again.ndjson")).isEqualTo(all);
        assertThat(run(target, 1, "import", "beginning.ndjson")).contains("the ledger is not empty");
    }
}
