package io.ledger.http.request;

import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import io.ledger.http.transport.ClientConnection;
import java.io.IOException;

/** Waits for the bytes of a body. */
public final class ReceivedBody {

    private ReceivedBody() {}

    /**
     * Waits for all of them.
     *
     * @param limit of its bytes, which its length and its reader have been held to
     */
    public static byte[] of(Call call, int limit) {
        var length = call.request().headers().contentLength();
        // Of a known length, with one byte more to meet the end; else by pieces of 16 KiB.
        var expected = (int) Math.min(length.orElse(limit), limit);
        ClientConnection.current().holds(expected);
        try {
            // The stream stays open: to close it would read on where the framing is broken.
            var body = call.request().content().inputStream();
            return length.isPresent() ? body.readNBytes(expected + 1) : body.readAllBytes();
        } catch (RequestException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new CloseConnectionException("The body did not arrive", e);
        }
    }
}
