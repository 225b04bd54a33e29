package io.circleledger.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads the circles of a list one after the other, and begins again at its end.
 *
 * <p>The place in the list is kept from run to run. With a list longer than what the server's memory
 * holds, each read is of a circle that is not there.
 */
final class ReadCircles implements Requests {

    private static final int ID_BYTES = 36;

    private final byte[] before = RequestText.bytes("GET /circle/");
    private final byte[] after;
    private final byte[] ids;
    private int place;

    /**
     * @param file one id a line
     * @param path what follows the id in the address
     * @param token of who reads; empty at a server that asks nobody
     */
    ReadCircles(Path file, String path, String token) {
        var authorization = token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n";
        this.after = RequestText.bytes(path + " HTTP/1.1\r\nHost: localhost\r\n" + authorization + "\r\n");
        try {
            this.ids = Files.readString(file, StandardCharsets.US_ASCII)
                    .replace("\n", "")
                    .getBytes(StandardCharsets.US_ASCII);
        } catch (IOException failure) {
            throw new LoadFailure("the ids cannot be read: " + failure, failure);
        }
        if (ids.length == 0 || ids.length % ID_BYTES != 0) {
            throw new LoadFailure(file + " holds no ids of 36 characters");
        }
    }

    @Override
    public boolean next(int connection, ByteBuffer out) {
        out.put(before).put(ids, place, ID_BYTES).put(after);
        place = place + ID_BYTES == ids.length ? 0 : place + ID_BYTES;
        return true;
    }

    @Override
    public int expectedStatus() {
        return 200;
    }
}
