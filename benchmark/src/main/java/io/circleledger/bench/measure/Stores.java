package io.circleledger.bench.measure;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/** The stores of a running server, seen past it: to fill them, and to ask how far they are. */
final class Stores implements AutoCloseable {

    private static final long LOOK_MILLIS = 10;

    private final Map<String, String> variables;
    private final Connection database;
    private final RedisClient client;
    private final StatefulRedisConnection<String, String> redis;

    Stores(Map<String, String> variables) throws SQLException {
        this.variables = Map.copyOf(variables);
        this.database = DriverManager.getConnection(url(), user(), password());
        this.client = RedisClient.create(redisUrl());
        this.redis = client.connect();
    }

    /** Settings that make another server use these stores. */
    Map<String, String> variables() {
        return variables;
    }

    String url() {
        return variable("DATABASE_URL");
    }

    String user() {
        return variable("DATABASE_USER");
    }

    String password() {
        return variable("DATABASE_PASSWORD");
    }

    String redisUrl() {
        return variable("REDIS_URL");
    }

    private String variable(String name) {
        var value = variables.get(name);
        if (value == null) {
            throw new IllegalStateException("stores.env lacks " + name);
        }
        return value;
    }

    Connection database() {
        return database;
    }

    String asked(String sql) throws SQLException {
        try (var statement = database.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        }
    }

    /** A line of Redis's INFO. */
    String redisInfo(String field) {
        return redis.sync()
                .info()
                .lines()
                .filter(line -> line.startsWith(field + ":"))
                .map(line -> line.substring(field.length() + 1).strip())
                .findFirst()
                .orElse("unknown");
    }

    /** The last position that the read model has. */
    long projected() {
        var checkpoint = redis.sync().get("circles:checkpoint");
        return checkpoint == null ? 0 : Long.parseLong(checkpoint.substring(0, checkpoint.indexOf(' ')));
    }

    long head() throws SQLException {
        return Long.parseLong(asked("SELECT position FROM log_head"));
    }

    /** Waits until the read model has the whole log. */
    void awaitProjection(Duration longest) throws SQLException, InterruptedException {
        var deadline = System.nanoTime() + longest.toNanos();
        while (projected() < head()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the read model is at " + projected() + " of " + head() + " after "
                        + longest.toSeconds() + " s");
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    @Override
    public void close() throws SQLException {
        redis.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        database.close();
    }
}
