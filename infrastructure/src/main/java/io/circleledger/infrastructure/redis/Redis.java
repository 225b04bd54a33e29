package io.circleledger.infrastructure.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import java.time.Duration;

/** The connections to Redis: one for queries and one for the projection. */
public final class Redis implements AutoCloseable {

    /** How this store is called wherever somebody is told about it. */
    public static final String STORE = "redis";

    private final RedisClient client;
    private final RedisLink queries;
    private final RedisLink projection;

    private Redis(RedisClient client) {
        this.client = client;
        this.queries = new RedisLink(client, RedisLimits.READ_TIMEOUT);
        this.projection = new RedisLink(client, RedisLimits.WRITE_TIMEOUT);
    }

    /**
     * Prepares connections without making one: the first is made when it is needed.
     *
     * @param url such as {@code redis://:password@host:6379/0}
     */
    public static Redis at(String url) {
        var uri = RedisURI.create(url);
        uri.setTimeout(RedisLimits.READ_TIMEOUT);
        var client = RedisClient.create(uri);
        client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(RedisLimits.REQUEST_QUEUE)
                .timeoutOptions(TimeoutOptions.enabled())
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(RedisLimits.CONNECT_TIMEOUT)
                        .keepAlive(true)
                        .tcpNoDelay(true)
                        .build())
                .build());
        return new Redis(client);
    }

    public RedisCircleViews circleViews() {
        return new RedisCircleViews(queries);
    }

    public RedisCircleViewStore circleViewStore() {
        return new RedisCircleViewStore(projection, "");
    }

    public RedisReadModels readModels() {
        return new RedisReadModels(projection);
    }

    /** The live read model for somebody who checks it. */
    public RedisReadModelScan scan() {
        return new RedisReadModelScan(projection, "");
    }

    /**
     * Asks Redis for a sign of life.
     *
     * @throws io.circleledger.domain.StoreUnavailableException when there is none
     */
    public void ping() {
        queries.call(commands -> commands.ping());
    }

    @Override
    public void close() {
        queries.close();
        projection.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
}
