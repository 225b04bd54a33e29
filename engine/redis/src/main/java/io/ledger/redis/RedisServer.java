package io.ledger.redis;

import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionStateAdapter;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is behind the address of a Redis: one server, the primary that Sentinels know, or a cluster. Whether one server is
 * part of a cluster, the first connection finds out; a URL that names several servers means a cluster.
 *
 * <p><b>After a failover</b> no connection may stay at the server that was the primary: what is read there would be out of
 * date, and nothing would tell. So there are epochs. A new one begins when a connection is made to another server than the
 * one before, as Sentinels say, and when a server refuses a change because it is a replica. Whoever has a connection of an
 * earlier epoch gives it up and makes another.
 */
final class RedisServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RedisServer.class);

    private final ClientResources resources = ClientResources.builder()
            .reconnectDelay(
                    Delay.exponential(Duration.ZERO, RedisLimits.LONGEST_RECONNECT_PAUSE, 2, TimeUnit.MILLISECONDS))
            .build();
    private final RedisClient client = RedisClient.create(resources);
    private final RedisAddress address;
    private final List<RedisURI> seeds;
    private final AtomicLong epoch = new AtomicLong();
    private final AtomicReference<@Nullable SocketAddress> primary = new AtomicReference<>();
    private final ReentrantLock making = new ReentrantLock();

    /** Whether it is a cluster; nothing is known before the first connection. */
    private volatile @Nullable Boolean isCluster;

    private volatile @Nullable RedisClusterClient cluster;

    /** @param timeout how long a connection that is being made waits for an answer */
    RedisServer(RedisAddress address, Duration timeout) {
        this.address = address;
        this.seeds = address.uris(timeout);
        client.setOptions(options());
        if (address.isCluster()) {
            isCluster = true;
        }
        if (address.isSentinel()) {
            isCluster = false;
            client.addListener(new RedisConnectionStateAdapter() {
                @Override
                public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress server) {
                    // Those to Sentinels are of another kind.
                    if (connection instanceof StatefulRedisConnection) {
                        arrivedAt(server);
                    }
                }
            });
        }
    }

    private void arrivedAt(SocketAddress server) {
        var before = primary.getAndSet(server);
        if (before != null && !before.equals(server)) {
            LOG.atWarn()
                    .addKeyValue("before", before)
                    .addKeyValue("now", server)
                    .log("Sentinel names another primary; all connections go there");
            renew();
        }
    }

    /** The present epoch, to be taken before a connection is made. */
    long epoch() {
        return epoch.get();
    }

    /** Begins a new epoch, so that all connections are made anew. */
    void renew() {
        epoch.incrementAndGet();
    }

    boolean isSentinel() {
        return address.isSentinel();
    }

    private ClusterClientOptions options() {
        return ClusterClientOptions.builder()
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(RedisLimits.REQUEST_QUEUE)
                .timeoutOptions(TimeoutOptions.enabled())
                .sslOptions(address.tls())
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(RedisLimits.CONNECT_TIMEOUT)
                        .keepAlive(true)
                        .tcpNoDelay(true)
                        .build())
                .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                        .enablePeriodicRefresh(RedisLimits.TOPOLOGY_REFRESH)
                        // Also when a server is gone or says that another one has the keys.
                        .adaptiveRefreshTriggersTimeout(RedisLimits.ADAPTIVE_REFRESH)
                        .build())
                .build();
    }

    /**
     * Makes a connection.
     *
     * @throws RedisException when that fails
     */
    RedisConnection connect(Duration timeout) {
        var connection = Boolean.TRUE.equals(isCluster) ? toCluster() : toSeed();
        connection.raw().setTimeout(timeout);
        return connection;
    }

    private RedisConnection toSeed() {
        var connection = client.connect(seeds.getFirst());
        var isOfCluster = isCluster;
        if (isOfCluster == null) {
            try {
                isOfCluster = isPartOfCluster(connection);
            } catch (RedisException silence) {
                var _ = connection.closeAsync();
                throw silence;
            }
            isCluster = isOfCluster;
        }
        if (isOfCluster) {
            connection.close();
            return toCluster();
        }
        return new RedisConnection.Single(connection, seeds.getFirst().getDatabase());
    }

    /** Who may not be asked is taken for a server that is alone: a cluster would refuse the first command. */
    private static boolean isPartOfCluster(StatefulRedisConnection<String, String> connection) {
        try {
            return connection.sync().info("cluster").contains("cluster_enabled:1");
        } catch (RedisCommandExecutionException refused) {
            try {
                return connection.sync().clusterInfo().contains("cluster_state:");
            } catch (RedisCommandExecutionException none) {
                return false;
            }
        }
    }

    /** With a connection to each server that takes writes, since a command to one that has none yet is refused. */
    private RedisConnection toCluster() {
        var connection = new RedisConnection.Cluster(clusterClient().connect());
        try {
            connection.primaries();
            return connection;
        } catch (RedisException failure) {
            var _ = connection.raw().closeAsync();
            throw failure;
        }
    }

    private RedisClusterClient clusterClient() {
        making.lock();
        try {
            var made = cluster;
            if (made == null) {
                made = RedisClusterClient.create(resources, seeds);
                made.setOptions(options());
                cluster = made;
            }
            return made;
        } finally {
            making.unlock();
        }
    }

    /**
     * Makes a connection to the one server that has some keys, for what a connection to several cannot do.
     *
     * @param key one of them
     * @throws RedisException when that fails
     */
    StatefulRedisConnection<String, String> connectTo(String key) {
        var known = cluster;
        if (known == null) {
            return client.connect(seeds.getFirst());
        }
        // It may have moved: that is why a new connection is needed.
        known.refreshPartitions();
        var node = known.getPartitions().getPartitionBySlot(SlotHash.getSlot(key));
        if (node == null) {
            throw new RedisException("no server of the cluster has the slot of " + key);
        }
        // What it takes to be let in, only the seeds say.
        return client.connect(RedisURI.builder(seeds.getFirst())
                .withHost(node.getUri().getHost())
                .withPort(node.getUri().getPort())
                .build());
    }

    @Override
    public void close() {
        var made = cluster;
        if (made != null) {
            made.shutdown(Duration.ZERO, RedisLimits.SHUTDOWN);
        }
        client.shutdown(Duration.ZERO, RedisLimits.SHUTDOWN);
        resources
                .shutdown(0, RedisLimits.SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly();
    }
}
