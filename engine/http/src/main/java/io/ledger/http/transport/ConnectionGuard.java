package io.ledger.http.transport;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.Status;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http1.Http1ConnectionListener;
import io.ledger.http.HttpLimits;
import io.ledger.http.answer.ServerProblem;

/**
 * Sees to what the headers of an answer say of its connection, and that a refusal is read.
 *
 * <p>After a request that cannot be read the web server would close at once. What the client is still
 * sending then meets a closed socket, the reset that follows overtakes the answer, and the client never
 * learns what was wrong. So the answer is written first, then a bounded amount is read and dropped.
 *
 * <p>And an answer that has no body by its status tells no length of it (RFC 9110, 8.6), though the web
 * server would.
 */
public final class ConnectionGuard implements Http1ConnectionListener {

    @Override
    public void status(ConnectionContext connection, Status status) {
        var client = ClientConnection.current();
        client.answers(status.equals(Status.NO_CONTENT_204) || status.equals(Status.NOT_MODIFIED_304));
        if (status.code() == ServerProblem.BODY_TOO_LARGE.status()) {
            client.breaks();
        }
    }

    @Override
    public void headers(ConnectionContext connection, Headers headers) {
        if (!(headers instanceof WritableHeaders<?> writable)) {
            return;
        }
        var client = ClientConnection.current();
        if (client.answersWithoutLength()) {
            writable.remove(HeaderNames.CONTENT_LENGTH);
        }
        if (client.isLast()) {
            writable.set(HeaderValues.CONNECTION_CLOSE);
        } else if (client.isKeptByOld() && !writable.contains(HeaderNames.CONNECTION)) {
            // HTTP/1.0 closes unless this is said.
            writable.set(HeaderValues.CONNECTION_KEEP_ALIVE);
        }
    }

    @Override
    public void data(ConnectionContext connection, BufferData response) {
        var client = ClientConnection.current();
        if (client.isBroken()) {
            connection.dataWriter().writeNow(response);
            drop(connection.dataReader(), client.linger());
            throw new CloseConnectionException("The request could not be read");
        }
    }

    private static void drop(DataReader reader, Linger linger) {
        var end = System.nanoTime() + linger.longest().toNanos();
        try {
            var left = HttpLimits.LINGER_BYTES;
            while (left > 0 && System.nanoTime() - end < 0) {
                reader.ensureAvailable();
                var dropped = reader.available();
                reader.skip(dropped);
                left -= dropped;
            }
        } catch (DataReader.InsufficientDataAvailableException | ServerConnectionException _) {
            // The client has read the answer and left.
        }
    }
}
