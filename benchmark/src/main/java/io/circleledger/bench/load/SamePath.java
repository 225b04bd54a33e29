package io.circleledger.bench.load;

import java.nio.ByteBuffer;

/** The same GET again and again. */
final class SamePath implements Requests {

    private final byte[] request;

    SamePath(String path) {
        this.request = RequestText.get(path);
    }

    @Override
    public boolean next(int connection, ByteBuffer out) {
        out.put(request);
        return true;
    }

    @Override
    public int expectedStatus() {
        return 200;
    }
}
