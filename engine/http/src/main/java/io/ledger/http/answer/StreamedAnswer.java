package io.ledger.http.answer;

import io.helidon.http.Header;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** An answer whose body is written while it comes about; the connection ends with it. */
public record StreamedAnswer(List<Header> headers, String contentType, Body body) implements Reply {

    @Override
    public int status() {
        return 200;
    }

    /** What is written; closed in any case, also when nothing was. */
    public interface Body extends AutoCloseable {

        /** Writes until there is no more to write. */
        void writeTo(OutputStream out) throws IOException, InterruptedException;

        @Override
        void close();
    }
}
