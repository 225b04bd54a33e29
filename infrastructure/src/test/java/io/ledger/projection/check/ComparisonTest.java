package io.ledger.projection.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.CircleSamples;
import io.circleledger.domain.readmodel.CircleView;
import io.ledger.core.document.DocumentEntry;
import io.ledger.core.document.DocumentEntry.FoundDocument;
import io.ledger.core.log.GlobalPosition;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Two sides and a log, moved by hand while they are compared. */
class ComparisonTest {

    private static final Duration PATIENCE = Duration.ofMillis(200);

    private final Followed live = new Followed();
    private final Followed wanted = new Followed();
    private long head = 10;

    private final Comparison<CircleView> comparison =
            new Comparison<>(live, wanted, () -> new GlobalPosition(head), this::past, PATIENCE);

    /** What the history says of a version that is shown; of no stream but "busy". */
    private Optional<DocumentEntry<CircleView>> past(String id, DocumentEntry<CircleView> shown) {
        return id.equals("busy") ? Optional.of(entry(id, versionOf(shown))) : Optional.empty();
    }

    private static int versionOf(DocumentEntry<CircleView> entry) {
        return entry.document() instanceof FoundDocument.Known<CircleView>(var view) ? view.version() : 0;
    }

    /** Has both sides go on with each look, the live one behind. */
    private void keepBusy(String name) {
        var version = new AtomicInteger(1);
        live.then = () -> {
            var now = version.incrementAndGet();
            live.entries.put("busy", DocumentEntry.shown(CircleSamples.view("busy", name, 10, now), "1"));
            wanted.has("busy", now + 1);
            head = 10L + now;
            at(9L + now, 10L + now);
        };
        live.then.run();
        comparison.compare(List.of("busy"));
    }

    @Test
    void whatChangesFromLookToLookIsComparedWithItsHistory() throws Exception {
        keepBusy("name");

        assertThat(comparison.settle()).isEqualTo(new Comparison.Result<>(Map.of(), new TreeSet<>()));
    }

    @Test
    void whatChangesFromLookToLookAndIsWrongIsADifference() throws Exception {
        keepBusy("another name");

        var result = comparison.settle();

        assertThat(result.open()).isEmpty();
        assertThat(result.differences()).containsOnlyKeys("busy");
        var pair = result.differences().get("busy");
        assertThat(pair.wanted()).isEqualTo(entry("busy", versionOf(pair.live())));
    }

    @Test
    void whatIsEqualIsNoDifference() throws Exception {
        both("a", 1);
        at(10, 10);

        comparison.compare(List.of("a", "unknown"));

        assertThat(comparison.settle()).isEqualTo(new Comparison.Result<>(Map.of(), new TreeSet<>()));
    }

    @Test
    void whatStaysDifferentPastTheHeadIsADifference() throws Exception {
        live.has("a", 1);
        wanted.has("a", 2);
        wanted.has("b", 1);
        at(10, 10);

        comparison.compare(List.of("a", "b"));
        var result = comparison.settle();

        assertThat(result.differences())
                .isEqualTo(Map.of(
                        "a", new Comparison.Pair<>(entry("a", 1), entry("a", 2)),
                        "b", new Comparison.Pair<>(DocumentEntry.none(), entry("b", 1))));
        assertThat(result.open()).isEmpty();
    }

    @Test
    void whatCatchesUpWasLag() throws Exception {
        live.has("a", 1);
        wanted.has("a", 2);
        at(5, 10);
        comparison.compare(List.of("a"));

        live.then = () -> {
            live.has("a", 2);
            live.position = 10;
        };

        assertThat(comparison.settle().differences()).isEmpty();
    }

    /** At position 9 of 10 the missing event may still be on its way to either side. */
    @Test
    void whatDiffersBeforeBothHavePassedTheHeadIsOnlyOpen() throws Exception {
        live.has("a", 1);
        wanted.has("a", 2);
        for (var behind : List.of(live, wanted)) {
            at(10, 10);
            behind.position = 9;
            comparison.compare(List.of("a"));

            var result = comparison.settle();

            assertThat(result.differences()).isEmpty();
            assertThat(result.open()).containsExactly("a");
        }
    }

    @Test
    void aPairThatChangesIsANewSuspicionWithANewHead() throws Exception {
        live.has("a", 1);
        wanted.has("a", 2);
        at(10, 10);
        comparison.compare(List.of("a"));
        // Both go on, not equally far, and the log has grown beyond them.
        wanted.has("a", 3);
        head = 11;

        var result = comparison.settle();

        assertThat(result.differences()).isEmpty();
        assertThat(result.open()).containsExactly("a");
    }

    @Test
    void manyCirclesAreLookedAtInPages() throws Exception {
        for (var i = 0; i < 3 * CheckLimits.LOOK; i++) {
            both("id" + i, 1);
        }
        live.has("id7", 2);
        at(10, 10);

        comparison.compare(live.entries.keySet());

        assertThat(comparison.settle().differences()).containsOnlyKeys("id7");
        assertThat(live.largestLook).isEqualTo(CheckLimits.LOOK);
    }

    private void both(String id, int version) {
        live.has(id, version);
        wanted.has(id, version);
    }

    private void at(long livePosition, long wantedPosition) {
        live.position = livePosition;
        wanted.position = wantedPosition;
    }

    private static DocumentEntry<CircleView> entry(String id, int version) {
        return DocumentEntry.shown(CircleSamples.view(id, "name", 10, version), "1");
    }

    /** A side that moves when the test says so. */
    private static final class Followed implements Comparison.Side<CircleView> {

        private final Map<String, DocumentEntry<CircleView>> entries = new HashMap<>();
        private long position;
        private int largestLook;
        private Runnable then = () -> {};

        void has(String id, int version) {
            entries.put(id, entry(id, version));
        }

        @Override
        public GlobalPosition position() {
            then.run();
            return new GlobalPosition(position);
        }

        @Override
        public Map<String, DocumentEntry<CircleView>> look(List<String> ids) {
            largestLook = Math.max(largestLook, ids.size());
            var found = new HashMap<>(entries);
            found.keySet().retainAll(ids);
            return found;
        }
    }
}
