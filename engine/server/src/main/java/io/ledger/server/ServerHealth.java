package io.ledger.server;

import io.ledger.core.StoreUnavailableException;
import io.ledger.http.routes.Dependency;
import io.ledger.http.routes.Dependency.Health;
import io.ledger.kafka.TopicEventSource;
import io.ledger.mariadb.MariaDb;
import io.ledger.projection.Projector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Whether the parts of a server can do their work, as its health is told. */
public final class ServerHealth {

    /** How long the read model may be behind without coming any further. */
    private static final Duration PROJECTION_STALL = Duration.ofSeconds(5);

    private ServerHealth() {}

    /** The database is needed for everything; without the rest the server does less. */
    public static List<Dependency> dependencies(
            MariaDb mariaDb, Optional<RedisHealth> redis, List<FollowedStreams> kinds) {
        var found = new ArrayList<Dependency>();
        found.add(new Dependency("database", () -> of(mariaDb)));
        redis.ifPresent(health -> found.add(Dependency.helpful(
                "redis",
                "one %s is read from the log instead, and there is no list"
                        .formatted(kinds.getFirst().category()),
                health)));
        for (var kind : kinds) {
            for (var model : kind.models()) {
                found.add(Dependency.helpful(model.health(), model.without(), () -> of(model)));
            }
        }
        return found;
    }

    public static Health of(MariaDb mariaDb) {
        try {
            return switch (mariaDb.condition()) {
                case WRITABLE -> new Health.Up();
                case READ_ONLY -> new Health.Down("read-only, so nothing can be changed");
                case WITHOUT_HEAD ->
                    new Health.Down("log_head does not say where the log ends, so nothing can be changed;"
                            + " the command verify says how to put it right");
            };
        } catch (StoreUnavailableException failure) {
            return new Health.Down("does not answer");
        }
    }

    /** Whether the projection keeps up, or at least moves. */
    public static Health of(FollowedModel<?, ?, ?> followed) {
        var lag = followed.watch().lag();
        var figures = new LinkedHashMap<String, Object>();
        figures.put("position", lag.position().value());
        figures.put("head", lag.head().value());
        figures.put("lag_positions", lag.positions());
        figures.put("lag_seconds", lag.behindFor().toMillis() / 1000.0);
        followed.projector().flatMap(Projector::trouble).ifPresent(trouble -> figures.put("trouble", trouble));
        var trouble = followed.topic().flatMap(TopicEventSource::trouble);
        followed.topic().ifPresent(_ -> figures.put("source", trouble.isEmpty() ? "kafka" : "log"));
        if (lag.stalledFor().compareTo(PROJECTION_STALL) < 0) {
            return trouble.<Health>map(why -> new Health.Degraded("reads the log instead: " + why.text(), figures))
                    .orElseGet(() -> new Health.Up(figures));
        }
        return new Health.Down("%d events behind and not moving".formatted(lag.positions()), figures);
    }
}
