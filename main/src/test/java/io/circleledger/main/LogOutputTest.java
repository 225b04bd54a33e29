package io.circleledger.main;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The log as {@code logback.xml} of the program has it, from the call to standard error. */
class LogOutputTest {

    private static final String LOGGER = "io.circleledger.main.LogOutputTest";

    /** More than may wait. */
    private static final int MANY = 20_000;

    private final PrintStream standardError = System.err;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

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
        var console = (ConsoleAppender<ILoggingEvent>) queue(context).getAppender("STDERR");
        return ((PatternLayoutEncoder) console.getEncoder()).getPattern();
    }

    private static AsyncAppender queue(LoggerContext context) {
        return (AsyncAppender)
                context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender("LOG");
    }

    private void start(OutputStream out) {
        System.setErr(new PrintStream(out, true, UTF_8));
        context = configured();
    }

    @BeforeEach
    void start() {
        start(written);
    }

    @AfterEach
    void stop() {
        context.stop();
        System.setErr(standardError);
    }

    @Test
    void whatWaitsIsWrittenWhenItStops() {
        context.getLogger(LOGGER)
                .atInfo()
                .addKeyValue("url", "http://127.0.0.1:8080")
                .log("ready");

        context.stop();

        assertThat(written.toString(UTF_8))
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z INFO  LogOutputTest - ready"
                        + " url=\"http://127.0.0.1:8080\"\n");
    }

    @Test
    void nothingIsLostAndEachThreadKeepsItsOrderWhenMoreIsLoggedThanMayWait() throws Exception {
        var held = new CountDownLatch(1);
        context.stop();
        start(new OutputStream() {
            @Override
            public void write(int octet) {
                written.write(octet);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                try {
                    held.await();
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
                written.write(bytes, offset, length);
            }
        });
        var logger = context.getLogger(LOGGER);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var thread : new String[] {"a", "b"}) {
                threads.execute(() -> IntStream.range(0, MANY)
                        .forEach(i -> logger.atInfo().addKeyValue(thread, i).log("request")));
            }
            while (queue(context).getRemainingCapacity() > 0) {
                Thread.onSpinWait();
            }
            held.countDown();
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
    void librariesAreHeardFromWarningsOn() {
        context.getLogger("com.example").info("routine");
        context.getLogger("com.example").warn("not routine");
        context.getLogger("io.ledger.stores.Supervisor").info("store started");

        context.stop();

        assertThat(written.toString(UTF_8).lines())
                .map(line -> line.substring(line.indexOf('Z') + 2))
                .containsExactly("WARN  example - not routine", "INFO  Supervisor - store started");
    }
}
