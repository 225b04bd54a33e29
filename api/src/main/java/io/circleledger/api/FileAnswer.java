package io.circleledger.api;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer whose body is bytes that were made once, for all who ask. */
final class FileAnswer implements Reply {

    private final Map<HeaderName, String> headers;
    private final String contentType;
    private final byte[] body;

    /** @param body never changed by anybody */
    FileAnswer(Map<HeaderName, String> headers, String contentType, byte[] body) {
        this.headers = headers;
        this.contentType = contentType;
        this.body = body;
    }

    @Override
    public int status() {
        return 200;
    }

    @Override
    public Map<HeaderName, String> headers() {
        return headers;
    }

    @Override
    public String contentType() {
        return contentType;
    }

    byte[] body() {
        return body;
    }

    FileAnswer with(HeaderName name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new FileAnswer(more, contentType, body);
    }

    /** The answer for who has the same already. */
    Answer unchanged() {
        var kept = new LinkedHashMap<>(headers);
        kept.remove(HeaderNames.CONTENT_ENCODING);
        return new Answer(304, kept, "", "");
    }
}
