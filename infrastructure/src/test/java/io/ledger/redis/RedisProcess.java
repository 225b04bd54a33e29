package io.ledger.redis;

import io.ledger.stores.TestStores;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A Redis server or a Sentinel of a test's own, which it may kill. */
public final class RedisProcess implements AutoCloseable {

    private static final String PASSWORD = "secret";
    private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(120);

    private final int port;
    private final String password;
    private final Process process;
    private @Nullable RedisClient client;
    private @Nullable StatefulRedisConnection<String, String> connection;

    private RedisProcess(int port, String password, Process process) {
        this.port = port;
        this.password = password;
        this.process = process;
    }

    /**
     * Starts a server that keeps nothing on disk.
     *
     * @param directory exists, for what it writes
     * @param settings what is in its configuration besides, a line each
     */
    public static RedisProcess server(Path directory, String... settings) throws IOException {
        var lines = new ArrayList<>(List.of("save \"\"", "requirepass " + PASSWORD, "masterauth " + PASSWORD));
        lines.addAll(List.of(settings));
        return start(directory, PASSWORD, List.of(), lines);
    }

    /** Starts a replica of a server. */
    public static RedisProcess replicaOf(RedisProcess primary, Path directory, String... settings) throws IOException {
        var lines = new ArrayList<>(List.of("replicaof 127.0.0.1 " + primary.port, "repl-diskless-sync-delay 0"));
        lines.addAll(List.of(settings));
        return server(directory, lines.toArray(String[]::new));
    }

    /**
     * Starts a Sentinel that watches a server by the name "primary". It fails over when it is told to: on its own it would
     * do so also where the machine stood still.
     */
    public static RedisProcess sentinel(RedisProcess primary, Path directory, String password) throws IOException {
        var lines = List.of(
                "requirepass " + password,
                "sentinel monitor primary 127.0.0.1 " + primary.port + " 1",
                "sentinel auth-pass primary " + PASSWORD,
                "sentinel down-after-milliseconds primary 600000",
                "sentinel failover-timeout primary 5000");
        return start(directory, password, List.of("--sentinel"), lines);
    }

    private static RedisProcess start(Path directory, String password, List<String> arguments, List<String> settings)
            throws IOException {
        var port = TestStores.freePort();
        var home = Files.createDirectories(directory.resolve("redis-" + port));
        var lines = new ArrayList<>(List.of("bind 127.0.0.1", "dir " + home, "port " + port));
        lines.addAll(settings);
        var file = Files.write(home.resolve("redis.conf"), lines);
        var command = new ArrayList<>(List.of(TestStores.redisServer().toString(), file.toString()));
        command.addAll(arguments);
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("log").toFile())
                .start();
        return new RedisProcess(port, password, process);
    }

    public int port() {
        return port;
    }

    public String url() {
        return "redis://:" + password + "@127.0.0.1:" + port;
    }

    /** Where servers are found that Sentinels watch. */
    public static String behind(RedisProcess... sentinels) {
        var hosts = List.of(sentinels).stream()
                .map(sentinel -> "127.0.0.1:" + sentinel.port)
                .toList();
        return "redis-sentinel://:" + PASSWORD + "@" + String.join(",", hosts) + "/0#primary";
    }

    /** A connection to it, made when it answers. */
    public StatefulRedisConnection<String, String> connection() {
        var made = connection;
        if (made == null) {
            var uri = RedisURI.create(url());
            client = RedisClient.create(uri);
            made = until("a server answers", client::connect);
            connection = made;
        }
        return made;
    }

    /** What it says of itself, such as {@code role} and {@code master_link_status}. */
    public String replication() {
        return connection().sync().info("replication");
    }

    /** Waits until it has everything that its primary has. */
    public RedisProcess untilInSync() {
        return until("a replica is in sync", () -> {
            if (!replication().contains("master_link_status:up")) {
                throw new IllegalStateException(replication());
            }
            return this;
        });
    }

    /** Has a Sentinel make it the primary, and waits until it is. */
    public RedisProcess untilPrimary(RedisProcess sentinel) {
        return until("a replica is promoted", () -> {
            if (!replication().contains("role:master")) {
                // Refused while it is at it, and while it does not know of the replica yet.
                sentinel.command("SENTINEL", "FAILOVER", "primary");
                throw new IllegalStateException(replication());
            }
            return this;
        });
    }

    /** Has it fall behind from now on: it can't log in at its primary any more, and can still be promoted. */
    public void fallBehind(RedisProcess primary) {
        connection().sync().configSet("masterauth", "wrong");
        primary.connection().sync().clientKill(KillArgs.Builder.typeSlave());
        until("a replica is cut off", () -> {
            if (!replication().contains("master_link_status:down")) {
                throw new IllegalStateException(replication());
            }
            return this;
        });
    }

    /** Sends it any command, and does not wait for more than that it was taken. */
    public void command(String name, String... arguments) {
        connection()
                .sync()
                .dispatch(
                        () -> name.getBytes(StandardCharsets.UTF_8),
                        new StatusOutput<>(StringCodec.UTF8),
                        new CommandArgs<>(StringCodec.UTF8).addValues(arguments));
    }

    /** Ends the connections of others whose last command begins with this. */
    public void killClientsThatLastSent(String command) {
        for (var client : connection().sync().clientList().lines().toList()) {
            if (client.contains(" cmd=" + command)) {
                var id = client.replaceFirst("(?s)^id=(\\d+).*", "$1");
                connection().sync().clientKill(KillArgs.Builder.id(Long.parseLong(id)));
            }
        }
    }

    /** Tries until it works, with a bound. */
    static <T> T until(String what, Supplier<T> attempt) {
        var deadline = System.nanoTime() + WAIT_NANOS;
        while (true) {
            try {
                return attempt.get();
            } catch (RuntimeException notYet) {
                if (System.nanoTime() >= deadline) {
                    throw new IllegalStateException("in vain: " + what, notYet);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
    }

    /** Ends it without a word. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        var made = client;
        if (made != null) {
            made.shutdown();
        }
        kill();
    }
}
