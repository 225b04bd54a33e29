package io.ledger.http.answer;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.read.OtherHistoryException;
import io.ledger.core.read.ReadModelBehindException;
import io.ledger.http.HttpLimits;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that are written while they are sent, so many at once. They hold no turn, because their clients may be slow; one that
 * breaks off ends its connection, so that nobody takes a part for the whole.
 */
public final class Downloads {

    private static final Logger LOG = LoggerFactory.getLogger(Downloads.class);

    private final Semaphore free = new Semaphore(HttpLimits.DOWNLOADS);

    /** Writes a file. */
    @FunctionalInterface
    public interface FileContent {

        /** Writes all of it, and leaves the stream open. */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * An answer that a browser saves as a file.
     *
     * @param fileName in ASCII, without quotation marks
     * @throws Refusal when as many are being sent as may be
     */
    public StreamedAnswer of(String fileName, String contentType, List<Header> headers, FileContent content) {
        if (!free.tryAcquire()) {
            throw new Refusal(Problem.of(
                            ServerProblem.SERVER_BUSY,
                            "%d files are being sent; try again in a moment.".formatted(HttpLimits.DOWNLOADS))
                    .retryLater());
        }
        var disposition =
                HeaderValues.create(HeaderNames.CONTENT_DISPOSITION, "attachment; filename=\"" + fileName + "\"");
        return new StreamedAnswer(Answer.added(headers, disposition), contentType, new SentFile(fileName, content));
    }

    /** A file that is being sent. */
    private final class SentFile implements StreamedAnswer.Body {

        private final String name;
        private final FileContent content;
        private final AtomicBoolean isOver = new AtomicBoolean();

        SentFile(String name, FileContent content) {
            this.name = name;
            this.content = content;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            var buffered = new BufferedOutputStream(out, HttpLimits.WRITE_PIECE_BYTES);
            try {
                content.writeTo(buffered);
            } catch (StoreUnavailableException | ReadModelBehindException | OtherHistoryException e) {
                LOG.warn("The file {} broke off: {}", name, e.getMessage());
                throw new IOException("The file broke off", e);
            }
            buffered.flush();
        }

        @Override
        public void close() {
            if (isOver.compareAndSet(false, true)) {
                free.release();
            }
        }
    }
}
