package io.ledger.redis;

import io.ledger.stores.TestStores;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** A cluster of three Redis servers of its own, each with a third of the slots. */
public final class RedisCluster implements AutoCloseable {

    private static final int NODES = 3;
    private static final String PASSWORD = "secret";
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(30);

    private record Node(int port, int busPort, Process process) {

        String url() {
            return "redis://:" + PASSWORD + "@127.0.0.1:" + port;
        }
    }

    private final List<Node> nodes = new ArrayList<>();
    private final List<StatefulRedisConnection<String, String>> connections = new ArrayList<>();
    private final RedisClient client = RedisClient.create();

    /**
     * Starts the servers and waits until they are one cluster.
     *
     * @param directory empty, for what the servers write
     */
    public static RedisCluster start(Path directory) throws IOException {
        var cluster = new RedisCluster();
        try {
            cluster.startNodes(directory);
            cluster.form();
            return cluster;
        } catch (IOException | RuntimeException failure) {
            cluster.close();
            throw failure;
        }
    }

    private RedisCluster() {}

    private void startNodes(Path directory) throws IOException {
        var program = TestStores.redisServer();
        for (var i = 0; i < NODES; i++) {
            var home = Files.createDirectory(directory.resolve("node-" + i));
            var port = freePort();
            var busPort = freePort();
            var command = List.of(
                    program.toString(),
                    "--bind",
                    "127.0.0.1",
                    "--port",
                    String.valueOf(port),
                    "--cluster-enabled",
                    "yes",
                    "--cluster-port",
                    String.valueOf(busPort),
                    "--cluster-node-timeout",
                    "5000",
                    "--requirepass",
                    PASSWORD,
                    "--masterauth",
                    PASSWORD,
                    "--dir",
                    home.toString(),
                    "--save",
                    "");
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(home.resolve("log").toFile())
                    .start();
            nodes.add(new Node(port, busPort, process));
        }
    }

    @SuppressWarnings("unchecked") // the array that holds the one range
    private static void addSlots(StatefulRedisConnection<String, String> node, Range<Integer> slots) {
        node.sync().clusterAddSlotsRange(slots);
    }

    private void form() {
        var share = SlotHash.SLOT_COUNT / NODES + 1;
        for (var i = 0; i < NODES; i++) {
            var node = nodes.get(i);
            var connection = until("a server answers", () -> client.connect(RedisURI.create(node.url())));
            connections.add(connection);
            var last = Math.min(SlotHash.SLOT_COUNT, (i + 1) * share) - 1;
            addSlots(connection, Range.create(i * share, last));
        }
        for (var node : nodes.subList(1, NODES)) {
            var arguments = new CommandArgs<>(StringCodec.UTF8)
                    .add("MEET")
                    .add("127.0.0.1")
                    .add(node.port())
                    .add(node.busPort());
            connections
                    .getFirst()
                    .sync()
                    .dispatch(CommandType.CLUSTER, new StatusOutput<>(StringCodec.UTF8), arguments);
        }
        for (var connection : connections) {
            until("the cluster is formed", () -> {
                var info = connection.sync().clusterInfo();
                if (!info.contains("cluster_state:ok") || !info.contains("cluster_known_nodes:" + NODES)) {
                    throw new IllegalStateException(info);
                }
                return info;
            });
        }
    }

    /** Tries until it works: servers need a moment to start and to find each other. */
    private static <T> T until(String what, Supplier<T> attempt) {
        var deadline = System.nanoTime() + START_NANOS;
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

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** One of its servers. */
    public String url() {
        return nodes.getLast().url();
    }

    /** All of its servers. */
    public String urlOfAll() {
        return "redis://:" + PASSWORD + "@"
                + String.join(
                        ",",
                        nodes.stream().map(node -> "127.0.0.1:" + node.port()).toList());
    }

    /** A connection to each of its servers. */
    public List<StatefulRedisConnection<String, String>> connections() {
        return connections;
    }

    /** Empties all servers. */
    public void flush() {
        connections.forEach(connection -> connection.sync().flushall());
    }

    @Override
    public void close() {
        client.shutdown();
        nodes.forEach(node -> node.process().destroyForcibly());
        nodes.forEach(node -> node.process().onExit().join());
    }
}
