package io.ledger.stores;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Redis server of our own, with its data in a {@link DataDirectory}.
 *
 * <p>Its start takes the same steps as that of {@link EmbeddedMariaDb}, with less to prepare: the
 * password and all settings are in {@code redis.conf}, written on each start.
 */
public final class EmbeddedRedis implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedRedis.class);

    private static final String STORE = "redis";

    private final Supervisor supervisor;
    private final RedisAccess access;

    private EmbeddedRedis(Supervisor supervisor, RedisAccess access) {
        this.supervisor = supervisor;
        this.access = access;
    }

    /** Starts Redis, once at a time per directory, and returns when it answers. */
    public static EmbeddedRedis start(DataDirectory directory) {
        try {
            var root = directory.storeDirectory(STORE);
            orphans(root).stop(StoreLimits.REDIS_STOP_TIMEOUT_MILLIS);
            var home = BinaryInstall.install("Redis", StoreBinaries.redis(), directory.binaries());
            DurableFiles.directory(root.resolve("data"));
            DurableFiles.directory(root.resolve("log"));
            return start(root, home, StoreState.load(root.resolve("state.properties")));
        } catch (IOException e) {
            throw new EmbeddedStoreException(
                    "Redis's files under " + directory.root() + " cannot be written (" + e
                            + "). Check the free space and the permissions of DATA_DIR.",
                    e);
        } catch (InterruptedException e) {
            throw EmbeddedStoreException.interrupted("starting Redis", e);
        }
    }

    /** The processes that run on the data of this directory. */
    static OrphanedProcesses orphans(Path storeDirectory) {
        return new OrphanedProcesses(STORE, "redis-server", PathText.patternOfOne(configuration(storeDirectory)));
    }

    public RedisAccess access() {
        return access;
    }

    public StoreHealth health() {
        return supervisor.health();
    }

    @Override
    public void close() {
        supervisor.close();
    }

    private static EmbeddedRedis start(Path root, Path home, StoreState state) throws IOException {
        var password = state.password("password");
        for (int attempt = 1; ; attempt++) {
            var port = LoopbackPort.choose(state.port());
            state.save(port);
            DurableFiles.write(configuration(root), configuration(root, port, password));
            switch (Supervisor.start(plan(root, home, port, password))) {
                case Supervisor.StartResult.Ready<Supervisor>(var supervisor) -> {
                    return new EmbeddedRedis(
                            supervisor,
                            new RedisAccess(
                                    "redis://default:" + password + "@" + LoopbackPort.ADDRESS + ":" + port + "/0"));
                }
                case Supervisor.StartResult.NotStarted<Supervisor>(var reason) -> {
                    if (attempt == StoreLimits.PORT_ATTEMPTS || LoopbackPort.isFree(port)) {
                        throw new EmbeddedStoreException("Redis did not start: " + reason
                                + "\nRemove the cause and start again, or set REDIS_URL to a Redis"
                                + " that runs elsewhere. If its append-only file is damaged, move "
                                + root.resolve("data") + " away.");
                    }
                }
            }
        }
    }

    private static Supervisor.Plan plan(Path root, Path home, int port, String password) {
        return new Supervisor.Plan(
                STORE,
                List.of(home.resolve("redis-server").toString(), PathText.patternOfOne(configuration(root))),
                root,
                new StoreLog(root.resolve("log/redis-server.log"), List.of(password)),
                port,
                () -> answers(port, password),
                StoreLimits.REDIS_START_TIMEOUT_MILLIS,
                StoreLimits.REDIS_STOP_TIMEOUT_MILLIS);
    }

    /** Logs in with our password: this proves that it is ours, and PONG that its data is loaded. */
    private static boolean answers(int port, String password) {
        try (var socket = new Socket()) {
            socket.setSoTimeout(StoreLimits.PROBE_TIMEOUT_MILLIS);
            socket.connect(LoopbackPort.at(port), StoreLimits.PROBE_TIMEOUT_MILLIS);
            socket.getOutputStream().write(("AUTH " + password + "\r\nPING\r\n").getBytes(StandardCharsets.UTF_8));
            var replies = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            return "+OK".equals(replies.readLine()) && "+PONG".equals(replies.readLine());
        } catch (IOException e) {
            log.atDebug().setCause(e).log("redis does not answer yet");
            return false;
        }
    }

    private static Path configuration(Path storeDirectory) {
        return storeDirectory.resolve("redis.conf");
    }

    private static String configuration(Path root, int port, String password) {
        return """
            # Written on each start.
            bind %2$s
            port %3$d
            protected-mode yes
            requirepass %4$s
            maxclients %5$d
            databases %6$d
            daemonize no
            pidfile "%1$s/redis-server.pid"
            logfile ""
            # Its arguments tell whose process it is; a title would replace them.
            set-proc-title no

            # Data is in the append-only file, at most a second late; no snapshots besides.
            dir "%1$s/data"
            appendonly yes
            appendfsync everysec
            save ""

            # Full means that writes are refused: an evicted key would be a silent loss.
            maxmemory %7$dmb
            maxmemory-policy noeviction
            """.formatted(
                        PathText.inDoubleQuotes(root),
                        LoopbackPort.ADDRESS,
                        port,
                        password,
                        StoreLimits.REDIS_MAX_CLIENTS,
                        StoreLimits.REDIS_DATABASES,
                        StoreLimits.REDIS_MAX_MEMORY_MEGABYTES);
    }
}
