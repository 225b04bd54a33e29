package io.ledger.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class EmbeddedStoresTest {

    private static final Set<EmbeddedStores.StoreKind> BOTH = EnumSet.allOf(EmbeddedStores.StoreKind.class);
    private static final Set<EmbeddedStores.StoreKind> MARIADB = Set.of(EmbeddedStores.StoreKind.MARIADB);
    private static final Set<EmbeddedStores.StoreKind> REDIS = Set.of(EmbeddedStores.StoreKind.REDIS);
    private static final long WAIT_MILLIS = 20_000;

    @TempDir
    Path dataDir;

    @Test
    void keepsDataPasswordsAndPortsFromStartToStart() throws Exception {
        DatabaseAccess firstDatabase;
        RedisAccess firstRedis;
        try (var directory = TestStores.initialised(dataDir);
                var stores = EmbeddedStores.start(directory, BOTH)) {
            firstDatabase = database(stores);
            firstRedis = redis(stores);
            write(stores, "kept");
        }
        try (var directory = TestStores.directory(dataDir);
                var stores = EmbeddedStores.start(directory, BOTH)) {
            assertThat(database(stores)).isEqualTo(firstDatabase);
            assertThat(redis(stores)).isEqualTo(firstRedis);
            assertHas(stores, "kept");
        }
    }

    @Test
    void runsInADirectoryOfAnyName() throws Exception {
        dataDir = dataDir.resolve("it's \"Ünï\" データ 👍 a\\nb $HOME `x` #1; 100%: [y]=(z)");
        try (var directory = TestStores.initialised(dataDir);
                var stores = EmbeddedStores.start(directory, BOTH)) {
            write(stores, "kept");
            assertSourceable(stores);
            assertThat(storeProcesses()).hasSize(2);
        }
        try (var directory = TestStores.directory(dataDir);
                var stores = EmbeddedStores.start(directory, BOTH)) {
            assertHas(stores, "kept");
        }
    }

    @Test
    void refusesASecondServerAndLeavesTheFirstAlone() throws Exception {
        try (var directory = TestStores.initialised(dataDir);
                var stores = EmbeddedStores.start(directory, BOTH)) {
            assertThatThrownBy(() -> TestStores.directory(dataDir))
                    .isInstanceOf(EmbeddedStoreException.class)
                    .hasMessageContaining("in use by this process");

            var other = child("hold");
            var answer = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(other.waitFor(WAIT_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
            assertThat(answer)
                    .contains("in use by process " + ProcessHandle.current().pid())
                    .contains("Choose another DATA_DIR");
            // The lock survived the refusal within this process: the other one was refused too.
            write(stores, "undisturbed");
            assertHas(stores, "undisturbed");
        }
    }

    @Test
    void takesOverFromAKilledServer() throws Exception {
        var killed = child("start");
        awaitLine(killed, "started");
        var orphans = storeProcesses();
        assertThat(orphans).hasSize(2);
        killed.destroyForcibly().waitFor();
        assertThat(orphans).allMatch(ProcessHandle::isAlive);
        var leftBehind = Files.readString(dataDir.resolve("stores.env"));

        try (var directory = TestStores.directory(dataDir);
                var stores = EmbeddedStores.start(directory, BOTH)) {
            assertHas(stores, "from the child");
            assertThat(storeProcesses()).hasSize(2).doesNotContainAnyElementsOf(orphans);
            assertThat(dataDir.resolve("stores.env")).hasContent(leftBehind);
        }
        assertThat(storeProcesses()).isEmpty();
    }

    @Test
    void believesNoPidFileNorDamagedState() throws Exception {
        var unrelated = new ProcessBuilder("sleep", "60").start();
        try {
            for (var store : List.of("mariadb/mariadbd.pid", "redis/redis-server.pid")) {
                var file = dataDir.resolve(store);
                Files.createDirectories(file.getParent());
                Files.writeString(file, unrelated.pid() + "\n");
            }
            Files.writeString(dataDir.resolve("lock.pid"), "garbage \0");
            Files.writeString(dataDir.resolve("mariadb/state.properties"), "port=x\\u00z");
            Files.write(dataDir.resolve("redis/state.properties"), new byte[] {(byte) 0xff, 0, 1});
            Files.createDirectories(dataDir.resolve("mariadb/data.partial/mysql"));
            Files.writeString(dataDir.resolve("mariadb/data.partial/mysql/half"), "half");
            Files.writeString(dataDir.resolve("mariadb/my.cnf.partial"), "half");

            try (var directory = TestStores.directory(dataDir);
                    var stores = EmbeddedStores.start(directory, BOTH)) {
                write(stores, "fine");
                assertHas(stores, "fine");
                assertThat(dataDir.resolve("mariadb/data.partial")).doesNotExist();
            }
            assertThat(unrelated.isAlive()).isTrue();
        } finally {
            unrelated.destroyForcibly();
        }
    }

    @Test
    void restartsStoresThatWereKilled() throws Exception {
        try (var directory = TestStores.initialised(dataDir);
                var stores = EmbeddedStores.start(directory, BOTH)) {
            for (var round = 1; round <= 2; round++) {
                write(stores, "committed " + round);
                for (var process : storeProcesses()) {
                    process.destroyForcibly();
                    await(() -> !process.isAlive());
                }
                // Both are found at the address of before: nobody has to be told a new one.
                await(() ->
                        mariaDbUp(stores) && redisUp(stores) && storeProcesses().size() == 2);
                assertHas(stores, "committed " + round);
            }
        }
        assertThat(storeProcesses()).isEmpty();
    }

    @Test
    void keepsEveryAnsweredCommitOfAKillUnderLoad() throws Exception {
        try (var directory = TestStores.initialised(dataDir);
                var stores = EmbeddedStores.start(directory, MARIADB)) {
            write(stores.mariaDb().orElseThrow().access(), "0");
            var answered = new ConcurrentLinkedQueue<String>();
            var writing = new AtomicBoolean(true);
            var writer = Thread.ofVirtual().start(() -> {
                for (var i = 1; writing.get(); i++) {
                    try {
                        write(database(stores), "row " + i);
                        answered.add("row " + i);
                    } catch (SQLException e) {
                        // Not answered: the row may be there or not.
                        Thread.onSpinWait();
                    }
                }
            });
            for (var round = 0; round < 2; round++) {
                awaitMoreThan(answered, 25);
                var process = storeProcesses().getFirst();
                process.destroyForcibly();
                await(() -> !process.isAlive());
                awaitMoreThan(answered, 25);
            }
            writing.set(false);
            writer.join();
            assertThat(read(database(stores))).containsAll(answered);
        }
    }

    private static void awaitMoreThan(ConcurrentLinkedQueue<String> answered, int more) throws InterruptedException {
        var before = answered.size();
        await(() -> answered.size() > before + more);
    }

    @Test
    void startsWhereAFirstStartWasKilledHalfway() throws Exception {
        var killed = child("start");
        await(() -> Files.exists(dataDir.resolve("mariadb/data.partial/mysql")));
        killed.destroyForcibly().waitFor();
        assertThat(dataDir.resolve("mariadb/data")).doesNotExist();

        try (var directory = TestStores.directory(dataDir);
                var stores = EmbeddedStores.start(directory, BOTH)) {
            write(stores, "complete");
            assertHas(stores, "complete");
        }
        assertThat(storeProcesses()).isEmpty();
    }

    @Test
    void givesStoresASessionThatNoTerminalSignalReaches() throws Exception {
        try (var directory = TestStores.directory(dataDir);
                var _ = EmbeddedStores.start(directory, REDIS)) {
            var pid = storeProcesses().getFirst().pid();
            var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            assertThat(fields[3]).as("session").isEqualTo(Long.toString(pid));
        }
    }

    @Test
    void showsPasswordsToTheOwnerOnly() throws Exception {
        var appender = new ListAppender<ILoggingEvent>();
        appender.start();
        var logger = (Logger) LoggerFactory.getLogger("io.ledger");
        logger.addAppender(appender);
        try (var directory = TestStores.initialised(dataDir);
                var stores = EmbeddedStores.start(directory, BOTH)) {
            var secrets = List.of(
                    database(stores).password(),
                    stores.mariaDb().orElseThrow().adminAccess().password(),
                    redis(stores).url().replaceAll(".*:(.*)@.*", "$1"));
            for (var secret : secrets) {
                assertThat(secret).hasSize(StoreLimits.PASSWORD_LENGTH);
                assertThat(appender.list)
                        .isNotEmpty()
                        .allSatisfy(event -> assertThat(event.getFormattedMessage() + event.getKeyValuePairs())
                                .doesNotContain(secret));
                for (var process : storeProcesses()) {
                    assertThat(Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")))
                            .doesNotContain(secret);
                }
                for (var file : List.of("mariadb/log/mariadbd.log", "redis/log/redis-server.log")) {
                    assertThat(Files.readString(dataDir.resolve(file))).doesNotContain(secret);
                }
                assertThat(stores.mariaDb() + " " + database(stores) + redis(stores))
                        .doesNotContain(secret);
            }
            assertOwnerOnly(List.of(
                    "stores.env",
                    "mariadb/init.sql",
                    "mariadb/client.cnf",
                    "mariadb/root.cnf",
                    "mariadb/state.properties",
                    "redis/redis.conf",
                    "redis/state.properties"));
            assertSourceable(stores);
            assertNobodyElseGetsIn(stores);
        } finally {
            logger.detachAppender(appender);
        }
        assertThat(StoresEnv.read(dataDir)).isEmpty();
    }

    @Test
    void givesTheApplicationItsOwnDatabaseOnlyWithTheStatedSettings() throws Exception {
        try (var directory = TestStores.initialised(dataDir);
                var stores = EmbeddedStores.start(directory, MARIADB);
                var connection = connect(database(stores));
                var statement = connection.createStatement()) {
            assertThat(stores.redis()).isEmpty();
            var found = statement.executeQuery("SELECT CONCAT_WS(' ', @@innodb_flush_log_at_trx_commit,"
                    + " @@innodb_doublewrite, @@time_zone, @@character_set_database,"
                    + " @@character_set_server, @@local_infile, @@max_connections, @@log_bin,"
                    + " @@bind_address)");
            assertThat(found.next()).isTrue();
            assertThat(found.getString(1)).isEqualTo("1 ON +00:00 utf8mb4 utf8mb4 OFF 100 OFF 127.0.0.1");
            assertThatThrownBy(() -> statement.execute("CREATE DATABASE circlexledger"))
                    .isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> statement.execute("SELECT * FROM mysql.global_priv"))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void closesTwiceAndStartsAgainInTheSameDirectory() {
        var directory = TestStores.directory(dataDir);
        var first = EmbeddedStores.start(directory, REDIS);
        first.close();
        first.close();
        assertThat(storeProcesses()).isEmpty();
        assertThat(first.redis().orElseThrow().health())
                .isInstanceOfSatisfying(
                        StoreHealth.NotAnswering.class,
                        down -> assertThat(down.reason()).isEqualTo("stopped"));
        EmbeddedStores.start(directory, REDIS).close();
        directory.close();
        directory.close();
    }

    @Test
    void movesToAnotherPortIfTheLastOneIsTaken() throws Exception {
        try (var directory = TestStores.directory(dataDir)) {
            RedisAccess before;
            try (var stores = EmbeddedStores.start(directory, REDIS)) {
                before = redis(stores);
            }
            var port = Integer.parseInt(before.url().replaceAll(".*:(\\d+)/0", "$1"));
            try (var taken = new ServerSocket()) {
                taken.bind(LoopbackPort.at(port));
                try (var stores = EmbeddedStores.start(directory, REDIS)) {
                    assertThat(redis(stores)).isNotEqualTo(before);
                    assertThat(TestStores.redis(redis(stores), "PING")).isEqualTo("+PONG");
                }
            }
        }
    }

    @Test
    void saysWhyAStoreDoesNotStart() throws Exception {
        var data = Files.createDirectories(dataDir.resolve("redis/data/appendonlydir"));
        Files.writeString(data.resolve("appendonly.aof.manifest"), "not a manifest\n");
        try (var directory = TestStores.directory(dataDir)) {
            assertThatThrownBy(() -> EmbeddedStores.start(directory, REDIS))
                    .isInstanceOf(EmbeddedStoreException.class)
                    .hasMessageContaining("Invalid AOF manifest")
                    .hasMessageContaining("set REDIS_URL");
        }
        assertThat(storeProcesses()).isEmpty();
    }

    @Test
    void unpacksAgainWhatWasHalfUnpacked() throws Exception {
        var binaries = Files.createDirectories(dataDir.resolve("binaries"));
        var half = Files.createDirectories(binaries.resolve("redis-7.0.15.partial"));
        Files.writeString(half.resolve("redis-server"), "half");

        var home = BinaryInstall.install("Redis", StoreBinaries.redis(), binaries);

        assertThat(half).doesNotExist();
        assertThat(Files.size(home.resolve("redis-server"))).isGreaterThan(1_000_000);
        assertThat(Files.isExecutable(home.resolve("redis-server"))).isTrue();
    }

    @Test
    void saysWhatToDoWhereNoBinariesExist() {
        assertThat(StoreBinaries.mariaDb("Linux", "amd64")).isPresent();
        assertThat(StoreBinaries.mariaDb("Mac OS X", "aarch64")).isPresent();
        assertThat(StoreBinaries.redis("Linux", "aarch64")).isPresent();
        assertThat(StoreBinaries.mariaDb("Windows 11", "amd64")).isEmpty();
        assertThatThrownBy(() -> BinaryInstall.install("MariaDB", Optional.empty(), dataDir))
                .hasMessageContaining("Set DATABASE_URL and REDIS_URL");
    }

    @Test
    void sharedStoresGiveEveryTestItsOwnDatabases() throws Exception {
        var stores = TestStores.shared();
        var one = stores.freshDatabase();
        var two = stores.freshDatabase();
        write(one, "one");
        write(two, "two");
        assertThat(read(one)).containsExactly("one");
        assertThat(read(two)).containsExactly("two");
        var redis = stores.freshRedis();
        TestStores.redis(redis, "SET k v");
        assertThat(TestStores.redis(stores.freshRedis(), "GET k")).isEqualTo("$-1");
        assertThat(TestStores.redis(redis, "GET k")).isEqualTo("v");
    }

    private static void write(EmbeddedStores stores, String text) throws SQLException {
        write(database(stores), text);
        TestStores.redis(redis(stores), "SET text \"" + text + "\"");
    }

    private static void write(DatabaseAccess access, String text) throws SQLException {
        try (var connection = connect(access);
                var create = connection.prepareStatement("CREATE TABLE IF NOT EXISTS t (text TEXT)");
                var insert = connection.prepareStatement("INSERT INTO t SELECT ?")) {
            create.execute();
            insert.setString(1, text);
            insert.execute();
        }
    }

    private static void assertHas(EmbeddedStores stores, String text) throws SQLException {
        assertThat(read(database(stores))).contains(text);
        assertThat(TestStores.redis(redis(stores), "GET text")).isEqualTo(text);
    }

    private static List<String> read(DatabaseAccess access) throws SQLException {
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

    private static Connection connect(DatabaseAccess access) throws SQLException {
        return DriverManager.getConnection(access.jdbcUrl(), access.user(), access.password());
    }

    private static boolean mariaDbUp(EmbeddedStores stores) {
        return stores.mariaDb().orElseThrow().health() instanceof StoreHealth.Answering(var pid, var _)
                && ProcessHandle.of(pid).isPresent();
    }

    private static boolean redisUp(EmbeddedStores stores) {
        return stores.redis().orElseThrow().health() instanceof StoreHealth.Answering(var pid, var _)
                && ProcessHandle.of(pid).isPresent();
    }

    private static DatabaseAccess database(EmbeddedStores stores) {
        return stores.mariaDb().orElseThrow().access();
    }

    private static RedisAccess redis(EmbeddedStores stores) {
        return stores.redis().orElseThrow().access();
    }

    private void assertOwnerOnly(List<String> files) throws IOException {
        for (var file : files) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dataDir.resolve(file))))
                    .as(file)
                    .isEqualTo("rw-------");
        }
    }

    private void assertSourceable(EmbeddedStores stores) throws Exception {
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

    private static void assertNobodyElseGetsIn(EmbeddedStores stores) {
        var admin = stores.mariaDb().orElseThrow().adminAccess();
        for (var user : List.of("root", "", EmbeddedMariaDb.DATABASE)) {
            assertThatThrownBy(() -> DriverManager.getConnection(admin.jdbcUrl(), user, ""))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("Access denied");
        }
        var withoutPassword = new RedisAccess(redis(stores).url().replaceAll(":[^:]*@", ":wrong@"));
        assertThatThrownBy(() -> TestStores.redis(withoutPassword, "PING")).hasMessageContaining("WRONGPASS");
    }

    private List<ProcessHandle> storeProcesses() {
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

    private Process child(String task) throws IOException {
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

    private static void awaitLine(Process process, String wanted) throws IOException {
        var output = process.inputReader();
        var seen = new StringBuilder();
        for (var line = output.readLine(); !wanted.equals(line); line = output.readLine()) {
            assertThat(line).as("the child ended early: " + seen).isNotNull();
            seen.append(line).append('\n');
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
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
