package io.ledger.http.server;

import io.ledger.http.request.RequestContext;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
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
        for (var i = 0; i < text.length(); i++) {
            if (!isPrintable(text.charAt(i))) {
                return text.chars()
                        .mapToObj(c -> isPrintable(c) ? Character.toString(c) : "?")
                        .collect(Collectors.joining());
            }
        }
        return text;
    }

    private static boolean isPrintable(int c) {
        return c > ' ' && c < 0x7f && c != '"';
    }
}
