package io.circleledger.main;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.util.CachingDateFormatter;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * One line per event: time, level, logger and message, then each field as {@code name="value"}, in values the escapes
 * of JSON. No text can end its line or its field.
 *
 * <p>A failure is a field {@code cause}, with the causes of the cause. Its stack trace follows as {@code trace}, but for
 * one kind of failure only once in {@link #TRACE_PERIOD}: a store that is away fails thousands of requests in the same
 * way.
 *
 * <p>Written by hand, because there is a line for each request: a pattern of Logback's takes three times the memory.
 */
public final class LogLine extends EncoderBase<ILoggingEvent> {

    static final Duration TRACE_PERIOD = Duration.ofMinutes(1);

    /** Kinds of failures whose last trace is remembered. */
    static final int TRACED_KINDS = 1_000;

    /** Longer texts of causes are cut. */
    static final int CAUSE_CHARACTERS = 2_000;

    static final int TRACE_CHARACTERS = 16_000;

    private static final int USUAL_CHARACTERS = 384;

    private static final byte[] NOTHING = {};

    private static final JsonStringEncoder ESCAPES = JsonStringEncoder.getInstance();

    private final CachingDateFormatter time = new CachingDateFormatter("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", ZoneOffset.UTC);

    private final Cache<FailureKind, Boolean> traced;

    /** How many frames tell where a failure was thrown. */
    private static final int PLACE_FRAMES = 8;

    /** Failures that are logged for the same reason at the same place, whatever circle they are about. */
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
    public LogLine() {
        this(Ticker.systemTicker());
    }

    LogLine(Ticker ticker) {
        traced = Caffeine.newBuilder()
                .maximumSize(TRACED_KINDS)
                .expireAfterWrite(TRACE_PERIOD)
                .ticker(ticker)
                .build();
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        var line = new StringBuilder(USUAL_CHARACTERS);
        var level = event.getLevel().toString();
        line.append(time.format(event.getTimeStamp())).append(' ').append(level);
        line.repeat(' ', Math.max(0, 5 - level.length())).append(' ');
        var logger = event.getLoggerName();
        line.append(logger, logger.lastIndexOf('.') + 1, logger.length()).append(" - ");
        ESCAPES.quoteAsString(String.valueOf(event.getFormattedMessage()), line);
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
        return line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void field(StringBuilder line, String name, String value) {
        line.append(' ').append(name).append("=\"");
        ESCAPES.quoteAsString(value, line);
        line.append('"');
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

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
