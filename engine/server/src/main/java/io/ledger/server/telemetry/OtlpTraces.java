package io.ledger.server.telemetry;

import io.ledger.http.server.RequestTraces;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Sends a span for each request to a collector, by OTLP over HTTP.
 *
 * <p>Spans wait in a queue of {@value #QUEUE} and go out in batches. While the collector does not take
 * them, those that find the queue full are left out: no request waits for a trace. A request whose
 * caller said that it is not recorded is not sent.
 */
public final class OtlpTraces implements RequestTraces, AutoCloseable {

    private static final int QUEUE = 2_048;
    private static final int BATCH = 512;
    private static final Duration DELAY = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");

    /** The request that is being told of, whose ids were given to its caller already. */
    private static final ScopedValue<Served> TOLD = ScopedValue.newInstance();

    private final SdkTracerProvider provider;
    private final Tracer tracer;

    private OtlpTraces(SdkTracerProvider provider) {
        this.provider = provider;
        this.tracer = provider.get("io.ledger");
    }

    /**
     * Traces for a collector.
     *
     * @param collector where it answers, without the path of the signal: {@code http://host:4318}
     * @param service what the program is called
     */
    public static OtlpTraces to(URI collector, String service, String version) {
        var exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(collector + "/v1/traces")
                .setTimeout(TIMEOUT)
                .build();
        var attributes = Attributes.of(
                AttributeKey.stringKey("service.name"), service, AttributeKey.stringKey("service.version"), version);
        return new OtlpTraces(SdkTracerProvider.builder()
                .setResource(Resource.getDefault().merge(Resource.create(attributes)))
                .setIdGenerator(new GivenIds())
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        .setMaxQueueSize(QUEUE)
                        .setMaxExportBatchSize(BATCH)
                        .setScheduleDelay(DELAY)
                        .setExporterTimeout(TIMEOUT)
                        .build())
                .build());
    }

    @Override
    public void served(Served request) {
        ScopedValue.where(TOLD, request).run(() -> tell(request));
    }

    private void tell(Served request) {
        var ended = Instant.now();
        var span = tracer.spanBuilder(request.method() + " " + request.route())
                .setParent(parent(request))
                .setSpanKind(SpanKind.SERVER)
                .setStartTimestamp(ended.minus(request.took()))
                .setAttribute(METHOD, request.method())
                .setAttribute(ROUTE, request.route())
                .setAttribute(STATUS, (long) request.status())
                .startSpan();
        if (request.status() >= 500) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end(ended);
    }

    private static Context parent(Served request) {
        var flags = request.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault();
        return request.parentId()
                .map(parent ->
                        SpanContext.createFromRemoteParent(request.traceId(), parent, flags, TraceState.getDefault()))
                .map(parent -> Context.root().with(Span.wrap(parent)))
                .orElse(Context.root());
    }

    /** A span has the ids that answer and log name it by. */
    private static final class GivenIds implements IdGenerator {

        @Override
        public String generateSpanId() {
            return TOLD.get().spanId();
        }

        @Override
        public String generateTraceId() {
            return TOLD.get().traceId();
        }
    }

    /** Sends what is left, for as long as a batch may take. */
    @Override
    public void close() {
        var _ = provider.shutdown().join(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
