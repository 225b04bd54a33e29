package io.ledger.http.answer;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.util.List;
import java.util.Optional;

/** An answer whose body is bytes that were made once, for all who ask. */
public final class FileAnswer implements Reply {

    private final List<Header> headers;
    private final String contentType;
    private final byte[] body;

    /**
     * A 200 with these bytes.
     *
     * @param body never changed by anybody
     */
    public FileAnswer(List<Header> headers, String contentType, byte[] body) {
        this.headers = headers;
        this.contentType = contentType;
        this.body = body;
    }

    @Override
    public int status() {
        return 200;
    }

    @Override
    public List<Header> headers() {
        return headers;
    }

    @Override
    public String contentType() {
        return contentType;
    }
    /** The bytes; never changed by anybody. */
    public byte[] body() {
        return body;
    }

    /** The value of one of the {@link #headers}. */
    public Optional<String> header(HeaderName name) {
        return headers.stream()
                .filter(header -> header.headerName().equals(name))
                .map(Header::values)
                .findFirst();
    }
    /** The answer with one header more. */
    public FileAnswer with(HeaderName name, String value) {
        return new FileAnswer(Answer.added(headers, HeaderValues.create(name, value)), contentType, body);
    }

    /** The answer for who has the same already. */
    public Answer unchanged() {
        var kept = headers.stream()
                .filter(header -> !header.headerName().equals(HeaderNames.CONTENT_ENCODING))
                .toList();
        return new Answer(304, kept, "", "");
    }
}
