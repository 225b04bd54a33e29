package io.ledger.http.answer;

import io.helidon.http.Header;
import java.util.List;

/** What a request leads to: an answer that is whole, a file, or one that goes on for a while. */
public sealed interface Reply permits Answer, FileAnswer, StreamedAnswer {

    int status();

    /** Beside those that all answers have; of two with one name the later counts. */
    List<Header> headers();

    /** The media type of the body, empty when there is no body. */
    String contentType();
}
