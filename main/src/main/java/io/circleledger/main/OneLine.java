package io.circleledger.main;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.pattern.CompositeConverter;
import java.util.regex.Pattern;

/** Keeps a fact of the log in one line: line breaks and tabs in it are written as {@code \n}. */
public final class OneLine extends CompositeConverter<ILoggingEvent> {

    private static final Pattern BREAKS = Pattern.compile("[\r\n\t]+");

    @Override
    protected String transform(ILoggingEvent event, String text) {
        // Nearly all lines are one, and looking for these characters costs less than for the pattern.
        return text.indexOf('\n') < 0 && text.indexOf('\r') < 0 && text.indexOf('\t') < 0
                ? text
                : BREAKS.matcher(text).replaceAll(" \\\\n ");
    }
}
