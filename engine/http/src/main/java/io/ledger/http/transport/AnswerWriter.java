package io.ledger.http.transport;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import io.helidon.webserver.ServerConnectionException;
import io.ledger.http.HttpLimits;
import io.ledger.http.transport.ClientConnection.Awaited;
import java.io.UncheckedIOException;

/**
 * Writes answers piece by piece, and gives a client {@link HttpLimits#WRITE_TIMEOUT} to take each.
 *
 * <p>So a client on a slow line gets a long answer, and one that does not read is left.
 */
public final class AnswerWriter implements DataWriter {

    private final ClientConnection client;
    private final DataWriter socket;

    AnswerWriter(ClientConnection client, DataWriter socket) {
        this.client = client;
        this.socket = socket;
    }

    @Override
    public void write(BufferData... buffers) {
        writeNow(BufferData.create(buffers));
    }

    @Override
    public void write(BufferData buffer) {
        writeNow(buffer);
    }

    @Override
    public void writeNow(BufferData... buffers) {
        writeNow(BufferData.create(buffers));
    }

    @Override
    public void writeNow(BufferData buffer) {
        while (buffer.available() > HttpLimits.WRITE_PIECE_BYTES) {
            var piece = new byte[HttpLimits.WRITE_PIECE_BYTES];
            var length = buffer.read(piece);
            piece(BufferData.create(piece, 0, length));
        }
        piece(buffer);
    }

    private void piece(BufferData piece) {
        var now = System.nanoTime();
        client.waiting(Awaited.READING, now, now + HttpLimits.WRITE_TIMEOUT.toNanos(), () -> {
            try {
                socket.writeNow(piece);
                return client;
            } catch (UncheckedIOException e) {
                throw new ServerConnectionException("The answer could not be written", e);
            }
        });
    }

    @Override
    public void flush() {
        socket.flush();
    }

    @Override
    public void close() {
        socket.close();
    }
}
