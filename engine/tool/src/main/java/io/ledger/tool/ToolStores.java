package io.ledger.tool;

import io.ledger.core.StoreUnavailableException;
import io.ledger.mariadb.MariaDb;
import io.ledger.redis.Redis;
import io.ledger.redis.RedisAddress;
import io.ledger.server.DatabaseSettings;
import io.ledger.server.PartStack;
import io.ledger.server.StartFailure;
import io.ledger.stores.DataDirectory;
import io.ledger.stores.EmbeddedStoreException;
import io.ledger.stores.EmbeddedStores;
import io.ledger.stores.StoresEnv;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stores of a ledger for a subcommand: those a server is using, or ones of its own for a while.
 *
 * <p>Who has the data directory is asked first, because the answer cannot be stale. If it is free, no
 * server runs, whatever an old {@code stores.env} says and whatever stores a killed server left
 * behind: then they are started as a server would start them. If it is held, {@code stores.env} of
 * the holder says where its stores answer.
 */
public final class ToolStores implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ToolStores.class);

    /** How long a server that is just starting may take to tell where its stores are. */
    private static final Duration STARTING = Duration.ofSeconds(30);

    private static final Duration POLL = Duration.ofMillis(100);

    private final PartStack opened = new PartStack();
    private final MariaDb mariaDb;
    private final Redis redis;

    /** @throws StartFailure when the stores cannot be used */
    private ToolStores(ToolSettings settings, boolean create) throws InterruptedException {
        var complete = false;
        try {
            var embedded = embedded(settings, create);
            var database = settings.database()
                    .orElseGet(() -> new DatabaseSettings(
                            required(embedded, "DATABASE_URL"),
                            required(embedded, "DATABASE_USER"),
                            required(embedded, "DATABASE_PASSWORD")));
            mariaDb = opened.add(MariaDb.at(database.url(), database.user(), database.password(), settings.tables()));
            redis = opened.add(
                    Redis.at(settings.redis().orElseGet(() -> RedisAddress.of(required(embedded, "REDIS_URL")))));
            mariaDb.ping();
            if (create) {
                mariaDb.migrate();
            }
            complete = true;
        } finally {
            if (!complete) {
                close();
            }
        }
    }

    /**
     * Opens the stores of a ledger that is there.
     *
     * @throws StartFailure when they cannot be used; its message says what to do
     */
    public static ToolStores open(ToolSettings settings) throws InterruptedException {
        return open(settings, false);
    }

    /**
     * Opens the stores, and makes an empty ledger where there is none.
     *
     * @throws StartFailure when the stores cannot be used; its message says what to do
     */
    static ToolStores openOrCreate(ToolSettings settings) throws InterruptedException {
        return open(settings, true);
    }

    private static ToolStores open(ToolSettings settings, boolean create) throws InterruptedException {
        try {
            return new ToolStores(settings, create);
        } catch (StoreUnavailableException unavailable) {
            throw new StartFailure(reason(unavailable), unavailable);
        } catch (EmbeddedStoreException failure) {
            throw new StartFailure(String.valueOf(failure.getMessage()), failure);
        }
    }

    /** What is wrong with a store, for whoever runs a subcommand. */
    public static String reason(StoreUnavailableException unavailable) {
        return "the " + unavailable.store() + " cannot be used; check that it runs and that its settings are right: "
                + MariaDb.reason(unavailable).text();
    }

    public MariaDb mariaDb() {
        return mariaDb;
    }

    /** Asked for by those that need it: the others work while it is down. */
    Redis redis() {
        redis.ping();
        return redis;
    }

    private Map<String, String> embedded(ToolSettings settings, boolean create) throws InterruptedException {
        var wanted = EnumSet.noneOf(EmbeddedStores.StoreKind.class);
        if (settings.database().isEmpty()) {
            wanted.add(EmbeddedStores.StoreKind.MARIADB);
        }
        if (settings.redis().isEmpty()) {
            wanted.add(EmbeddedStores.StoreKind.REDIS);
        }
        if (wanted.isEmpty()) {
            return Map.of();
        }
        var dataDir = settings.dataDir();
        if (!create && !Files.isDirectory(dataDir)) {
            throw new StartFailure("there is no ledger at DATA_DIR " + dataDir
                    + "; start this where the server is started, or set DATA_DIR as it is set there");
        }
        var deadline = System.nanoTime() + STARTING.toNanos();
        while (true) {
            DataDirectory directory;
            try {
                directory = opened.add(DataDirectory.open(dataDir));
            } catch (EmbeddedStoreException held) {
                var stores = StoresEnv.read(dataDir).filter(env -> isComplete(env, wanted));
                if (stores.isPresent()) {
                    return stores.get();
                }
                if (System.nanoTime() >= deadline) {
                    throw held;
                }
                Thread.sleep(POLL);
                continue;
            }
            return start(directory, wanted, dataDir);
        }
    }

    private Map<String, String> start(DataDirectory directory, Set<EmbeddedStores.StoreKind> wanted, Path dataDir) {
        LOG.atInfo()
                .addKeyValue("stores", wanted)
                .addKeyValue("data_dir", dataDir)
                .log("no server runs here; starting the embedded stores");
        var stores = opened.add(EmbeddedStores.start(directory, wanted));
        var environment = new HashMap<String, String>();
        stores.mariaDb().ifPresent(store -> {
            environment.put("DATABASE_URL", store.access().jdbcUrl());
            environment.put("DATABASE_USER", store.access().user());
            environment.put("DATABASE_PASSWORD", store.access().password());
        });
        stores.redis()
                .ifPresent(store -> environment.put("REDIS_URL", store.access().url()));
        return environment;
    }

    private static boolean isComplete(Map<String, String> environment, Set<EmbeddedStores.StoreKind> wanted) {
        return wanted.stream().allMatch(kind -> switch (kind) {
            case MARIADB -> environment.containsKey("DATABASE_URL");
            case REDIS -> environment.containsKey("REDIS_URL");
        });
    }

    private static String required(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .orElseThrow(() -> new StartFailure(
                        "stores.env does not say " + name + "; start the server again, or set the variable yourself"));
    }

    /** Lets go of everything; stops what was started here. Later calls do nothing. */
    @Override
    public void close() {
        opened.close();
    }
}
