package io.ledger.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class StartOversTest {

    private static final long BEGIN = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos();

    private final StartOvers startOvers = new StartOvers();

    /** Also when the clock that only measures differences runs over. */
    @Test
    void theFirstOnesAreAtOnceAndFurtherOnesRestLongerEachTime() {
        var now = BEGIN;
        var rests = new ArrayList<Duration>();
        for (var i = 0; i < 14; i++) {
            var rest = startOvers.another("no checkpoint", now);
            rests.add(rest);
            now += rest.toNanos() + Duration.ofMillis(25).toNanos();
        }
        assertThat(rests.subList(0, ProjectionLimits.START_OVERS_AT_ONCE)).containsOnly(Duration.ZERO);
        assertThat(rests.subList(ProjectionLimits.START_OVERS_AT_ONCE, rests.size()))
                .startsWith(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(400))
                .endsWith(ProjectionLimits.LONGEST_START_OVER_REST);
        assertThat(startOvers.trouble(now)).get().asString().contains("14 times", "no checkpoint", "noeviction");
    }

    @Test
    void aStartOverNowAndThenIsHowAReadModelHeals() {
        var now = BEGIN;
        for (var i = 0; i < 10; i++) {
            assertThat(startOvers.another("lost", now)).isZero();
            assertThat(startOvers.trouble(now)).isEmpty();
            now += ProjectionLimits.START_OVERS_OF_LATE.toNanos();
        }
    }

    @Test
    void whatIsOverIsNoTroubleAnyLonger() {
        for (var i = 0; i < 9; i++) {
            startOvers.another("lost", BEGIN);
        }
        assertThat(startOvers.trouble(BEGIN)).isPresent();
        assertThat(startOvers.trouble(BEGIN + ProjectionLimits.START_OVERS_OF_LATE.toNanos()))
                .isEmpty();
        assertThat(startOvers.another("lost", BEGIN + ProjectionLimits.START_OVERS_OF_LATE.toNanos()))
                .isZero();
    }
}
