package io.ledger.stores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The embedded stores of one server: started side by side, told about in stores.env. */
public final class EmbeddedStores implements AutoCloseable {

    /** A store that can be embedded. */
    public enum StoreKind {
        MARIADB,
        REDIS
    }

    private final Path storesEnv;
    private final Optional<EmbeddedMariaDb> mariaDb;
    private final Optional<EmbeddedRedis> redis;

    private EmbeddedStores(Path storesEnv, Optional<EmbeddedMariaDb> mariaDb, Optional<EmbeddedRedis> redis) {
        this.storesEnv = storesEnv;
        this.mariaDb = mariaDb;
        this.redis = redis;
    }

    /**
     * Starts the wanted stores at the same time and returns when all of them answer.
     *
     * @throws EmbeddedStoreException if one does not; then none is left running
     */
    public static EmbeddedStores start(DataDirectory directory, Set<StoreKind> wanted) {
        var started = new ConcurrentLinkedDeque<AutoCloseable>();
        var complete = false;
        try {
            Files.deleteIfExists(directory.storesEnv());
        } catch (IOException e) {
            throw unwritable(directory, e);
        }
        try (var _ = new StartGuard(() -> closeAll(started));
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var mariaDb = executor.submit(
                    ifWanted(wanted.contains(StoreKind.MARIADB), started, () -> EmbeddedMariaDb.start(directory)));
            var redis = executor.submit(
                    ifWanted(wanted.contains(StoreKind.REDIS), started, () -> EmbeddedRedis.start(directory)));
            var stores = new EmbeddedStores(directory.storesEnv(), await(mariaDb), await(redis));
            StoresEnv.write(stores.storesEnv, stores.mariaDb, stores.redis);
            complete = true;
            return stores;
        } catch (IOException e) {
            throw unwritable(directory, e);
        } catch (InterruptedException e) {
            throw EmbeddedStoreException.interrupted("starting the stores", e);
        } finally {
            if (!complete) {
                closeAll(started);
            }
        }
    }

    /** The embedded MariaDB, if it was wanted. */
    public Optional<EmbeddedMariaDb> mariaDb() {
        return mariaDb;
    }

    /** The embedded Redis, if it was wanted. */
    public Optional<EmbeddedRedis> redis() {
        return redis;
    }

    /** Stops the stores; the data directory stays held. Later calls do nothing. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(storesEnv);
        } catch (IOException e) {
            throw new EmbeddedStoreException(storesEnv + " cannot be deleted; delete it.", e);
        } finally {
            try {
                redis.ifPresent(EmbeddedRedis::close);
            } finally {
                mariaDb.ifPresent(EmbeddedMariaDb::close);
            }
        }
    }

    private static EmbeddedStoreException unwritable(DataDirectory directory, IOException e) {
        return new EmbeddedStoreException(
                directory.storesEnv() + " cannot be written (" + e + "). Check the free space"
                        + " and the permissions of DATA_DIR.",
                e);
    }

    private static <T extends AutoCloseable> Callable<Optional<T>> ifWanted(
            boolean wanted, ConcurrentLinkedDeque<AutoCloseable> started, Callable<T> start) {
        return () -> {
            if (!wanted) {
                return Optional.empty();
            }
            var store = start.call();
            started.add(store);
            return Optional.of(store);
        };
    }

    private static <T> T await(Future<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EmbeddedStoreException failure) {
                throw failure;
            }
            throw new IllegalStateException("a store's start broke", e.getCause());
        }
    }

    private static void closeAll(Iterable<AutoCloseable> started) {
        for (var store : started) {
            try {
                store.close();
            } catch (Exception e) {
                throw new IllegalStateException("a store's stop broke", e);
            }
        }
    }
}
