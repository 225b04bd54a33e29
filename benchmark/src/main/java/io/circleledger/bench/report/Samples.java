package io.circleledger.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** One figure as it was found round by round. */
public record Samples(List<Double> values) {

    public Samples {
        values = List.copyOf(values);
    }

    /** The ratio of two figures in each round; a round that only one of them has is left out. */
    public static Samples ratio(Samples dividends, Samples divisors) {
        var rounds = Math.min(dividends.values.size(), divisors.values.size());
        return new Samples(IntStream.range(0, rounds)
                .mapToObj(i -> dividends.values.get(i) / divisors.values.get(i))
                .toList());
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /**
     * The value in the middle.
     *
     * @throws IllegalStateException when nothing was measured
     */
    public double median() {
        var sorted = sorted();
        var middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    public double min() {
        return sorted().getFirst();
    }

    public double max() {
        return sorted().getLast();
    }

    private List<Double> sorted() {
        if (values.isEmpty()) {
            throw new IllegalStateException("Nothing was measured");
        }
        var sorted = new ArrayList<>(values);
        sorted.sort(null);
        return sorted;
    }
}
