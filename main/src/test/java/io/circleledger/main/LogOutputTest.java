package io.circleledger.main;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.joran.spi.JoranException;
import io.ledger.server.telemetry.StandardErrorAppender;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The log as {@code logback.xml} of the program has it, from the call to standard error. */
class LogOutputTest {

    private static final String LOGGER = "io.circleledger.main.LogOutputTest";

    /** The one of the lines that may wait for each other. */
    private static final String REQUESTS = "io.ledger.http.server.AccessLog";

    /** More than may wait. */
    private static final int MANY = 20_000;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final PrintStream standardError = System.err;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    /** How often something was written, whatever it was. */
    private final AtomicInteger calls = new AtomicInteger();

    /** Counted down, everything is written at once. */
    private final CountDownLatch open = new CountDownLatch(1);

    private LoggerContext context = new LoggerContext();

    /** What the program logs with. */
    static LoggerContext configured() {
        var context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        var configurator = new JoranConfigurator();
        configurator.setContext(context);
        try {
            configurator.doConfigure(LogOutputTest.class.getResource("/logback.xml"));
        } catch (JoranException e) {
            throw new IllegalStateException(e);
        }
        return context;
    }

    static String pattern(LoggerContext context) {
        var appender = (StandardErrorAppender)
                context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender("STDERR");
        return ((PatternLayoutEncoder) appender.getEncoder()).getPattern();
    }

    private final class Calls extends OutputStream {

        @Override
        public void write(int octet) {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            calls.incrementAndGet();
            try {
                open.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            written.write(bytes, offset, length);
        }
    }

    @BeforeEach
    void start() {
        System.setErr(new PrintStream(new Calls(), true, UTF_8));
        context = configured();
    }

    @AfterEach
    void stop() {
        open.countDown();
        context.stop();
        System.setErr(standardError);
    }

    @Test
    void aLineIsThereWhenTheCallReturns() {
        open.countDown();
        context.getLogger(LOGGER)
                .atInfo()
                .addKeyValue("url", "http://127.0.0.1:8080")
                .log("ready");

        assertThat(written.toString(UTF_8))
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z INFO  LogOutputTest - ready"
                        + " url=\"http://127.0.0.1:8080\"\n");
    }

    @Test
    void theLineOfARequestIsThereSoon() throws Exception {
        open.countDown();
        context.getLogger(REQUESTS).info("one");

        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (written.size() == 0 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }

        assertThat(written.toString(UTF_8)).endsWith(" - one\n");
        assertThat(Class.forName(REQUESTS)).as("the class whose lines wait").isNotNull();
    }

    @Test
    void linesOfRequestsShareACallAndKeepTheirPlaceBeforeOthers() {
        open.countDown();
        for (var i = 0; i < 500; i++) {
            context.getLogger(REQUESTS).info("request {}", i);
        }
        context.getLogger(LOGGER).info("stopped");

        assertThat(written.toString(UTF_8).lines().map(line -> line.substring(line.indexOf(" - ") + 3)))
                .hasSize(501)
                .startsWith("request 0", "request 1")
                .endsWith("request 499", "stopped");
        assertThat(calls).hasValueLessThan(100);
    }

    @Test
    void whatWaitsIsWrittenWhenItStops() {
        open.countDown();
        context.getLogger(REQUESTS).info("one");

        context.stop();

        assertThat(written.toString(UTF_8)).endsWith(" - one\n");
    }

    @Test
    void nothingIsLostAndEachThreadKeepsItsOrderWhenMoreIsLoggedThanMayWait() {
        var logger = context.getLogger(REQUESTS);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var thread : new String[] {"a", "b"}) {
                threads.execute(() -> IntStream.range(0, MANY)
                        .forEach(i -> logger.atInfo().addKeyValue(thread, i).log("request")));
            }
            while (calls.get() == 0) {
                Thread.onSpinWait();
            }
            open.countDown();
        }
        context.stop();

        var lines = written.toString(UTF_8).lines().toList();
        assertThat(lines).hasSize(2 * MANY);
        for (var thread : new String[] {"a", "b"}) {
            assertThat(lines.stream().filter(line -> line.contains(" " + thread + "=")))
                    .map(line -> line.substring(line.indexOf(" - ")))
                    .containsExactlyElementsOf(IntStream.range(0, MANY)
                            .mapToObj(i -> " - request %s=\"%d\"".formatted(thread, i))
                            .toList());
        }
    }

    @Test
    void aLineThatIsLongerThanMayWaitIsWrittenAfterWhatWaited() {
        open.countDown();
        var longer = "y".repeat(StandardErrorAppender.BUFFER_BYTES + 10);
        for (var text : List.of("first", longer, "last")) {
            context.getLogger(REQUESTS).info(text);
        }
        context.stop();

        assertThat(written.toString(UTF_8).lines().map(line -> line.substring(line.indexOf(" - ") + 3)))
                .containsExactly("first", longer, "last");
    }

    @Test
    void librariesAreHeardFromWarningsOn() {
        open.countDown();
        context.getLogger("com.example").info("routine");
        context.getLogger("com.example").warn("not routine");
        context.getLogger("io.ledger.stores.Supervisor").info("store started");

        context.stop();

        assertThat(written.toString(UTF_8).lines())
                .map(line -> line.substring(line.indexOf('Z') + 2))
                .containsExactly("WARN  example - not routine", "INFO  Supervisor - store started");
    }
}
