package io.ledger.server;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.util.Set;

/**
 * What the server and its JVM count and measure.
 *
 * <p>The ready-made meters are not all named as Prometheus would have them: {@code promtool check metrics}
 * finds times in nanoseconds, gauges that end in {@code _count}, and a counter that says nothing of
 * itself. Those are left out or put right here, so that its rules hold for everything that is told.
 */
public final class LedgerMetrics implements AutoCloseable {

    private static final double NANOS_PER_SECOND = 1e9;

    /** The time in nanoseconds is told in seconds instead; the number of processors is never graphed. */
    private static final Set<String> LEFT_OUT = Set.of("process.cpu.time", "system.cpu.count");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbageCollections = new JvmGcMetrics();

    public LedgerMetrics() {
        registry.config().meterFilter(MeterFilter.deny(id -> LEFT_OUT.contains(id.getName())));
        registry.config().meterFilter(new CacheReads());
        collect(
                garbageCollections,
                new JvmMemoryMetrics(),
                new JvmThreadMetrics(),
                new ProcessorMetrics(),
                new FileDescriptorMetrics(),
                new UptimeMetrics(),
                LedgerMetrics::bindProcessorTime);
    }

    private static void bindProcessorTime(MeterRegistry registry) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            FunctionCounter.builder("process.cpu", system, it -> it.getProcessCpuTime() / NANOS_PER_SECOND)
                    .baseUnit("seconds")
                    .description("Processor time the process has used")
                    .register(registry);
        }
    }

    /** The one meter that says nothing of itself. */
    private static final class CacheReads implements MeterFilter {

        @Override
        public Meter.Id map(Meter.Id id) {
            return id.getName().equals("cache.gets")
                    ? new Meter.Id(
                            id.getName(), Tags.of(id.getTags()), id.getBaseUnit(), "Reads of a cache", id.getType())
                    : id;
        }
    }

    public MeterRegistry registry() {
        return registry;
    }

    public void collect(MeterBinder... parts) {
        for (var part : parts) {
            part.bindTo(registry);
        }
    }

    /** All of it as it is now, in Prometheus' text format. */
    public String exposition() {
        return registry.scrape();
    }

    @Override
    public void close() {
        garbageCollections.close();
        registry.close();
    }
}
