package io.circleledger.api;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Status;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.util.Optional;

/**
 * Watches the bytes of a connection where the web server leaves a client too much or too little.
 *
 * <p>Too much: headers may take for ever, so a {@link Deadline} runs while they arrive. Too little:
 * after a body that is too large the server would close at once. What the client is still sending
 * then meets a closed socket, the reset that follows overtakes the answer, and the client never
 * learns what was wrong. So the answer is written first, then a bounded amount is read and dropped.
 *
 * <p>And an answer that has no body by its status tells no length of it (RFC 9110, 8.6), though the web
 * server would.
 */
final class ConnectionGuard {

    /** One per connection, since each connection has a thread of its own. */
    private final ThreadLocal<Optional<Deadline>> headersDeadline = ThreadLocal.withInitial(Optional::empty);

    private final ThreadLocal<Boolean> bodyTooLarge = ThreadLocal.withInitial(() -> false);
    private final ThreadLocal<Boolean> hasNoBody = ThreadLocal.withInitial(() -> false);

    Http1ConnectionListener receiving() {
        return new Http1ConnectionListener() {
            @Override
            public void prologue(ConnectionContext connection, HttpPrologue prologue) {
                headersDeadline.set(Optional.of(Deadline.of(ApiLimits.HEADERS_TIMEOUT)));
            }

            @Override
            public void headers(ConnectionContext connection, Headers headers) {
                stopHeadersDeadline();
            }
        };
    }

    Http1ConnectionListener sending() {
        return new Http1ConnectionListener() {
            @Override
            public void status(ConnectionContext connection, Status status) {
                stopHeadersDeadline();
                bodyTooLarge.set(status.code() == ProblemType.BODY_TOO_LARGE.status());
                hasNoBody.set(status.equals(Status.NO_CONTENT_204) || status.equals(Status.NOT_MODIFIED_304));
            }

            @Override
            public void headers(ConnectionContext connection, Headers headers) {
                if (hasNoBody.get() && headers instanceof WritableHeaders<?> writable) {
                    writable.remove(HeaderNames.CONTENT_LENGTH);
                }
            }

            @Override
            public void data(ConnectionContext connection, BufferData response) {
                if (bodyTooLarge.get()) {
                    connection.dataWriter().writeNow(response);
                    drop(connection.dataReader());
                    throw new CloseConnectionException("The body was too large");
                }
            }
        };
    }

    private void stopHeadersDeadline() {
        headersDeadline.get().ifPresent(Deadline::close);
        headersDeadline.remove();
    }

    private static void drop(DataReader reader) {
        try (var _ = Deadline.of(ApiLimits.LINGER_TIMEOUT)) {
            var left = ApiLimits.LINGER_BYTES;
            while (left > 0) {
                reader.ensureAvailable();
                var dropped = reader.available();
                reader.skip(dropped);
                left -= dropped;
            }
        } catch (DataReader.InsufficientDataAvailableException | ServerConnectionException _) {
            // The client has read the answer and left, or its time is up.
        }
    }
}
