package io.circleledger.main;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LogLineTest {

    private final LogLine encoder = new LogLine();

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
                        + " parent_id=\"\" reason=\"null\" request_id=r-1, trace_id=t-1\n");
    }

    @Test
    void nothingGetsASecondLine() {
        var event = event(Level.WARN, "one\r\ntwo\tthree");
        event.addKeyValuePair(new KeyValuePair("text", "four\nfive"));
        assertThat(line(event))
                .isEqualTo("2026-04-01T09:00:00.120Z WARN  Application - one \\n two \\n three"
                        + " text=\"four \\n five\"\n");
    }

    @Test
    void aFailureIsToldWithItsTraceAndCause() {
        var event = event(Level.ERROR, "stop failed");
        event.setThrowableProxy(new ThrowableProxy(
                new IllegalStateException("the pool is closed", new IllegalArgumentException("the cause"))));
        assertThat(line(event))
                .startsWith("2026-04-01T09:00:00.120Z ERROR Application - stop failed"
                        + " java.lang.IllegalStateException: the pool is closed \\n at ")
                .contains("LogLineTest.aFailureIsToldWithItsTraceAndCause")
                .contains("Caused by: java.lang.IllegalArgumentException: the cause")
                .satisfies(line -> assertThat(line.lines()).hasSize(1));
    }

    private String line(LoggingEvent event) {
        return new String(encoder.encode(event), UTF_8);
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
