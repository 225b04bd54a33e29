package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.infrastructure.caffeine.CaffeineRecentCircles;
import org.junit.jupiter.api.Test;

class LedgerMetricsTest {

    @Test
    void allNamesAreAsPrometheusWouldHaveThem() {
        try (var metrics = new LedgerMetrics()) {
            metrics.collect(new CaffeineRecentCircles());
            PrometheusRules.hold(metrics.exposition());
            assertThat(metrics.exposition()).containsPattern("(?m)^process_cpu_seconds_total [0-9.]+$");
        }
    }
}
