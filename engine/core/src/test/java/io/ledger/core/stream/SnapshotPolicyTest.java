package io.ledger.core.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Snapshots of small states come at each interval; those of larger ones cost no more for each event. */
class SnapshotPolicyTest {

    @Test
    void aSmallStateIsKeptAtEachIntervalAndALargerOneMoreRarely() {
        var policy = SnapshotPolicy.every(5);

        assertThat(policy.smallBytes()).isEqualTo(2_560);
        assertThat(policy.kept()).isEqualTo(2);
        assertThat(due(policy, 0)).containsExactly(5, 10, 15, 20, 25, 30, 35, 40, 45, 50);
        assertThat(due(policy, 2_560)).containsExactly(5, 10, 15, 20, 25, 30, 35, 40, 45, 50);
        assertThat(due(policy, 2_561)).containsExactly(10, 20, 30, 40, 50);
        assertThat(due(policy, 5_120)).containsExactly(10, 20, 30, 40, 50);
        assertThat(due(policy, 5_121)).containsExactly(20, 40);
        assertThat(due(policy, 10_241)).containsExactly(40);
        assertThat(policy.intervalOf(32_767 * 39)).isEqualTo(5 * 512);
        assertThat(policy.intervalOf(Integer.MAX_VALUE)).isEqualTo(5L << 20);
    }

    private static int[] due(SnapshotPolicy policy, long bytes) {
        return IntStream.rangeClosed(1, 50)
                .filter(version -> policy.isDue(version - 1, version, bytes))
                .toArray();
    }

    @Test
    void anAppendThatPassesAMultipleIsKept() {
        var policy = SnapshotPolicy.every(5);

        assertThat(policy.isDue(3, 12, 0)).isTrue();
        assertThat(policy.isDue(5, 9, 0)).isFalse();
        assertThat(policy.isDue(9, 12, 2_561)).isTrue();
        assertThat(policy.isDue(3, 9, 2_561)).isFalse();
    }

    @Test
    void statesAreSmallForShortIntervalsToo() {
        assertThat(SnapshotPolicy.every(1).smallBytes()).isEqualTo(2_048);
        assertThat(SnapshotPolicy.every(1_000_000).smallBytes()).isEqualTo(512_000_000);
    }

    /** What a stream of single events writes and how far its loads replay, while its state has a size at each version. */
    private record Life(long written, int longestReplay, long largest) {

        static Life of(SnapshotPolicy policy, int versions, IntToLongFunction bytes) {
            var written = 0L;
            var largest = 0L;
            var last = 0;
            var longestReplay = 0;
            for (var version = 1; version <= versions; version++) {
                var size = bytes.applyAsLong(version);
                largest = Math.max(largest, size);
                if (policy.isDue(version - 1, version, size)) {
                    written += size;
                    last = version;
                }
                longestReplay = Math.max(longestReplay, version - last);
            }
            return new Life(written, longestReplay, largest);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 40", "2, 7", "5, 1", "5, 39", "5, 400", "5, 4000", "7, 39", "100, 39", "1000, 39", "30000, 39"})
    void aStateThatGrowsWithEachEventWritesInProportionToItsEvents(int interval, int growth) {
        var policy = SnapshotPolicy.every(interval);
        for (var versions : new int[] {100, 1_000, 32_767, 200_000}) {
            var life = Life.of(policy, versions, version -> 100 + (long) growth * version);

            var perEvent = (double) policy.smallBytes() / interval;
            assertThat((double) life.written())
                    .isLessThanOrEqualTo(versions * perEvent + policy.smallBytes() + 4.0 * life.largest());
            assertThat((double) life.longestReplay())
                    .isLessThan(Math.max(interval, 2.0 * interval * life.largest() / policy.smallBytes()));
        }
    }

    /** The largest roster that there can be: 4.2 GB of snapshots if one were taken at every fifth version. */
    @Test
    void aRosterOf32767MembersWritesThirteenMegabytes() {
        var life = Life.of(SnapshotPolicy.every(5), 32_767, version -> 100 + 39L * version);

        assertThat(life.written()).isLessThan(13_000_000);
        assertThat(life.longestReplay()).isLessThan(5 * 512);
    }

    /** Each state is as large as may be kept at its version, which no real one is: that gains no more than a logarithm. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 64, 1_000})
    void whateverAStateDoesALogarithmBoundsWhatIsWritten(int interval) {
        var policy = SnapshotPolicy.every(interval);
        for (var versions : new int[] {interval, 1_000, 32_768, 1 << 20}) {
            var life = Life.of(policy, versions, version -> {
                var multiples = version % interval == 0 ? Integer.numberOfTrailingZeros(version / interval) : 0;
                return policy.smallBytes() << multiples;
            });

            var perEvent = (double) policy.smallBytes() / interval;
            var log = Math.log((double) versions / interval + 1) / Math.log(2);
            assertThat((double) life.written())
                    .isLessThanOrEqualTo(versions * perEvent * (3 + log / 2) + policy.smallBytes());
        }
    }

    @Test
    void aReplayIsAsLongAsTheLargestStateSinceTheSnapshotAllows() {
        var policy = SnapshotPolicy.every(5);
        var random = new Random(7);
        for (var life = 0; life < 50; life++) {
            var sizes = random.ints(5_000, 0, 200_000).toArray();
            var last = 0;
            for (var version = 1; version <= sizes.length; ) {
                var before = version - 1;
                version = Math.min(sizes.length, before + 1 + random.nextInt(12));
                if (policy.isDue(before, version, sizes[version - 1])) {
                    last = version;
                }
                var largest = IntStream.rangeClosed(Math.max(last, 1), version)
                        .map(each -> sizes[each - 1])
                        .max()
                        .orElseThrow();
                assertThat((long) version - last).isLessThan(policy.intervalOf(largest));
                version++;
            }
        }
    }

    @Test
    void aLoadKeepsASnapshotWhereAppendsShouldHaveKeptOne() {
        assertThat(SnapshotPolicy.isOverdue(1_000, 256_000)).isTrue();
        assertThat(SnapshotPolicy.isOverdue(1_000, 256_001)).isFalse();
    }

    @Test
    void thePolicyHasNumbersAboveNone() {
        assertThatThrownBy(() -> new SnapshotPolicy(0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SnapshotPolicy(1, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SnapshotPolicy(1, 1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
