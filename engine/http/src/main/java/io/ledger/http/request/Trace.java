package io.ledger.http.request;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * The place of a request in a distributed trace (W3C Trace Context).
 *
 * @param traceId 32 hexadecimal digits, shared by everything in the trace
 * @param spanId 16 hexadecimal digits: this request
 * @param parentId the span of the caller, empty where the trace begins here
 * @param sampled whether the caller may have recorded its part
 */
public record Trace(String traceId, String spanId, Optional<String> parentId, boolean sampled) {

    /** The header of a request: where its caller stands. */
    static final HeaderName REQUEST = HeaderNames.create("traceparent");

    /** The header of an answer: where this request stands. */
    public static final HeaderName RESPONSE = HeaderNames.create("traceresponse");

    /** Version, trace id, parent id, flags, and what a later version may have added. */
    private static final Pattern SHAPE =
            Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

    private static final String FORBIDDEN_VERSION = "ff";
    private static final String VERSION = "00";
    private static final String NO_TRACE = "0".repeat(32);
    private static final String NO_PARENT = "0".repeat(16);

    /** Goes on with the caller's trace where its header is right, and begins another where it is not. */
    static Trace of(Headers headers) {
        return continued(headers.all(REQUEST, List::of))
                .orElseGet(() -> new Trace(newId() + newId(), newId(), Optional.empty(), false));
    }

    private static Optional<Trace> continued(List<String> lines) {
        if (lines.size() != 1) {
            return Optional.empty();
        }
        var match = SHAPE.matcher(lines.getFirst().strip());
        if (!match.matches()
                || match.group(1).equals(FORBIDDEN_VERSION)
                || match.group(2).equals(NO_TRACE)
                || match.group(3).equals(NO_PARENT)
                || (match.group(1).equals(VERSION) && match.group(5) != null)) {
            return Optional.empty();
        }
        var sampled = (HexFormat.fromHexDigits(match.group(4)) & 1) != 0;
        return Optional.of(new Trace(match.group(2), newId(), Optional.of(match.group(3)), sampled));
    }

    /** Not zero, which would mean that there is none. */
    private static String newId() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
    }

    /** The value of {@link #RESPONSE}. */
    public String response() {
        return VERSION + "-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
    }
}
