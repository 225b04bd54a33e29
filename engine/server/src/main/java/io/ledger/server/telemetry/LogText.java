package io.ledger.server.telemetry;

import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Arrays;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * What a line of the log says after its time, level and logger: the message, then each field as {@code name="value"},
 * in all of them the escapes of JSON. No text can end its line or its field, which no pattern of Logback's own can say.
 *
 * <p>A failure is a field {@code cause}, with the causes of the cause. Its stack trace follows as {@code trace}, but for
 * one kind of failure only once in {@link #TRACE_PERIOD}: a store that is away fails thousands of requests in the same
 * way.
 */
public final class LogText extends ThrowableHandlingConverter {

    /** How often the trace of one kind of failure is written. */
    public static final Duration TRACE_PERIOD = Duration.ofMinutes(1);

    /** Kinds of failures whose last trace is remembered. */
    public static final int TRACED_KINDS = 1_000;

    /** Longer texts of causes are cut. */
    public static final int CAUSE_CHARACTERS = 2_000;

    /** Longer traces are cut. */
    public static final int TRACE_CHARACTERS = 16_000;

    private static final int USUAL_CHARACTERS = 384;

    private static final JsonStringEncoder ESCAPES = JsonStringEncoder.getInstance();

    private final Cache<FailureKind, Boolean> traced;

    /** How many frames tell where a failure was thrown. */
    private static final int PLACE_FRAMES = 8;

    /** Failures that are logged for the same reason at the same place, whatever they are about. */
    private record FailureKind(String logger, String message, String type, int thrownAt) {

        static FailureKind of(ILoggingEvent event, IThrowableProxy failure) {
            return new FailureKind(
                    event.getLoggerName(),
                    event.getMessage(),
                    failure.getClassName(),
                    Arrays.stream(failure.getStackTraceElementProxyArray())
                            .limit(PLACE_FRAMES)
                            .toList()
                            .hashCode());
        }
    }

    /** Made by Logback, as its configuration says. */
    public LogText() {
        this(Ticker.systemTicker());
    }

    /** With a clock of its own. */
    public LogText(Ticker ticker) {
        traced = Caffeine.newBuilder()
                .maximumSize(TRACED_KINDS)
                .expireAfterWrite(TRACE_PERIOD)
                .ticker(ticker)
                .build();
    }

    @Override
    public String convert(ILoggingEvent event) {
        var line = new StringBuilder(USUAL_CHARACTERS);
        escape(String.valueOf(event.getFormattedMessage()), line);
        var pairs = event.getKeyValuePairs();
        if (pairs != null) {
            pairs.forEach(pair -> field(line, pair.key, String.valueOf(pair.value)));
        }
        event.getMDCPropertyMap().forEach((name, value) -> field(line, name, value));
        var failure = event.getThrowableProxy();
        if (failure != null) {
            field(line, "cause", cut(causes(failure), CAUSE_CHARACTERS));
            if (traced.asMap().putIfAbsent(FailureKind.of(event, failure), true) == null) {
                field(line, "trace", cut(ThrowableProxyUtil.asString(failure), TRACE_CHARACTERS));
            }
        }
        return line.toString();
    }

    private static void field(StringBuilder line, String name, String value) {
        line.append(' ').append(name).append("=\"");
        escape(value, line);
        line.append('"');
    }

    /** Hardly any text has anything to escape: to look costs less than to copy each one character by character. */
    private static void escape(String text, StringBuilder line) {
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                ESCAPES.quoteAsString(text, line);
                return;
            }
        }
        line.append(text);
    }

    private static String causes(IThrowableProxy failure) {
        var text = new StringBuilder();
        for (var cause = failure; cause != null && text.length() < CAUSE_CHARACTERS; cause = cause.getCause()) {
            text.append(text.isEmpty() ? "" : "; ").append(cause.getClassName());
            if (cause.getMessage() != null) {
                text.append(": ").append(cause.getMessage());
            }
        }
        return text.toString();
    }

    private static String cut(String text, int characters) {
        return text.length() <= characters ? text : text.substring(0, characters) + "…";
    }
}
