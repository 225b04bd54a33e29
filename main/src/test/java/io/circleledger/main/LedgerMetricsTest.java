package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.infrastructure.stored.CircleSnapshots;
import io.ledger.mariadb.CaffeineRecentStates;
import io.ledger.server.LedgerMetrics;
import org.junit.jupiter.api.Test;

class LedgerMetricsTest {

    @Test
    void allNamesAreAsPrometheusWouldHaveThem() {
        try (var metrics = new LedgerMetrics()) {
            metrics.collect(new CaffeineRecentStates<>("recent_circles", new CircleSnapshots()));
            PrometheusRules.hold(metrics.exposition());
            assertThat(metrics.exposition()).containsPattern("(?m)^process_cpu_seconds_total [0-9.]+$");
        }
    }
}
