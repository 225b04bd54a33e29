package io.ledger.http.server;

import io.ledger.http.HttpLimits;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;

/** A stream to a client that is cut off once the client may no longer listen. */
final class RevocableStream extends FilterOutputStream {

    private final BooleanSupplier isAllowed;
    private long checkedNanos = System.nanoTime();

    /** @param isAllowed asked before something is written, if it was not just asked */
    RevocableStream(OutputStream out, BooleanSupplier isAllowed) {
        super(out);
        this.isAllowed = isAllowed;
    }

    @Override
    public void write(int octet) throws IOException {
        check();
        out.write(octet);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        check();
        out.write(octets, offset, length);
    }

    private void check() throws IOException {
        var now = System.nanoTime();
        if (now - checkedNanos < HttpLimits.RIGHT_OF_LISTENERS.toNanos()) {
            return;
        }
        checkedNanos = now;
        if (!isAllowed.getAsBoolean()) {
            throw new IOException("The client may no longer listen");
        }
    }
}
