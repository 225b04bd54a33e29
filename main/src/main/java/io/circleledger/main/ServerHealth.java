package io.circleledger.main;

import io.circleledger.wiring.FollowedModel;
import io.circleledger.wiring.FollowedStreams;
import io.ledger.core.StoreUnavailableException;
import io.ledger.http.routes.Dependency;
import io.ledger.http.routes.Dependency.Health;
import io.ledger.mariadb.MariaDb;
import io.ledger.projection.Projector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Whether the parts of a server can do their work, as its health is told. */
final class ServerHealth {

    /** How long the read model may be behind without coming any further. */
    private static final Duration PROJECTION_STALL = Duration.ofSeconds(5);

    private ServerHealth() {}

    /** The database is needed for everything; without the rest the server does less. */
    static List<Dependency> dependencies(ServerStores stores, List<FollowedStreams> kinds) {
        var found = new ArrayList<Dependency>();
        found.add(new Dependency("database", () -> of(stores.mariaDb())));
        stores.redisHealth()
                .ifPresent(redis -> found.add(Dependency.helpful(
                        "redis", "one circle is read from the log instead, and there is no list", redis)));
        for (var kind : kinds) {
            for (var model : kind.models()) {
                found.add(Dependency.helpful(model.health(), model.without(), () -> of(model)));
            }
        }
        return found;
    }

    static Health of(MariaDb mariaDb) {
        try {
            return switch (mariaDb.condition()) {
                case WRITABLE -> new Health.Up();
                case READ_ONLY -> new Health.Down("read-only, so nothing can be changed");
                case WITHOUT_HEAD ->
                    new Health.Down("log_head does not say where the log ends, so nothing can be changed;"
                            + " circle-ledger verify says how to put it right");
            };
        } catch (StoreUnavailableException failure) {
            return new Health.Down("does not answer");
        }
    }

    /** Whether the projection keeps up, or at least moves. */
    static Health of(FollowedModel<?, ?, ?> followed) {
        var lag = followed.watch().lag();
        var figures = new LinkedHashMap<String, Object>();
        figures.put("position", lag.position().value());
        figures.put("head", lag.head().value());
        figures.put("lag_positions", lag.positions());
        figures.put("lag_seconds", lag.behindFor().toMillis() / 1000.0);
        followed.projector().flatMap(Projector::trouble).ifPresent(trouble -> figures.put("trouble", trouble));
        return lag.stalledFor().compareTo(PROJECTION_STALL) < 0
                ? new Health.Up(figures)
                : new Health.Down("%d events behind and not moving".formatted(lag.positions()), figures);
    }
}
