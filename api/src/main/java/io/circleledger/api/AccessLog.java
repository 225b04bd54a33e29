package io.circleledger.api;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one line per request. */
final class AccessLog {

    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

    private AccessLog() {}

    /**
     * @param path as received, percent-encoded, without the query
     * @param startedNanos when the request began, by {@link System#nanoTime()}
     */
    static void write(String method, String path, int status, long startedNanos, RequestContext context) {
        LOG.atInfo()
                .addKeyValue("method", printable(method))
                .addKeyValue("path", printable(path))
                .addKeyValue("status", status)
                .addKeyValue("millis", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos))
                // A name in any script, which cannot end its line; and here not its quotes.
                .addKeyValue("actor", context.actorOrAnonymous().replace('"', '?'))
                .addKeyValue("span_id", context.trace().spanId())
                .addKeyValue("parent_id", context.trace().parentId().orElse(""))
                .log("request");
    }

    /** A client's text in one line of visible ASCII, so that it cannot pass for lines of the log. */
    private static String printable(String text) {
        var line = new StringBuilder(text.length());
        text.chars().forEach(c -> line.append(c > ' ' && c < 0x7f && c != '"' ? (char) c : '?'));
        return line.toString();
    }
}
