package io.ledger.core.collection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharedMapTest {

    @Test
    void isWhatATreeMapIsAfterEachOfManyChanges() {
        for (var seed = 1; seed <= 20; seed++) {
            var random = new Random(seed);
            var plain = new TreeMap<Integer, Integer>();
            var map = SharedMap.<Integer, Integer>empty();
            for (var step = 0; step < 500; step++) {
                var key = random.nextInt(60);
                if (random.nextInt(3) == 0) {
                    plain.remove(key);
                    map = map.without(key);
                } else {
                    plain.put(key, step);
                    map = map.with(key, step);
                }
                assertThat(map.get(key)).isEqualTo(Optional.ofNullable(plain.get(key)));
                assertThat(map.size()).isEqualTo(plain.size());
                assertThat(map.entries())
                        .as("seed %d, step %d", seed, step)
                        .isEqualTo(List.copyOf(plain.entrySet()).stream()
                                .map(entry -> Map.entry(entry.getKey(), entry.getValue()))
                                .toList());
            }
        }
    }

    @Test
    void aChangeLeavesTheMapThatItWasMadeOf() {
        var before = SharedMap.<String, Integer>empty().with("a", 1);
        var after = before.with("b", 2).without("a");

        assertThat(before.entries()).containsExactly(Map.entry("a", 1));
        assertThat(after.entries()).containsExactly(Map.entry("b", 2));
    }

    @Test
    void isEqualWhateverOrderTheEntriesCameIn() {
        var keys = new ArrayList<>(IntStream.range(0, 100).boxed().toList());
        var first = filled(keys);
        Collections.shuffle(keys, new Random(7));

        assertThat(filled(keys)).isEqualTo(first).hasSameHashCodeAs(first);
        assertThat(filled(keys).without(5)).isNotEqualTo(first);
    }

    private static SharedMap<Integer, Integer> filled(List<Integer> keys) {
        var map = SharedMap.<Integer, Integer>empty();
        for (var key : keys) {
            map = map.with(key, key);
        }
        return map;
    }

    /** Sorted keys would make a plain search tree a list, and this deeper than any stack. */
    @Test
    void takesAHundredThousandSortedKeys() {
        var map = filled(IntStream.range(0, 100_000).boxed().toList());

        assertThat(map.size()).isEqualTo(100_000);
        assertThat(map.get(99_999)).contains(99_999);
    }
}
