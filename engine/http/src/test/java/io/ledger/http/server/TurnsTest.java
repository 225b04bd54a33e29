package io.ledger.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private final Turns turns = new Turns(1, Duration.ofSeconds(60));

    @Test
    void who_waits_has_a_turn_as_soon_as_one_ends() throws Exception {
        var next = new FutureTask<>(() -> turns.take(() -> "served"));
        var waiting = Thread.ofVirtual().unstarted(next);
        turns.take(() -> {
            waiting.start();
            while (waiting.getState() != Thread.State.TIMED_WAITING) {
                assertThat(next).as("its turn is not yet").isNotDone();
                Thread.onSpinWait();
            }
            return "first";
        });
        assertThat(next.get(50, TimeUnit.SECONDS)).isEqualTo("served");
    }
}
