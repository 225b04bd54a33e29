package io.ledger.program;

import io.ledger.core.StoreUnavailableException;
import io.ledger.kafka.KafkaSettings;
import io.ledger.mariadb.DurabilityCheck;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.TableNames;
import io.ledger.mariadb.backup.Restoration;
import io.ledger.redis.Redis;
import io.ledger.redis.RedisAddress;
import io.ledger.server.DatabaseSettings;
import io.ledger.server.LedgerModule;
import io.ledger.server.LedgerModules;
import io.ledger.server.PartStack;
import io.ledger.server.RedisHealth;
import io.ledger.server.StartFailure;
import io.ledger.stores.DataDirectory;
import io.ledger.stores.EmbeddedKafka;
import io.ledger.stores.EmbeddedMariaDb;
import io.ledger.stores.EmbeddedRedis;
import io.ledger.stores.EmbeddedStores;
import io.ledger.stores.RedisAccess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stores of a server, started or found, and fit for a ledger.
 *
 * @param redis empty where this server has no use for one
 * @param kafka where events are handed on to
 * @param redisHealth whether Redis is fit, looked at once already: what is wrong is logged at the start
 */
record ServerStores(MariaDb mariaDb, Optional<Redis> redis, KafkaSettings kafka, Optional<RedisHealth> redisHealth) {

    private static final Logger LOG = LoggerFactory.getLogger(ServerStores.class);

    /** How long a start waits for an external database. */
    private static final Duration DATABASE_WAIT = Duration.ofSeconds(60);

    /** @throws StartFailure when they cannot be used */
    static ServerStores open(
            TableNames tables, LedgerModules modules, ProgramSettings settings, boolean withKafka, PartStack parts) {
        var directory = directory(settings, withKafka, parts);
        var embedded = directory.flatMap(data -> embeddedStores(settings, data, parts));
        var kafka = directory
                .filter(_ -> withKafka)
                .map(data -> parts.add(EmbeddedKafka.start(data, kafkaJars())))
                .map(broker -> settings.kafka().at(broker.bootstrapServers()))
                .orElse(settings.kafka());
        var database = settings.database().or(() -> embeddedDatabase(embedded)).orElseThrow();
        var mariaDb = parts.add(MariaDb.at(database.url(), database.user(), database.password(), tables));
        migrate(mariaDb);
        checkDurability(mariaDb, settings.allowUnsafeDatabase());
        var redis = settings.redis()
                .or(() -> embeddedRedis(embedded))
                .filter(_ -> settings.role().needsRedis())
                .map(address -> parts.add(Redis.at(address)));
        var redisHealth = redis.map(found -> new RedisHealth(
                found, modules.all().stream().map(LedgerModule::documents).toList()));
        redisHealth.ifPresent(RedisHealth::get);
        return new ServerStores(mariaDb, redis, kafka, redisHealth);
    }

    private static Set<EmbeddedStores.StoreKind> wanted(ProgramSettings settings) {
        var wanted = EnumSet.noneOf(EmbeddedStores.StoreKind.class);
        if (settings.database().isEmpty()) {
            wanted.add(EmbeddedStores.StoreKind.MARIADB);
        }
        if (settings.redis().isEmpty() && settings.role().needsRedis()) {
            wanted.add(EmbeddedStores.StoreKind.REDIS);
        }
        return wanted;
    }

    /** Where embedded stores keep their data; not touched when there are none. */
    private static Optional<DataDirectory> directory(ProgramSettings settings, boolean withKafka, PartStack parts) {
        return withKafka || !wanted(settings).isEmpty()
                ? Optional.of(parts.add(DataDirectory.open(settings.dataDir())))
                : Optional.empty();
    }

    /** The stores that no variable names. */
    private static Optional<EmbeddedStores> embeddedStores(
            ProgramSettings settings, DataDirectory directory, PartStack parts) {
        var wanted = wanted(settings);
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        LOG.atInfo()
                .addKeyValue("stores", wanted)
                .addKeyValue("data_dir", settings.dataDir())
                .log("starting embedded stores; the first start unpacks them");
        return Optional.of(parts.add(EmbeddedStores.start(directory, wanted)));
    }

    /** The launcher says where they are, because it builds them. */
    private static Path kafkaJars() {
        return Path.of(System.getProperty("kafka.jars", "engine/kafka-broker/target/jars"));
    }

    private static Optional<DatabaseSettings> embeddedDatabase(Optional<EmbeddedStores> stores) {
        return stores.flatMap(EmbeddedStores::mariaDb)
                .map(EmbeddedMariaDb::access)
                .map(access -> new DatabaseSettings(access.jdbcUrl(), access.user(), access.password()));
    }

    private static Optional<RedisAddress> embeddedRedis(Optional<EmbeddedStores> stores) {
        return stores.flatMap(EmbeddedStores::redis)
                .map(EmbeddedRedis::access)
                .map(RedisAccess::url)
                .map(RedisAddress::of);
    }

    /** Waits for a database that is still starting itself, as it may when both start together. */
    private static void migrate(MariaDb mariaDb) {
        var deadline = System.nanoTime() + DATABASE_WAIT.toNanos();
        while (true) {
            try {
                mariaDb.migrate();
                tellOfBrokenRestore(mariaDb);
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

    private static void tellOfBrokenRestore(MariaDb mariaDb) {
        var leftovers = Restoration.leftovers(mariaDb.database());
        if (!leftovers.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("tables", leftovers)
                    .log(
                            "a restore was broken off and has left tables that nothing reads; restore again, or drop them");
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
