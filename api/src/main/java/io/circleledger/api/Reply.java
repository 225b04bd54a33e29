package io.circleledger.api;

import io.helidon.http.HeaderName;
import java.util.Map;

/** What a request leads to: an answer that is whole, a file, or one that goes on for a while. */
sealed interface Reply permits Answer, FileAnswer, StreamedAnswer {

    int status();

    Map<HeaderName, String> headers();

    /** The media type of the body, empty when there is no body. */
    String contentType();
}
