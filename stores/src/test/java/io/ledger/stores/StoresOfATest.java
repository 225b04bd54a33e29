package io.ledger.stores;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** Stores in a data directory of the test's own, and what it does with them. */
abstract class StoresOfATest {

    static final Set<EmbeddedStores.StoreKind> BOTH = EnumSet.allOf(EmbeddedStores.StoreKind.class);
    static final Set<EmbeddedStores.StoreKind> MARIADB = Set.of(EmbeddedStores.StoreKind.MARIADB);
    static final Set<EmbeddedStores.StoreKind> REDIS = Set.of(EmbeddedStores.StoreKind.REDIS);
    static final long WAIT_MILLIS = 60_000;

    @TempDir
    Path dataDir;

    static void write(EmbeddedStores stores, String text) throws SQLException {
        write(database(stores), text);
        TestStores.redis(redis(stores), "SET text \"" + text + "\"");
    }

    static void write(DatabaseAccess access, String text) throws SQLException {
        try (var connection = connect(access);
                var create = connection.prepareStatement("CREATE TABLE IF NOT EXISTS t (text TEXT)");
                var insert = connection.prepareStatement("INSERT INTO t SELECT ?")) {
            create.execute();
            insert.setString(1, text);
            insert.execute();
        }
    }

    static void assertHas(EmbeddedStores stores, String text) throws SQLException {
        assertThat(read(database(stores))).contains(text);
        assertThat(TestStores.redis(redis(stores), "GET text")).isEqualTo(text);
    }

    static List<String> read(DatabaseAccess access) throws SQLException {
        try (var connection = connect(access);
                var statement = connection.createStatement()) {
            var rows = statement.executeQuery("SELECT text FROM t");
            var found = new ArrayList<String>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }

    static Connection connect(DatabaseAccess access) throws SQLException {
        return DriverManager.getConnection(access.jdbcUrl(), access.user(), access.password());
    }

    static boolean mariaDbUp(EmbeddedStores stores) {
        return stores.mariaDb().orElseThrow().health() instanceof StoreHealth.Answering(var pid, var _)
                && ProcessHandle.of(pid).isPresent();
    }

    static boolean redisUp(EmbeddedStores stores) {
        return stores.redis().orElseThrow().health() instanceof StoreHealth.Answering(var pid, var _)
                && ProcessHandle.of(pid).isPresent();
    }

    static DatabaseAccess database(EmbeddedStores stores) {
        return stores.mariaDb().orElseThrow().access();
    }

    static RedisAccess redis(EmbeddedStores stores) {
        return stores.redis().orElseThrow().access();
    }

    void assertSourceable(EmbeddedStores stores) throws Exception {
        var env = dataDir.resolve("stores.env");
        var client = Files.readAllLines(env).stream()
                .filter(line -> line.startsWith("# To look inside MariaDB: "))
                .map(line -> line.substring(line.indexOf(": ") + 2))
                .findFirst()
                .orElseThrow();
        var shell = new ProcessBuilder(
                        "sh",
                        "-euc",
                        ". " + PathText.shellWord(env) + "; echo \"$DATABASE_URL"
                                + " $DATABASE_USER $DATABASE_PASSWORD $REDIS_URL\"; " + client
                                + " -BNe 'SELECT DATABASE()'")
                .redirectErrorStream(true)
                .start();
        assertThat(shell.inputReader().readAllAsString().lines())
                .containsExactly(
                        String.join(
                                " ",
                                database(stores).jdbcUrl(),
                                database(stores).user(),
                                database(stores).password(),
                                redis(stores).url()),
                        "circle_ledger");
        assertThat(StoresEnv.read(dataDir).orElseThrow())
                .containsEntry("DATABASE_PASSWORD", database(stores).password())
                .containsEntry("REDIS_URL", redis(stores).url())
                .hasSize(4);
    }

    List<ProcessHandle> storeProcesses() {
        try {
            var root = dataDir.toRealPath();
            return Stream.of(
                            EmbeddedMariaDb.orphans(root.resolve("mariadb")),
                            EmbeddedRedis.orphans(root.resolve("redis")))
                    .flatMap(processes -> processes.find().stream())
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    Process child(String task) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-DtestStores.home=" + TestStores.HOME,
                        "-cp",
                        System.getProperty("java.class.path"),
                        ChildServer.class.getName(),
                        task,
                        dataDir.toString())
                .redirectErrorStream(true)
                .start();
    }

    static void awaitLine(Process process, String wanted) throws IOException {
        var output = process.inputReader();
        var seen = new StringBuilder();
        for (var line = output.readLine(); !wanted.equals(line); line = output.readLine()) {
            assertThat(line).as("the child ended early: " + seen).isNotNull();
            seen.append(line).append('\n');
        }
    }

    static void await(BooleanSupplier condition) throws InterruptedException {
        var deadline = WaitDeadline.in(WAIT_MILLIS);
        while (!condition.getAsBoolean()) {
            assertThat(deadline.passed()).as("waited for too long").isFalse();
            Thread.sleep(StoreLimits.POLL_MILLIS);
        }
    }

    /** A server in a JVM of its own, for tests that kill one. */
    static final class ChildServer {

        private ChildServer() {}

        public static void main(String[] args) throws Exception {
            try {
                var directory = TestStores.directory(Path.of(args[1]));
                if (args[0].equals("start")) {
                    var stores = EmbeddedStores.start(directory, BOTH);
                    write(stores, "from the child");
                    System.out.println("started");
                    Thread.sleep(WAIT_MILLIS);
                    stores.close();
                }
                directory.close();
            } catch (EmbeddedStoreException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
