package io.ledger.stores;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/**
 * The Kafka tests run against: one broker per JVM, started by the first use and stopped when the JVM ends, and brokers of
 * a test's own that it may kill.
 *
 * <p>Their jars lie where the system property {@code testKafka.jars} says.
 */
public final class TestKafka {

    /** The directory of the brokers' jars. */
    public static final Path JARS = Path.of(System.getProperty("testKafka.jars", "engine/kafka-broker/target/jars"))
            .toAbsolutePath()
            .normalize();

    private static final class SharedBroker {
        static final EmbeddedKafka INSTANCE = start();
    }

    private TestKafka() {}

    /** The broker of this JVM, as {@code host:port}. */
    public static String shared() {
        return SharedBroker.INSTANCE.bootstrapServers();
    }

    /** A broker of the test's own; started again on the same directory, it has the same port and its data. */
    public static EmbeddedKafka start(Path dataDir) {
        return EmbeddedKafka.start(TestStores.directory(dataDir), JARS);
    }

    /** The brokers of a cluster of the test's own. */
    public static List<EmbeddedKafka> startCluster(Path dataDir, int brokers) throws InterruptedException {
        var nodes = KafkaNode.choose(brokers);
        var started = new ArrayList<EmbeddedKafka>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var starts = nodes.stream()
                    .map(node -> executor.submit(() -> EmbeddedKafka.start(
                            TestStores.directory(dataDir.resolve("broker-" + node.id())), JARS, node, nodes)))
                    .toList();
            for (var start : starts) {
                started.add(start.get());
            }
        } catch (ExecutionException failed) {
            started.forEach(EmbeddedKafka::close);
            throw new IllegalStateException(failed.getCause());
        }
        return started;
    }

    private static EmbeddedKafka start() {
        var run = TestStores.HOME.resolve("kafka-" + ProcessHandle.current().pid());
        try {
            TestStores.removeLeftovers("kafka-", TestKafka::removeLeftover);
            var directory = TestStores.directory(run);
            var broker = EmbeddedKafka.start(directory, JARS);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                broker.close();
                directory.close();
                delete(run);
            }));
            return broker;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void removeLeftover(Path run) throws IOException, InterruptedException {
        EmbeddedKafka.orphans(run.resolve("kafka")).stop(0);
        delete(run);
    }

    private static void delete(Path directory) {
        try {
            DurableFiles.deleteTree(directory);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
