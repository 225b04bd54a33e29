package io.ledger.redis;

import io.ledger.stores.TestStores;
import io.lettuce.core.KillArgs;
import io.lettuce.core.MigrateArgs;
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
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(120);

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
        for (var i = 0; i < NODES; i++) {
            startNode(directory);
        }
    }

    private Node startNode(Path directory) throws IOException {
        var program = TestStores.redisServer();
        var home = Files.createDirectory(directory.resolve("node-" + nodes.size()));
        var port = TestStores.freePort();
        var busPort = TestStores.freePort();
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
                "60000",
                "--repl-diskless-sync-delay",
                "0",
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
        var node = new Node(port, busPort, process);
        nodes.add(node);
        return node;
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
        nodes.subList(1, NODES).forEach(this::meet);
        awaitFormed();
    }

    private void meet(Node node) {
        var arguments = new CommandArgs<>(StringCodec.UTF8)
                .add("MEET")
                .add("127.0.0.1")
                .add(node.port())
                .add(node.busPort());
        connections.getFirst().sync().dispatch(CommandType.CLUSTER, new StatusOutput<>(StringCodec.UTF8), arguments);
    }

    private void awaitFormed() {
        for (var connection : connections) {
            until("the cluster is formed", () -> {
                var info = connection.sync().clusterInfo();
                if (!info.contains("cluster_state:ok") || !info.contains("cluster_known_nodes:" + nodes.size())) {
                    throw new IllegalStateException(info);
                }
                return info;
            });
        }
    }

    /** The place of the server that has a key, as long as no slot has moved. */
    private static int placeOf(String key) {
        return SlotHash.getSlot(key) / (SlotHash.SLOT_COUNT / NODES + 1);
    }

    /** Adds a replica of the server that has a key, and waits until it has what that one has. */
    public StatefulRedisConnection<String, String> addReplica(Path directory, String key) throws IOException {
        var node = startNode(directory);
        var replica = until("a server answers", () -> client.connect(RedisURI.create(node.url())));
        connections.add(replica);
        meet(node);
        awaitFormed();
        var primary = connections.get(placeOf(key)).sync().clusterMyId();
        until("the replica knows its primary", () -> replica.sync().clusterReplicate(primary));
        awaitInInfo(replica, "master_link_status:up");
        return replica;
    }

    /** Cuts a replica off from its primary, so that it lags from now on. */
    public void cutOff(StatefulRedisConnection<String, String> replica, String key) {
        replica.sync().configSet("masterauth", "wrong");
        connections.get(placeOf(key)).sync().clientKill(KillArgs.Builder.typeSlave());
        awaitInInfo(replica, "master_link_status:down");
    }

    /** Waits until a server says something of its replication. */
    public void awaitInInfo(StatefulRedisConnection<String, String> server, String text) {
        until(text, () -> {
            var info = server.sync().info("replication");
            if (!info.contains(text)) {
                throw new IllegalStateException(info);
            }
            return info;
        });
    }

    /** Kills the server that has a key, and has the others notice soon; a machine that stands still is no such loss. */
    public void killServerOf(String key) {
        connections.forEach(connection -> connection.sync().configSet("cluster-node-timeout", "2000"));
        nodes.get(placeOf(key)).process().destroyForcibly().onExit().join();
    }

    /**
     * Moves the slot of a key to the next server.
     *
     * @param halfway runs when some of its keys have moved
     */
    public void moveSlot(String key, Runnable halfway) {
        var slot = SlotHash.getSlot(key);
        var from = connections.get(placeOf(key)).sync();
        var next = (placeOf(key) + 1) % NODES;
        var to = connections.get(next).sync();
        var target = to.clusterMyId();
        to.clusterSetSlotImporting(slot, from.clusterMyId());
        from.clusterSetSlotMigrating(slot, target);
        var isHalfway = false;
        for (var keys = from.clusterGetKeysInSlot(slot, 10);
                !keys.isEmpty();
                keys = from.clusterGetKeysInSlot(slot, 10)) {
            from.migrate(
                    "127.0.0.1",
                    nodes.get(next).port(),
                    0,
                    TimeUnit.NANOSECONDS.toMillis(START_NANOS),
                    MigrateArgs.Builder.keys(keys).auth(PASSWORD));
            if (!isHalfway) {
                isHalfway = true;
                halfway.run();
            }
        }
        to.clusterSetSlotNode(slot, target);
        from.clusterSetSlotNode(slot, target);
    }

    /** Has every server know a user. */
    public void addUser(String... rules) {
        for (var connection : connections) {
            connection
                    .sync()
                    .dispatch(
                            CommandType.ACL,
                            new StatusOutput<>(StringCodec.UTF8),
                            new CommandArgs<>(StringCodec.UTF8).add("SETUSER").addValues(rules));
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
