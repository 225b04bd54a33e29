package io.ledger.identity.oidc;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.LoggerFactory;

/** Everything that is logged while it is open. */
final class LogCapture implements AutoCloseable {

    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final String thread = Thread.currentThread().getName();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    LogCapture() {
        lines.start();
        root.addAppender(lines);
    }

    /** Each line of the test's own thread, with all that a layout could write of it. */
    List<String> lines() {
        return lines(line -> line.getThreadName().equals(thread));
    }

    /** The same of all threads. */
    List<String> all() {
        return lines(_ -> true);
    }

    private List<String> lines(Predicate<ILoggingEvent> counts) {
        return List.copyOf(lines.list).stream()
                .filter(counts)
                .map(line -> line.getFormattedMessage() + " " + line.getKeyValuePairs() + " " + line.getMDCPropertyMap()
                        + (line.getThrowableProxy() == null
                                ? ""
                                : " " + line.getThrowableProxy().getMessage()))
                .toList();
    }

    @Override
    public void close() {
        root.detachAppender(lines);
    }
}
