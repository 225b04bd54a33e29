package io.ledger.http.answer;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.ledger.http.HttpLimits;
import java.util.ArrayList;
import java.util.List;

/**
 * What a request is answered with.
 *
 * @param contentType the media type of the body, empty when there is no body
 */
public record Answer(int status, List<Header> headers, String contentType, String body) implements Reply {

    private static final Header FOR_EVER = HeaderValues.createCached(
            HeaderNames.CACHE_CONTROL,
            "private, max-age=%d, immutable".formatted(HttpLimits.FINAL_ANSWER_KEPT.toSeconds()));

    private static final Header REVALIDATED = HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "private, no-cache");

    /** Whoever uses the same browser next is somebody else, and may have other rights. */
    private static final String CALLER = "Authorization, Cookie";

    private static final Header BY_CALLER = HeaderValues.createCached(HeaderNames.VARY, CALLER);

    /** An answer in JSON. */
    public static Answer json(int status, Object document) {
        return json(status, Json.write(document));
    }

    /**
     * An answer in JSON that is written already.
     *
     * @param document JSON that is written already
     */
    public static Answer json(int status, String document) {
        return new Answer(status, List.of(), "application/json", document);
    }
    /** A 200 in plain text. */
    public static Answer text(String text) {
        return new Answer(200, List.of(), "text/plain; charset=utf-8", text);
    }
    /** An answer without a body. */
    public static Answer empty(int status) {
        return new Answer(status, List.of(), "", "");
    }
    /** The answer with one header more. */
    public Answer with(HeaderName name, String value) {
        return with(HeaderValues.create(name, value));
    }

    /** The answer with one header more, on a line for each value. */
    public Answer with(HeaderName name, String value, String other) {
        return with(HeaderValues.create(name, value, other));
    }

    private Answer with(Header header) {
        return new Answer(status, added(headers, header), contentType, body);
    }
    /** The headers with one more. */
    public static List<Header> added(List<Header> headers, Header header) {
        var more = new ArrayList<Header>(headers.size() + 1);
        more.addAll(headers);
        more.add(header);
        return more;
    }

    /**
     * The same question by the same caller has this answer for ever, so a browser need not ask again.
     *
     * <p>Nobody else may keep it: who may read it is for the server to say, and a shared cache would not ask.
     */
    public Answer forEver() {
        return with(FOR_EVER).byCaller();
    }

    /** The answer with its tag, or without its body for a caller who has the same, in either form. */
    public Answer tagged(String tag, List<String> ifNoneMatch) {
        if (EntityTag.noneMatchHits(ifNoneMatch, tag)) {
            return new Answer(304, headers, "", "").with(HeaderNames.ETAG, tag);
        }
        var compressed = EntityTag.compressed(tag);
        return EntityTag.noneMatchHits(ifNoneMatch, compressed)
                ? new Answer(304, headers, "", "").with(HeaderNames.ETAG, compressed)
                : with(HeaderNames.ETAG, tag);
    }

    /** A browser may keep the answer and asks with its ETag before it shows it again. */
    public Answer revalidated() {
        return with(REVALIDATED).byCaller();
    }

    private Answer byCaller() {
        for (var header : headers) {
            if (header.headerName().equals(HeaderNames.VARY)) {
                var others = new ArrayList<>(headers);
                others.remove(header);
                return new Answer(status, others, contentType, body)
                        .with(HeaderNames.VARY, header.values() + ", " + CALLER);
            }
        }
        return with(BY_CALLER);
    }
}
