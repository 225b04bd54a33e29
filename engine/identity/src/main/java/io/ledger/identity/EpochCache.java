package io.ledger.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ledger.core.StoreUnavailableException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** What was read of identities, for as long as an {@link EpochWatch} lets it count. */
public final class EpochCache<K, V> {

    private final EpochWatch watch;
    private final Semaphore lookups = new Semaphore(IdentityLimits.LOOKUPS_AT_ONCE);
    private final Cache<K, Entry<V>> entries = Caffeine.newBuilder()
            .maximumSize(IdentityLimits.REMEMBERED)
            .expireAfterWrite(IdentityLimits.REMEMBERED_FOR)
            .build();

    public EpochCache(EpochWatch watch) {
        this.watch = watch;
    }

    private record Entry<V>(EpochWatch.Moment moment, V value) {}

    /**
     * What is remembered, or else what is read now. What is not there is not remembered: anybody can ask for it, and
     * would fill the memory.
     *
     * @throws StoreUnavailableException when it cannot be read, or too many others are being read
     */
    public Optional<V> get(K key, Function<K, Optional<V>> reader) {
        var entry = entries.getIfPresent(key);
        if (entry != null && watch.isCurrent(entry.moment())) {
            return Optional.of(entry.value());
        }
        var moment = watch.moment();
        var read = lookedUp(key, reader);
        read.ifPresentOrElse(value -> entries.put(key, new Entry<>(moment, value)), () -> entries.invalidate(key));
        return read;
    }

    /** Looks it up, with few others: a flood of what nobody has must leave the database to those who are known. */
    private Optional<V> lookedUp(K key, Function<K, Optional<V>> reader) {
        try {
            if (!lookups.tryAcquire(IdentityLimits.LOOKUP_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw StoreUnavailableException.overloaded("database");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw StoreUnavailableException.overloaded("database");
        }
        try {
            return reader.apply(key);
        } finally {
            lookups.release();
        }
    }
}
