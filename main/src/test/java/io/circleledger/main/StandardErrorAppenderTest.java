package io.circleledger.main;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StandardErrorAppenderTest {

    private static final String REQUESTS = "requests";

    private final LoggerContext context = new LoggerContext();

    /** What was written, one element for each call. */
    private final LinkedBlockingQueue<String> calls = new LinkedBlockingQueue<>();

    private final StandardErrorAppender appender =
            new StandardErrorAppender(new PrintStream(new Calls(), false, UTF_8));

    private final class Calls extends OutputStream {

        @Override
        public void write(int octet) {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            calls.add(new String(bytes, offset, length, UTF_8));
        }
    }

    @BeforeEach
    void start() {
        var layout = new PatternLayout();
        layout.setContext(context);
        layout.setPattern("%msg%n");
        layout.start();
        var encoder = new LayoutWrappingEncoder<ILoggingEvent>();
        encoder.setContext(context);
        encoder.setLayout(layout);
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setGrouped(REQUESTS);
        appender.start();
    }

    @AfterEach
    void stop() {
        appender.stop();
    }

    @Test
    void aLineIsThereWhenTheCallReturns() {
        log("main", "ready");

        assertThat(calls).containsExactly("ready\n");
    }

    @Test
    void theLineOfARequestIsThereSoon() throws Exception {
        log(REQUESTS, "one");

        assertThat(calls.poll(10, TimeUnit.SECONDS)).isEqualTo("one\n");
    }

    @Test
    void linesOfRequestsShareACallAndKeepTheirPlaceBeforeOthers() {
        for (var i = 0; i < 500; i++) {
            log(REQUESTS, "request " + i);
        }
        log("main", "stopped");

        var told = new ArrayList<>(calls);
        assertThat(String.join("", told).lines())
                .hasSize(501)
                .startsWith("request 0")
                .endsWith("stopped");
        assertThat(told).hasSizeLessThan(100);
    }

    @Test
    void nothingIsLostWhenMoreIsLoggedThanMayWait() {
        var long1 = "x".repeat(StandardErrorAppender.BUFFER_BYTES - 10);
        var longer = "y".repeat(StandardErrorAppender.BUFFER_BYTES + 10);

        for (var text : List.of("first", long1, longer, "last")) {
            log(REQUESTS, text);
        }
        appender.stop();

        assertThat(String.join("", calls).lines()).containsExactly("first", long1, longer, "last");
    }

    @Test
    void whatWaitsIsWrittenWhenItStops() {
        log(REQUESTS, "one");

        appender.stop();

        assertThat(String.join("", calls)).isEqualTo("one\n");
        assertThat(StandardErrorAppender.WAIT).isLessThan(Duration.ofSeconds(1));
    }

    private void log(String logger, String message) {
        var event = new LoggingEvent();
        event.setLoggerContext(context);
        event.setLoggerName(logger);
        event.setLevel(Level.INFO);
        event.setMessage(message);
        appender.doAppend(event);
    }
}
