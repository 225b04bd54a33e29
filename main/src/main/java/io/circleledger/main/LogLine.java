package io.circleledger.main;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.util.CachingDateFormatter;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One line a fact: when, how grave, who says it, what, and what else is known as {@code name="value"}; then, for
 * what is said while a request is served, its names, and the stack trace of a failure. Line breaks and tabs in
 * any of it are written as {@code \n}.
 *
 * <p>Written by hand, because there is a line for each request: a pattern of Logback's takes three times the memory.
 */
public final class LogLine extends EncoderBase<ILoggingEvent> {

    private static final int USUAL_CHARACTERS = 384;

    private static final byte[] NOTHING = {};

    private static final Pattern BREAKS = Pattern.compile("[\r\n\t]+");

    private final CachingDateFormatter time = new CachingDateFormatter("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", ZoneOffset.UTC);

    /** Made by Logback, as its configuration says. */
    public LogLine() {}

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
        line.append(event.getFormattedMessage());
        var pairs = event.getKeyValuePairs();
        if (pairs != null) {
            for (var pair : pairs) {
                line.append(' ')
                        .append(pair.key)
                        .append("=\"")
                        .append(pair.value)
                        .append('"');
            }
        }
        names(event.getMDCPropertyMap(), line);
        var failure = event.getThrowableProxy();
        if (failure != null) {
            line.append(' ').append(ThrowableProxyUtil.asString(failure));
        }
        return oneLine(line).append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void names(Map<String, String> names, StringBuilder line) {
        var separator = " ";
        for (var name : names.entrySet()) {
            line.append(separator).append(name.getKey()).append('=').append(name.getValue());
            separator = ", ";
        }
    }

    private static StringBuilder oneLine(StringBuilder line) {
        // Nearly all lines are one, and looking for these characters costs less than for the pattern.
        return line.indexOf("\n") < 0 && line.indexOf("\r") < 0 && line.indexOf("\t") < 0
                ? line
                : new StringBuilder(BREAKS.matcher(line).replaceAll(" \\\\n "));
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
