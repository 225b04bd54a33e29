package io.ledger.http.transport;

import io.helidon.common.socket.PeerInfo;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.ServerConnectionException;
import io.ledger.http.HttpLimits;
import io.ledger.http.transport.ClientConnection.Awaited;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The octets of a connection as the web server gets to read them: requests that can be understood in one way
 * only, each as a whole head and then its body.
 *
 * <p>The web server takes sizes such as {@code +21}, skips two octets of any kind after a chunk, refuses
 * extensions of chunks, speaks no HTTP/1.0, and has no time limit. Here a head is collected first, within
 * {@link HttpLimits#HEADERS_TIMEOUT} from its first octet. {@link RequestHead} reads from it how the body is
 * framed, and writes a head of HTTP/1.0 anew as one of HTTP/1.1. Chunks are checked octet by octet and
 * handed on in the plainest form. What breaks the rules ends the connection: where two readers may see
 * different requests, nothing that follows is taken for one.
 */
public final class RequestReader implements Supplier<byte[]> {

    private static final byte[] NOTHING = {};
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ClientConnection client;
    private final Supplier<byte[]> socket;
    private final PeerInfo local;
    private final long idleNanos;

    /** What was read and not yet handed on, from {@link #next}. */
    private byte[] read = NOTHING;

    private int next;

    private RequestPart part = RequestPart.HEAD;

    /** What is still to come of the body, or of the chunk. */
    private long left;

    private long bodyOctets;
    private long bodySinceNanos;
    private boolean isFirstChunk;

    /** What comes next. */
    private enum RequestPart {
        HEAD,
        BODY,
        CHUNKS,
        /** Nothing that can be understood; it is read to be dropped. */
        REST
    }

    /** @param socket the octets as they come, null at their end */
    RequestReader(ClientConnection client, Supplier<byte[]> socket, PeerInfo local, Duration idleTimeout) {
        this.client = client;
        this.socket = socket;
        this.local = local;
        this.idleNanos = idleTimeout.toNanos();
    }

    @Override
    public byte @Nullable [] get() {
        if (client.isBroken()) {
            part = RequestPart.REST;
        }
        try {
            return switch (part) {
                case HEAD -> head();
                case BODY -> body();
                case CHUNKS -> chunk();
                case REST -> rest();
            };
        } catch (RequestException broken) {
            part = RequestPart.REST;
            client.breaks();
            throw broken;
        } catch (UncheckedIOException e) {
            throw new ServerConnectionException("The connection failed", e);
        }
    }

    private byte @Nullable [] head() {
        var now = System.nanoTime();
        if (next == read.length) {
            if (client.isLast()) {
                return null;
            }
            var first = client.waiting(Awaited.REQUEST, now, now + idleNanos, socket);
            if (first == null) {
                return null;
            }
            read = first;
            next = 0;
        }
        var head = new RequestHead(read, next);
        var since = System.nanoTime();
        var isPartial = !head.isWhole();
        while (!head.isWhole()) {
            client.holds(head.length());
            var more = client.waiting(Awaited.REQUEST, since, since + HttpLimits.HEADERS_TIMEOUT.toNanos(), socket);
            if (more == null) {
                throw refused("The request ended before its headers did");
            }
            head.add(more);
        }
        if (isPartial) {
            client.holds(0);
        }
        read = head.octets();
        next = head.end();
        return begin(head);
    }

    private byte[] begin(RequestHead head) {
        var framing = head.framing();
        client.begins(head.speaksOld(), head.isKeptByOld());
        bodySinceNanos = 0;
        bodyOctets = 0;
        switch (framing) {
            case RequestHead.Framing.OctetCount(var octets) -> {
                left = octets;
                part = octets == 0 ? RequestPart.HEAD : RequestPart.BODY;
            }
            case RequestHead.Framing.Chunks() -> {
                left = 0;
                isFirstChunk = true;
                part = RequestPart.CHUNKS;
            }
            case RequestHead.Framing.OtherCoding() -> part = RequestPart.REST;
        }
        return head.rewritten(local);
    }

    private byte[] body() {
        var octets = take();
        if (left == 0) {
            part = RequestPart.HEAD;
        }
        return octets;
    }

    /** As much of what is {@link #left} as there is, at least one octet. */
    private byte[] take() {
        await();
        var length = (int) Math.min(left, read.length - next);
        var octets = next == 0 && length == read.length ? read : Arrays.copyOfRange(read, next, next + length);
        next += length;
        left -= length;
        return octets;
    }

    /** Has at least one more octet of the body. */
    private void await() {
        if (next < read.length) {
            return;
        }
        if (bodySinceNanos == 0) {
            bodySinceNanos = System.nanoTime();
        }
        var until = bodySinceNanos + client.bodyTimeout().toNanos();
        var more = client.waiting(Awaited.BODY, bodySinceNanos, until, socket);
        if (more == null) {
            throw refused("The body ended before its end");
        }
        read = more;
        next = 0;
    }

    private byte octet() {
        await();
        return read[next++];
    }

    /** The next piece of a chunk as a chunk of its own, or the last one. */
    private byte[] chunk() {
        if (left == 0) {
            if (!isFirstChunk) {
                expect('\r', '\n');
            }
            isFirstChunk = false;
            left = chunkSize();
            bodyOctets += left;
            if (bodyOctets > client.bodyBytes()) {
                throw RequestException.builder()
                        .type(EventType.BAD_REQUEST)
                        .status(Status.REQUEST_ENTITY_TOO_LARGE_413)
                        .message("The body is too large")
                        .setKeepAlive(false)
                        .build();
            }
            if (left == 0) {
                // Trailers, of which nobody knows what they are for, would stand here.
                expect('\r', '\n');
                part = RequestPart.HEAD;
                return LAST_CHUNK;
            }
        }
        var octets = take();
        var size = (Integer.toHexString(octets.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        var chunk = Arrays.copyOf(size, size.length + octets.length + 2);
        System.arraycopy(octets, 0, chunk, size.length, octets.length);
        chunk[chunk.length - 2] = '\r';
        chunk[chunk.length - 1] = '\n';
        return chunk;
    }

    private void expect(char... octets) {
        for (var expected : octets) {
            if (octet() != expected) {
                throw refused("A chunk does not end where its size says, or is not followed by a line end");
            }
        }
    }

    /** A line with the size of a chunk; its extensions are not looked at (RFC 9112, 7.1.1). */
    private long chunkSize() {
        var size = 0L;
        var digits = 0;
        var octet = octet();
        for (var digit = Character.digit(octet, 16); digit >= 0; digit = Character.digit(octet, 16)) {
            size = size * 16 + digit;
            if (++digits > HttpLimits.CHUNK_SIZE_DIGITS) {
                throw refused("The size of a chunk has too many digits");
            }
            octet = octet();
        }
        if (digits == 0) {
            throw refused("The size of a chunk is not a hexadecimal number");
        }
        skipExtension(octet);
        return size;
    }

    private void skipExtension(byte first) {
        var octet = first;
        while (octet == ' ' || octet == '\t') {
            octet = octet();
            if (octet == '\r') {
                throw refused("A blank follows the size of a chunk");
            }
        }
        if (octet == ';') {
            for (var length = 0; octet != '\r'; length++) {
                if (isControl(octet) || length > HttpLimits.CHUNK_EXTENSION_BYTES) {
                    throw refused("The extension of a chunk cannot be read");
                }
                octet = octet();
            }
        }
        if (octet != '\r' || octet() != '\n') {
            throw refused("The size of a chunk is not a hexadecimal number that ends with its line");
        }
    }

    private static boolean isControl(byte octet) {
        return (octet >= 0 && octet < ' ' && octet != '\t') || octet == 0x7f;
    }

    private byte @Nullable [] rest() {
        if (next < read.length) {
            var octets = Arrays.copyOfRange(read, next, read.length);
            next = read.length;
            return octets;
        }
        var now = System.nanoTime();
        return client.waiting(Awaited.BODY, now, now + client.linger().silence().toNanos(), socket);
    }

    static RequestException refused(String message) {
        return RequestException.builder()
                .type(EventType.BAD_REQUEST)
                .message(message)
                .setKeepAlive(false)
                .build();
    }
}
