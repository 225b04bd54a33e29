package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import io.ledger.server.telemetry.LogText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LogTextTest {

    private final AtomicLong nanos = new AtomicLong();
    private final PatternLayout layout = layout();

    /** The pattern of the program, with the clock of this test. */
    private PatternLayout layout() {
        var context = LogOutputTest.configured();
        var pattern = LogOutputTest.pattern(context);
        context.stop();
        var layout = new PatternLayout();
        layout.setContext(context);
        layout.getInstanceConverterMap().put("text", () -> new LogText(nanos::get));
        layout.setPattern(pattern);
        layout.start();
        return layout;
    }

    @Test
    void aFactIsALine() {
        assertThat(line(event(Level.INFO, "circle ledger is ready")))
                .isEqualTo("2026-04-01T09:00:00.120Z INFO  Application - circle ledger is ready\n");
    }

    @Test
    void whatElseIsKnownFollows() {
        var names = new LinkedHashMap<String, String>();
        names.put("request_id", "r-1");
        names.put("trace_id", "t-1");
        var event = event(Level.ERROR, "request", names);
        event.addKeyValuePair(new KeyValuePair("actor", "ミカ"));
        event.addKeyValuePair(new KeyValuePair("status", 201));
        event.addKeyValuePair(new KeyValuePair("parent_id", ""));
        event.addKeyValuePair(new KeyValuePair("reason", null));
        assertThat(line(event))
                .isEqualTo("2026-04-01T09:00:00.120Z ERROR Application - request actor=\"ミカ\" status=\"201\""
                        + " parent_id=\"\" reason=\"null\" request_id=\"r-1\" trace_id=\"t-1\"\n");
    }

    @Test
    void noTextEndsItsLineOrItsField() {
        var event = event(Level.WARN, "one\r\ntwo\tthree level=\"ERROR", Map.of("request_id", "r\" actor=\"ceo"));
        event.addKeyValuePair(new KeyValuePair("name", "x\" level=\"ERROR"));
        event.addKeyValuePair(new KeyValuePair("path", "C:\\data\u001b[2J"));
        assertThat(line(event))
                .isEqualTo("2026-04-01T09:00:00.120Z WARN  Application - one\\r\\ntwo\\tthree level=\\\"ERROR"
                        + " name=\"x\\\" level=\\\"ERROR\" path=\"C:\\\\data\\u001B[2J\""
                        + " request_id=\"r\\\" actor=\\\"ceo\"\n");
    }

    @Test
    void aFailureHasItsCausesAndTheTraceInItsLine() {
        assertThat(line(failing("stop failed", failure())))
                .startsWith("2026-04-01T09:00:00.120Z ERROR Application - stop failed"
                        + " cause=\"java.lang.IllegalStateException: the \\\"pool\\\" is closed;"
                        + " java.lang.IllegalArgumentException: the cause\" trace=\"java.lang.IllegalStateException")
                .contains("LogTextTest.failure", "Caused by: java.lang.IllegalArgumentException: the cause")
                .satisfies(line -> assertThat(line.lines()).hasSize(1));
    }

    @Test
    void theTraceOfOneKindOfFailureIsWrittenOnceInAWhile() {
        var lines = new ArrayList<String>();
        for (var time : List.of(0L, 1L, LogText.TRACE_PERIOD.toNanos())) {
            nanos.set(time);
            lines.add(line(failing("stop failed", failure())));
        }
        assertThat(lines.get(0)).contains(" trace=\"");
        assertThat(lines.get(1))
                .endsWith("cause=\"java.lang.IllegalStateException: the \\\"pool\\\" is closed;"
                        + " java.lang.IllegalArgumentException: the cause\"\n");
        assertThat(lines.get(2)).contains(" trace=\"");
    }

    @Test
    void anotherPlaceOrMessageIsAnotherKindOfFailure() {
        assertThat(line(failing("stop failed", failure()))).contains(" trace=\"");
        assertThat(line(failing("stop failed", new IllegalStateException("from another place"))))
                .contains(" trace=\"");
        assertThat(line(failing("start failed", failure()))).contains(" trace=\"");
    }

    @Test
    void longCausesAndTracesAreCut() {
        assertThat(line(failing("a", new IllegalStateException("x".repeat(100_000)))))
                .hasSizeLessThan(LogText.CAUSE_CHARACTERS + LogText.TRACE_CHARACTERS + 200)
                .contains("x…\" trace=");
    }

    private static LoggingEvent failing(String message, Throwable failure) {
        var event = event(Level.ERROR, message);
        event.setThrowableProxy(new ThrowableProxy(failure));
        return event;
    }

    private static IllegalStateException failure() {
        return new IllegalStateException("the \"pool\" is closed", new IllegalArgumentException("the cause"));
    }

    private String line(LoggingEvent event) {
        return layout.doLayout(event);
    }

    private static LoggingEvent event(Level level, String message) {
        return event(level, message, Map.of());
    }

    private static LoggingEvent event(Level level, String message, Map<String, String> names) {
        var event = new LoggingEvent();
        event.setLoggerContext(new LoggerContext());
        event.setLoggerName("io.circleledger.main.Application");
        event.setLevel(level);
        event.setMessage(message);
        event.setInstant(Instant.parse("2026-04-01T09:00:00.120Z"));
        event.setMDCPropertyMap(names);
        return event;
    }
}
