package io.ledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.lease.Lease;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link Lease} promises, whatever it is made of. */
public abstract class LeaseContract {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The same lease at each call within a test, which nobody ever had at its start. */
    protected abstract Lease lease();

    @Test
    void oneHasItUntilItLetsGo() {
        var first = lease().take("a", LONG).orElseThrow();
        assertThat(first.holder()).isEqualTo("a");
        assertThat(lease().take("b", LONG)).isEmpty();
        assertThat(lease().take("a", LONG)).isEmpty();
        assertThat(lease().renew(first, LONG)).isTrue();

        lease().release(first);

        var second = lease().take("b", LONG).orElseThrow();
        assertThat(second.epoch()).isGreaterThan(first.epoch());
        assertThat(lease().renew(first, LONG)).isFalse();
    }

    @Test
    void aTermThatIsNotRenewedEnds() {
        var first = lease().take("a", SHORT).orElseThrow();

        var second = takenAtLast("b");

        assertThat(second.epoch()).isGreaterThan(first.epoch());
        assertThat(lease().renew(first, LONG)).isFalse();
        lease().release(first);
        assertThat(lease().renew(second, LONG)).isTrue();
        assertThat(lease().take("c", LONG)).isEmpty();
    }

    @Test
    void aTermThatIsRenewedLasts() {
        var first = lease().take("a", SHORT).orElseThrow();
        assertThat(lease().renew(first, LONG)).isTrue();

        var end = System.nanoTime() + SHORT.multipliedBy(2).toNanos();
        do {
            assertThat(lease().take("b", LONG)).isEmpty();
        } while (System.nanoTime() < end);
    }

    @Test
    void aHolderThatComesBackHasAnotherTenure() {
        var first = lease().take("a", SHORT).orElseThrow();

        var second = takenAtLast("a");

        assertThat(lease().renew(first, LONG)).isFalse();
        assertThat(lease().renew(second, LONG)).isTrue();
    }

    @Test
    void oneOfManyThatAskAtOnceHasIt() throws InterruptedException, ExecutionException {
        var tasks = IntStream.range(0, 8)
                .<Callable<Optional<Lease.Tenure>>>mapToObj(number -> () -> lease().take("holder-" + number, LONG))
                .toList();

        var taken = AtOnce.run(tasks);

        assertThat(taken).filteredOn(Optional::isPresent).hasSize(1);
        assertThat(Collections.frequency(taken, Optional.empty())).isEqualTo(7);
    }

    private Lease.Tenure takenAtLast(String holder) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        var taken = lease().take(holder, LONG);
        while (taken.isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(SHORT.toNanos() / 10);
            taken = lease().take(holder, LONG);
        }
        return taken.orElseThrow();
    }
}
