package io.ledger.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.infrastructure.contract.CircleLog;
import io.circleledger.infrastructure.contract.SampleHistories;
import io.circleledger.infrastructure.faults.LogAudit;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.StoreUnavailableException.Unavailability;
import io.ledger.core.StreamId;
import io.ledger.core.stream.AppendResult.Appended;
import io.ledger.stores.EmbeddedStores;
import io.ledger.stores.TestStores;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A MariaDB whose disk is full, under appends. The disk is a small tmpfs, which only root may mount. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class DiskFullTest {

    private static final int DISK_MEGABYTES = 320;

    /** Far more than fit into the pages that the tables have already. */
    private static final int MOST_APPENDS = 20_000;

    /** How long the store may take until it notices that there is space again. */
    private static final Duration SPACE_WAIT = Duration.ofSeconds(30);

    private static final long POLL_MILLIS = 20;

    @TempDir
    Path disk;

    @Test
    void whatIsAcknowledgedStaysWhatIsNotIsRefusedAndSpaceHeals() throws Exception {
        var refusal = run("mount", "-t", "tmpfs", "-o", "size=" + DISK_MEGABYTES + "m", "tmpfs", disk.toString());
        assumeThat(refusal)
                .as("no full disk was tried: a tmpfs cannot be mounted here (it takes root): " + refusal)
                .isEmpty();
        try {
            fillUnderAppends();
        } finally {
            assertThat(run("umount", disk.toString())).isEmpty();
        }
    }

    private void fillUnderAppends() throws Exception {
        try (var directory = TestStores.initialised(disk.resolve("data"));
                var stores = EmbeddedStores.start(directory, Set.of(EmbeddedStores.StoreKind.MARIADB));
                var database = open(stores)) {
            database.migrate();
            var events = CircleLog.store(database, 1);
            var acknowledged = new ArrayList<StreamId>();
            var refused = new ArrayList<StreamId>();
            acknowledged.add(append(events, SampleHistories.newId()));
            var ballast = disk.resolve("ballast");
            fill(ballast);

            StoreUnavailableException failure = null;
            while (failure == null) {
                assertThat(acknowledged).as("the disk is never full").hasSizeLessThan(MOST_APPENDS);
                var id = SampleHistories.newId();
                try {
                    acknowledged.add(append(events, id));
                } catch (StoreUnavailableException full) {
                    failure = full;
                    refused.add(id);
                }
            }

            assertThat(failure.reason()).as(failure.toString()).isEqualTo(Unavailability.NO_ANSWER);
            assertThat(CircleLog.log(database).head().value()).isEqualTo(acknowledged.size());
            Files.delete(ballast);
            acknowledged.add(appendOnceThereIsSpace(events));
            assertAllThere(events, acknowledged, refused);
            try (var connection = database.database().dataSource().getConnection()) {
                assertThat(LogAudit.faults(connection)).isEmpty();
            }
        }
    }

    private static MariaDb open(EmbeddedStores stores) {
        var access = stores.mariaDb().orElseThrow().access();
        return MariaDb.at(access.jdbcUrl(), access.user(), access.password(), CircleStreams.TABLES);
    }

    private static StreamId append(MariaDbEventStore<Circle, CircleEvent> events, StreamId id) {
        var append = SampleHistories.append(id, Optional.empty(), SampleHistories.created("x".repeat(100), 10));
        assertThat(events.append(append)).isInstanceOf(Appended.class);
        return id;
    }

    private static StreamId appendOnceThereIsSpace(MariaDbEventStore<Circle, CircleEvent> events)
            throws InterruptedException {
        var deadline = System.nanoTime() + SPACE_WAIT.toNanos();
        while (true) {
            try {
                return append(events, SampleHistories.newId());
            } catch (StoreUnavailableException stillFull) {
                assertThat(System.nanoTime() >= deadline)
                        .as(stillFull.toString())
                        .isFalse();
                Thread.sleep(POLL_MILLIS);
            }
        }
    }

    private static void assertAllThere(
            MariaDbEventStore<Circle, CircleEvent> events, List<StreamId> acknowledged, List<StreamId> refused) {
        assertThat(acknowledged)
                .allSatisfy(id -> assertThat(events.load(id).value()).isPresent());
        assertThat(refused).allSatisfy(id -> assertThat(events.load(id).value()).isEmpty());
    }

    /** Writes until nothing more fits. */
    private static void fill(Path file) throws IOException {
        var block = ByteBuffer.allocate(4096);
        try (var out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            while (true) {
                out.write(block.clear());
            }
        } catch (IOException full) {
            assertThat(file.toFile().getUsableSpace()).isLessThan(block.capacity());
        }
    }

    /** Runs a program to its end and returns what it said; nothing when all was well. */
    private static String run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = process.inputReader().readAllAsString();
        return process.waitFor() == 0 ? "" : said.strip() + " (exit code " + process.exitValue() + ")";
    }
}
