package io.ledger.http.request;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.ledger.http.answer.Answer;

/** The header that tells how many entries a list has in all, of which an answer is one page. */
public final class TotalCount {

    /** The name of the header. */
    public static final HeaderName HEADER = HeaderNames.create("Total-Count");

    private TotalCount() {}

    /** The answer with the number of all entries. */
    public static Answer on(Answer answer, long total) {
        return answer.with(HEADER, Long.toString(total));
    }
}
