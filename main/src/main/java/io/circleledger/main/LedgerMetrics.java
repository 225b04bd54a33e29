package io.circleledger.main;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** What the server and its JVM count and measure. */
final class LedgerMetrics implements AutoCloseable {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbageCollections = new JvmGcMetrics();

    LedgerMetrics() {
        collect(
                garbageCollections,
                new JvmMemoryMetrics(),
                new JvmThreadMetrics(),
                new ProcessorMetrics(),
                new FileDescriptorMetrics(),
                new UptimeMetrics());
    }

    MeterRegistry registry() {
        return registry;
    }

    void collect(MeterBinder... parts) {
        for (var part : parts) {
            part.bindTo(registry);
        }
    }

    /** All of it as it is now, in Prometheus' text format. */
    String exposition() {
        return registry.scrape();
    }

    @Override
    public void close() {
        garbageCollections.close();
        registry.close();
    }
}
