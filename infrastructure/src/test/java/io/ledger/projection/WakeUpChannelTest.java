package io.ledger.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.log.GlobalPosition;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WakeUpChannelTest {

    /** Longer than a test may take: whoever waits for its end has failed. */
    private static final Duration FOR_EVER = Duration.ofHours(1);

    private static final Duration SHORT = Duration.ofMillis(50);
    private static final GlobalPosition ANY = new GlobalPosition(1);

    private final WakeUpChannel channel = new WakeUpChannel();

    @Test
    void theGoalComesDownWithTheLogAndNotBelowWhatIsPublishedMeanwhile() {
        channel.published(new GlobalPosition(9));
        var before = channel.position();
        channel.lower(before, new GlobalPosition(4));
        assertThat(channel.goal()).isEqualTo(new GlobalPosition(4));
        channel.published(new GlobalPosition(5));
        channel.lower(before, new GlobalPosition(4));
        assertThat(channel.goal()).isEqualTo(new GlobalPosition(5));
    }

    @Test
    void anEventWakesAReaderThatDoesNotRest() throws Exception {
        var reader = reading(Duration.ZERO, FOR_EVER);

        channel.published(ANY);

        reader.get(10, TimeUnit.SECONDS);
    }

    @Test
    void anEventFromBeforeTheWaitIsNotLost() throws Exception {
        channel.published(ANY);

        reading(Duration.ZERO, FOR_EVER).get(10, TimeUnit.SECONDS);
    }

    @Test
    void anEventWaitsForTheEndOfTheRest() throws Exception {
        channel.published(ANY);
        var started = System.nanoTime();

        reading(SHORT, FOR_EVER).get(10, TimeUnit.SECONDS);

        assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThanOrEqualTo(SHORT);
    }

    @Test
    void whoeverIsInAHurryEndsTheRestAndTheWait() throws Exception {
        var resting = reading(FOR_EVER, FOR_EVER);
        channel.hurry();
        resting.get(10, TimeUnit.SECONDS);

        var waiting = reading(Duration.ZERO, FOR_EVER);
        channel.hurry();
        waiting.get(10, TimeUnit.SECONDS);
    }

    @Test
    void theGoalIsTheLastPositionHoweverPublicationsOvertakeEachOther() {
        for (var position : new long[] {3, 9, 5}) {
            channel.published(new GlobalPosition(position));
        }

        assertThat(channel.goal()).isEqualTo(new GlobalPosition(9));
    }

    @Test
    void oneWakeUpIsTakenOnce() throws Exception {
        channel.published(ANY);
        channel.published(ANY);
        channel.hurry();
        channel.hurry();
        reading(FOR_EVER, FOR_EVER).get(10, TimeUnit.SECONDS);
        var started = System.nanoTime();

        reading(Duration.ZERO, SHORT).get(10, TimeUnit.SECONDS);

        assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThanOrEqualTo(SHORT);
    }

    private CompletableFuture<Void> reading(Duration rest, Duration longest) {
        var done = new CompletableFuture<Void>();
        Thread.ofVirtual().start(() -> {
            try {
                channel.await(rest, longest);
                done.complete(null);
            } catch (InterruptedException failure) {
                done.completeExceptionally(failure);
            }
        });
        return done;
    }
}
