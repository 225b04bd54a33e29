package io.ledger.stores;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The stores tests run against: one MariaDB and one Redis per JVM, started by the first use and
 * stopped when the JVM ends. They are set as in production, durable commits included; only MariaDB takes more connections.
 *
 * <p>What they write lies under {@code target/test-stores} of the module, or where the system
 * property {@code testStores.home} says, for modules to share it: the binaries, which stay
 * for the next run, and one directory per JVM, which is deleted. What a killed JVM left behind,
 * processes included, the next one removes.
 */
public final class TestStores {

    static final Path HOME = Path.of(System.getProperty("testStores.home", "target/test-stores"))
            .toAbsolutePath()
            .normalize();

    /** How long a command of {@link #redis} may take where the disk is busy. */
    private static final int ANSWER_MILLIS = 60_000;

    private static final Set<Integer> PORTS = ConcurrentHashMap.newKeySet();

    private static final class Shared {
        static final TestStores INSTANCE = new TestStores();
    }

    private final EmbeddedMariaDb mariaDb;
    private final EmbeddedRedis redis;
    private final AtomicInteger databases = new AtomicInteger();
    private final AtomicInteger redisDatabases = new AtomicInteger();

    private TestStores() {
        try {
            removeLeftovers("run-", TestStores::removeLeftover);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
        var run = HOME.resolve("run-" + ProcessHandle.current().pid());
        var directory = initialised(run);
        var stores = EmbeddedStores.start(directory, Set.of(EmbeddedStores.StoreKind.values()));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stores.close();
            directory.close();
            delete(run);
        }));
        mariaDb = stores.mariaDb().orElseThrow();
        redis = stores.redis().orElseThrow();
        execute("GRANT ALL PRIVILEGES ON `test\\_%`.* TO '" + EmbeddedMariaDb.DATABASE + "'@'localhost'");
        execute("GRANT ALL PRIVILEGES ON `test\\_%`.* TO '" + EmbeddedMariaDb.DATABASE + "'@'127.0.0.1'");
        // Tests run beside each other, with several servers each; in production there is one.
        execute("SET GLOBAL max_connections = 1000");
    }

    /** The stores of this JVM. */
    public static TestStores shared() {
        return Shared.INSTANCE;
    }

    /** A data directory of the test's own, for stores it may kill; the binaries are shared. */
    public static DataDirectory directory(Path dataDir) {
        return DataDirectory.open(dataDir, HOME.resolve("binaries"));
    }

    /**
     * The same with MariaDB's system tables in it, which are made once and then copied: making them
     * takes seconds.
     */
    public static DataDirectory initialised(Path dataDir) {
        var directory = directory(dataDir);
        try {
            var data = directory.storeDirectory("mariadb").resolve("data");
            if (!Files.exists(data)) {
                copy(systemTables(), data);
            }
            return directory;
        } catch (IOException e) {
            directory.close();
            throw new IllegalStateException(e);
        }
    }

    private static Path systemTables() throws IOException {
        var binaries = BinaryInstall.install("MariaDB", StoreBinaries.mariaDb(), HOME.resolve("binaries"));
        var tables = HOME.resolve("system-tables-" + binaries.getFileName());
        if (!Files.isDirectory(tables)) {
            var run = HOME.resolve("run-tables-" + ProcessHandle.current().pid());
            try (var directory = directory(run)) {
                EmbeddedMariaDb.start(directory).close();
                Files.move(directory.storeDirectory("mariadb").resolve("data"), tables);
            } catch (FileSystemException madeByAnotherRun) {
                // As good as ours.
                if (!Files.isDirectory(tables)) {
                    throw madeByAnotherRun;
                }
            }
            delete(run);
        }
        return tables;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    /** A program of MariaDB's, such as {@code mariadb-dump}. */
    public static Path program(String name) {
        return BinaryInstall.install("MariaDB", StoreBinaries.mariaDb(), HOME.resolve("binaries"))
                .resolve("bin")
                .resolve(name);
    }

    /** The program of Redis, for tests that start several of them. */
    public static Path redisServer() {
        return BinaryInstall.install("Redis", StoreBinaries.redis(), HOME.resolve("binaries"))
                .resolve("redis-server");
    }

    /**
     * A port that nothing listens on, for a server of a test.
     *
     * <p>No outgoing connection is given it before the server has it, and it is told but once.
     */
    public static int freePort() {
        int port;
        do {
            port = LoopbackPort.choose(OptionalInt.empty());
        } while (!PORTS.add(port));
        return port;
    }

    /** A new, empty database that no other test uses. */
    public DatabaseAccess freshDatabase() {
        var name = "test_" + databases.incrementAndGet();
        execute("CREATE DATABASE " + name);
        var access = mariaDb.access();
        return new DatabaseAccess(
                access.jdbcUrl().replace("/" + EmbeddedMariaDb.DATABASE, "/" + name), access.user(), access.password());
    }

    /** Has the shared MariaDB refuse changes, but for those of root; whoever turns it on turns it off. */
    public void readOnly(boolean isReadOnly) {
        execute("SET GLOBAL read_only=" + (isReadOnly ? 1 : 0));
    }

    /**
     * An empty logical database of the shared Redis, and two empty ones after it. There are five of
     * three, given out in turn: they are the caller's alone until four others have been asked for.
     */
    public RedisAccess freshRedis() {
        var number = redisDatabases.getAndIncrement() % (StoreLimits.REDIS_DATABASES / 3) * 3;
        for (var beside = number + 2; beside >= number; beside--) {
            redis(database(beside), "FLUSHDB");
        }
        return database(number);
    }

    /** A logical database of the shared Redis, with whatever is in it. */
    public RedisAccess database(int number) {
        var url = redis.access().url();
        return new RedisAccess(url.substring(0, url.lastIndexOf('/') + 1) + number);
    }

    /** Sends one command to a Redis and returns the reply: its value, or else its only line. */
    static String redis(RedisAccess access, String command) {
        var uri = URI.create(access.url());
        var password = uri.getUserInfo().substring("default:".length());
        var database = uri.getPath().substring(1);
        var text = "AUTH %s\r\nSELECT %s\r\n%s\r\n".formatted(password, database, command);
        try (var socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            var replies = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            for (var step : List.of("AUTH", "SELECT")) {
                var reply = replies.readLine();
                if (!"+OK".equals(reply)) {
                    throw new IOException(step + " was answered with " + reply);
                }
            }
            var reply = String.valueOf(replies.readLine());
            return reply.startsWith("$") && !reply.equals("$-1") ? replies.readLine() : reply;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(String sql) {
        var admin = mariaDb.adminAccess();
        try (var connection = DriverManager.getConnection(admin.jdbcUrl(), admin.user(), admin.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void removeLeftover(Path run) throws IOException, InterruptedException {
        try (var directory = directory(run)) {
            EmbeddedMariaDb.orphans(directory.storeDirectory("mariadb")).stop(0);
            EmbeddedRedis.orphans(directory.storeDirectory("redis")).stop(0);
        } catch (EmbeddedStoreException inUseByAnotherRun) {
            return;
        }
        delete(run);
    }

    /** Removes what one JVM left behind that was killed. */
    interface Removal {
        void remove(Path run) throws IOException, InterruptedException;
    }

    /**
     * Removes what JVMs left behind that were killed; one JVM at a time does so, for two would delete the same files.
     *
     * @param prefix what their directories' names begin with; they end with a hyphen and the process id
     */
    static synchronized void removeLeftovers(String prefix, Removal removal) throws IOException, InterruptedException {
        DurableFiles.directory(HOME);
        try (var channel =
                FileChannel.open(HOME.resolve("leftovers.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            var _ = channel.lock();
            try (var runs = Files.newDirectoryStream(HOME, prefix + "*")) {
                for (var run : runs) {
                    if (!isOfAnotherThatRuns(run.getFileName().toString())) {
                        removal.remove(run);
                    }
                }
            }
        }
    }

    /** A JVM that starts or ends holds no lock on its directory, and still needs it. */
    private static boolean isOfAnotherThatRuns(String name) {
        var pid = Long.parseLong(name.substring(name.lastIndexOf('-') + 1));
        return pid != ProcessHandle.current().pid() && ProcessHandle.of(pid).isPresent();
    }

    private static void delete(Path directory) {
        try {
            DurableFiles.deleteTree(directory);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
