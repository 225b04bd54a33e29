package io.ledger.stores;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker of our own in KRaft mode, in a process of its own, with its data in a {@link DataDirectory}.
 *
 * <p>It is for trying things out and for tests: it takes connections from this machine only and asks nobody who they are.
 * The broker's jars are not on the class path of this program; they lie together in a directory that is handed in.
 *
 * <p>A broker that dies is started again by its supervisor, on the same port and with its data.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedKafka.class);

    private static final String STORE = "kafka";

    /** The same for every broker, so that those of one cluster find each other: 16 bytes in Base64. */
    private static final String CLUSTER_ID = "bGVkZ2VyLWVtYmVkZGVkLQ";

    private static final short API_VERSIONS = 18;

    private final Supervisor supervisor;
    private final KafkaNode node;

    private EmbeddedKafka(Supervisor supervisor, KafkaNode node) {
        this.supervisor = supervisor;
        this.node = node;
    }

    /**
     * Starts a cluster of one broker and returns when it answers.
     *
     * @param jars the directory of the broker's jars
     */
    public static EmbeddedKafka start(DataDirectory directory, Path jars) {
        try {
            var root = directory.storeDirectory(STORE);
            orphans(root).stop(StoreLimits.KAFKA_STOP_TIMEOUT_MILLIS);
            var state = StoreState.load(root.resolve("state.properties"));
            for (int attempt = 1; ; attempt++) {
                var node =
                        new KafkaNode(1, LoopbackPort.choose(state.port()), LoopbackPort.choose(OptionalInt.empty()));
                state.save(node.port());
                switch (launch(root, jars, node, List.of(node))) {
                    case Supervisor.StartResult.Ready<Supervisor>(var supervisor) -> {
                        return new EmbeddedKafka(supervisor, node);
                    }
                    case Supervisor.StartResult.NotStarted<Supervisor>(var reason) -> {
                        if (attempt == StoreLimits.PORT_ATTEMPTS
                                || (LoopbackPort.isFree(node.port()) && LoopbackPort.isFree(node.controllerPort()))) {
                            throw notStarted(reason, root);
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw unwritable(directory, e);
        } catch (InterruptedException e) {
            throw EmbeddedStoreException.interrupted("starting Kafka", e);
        }
    }

    /**
     * Starts one broker of a cluster of several, each in a directory of its own, and returns when it answers. It answers
     * when most of them are there, so they are to be started at the same time.
     *
     * @param jars the directory of the brokers' jars
     */
    public static EmbeddedKafka start(DataDirectory directory, Path jars, KafkaNode node, List<KafkaNode> cluster) {
        try {
            var root = directory.storeDirectory(STORE);
            orphans(root).stop(StoreLimits.KAFKA_STOP_TIMEOUT_MILLIS);
            return switch (launch(root, jars, node, cluster)) {
                case Supervisor.StartResult.Ready<Supervisor>(var supervisor) -> new EmbeddedKafka(supervisor, node);
                case Supervisor.StartResult.NotStarted<Supervisor>(var reason) -> throw notStarted(reason, root);
            };
        } catch (IOException e) {
            throw unwritable(directory, e);
        } catch (InterruptedException e) {
            throw EmbeddedStoreException.interrupted("starting Kafka", e);
        }
    }

    /** The processes that run on the data of this directory. */
    static OrphanedProcesses orphans(Path storeDirectory) {
        return new OrphanedProcesses(
                STORE, "java", configuration(storeDirectory).toString());
    }

    /** What clients are given to find the broker, as {@code host:port}. */
    public String bootstrapServers() {
        return node.address();
    }

    public StoreHealth health() {
        return supervisor.health();
    }

    @Override
    public void close() {
        supervisor.close();
    }

    private static EmbeddedStoreException notStarted(String reason, Path root) {
        return new EmbeddedStoreException("Kafka did not start: " + reason
                + "\nRemove the cause and start again, or set KAFKA_BOOTSTRAP_SERVERS to a Kafka that runs elsewhere."
                + " If its data is damaged, move " + root.resolve("data") + " away.");
    }

    private static EmbeddedStoreException unwritable(DataDirectory directory, IOException e) {
        return new EmbeddedStoreException(
                "Kafka's files under " + directory.root() + " cannot be written (" + e
                        + "). Check the free space and the permissions of DATA_DIR.",
                e);
    }

    private static Supervisor.StartResult<Supervisor> launch(
            Path root, Path jars, KafkaNode node, List<KafkaNode> cluster) throws IOException {
        if (!Files.isDirectory(jars)) {
            throw new EmbeddedStoreException("Kafka's jars are not in " + jars
                    + ". Build the program with ./mvnw package, which puts them there, or set KAFKA_BOOTSTRAP_SERVERS to"
                    + " a Kafka that runs elsewhere.");
        }
        DurableFiles.directory(root.resolve("data"));
        DurableFiles.directory(root.resolve("log"));
        DurableFiles.write(configuration(root), configuration(root, node, cluster));
        return Supervisor.start(new Supervisor.Plan(
                STORE,
                command(root, jars),
                root,
                new StoreLog(root.resolve("log/kafka.log"), List.of()),
                node.port(),
                () -> answers(node.port()),
                StoreLimits.KAFKA_START_TIMEOUT_MILLIS,
                StoreLimits.KAFKA_STOP_TIMEOUT_MILLIS));
    }

    private static List<String> command(Path root, Path jars) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(
                java,
                "-Xms64m",
                "-Xmx" + StoreLimits.KAFKA_HEAP_MEGABYTES + "m",
                "-XX:+UseSerialGC",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
                "-cp",
                codeOf(KafkaBrokerMain.class) + System.getProperty("path.separator") + jars.toAbsolutePath() + "/*",
                KafkaBrokerMain.class.getName(),
                configuration(root).toString(),
                CLUSTER_ID);
    }

    /** The jar or directory that a class was loaded from. */
    private static Path codeOf(Class<?> type) {
        return Path.of(URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    /** Asks which requests the broker knows, which is the one question that needs no other before it. */
    private static boolean answers(int port) {
        try (var socket = new Socket()) {
            socket.setSoTimeout(StoreLimits.KAFKA_PROBE_TIMEOUT_MILLIS);
            socket.connect(LoopbackPort.at(port), StoreLimits.KAFKA_PROBE_TIMEOUT_MILLIS);
            var client = "ledger".getBytes(StandardCharsets.UTF_8);
            var request = ByteBuffer.allocate(4 + 2 + 2 + 4 + 2 + client.length);
            request.putInt(request.capacity() - 4)
                    .putShort(API_VERSIONS)
                    .putShort((short) 0)
                    .putInt(1)
                    .putShort((short) client.length)
                    .put(client);
            socket.getOutputStream().write(request.array());
            var answer = new DataInputStream(socket.getInputStream());
            return answer.readInt() > 4 && answer.readInt() == 1 && answer.readShort() == 0;
        } catch (IOException e) {
            log.atDebug().setCause(e).log("kafka does not answer yet");
            return false;
        }
    }

    private static Path configuration(Path storeDirectory) {
        return storeDirectory.resolve("server.properties");
    }

    private static String configuration(Path root, KafkaNode node, List<KafkaNode> cluster) {
        return """
            # Written on each start.
            process.roles=broker,controller
            node.id=%2$d
            controller.quorum.voters=%5$s
            controller.listener.names=CONTROLLER
            listeners=PLAINTEXT://%3$s,CONTROLLER://%6$s:%4$d
            advertised.listeners=PLAINTEXT://%3$s
            log.dirs=%1$s/data

            # Topics are made by whoever needs them, as they have to be.
            auto.create.topics.enable=false
            unclean.leader.election.enable=false
            default.replication.factor=%7$d
            min.insync.replicas=%8$d
            offsets.topic.replication.factor=%7$d
            offsets.topic.num.partitions=1
            transaction.state.log.replication.factor=%7$d
            transaction.state.log.min.isr=%8$d
            transaction.state.log.num.partitions=1
            share.coordinator.state.topic.replication.factor=%7$d
            share.coordinator.state.topic.min.isr=%8$d
            share.coordinator.state.topic.num.partitions=1

            # A small machine, and a broker that is quickly there, and quickly missed.
            num.network.threads=2
            num.io.threads=4
            num.recovery.threads.per.data.dir=2
            background.threads=2
            log.cleaner.dedupe.buffer.size=4194304
            log.segment.bytes=67108864
            group.initial.rebalance.delay.ms=0
            controlled.shutdown.max.retries=1
            broker.session.timeout.ms=4000
            broker.heartbeat.interval.ms=500
            """.formatted(
                        root.toString().replace("\\", "\\\\"),
                        node.id(),
                        node.address(),
                        node.controllerPort(),
                        cluster.stream().map(KafkaNode::voter).collect(Collectors.joining(",")),
                        LoopbackPort.ADDRESS,
                        Math.min(3, cluster.size()),
                        cluster.size() > 2 ? 2 : 1);
    }
}
