package io.circleledger.main;

import io.circleledger.configuration.Configuration;
import io.circleledger.configuration.Configuration.DatabaseSettings;
import io.circleledger.configuration.PartStack;
import io.circleledger.configuration.StartFailure;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.StoreUnavailableException;
import io.ledger.mariadb.DurabilityCheck;
import io.ledger.mariadb.MariaDb;
import io.ledger.redis.Redis;
import io.ledger.stores.DataDirectory;
import io.ledger.stores.EmbeddedMariaDb;
import io.ledger.stores.EmbeddedRedis;
import io.ledger.stores.EmbeddedStores;
import io.ledger.stores.RedisAccess;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stores of a server, started or found, and fit for a ledger.
 *
 * @param redis empty where this server has no use for one
 * @param redisHealth whether Redis is fit, looked at once already: what is wrong is logged at the start
 */
record ServerStores(MariaDb mariaDb, Optional<Redis> redis, Optional<RedisHealth> redisHealth) {

    private static final Logger LOG = LoggerFactory.getLogger(ServerStores.class);

    /** How long a start waits for an external database. */
    private static final Duration DATABASE_WAIT = Duration.ofSeconds(60);

    /** @throws StartFailure when they cannot be used */
    static ServerStores open(Configuration configuration, PartStack parts) {
        var embedded = embeddedStores(configuration, parts);
        var database =
                configuration.database().or(() -> embeddedDatabase(embedded)).orElseThrow();
        var mariaDb = parts.add(MariaDb.at(database.url(), database.user(), database.password(), CircleStreams.TABLES));
        migrate(mariaDb);
        checkDurability(mariaDb, configuration.allowUnsafeDatabase());
        var redis = configuration
                .redisUrl()
                .or(() -> embeddedRedisUrl(embedded))
                .filter(_ -> configuration.role().needsRedis())
                .map(url -> parts.add(Redis.at(url)));
        var redisHealth = redis.map(RedisHealth::new);
        redisHealth.ifPresent(RedisHealth::get);
        return new ServerStores(mariaDb, redis, redisHealth);
    }

    /** The stores that no variable names; none of them touches the disk when there is none. */
    private static Optional<EmbeddedStores> embeddedStores(Configuration configuration, PartStack parts) {
        var wanted = EnumSet.noneOf(EmbeddedStores.StoreKind.class);
        if (configuration.database().isEmpty()) {
            wanted.add(EmbeddedStores.StoreKind.MARIADB);
        }
        if (configuration.redisUrl().isEmpty() && configuration.role().needsRedis()) {
            wanted.add(EmbeddedStores.StoreKind.REDIS);
        }
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        var directory = parts.add(DataDirectory.open(configuration.dataDir()));
        LOG.atInfo()
                .addKeyValue("stores", wanted)
                .addKeyValue("data_dir", configuration.dataDir())
                .log("starting embedded stores; the first start unpacks them");
        return Optional.of(parts.add(EmbeddedStores.start(directory, wanted)));
    }

    private static Optional<DatabaseSettings> embeddedDatabase(Optional<EmbeddedStores> stores) {
        return stores.flatMap(EmbeddedStores::mariaDb)
                .map(EmbeddedMariaDb::access)
                .map(access -> new DatabaseSettings(access.jdbcUrl(), access.user(), access.password()));
    }

    private static Optional<String> embeddedRedisUrl(Optional<EmbeddedStores> stores) {
        return stores.flatMap(EmbeddedStores::redis).map(EmbeddedRedis::access).map(RedisAccess::url);
    }

    /** Waits for a database that is still starting itself, as it may when both start together. */
    private static void migrate(MariaDb mariaDb) {
        var deadline = System.nanoTime() + DATABASE_WAIT.toNanos();
        while (true) {
            try {
                mariaDb.migrate();
                return;
            } catch (StoreUnavailableException unavailable) {
                if (Thread.currentThread().isInterrupted()) {
                    // The pool gives up at once for as long as the interrupt stands.
                    throw new StartFailure("the start was stopped while it waited for the database", unavailable);
                }
                var reason = MariaDb.reason(unavailable);
                if (reason.isFinal() || System.nanoTime() >= deadline) {
                    throw new StartFailure(
                            "the database cannot be used; check that it runs and that DATABASE_URL,"
                                    + " DATABASE_USER and DATABASE_PASSWORD are right: " + reason.text(),
                            unavailable);
                }
                LOG.atWarn().addKeyValue("error", reason.text()).log("waiting for the database");
            }
        }
    }

    private static void checkDurability(MariaDb mariaDb, boolean allowUnsafe) {
        var check = DurabilityCheck.of(mariaDb.database().dataSource());
        check.warnings()
                .forEach(warning -> LOG.atWarn().addKeyValue("setting", warning).log("database"));
        check.unsafe()
                .forEach(fault -> LOG.atWarn().addKeyValue("setting", fault).log("unsafe database"));
        if (!check.unsafe().isEmpty() && !allowUnsafe) {
            throw new StartFailure("the database can lose what it has confirmed: "
                    + String.join("; ", check.unsafe())
                    + "; or set ALLOW_UNSAFE_DATABASE=true to start all the same");
        }
    }
}
