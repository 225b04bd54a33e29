package io.circleledger.bench.report;

/**
 * What a figure, or the ratio of two, is held to.
 *
 * @param figure the name of the figure
 * @param reference the name of the figure it is divided by, "" when it stands alone
 */
public record Goal(
        String title, String figure, String comparedWith, String reference, Bound bound, double limit, String unit) {

    /** On which side of the limit the goal is. */
    public enum Bound {
        AT_LEAST("≥"),
        AT_MOST("≤");

        private final String sign;

        Bound(String sign) {
            this.sign = sign;
        }

        public String sign() {
            return sign;
        }
    }

    /** The figure, or the ratio in each round. */
    public Samples samples(Results results) {
        return reference.isEmpty()
                ? results.samples(figure)
                : Samples.ratio(results.samples(figure), results.samples(reference));
    }

    public boolean isMetBy(double value) {
        return switch (bound) {
            case AT_LEAST -> value >= limit;
            case AT_MOST -> value <= limit;
        };
    }
}
