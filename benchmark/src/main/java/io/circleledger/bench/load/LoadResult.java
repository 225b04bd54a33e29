package io.circleledger.bench.load;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * What a run came to; times are in microseconds.
 *
 * @param count answers inside of the measured time
 * @param perSecond answers a second
 * @param lag how long the read model took to show created circles; of no samples unless it was asked
 */
public record LoadResult(long count, double perSecond, Latency latency, Latency lag) {

    /** A distribution of times, in microseconds. */
    public record Latency(long samples, double p50, double p90, double p99, double p999, double max) {

        public static final Latency NONE = new Latency(0, 0, 0, 0, 0, 0);

        static Latency of(Histogram nanos) {
            return nanos.getTotalCount() == 0
                    ? NONE
                    : new Latency(
                            nanos.getTotalCount(),
                            nanos.getValueAtPercentile(50) / 1e3,
                            nanos.getValueAtPercentile(90) / 1e3,
                            nanos.getValueAtPercentile(99) / 1e3,
                            nanos.getValueAtPercentile(99.9) / 1e3,
                            nanos.getMaxValue() / 1e3);
        }

        private String text() {
            return String.format(Locale.ROOT, "%d %.3f %.3f %.3f %.3f %.3f", samples, p50, p90, p99, p999, max);
        }

        private static Latency parse(String[] words, int from) {
            return new Latency(
                    Long.parseLong(words[from]),
                    Double.parseDouble(words[from + 1]),
                    Double.parseDouble(words[from + 2]),
                    Double.parseDouble(words[from + 3]),
                    Double.parseDouble(words[from + 4]),
                    Double.parseDouble(words[from + 5]));
        }
    }

    /** @throws LoadFailure when there is no answer to count: a figure of 0 would be none */
    static LoadResult of(long count, long nanos, Histogram latency, Histogram lag) {
        if (count == 0) {
            throw new LoadFailure("nothing was answered; is the machine busy?");
        }
        return new LoadResult(count, count * 1e9 / Math.max(1, nanos), Latency.of(latency), Latency.of(lag));
    }

    String line() {
        return String.format(Locale.ROOT, "ok %d %.3f ", count, perSecond) + latency.text() + " " + lag.text();
    }

    /** @throws LoadFailure when the line tells of a failure */
    static LoadResult parse(String line) {
        if (!line.startsWith("ok ")) {
            throw new LoadFailure(line.replaceFirst("^failed: ", ""));
        }
        var words = line.split(" ", -1);
        return new LoadResult(
                Long.parseLong(words[1]),
                Double.parseDouble(words[2]),
                Latency.parse(words, 3),
                Latency.parse(words, 9));
    }

    static Histogram histogram() {
        return new Histogram(LoadLimits.HIGHEST_NANOS, LoadLimits.DIGITS);
    }
}
