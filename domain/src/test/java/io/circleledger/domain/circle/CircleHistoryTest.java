package io.circleledger.domain.circle;

import static io.circleledger.domain.circle.CircleSamples.ID;
import static io.circleledger.domain.circle.CircleSamples.created;
import static io.circleledger.domain.circle.CircleSamples.dissolved;
import static io.circleledger.domain.circle.CircleSamples.name;
import static io.circleledger.domain.circle.CircleSamples.renamed;
import static io.circleledger.domain.circle.CircleSamples.resized;
import static io.circleledger.domain.circle.CircleSamples.updated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.circleledger.domain.circle.CircleDetails.Change;
import io.circleledger.domain.circle.CircleEvent.CircleUpdated;
import io.ledger.core.decide.Aggregate;
import io.ledger.core.decide.CorruptStreamException;
import io.ledger.core.decide.Fold;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CircleHistoryTest {

    // Nothing is stored here.
    private static final Aggregate<CircleCommand, Circle, CircleEvent, CircleRejection> CIRCLES =
            new Aggregate<>(Circles.CATEGORY, new CircleDecider(), null, null);

    @Test
    void noHistoryIsNoCircle() {
        assertThat(replay()).isEmpty();
    }

    @Test
    void creationMakesVersionOne() {
        assertThat(replay(created("Chess", 12))).contains(circle("Chess", 12, 1, false));
    }

    @Test
    void aNewNameLeavesTheCapacity() {
        assertThat(replay(created("Chess", 12), renamed("Go"))).contains(circle("Go", 12, 2, false));
    }

    @Test
    void aNewCapacityLeavesTheName() {
        assertThat(replay(created("Chess", 12), resized(20))).contains(circle("Chess", 20, 2, false));
    }

    @Test
    void anUpdateOfBothSetsBoth() {
        assertThat(replay(created("Chess", 12), updated("Go", 20))).contains(circle("Go", 20, 2, false));
    }

    @Test
    void aDissolvedCircleKeepsItsLastNameAndCapacity() {
        assertThat(replay(created("Chess", 12), updated("Go", 20), dissolved())).contains(circle("Go", 20, 3, true));
    }

    @Test
    void everyEventCountsOneVersion() {
        var fold = Fold.start(CIRCLES, ID);
        var version = 0;
        for (var event : List.of(created("Chess", 12), renamed("Go"), resized(20), updated("Shogi", 9), dissolved())) {
            fold = fold.then(event);
            version++;
            assertThat(fold.version()).as("after %s", event).isEqualTo(version);
        }
    }

    @Test
    void anEventThatSetsWhatIsThereAlreadyStillCounts() {
        assertThat(replay(created("Chess", 12), renamed("Chess"))).contains(circle("Chess", 12, 2, false));
        assertThat(replayed(created("Chess", 12), renamed("Chess")).version()).isEqualTo(2);
    }

    @Test
    void aHistoryDoesNotStartWithAnUpdate() {
        assertCorruptAt(1, renamed("Go"));
        assertCorruptAt(1, resized(20), created("Chess", 12));
    }

    @Test
    void aHistoryDoesNotStartWithItsEnd() {
        assertCorruptAt(1, dissolved());
    }

    @Test
    void aCircleIsNotCreatedTwice() {
        assertCorruptAt(2, created("Chess", 12), created("Chess", 12));
        assertCorruptAt(3, created("Chess", 12), renamed("Go"), created("Chess", 12));
    }

    @Test
    void nothingFollowsTheEndOfACircle() {
        assertCorruptAt(3, created("Chess", 12), dissolved(), renamed("Go"));
        assertCorruptAt(3, created("Chess", 12), dissolved(), dissolved());
        assertCorruptAt(3, created("Chess", 12), dissolved(), created("Chess", 12));
        assertCorruptAt(4, created("Chess", 12), renamed("Go"), dissolved(), resized(20));
    }

    @Test
    void theFirstEventThatDoesNotFitIsTheOneReported() {
        assertCorruptAt(2, created("Chess", 12), created("Chess", 12), dissolved(), dissolved());
    }

    @Test
    void anUpdatedEventChangesAtLeastOneField() {
        assertThatIllegalArgumentException().isThrownBy(() -> new CircleUpdated(Change.NONE));
    }

    private static void assertCorruptAt(int version, CircleEvent... history) {
        assertThatExceptionOfType(CorruptStreamException.class)
                .isThrownBy(() -> replay(history))
                .withMessageContaining(ID.id())
                .withMessageContaining("version " + version + ":")
                .satisfies(corrupt -> {
                    assertThat(corrupt.stream().id()).isEqualTo(ID.id());
                    assertThat(corrupt.version()).isEqualTo(version);
                });
    }

    private static Optional<Circle> replay(CircleEvent... history) {
        return replayed(history).state();
    }

    private static Fold<Circle, CircleEvent> replayed(CircleEvent... history) {
        return Fold.start(CIRCLES, ID).thenAll(List.of(history));
    }

    private static Circle circle(String name, int capacity, int events, boolean dissolved) {
        var circle = Circle.of(CircleDetails.of(name(name), new Capacity(capacity)), events);
        return dissolved ? circle.with(CircleStatus.DISSOLVED) : circle;
    }
}
