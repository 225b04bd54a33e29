package io.circleledger.api;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a request is answered with.
 *
 * @param contentType the media type of the body, empty when there is no body
 */
record Answer(int status, Map<HeaderName, String> headers, String contentType, String body) implements Reply {

    static Answer json(int status, Object document) {
        return json(status, Json.write(document));
    }

    /** @param document JSON that is written already */
    static Answer json(int status, String document) {
        return new Answer(status, Map.of(), "application/json", document);
    }

    static Answer text(String text) {
        return new Answer(200, Map.of(), "text/plain; charset=utf-8", text);
    }

    static Answer empty(int status) {
        return new Answer(status, Map.of(), "", "");
    }

    Answer with(HeaderName name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, contentType, body);
    }

    /**
     * The same question has this answer for ever, so a browser need not ask again.
     *
     * <p>Nobody else may keep it: who may read it is for a proxy to say, and a cache before the proxy
     * would not ask.
     */
    Answer forEver() {
        return with(
                HeaderNames.CACHE_CONTROL,
                "private, max-age=%d, immutable".formatted(ApiLimits.FINAL_ANSWER_KEPT.toSeconds()));
    }

    /** The answer with its tag, or without its body for a caller who has the same. */
    Answer tagged(String tag, List<String> ifNoneMatch) {
        var answer = EntityTag.noneMatchHits(ifNoneMatch, tag) ? new Answer(304, headers, "", "") : this;
        return answer.with(HeaderNames.ETAG, tag);
    }

    /** A cache may keep the answer and asks with its ETag before it shows it again. */
    Answer revalidated() {
        return with(HeaderNames.CACHE_CONTROL, "no-cache");
    }
}
