package io.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.infrastructure.contract.CircleViewsContract;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.document.Checkpoint;
import io.ledger.core.document.DocumentReader;
import io.ledger.core.document.DocumentScan.Counts;
import io.ledger.core.document.DocumentStore;
import io.lettuce.core.cluster.RedisClusterClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The read model in a cluster keeps every promise that it keeps in one Redis. */
@Execution(ExecutionMode.SAME_THREAD)
class RedisClusterDocumentsTest extends CircleViewsContract {

    @TempDir
    static Path directory;

    private static RedisCluster cluster;

    private Redis redis;

    @BeforeAll
    static void start() throws IOException {
        cluster = RedisCluster.start(directory);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @AfterEach
    void close() {
        redis.close();
        redis = null;
    }

    private Redis redis() {
        if (redis == null) {
            cluster.flush();
            redis = PatientRedis.at(cluster.url());
        }
        return redis;
    }

    @Override
    protected DocumentStore<CircleView> store() {
        return redis().store(CircleStreams.REDIS);
    }

    @Override
    protected DocumentReader<CircleView> reader() {
        return redis().reader(CircleStreams.REDIS);
    }

    @Test
    void allKeysHaveOneHashTag() {
        var id = newId();
        store().apply(Checkpoint.START, List.of(put(id, 1, 1)), at(1));

        var keys = new TreeSet<String>();
        var servers = 0;
        for (var connection : cluster.connections()) {
            var there = connection.sync().keys("*");
            servers += there.isEmpty() ? 0 : 1;
            keys.addAll(there);
        }
        assertThat(keys)
                .containsExactly("{circles}:circle:" + id, "{circles}:circles:checkpoint", "{circles}:circles:list");
        assertThat(servers).isOne();
    }

    @Test
    void itIsCountedWithoutKeysOfOthers() {
        var id = newId();
        store().apply(Checkpoint.START, List.of(put(id, 1, 1)), at(1));
        try (var others = RedisClusterClient.create(cluster.url())) {
            var commands = others.connect().sync();
            for (var i = 0; i < 100; i++) {
                commands.set("theirs:" + i, "1");
            }
        }
        try (var all = PatientRedis.at(cluster.urlOfAll())) {
            all.ping();
            assertThat(all.faults()).isEmpty();
            assertThat(all.scan(CircleStreams.REDIS).counts()).isEqualTo(new Counts(Optional.of(at(1)), 1, 1));
        }
    }

    @Test
    void whatMakesAServerOfItUnfitIsTold() {
        store();
        var other = cluster.connections().getFirst().sync();
        other.configSet("maxmemory", "100mb");
        other.configSet("maxmemory-policy", "allkeys-lru");
        try {
            assertThat(redis.faults()).singleElement().asString().contains("set maxmemory-policy to noeviction");
        } finally {
            other.configSet("maxmemory-policy", "noeviction");
            other.configSet("maxmemory", "0");
        }
    }
}
