package io.ledger.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.identity.IdentityEpoch;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is remembered of identities counts until something changes, and not while nobody can tell. */
class EpochWatchTest {

    private final AtomicLong number = new AtomicLong();
    private volatile boolean isDown;

    /** Stands still unless a test has it go on. */
    private final AtomicLong nanos = new AtomicLong();

    private final IdentityEpoch epoch = new IdentityEpoch() {

        @Override
        public long current() {
            if (isDown) {
                throw StoreUnavailableException.of("database", new SQLException("down"));
            }
            return number.get();
        }

        @Override
        public byte[] sharedSecret() {
            return new byte[32];
        }
    };
    private final EpochWatch watch = new EpochWatch(epoch, nanos::get);
    private final EpochCache<String, Integer> cache = new EpochCache<>(watch);
    private final AtomicInteger reads = new AtomicInteger();

    @AfterEach
    void close() {
        watch.close();
    }

    private int read() {
        return cache.get("a", _ -> Optional.of(reads.incrementAndGet())).orElseThrow();
    }

    private static void eventually(BooleanSupplier condition) {
        var end = System.nanoTime() + 60_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("within sixty seconds").isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void isReadOnceUntilTheEpochMoves() {
        watch.start();
        assertThat(read()).isEqualTo(1);
        assertThat(read()).isEqualTo(1);

        number.incrementAndGet();

        eventually(() -> read() == 2);
        assertThat(read()).isEqualTo(2);
    }

    @Test
    void isReadAnewAfterAChangeHere() {
        watch.start();
        assertThat(read()).isEqualTo(1);

        watch.changed();

        assertThat(read()).isEqualTo(2);
    }

    @Test
    void whatWasReadBeforeAChangeWasNoticedDoesNotCountAfterIt() {
        watch.start();
        cache.get("a", _ -> {
            watch.changed();
            return Optional.of(reads.incrementAndGet());
        });
        assertThat(read()).isEqualTo(2);
    }

    @Test
    void nothingCountsWhileTheEpochCannotBeRead() {
        watch.start();
        assertThat(read()).isEqualTo(1);

        isDown = true;
        nanos.addAndGet(IdentityLimits.EPOCH_TRUST.toNanos() - 1);
        assertThat(read()).isEqualTo(1);
        nanos.addAndGet(1);

        assertThat(read()).isEqualTo(2);
        assertThat(read()).isEqualTo(3);
        isDown = false;
        eventually(() -> {
            var first = read();
            return read() == first;
        });
    }

    @Test
    void nothingCountsBeforeTheEpochWasRead() {
        isDown = true;
        watch.start();
        assertThat(read()).isEqualTo(1);
        assertThat(read()).isEqualTo(2);
    }

    @Test
    void fewAreLookedUpAtOnceAndThoseThatAreRememberedAreStillThere() throws Exception {
        watch.start();
        assertThat(read()).isEqualTo(1);
        var looking = new CountDownLatch(IdentityLimits.LOOKUPS_AT_ONCE);
        var end = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < IdentityLimits.LOOKUPS_AT_ONCE; i++) {
                var key = "none " + i;
                threads.execute(() -> cache.get(key, _ -> {
                    looking.countDown();
                    awaited(end);
                    return Optional.empty();
                }));
            }
            awaited(looking);
            assertThat(read()).isEqualTo(1);
            assertThatThrownBy(() -> cache.get("c", _ -> Optional.of(7))).isInstanceOf(StoreUnavailableException.class);
            end.countDown();
        }
        assertThat(cache.get("c", _ -> Optional.of(7))).contains(7);
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void whatIsNotThereIsNotRemembered() {
        watch.start();
        assertThat(cache.get("b", _ -> Optional.empty())).isEmpty();
        assertThat(cache.get("b", _ -> Optional.of(5))).contains(5);
    }
}
