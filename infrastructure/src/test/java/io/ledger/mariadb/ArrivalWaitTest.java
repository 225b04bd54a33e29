package io.ledger.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long a batch waits for those of the last one, by a clock that each turn moves. */
class ArrivalWaitTest {

    private static final long TURN = 1_000;

    private long now;
    private int turns;
    private int present;
    private int arrivals;

    private final ArrivalWait wait = new ArrivalWait(() -> now, this::turn);

    private void turn() {
        now += TURN;
        turns++;
        present += arrivals;
    }

    /** How many turns a batch waits that finds one append. */
    private int turnsOfABatch() {
        turns = 0;
        present = 1;
        wait.beforeBatch(() -> present);
        return turns;
    }

    @Test
    void theFirstOneAndWhoIsAloneDoNotWait() {
        assertThat(turnsOfABatch()).isZero();
        wait.afterBatch(1, 400_000);
        assertThat(turnsOfABatch()).isZero();
    }

    @Test
    void thoseOfTheLastBatchAreWaitedFor() {
        wait.afterBatch(7, 400_000);
        arrivals = 2;
        assertThat(turnsOfABatch()).isEqualTo(3);
        assertThat(present).isEqualTo(7);
        assertThat(turnsOfABatch()).as("the next one").isEqualTo(3);
    }

    @Test
    void whoDoesNotComeSoonIsNotWaitedForTheNextTimes() {
        wait.afterBatch(7, 400_000);
        arrivals = 0;
        assertThat(turnsOfABatch() * TURN)
                .isBetween(400_000L / MariaDbLimits.ARRIVAL_SHARE, 400_000L / MariaDbLimits.ARRIVAL_SHARE + TURN);
        arrivals = 6;
        for (var batch = 0; batch < MariaDbLimits.BATCHES_IN_HASTE; batch++) {
            assertThat(turnsOfABatch()).as("batch %d", batch).isZero();
        }
        assertThat(turnsOfABatch()).isEqualTo(1);
    }

    @Test
    void afterABatchThatTookLongNobodyIsWaitedForLong() {
        wait.afterBatch(7, Duration.ofSeconds(10).toNanos());
        assertThat(turnsOfABatch() * TURN).isLessThanOrEqualTo(MariaDbLimits.LONGEST_ARRIVAL.toNanos() + TURN);
    }
}
