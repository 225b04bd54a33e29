package io.circleledger.main;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Somebody who listens to the feed of a server, byte by byte, so that it can stop anywhere. */
final class FeedListener implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 30_000;

    private final Socket socket = new Socket();
    private final InputStream in;
    private int leftOfChunk;
    private boolean ended;

    /**
     * An event as it was heard.
     *
     * @param place to go on after
     */
    record Heard(long id, String place, String data) {}

    /** @param receiveBytes how much the operating system takes for a listener that does not read */
    private FeedListener(String url, String target, String header, int receiveBytes) throws IOException {
        var address = URI.create(url);
        if (receiveBytes > 0) {
            socket.setReceiveBufferSize(receiveBytes);
        }
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), TIMEOUT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
        var request = "GET %s HTTP/1.1\r\nHost: %s\r\nAccept: text/event-stream\r\n%s\r\n"
                .formatted(target, address.getAuthority(), header);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    /** Listens after a position, and has the headers of the answer. */
    static FeedListener after(String url, String target, long position) throws IOException {
        return after(url, target, String.valueOf(position));
    }

    /** Listens after a place, and has the headers of the answer. */
    static FeedListener after(String url, String target, String place) throws IOException {
        var listener = new FeedListener(url, target, "Last-Event-ID: " + place + "\r\n", 0);
        var status = listener.rawLine();
        if (!status.contains(" 200 ")) {
            throw new IOException(status);
        }
        while (!listener.rawLine().isEmpty()) {
            // Headers.
        }
        return listener;
    }

    /** Asks for the whole feed and reads nothing of it. */
    static FeedListener thatDoesNotRead(String url) throws IOException {
        return new FeedListener(url, "/events", "", 4_096);
    }

    /** The next event, or empty when the stream has come to a clean end; a stream that says nothing new fails. */
    Optional<Heard> next() throws IOException {
        var place = "";
        var data = "";
        var deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS);
        while (true) {
            var line = line();
            if (System.nanoTime() > deadline) {
                throw new SocketTimeoutException("no event within " + TIMEOUT_MILLIS + " ms");
            }
            if (line.isEmpty()) {
                return Optional.empty();
            }
            var text = line.get();
            if (text.startsWith("id: ")) {
                place = text.substring(4);
            } else if (text.startsWith("data: ")) {
                data = text.substring(6);
            } else if (text.isEmpty() && !data.isEmpty()) {
                return Optional.of(new Heard(Long.parseLong(place.replaceFirst("-.*", "")), place, data));
            }
        }
    }

    /** Reads some bytes of whatever comes next. */
    void skip(int bytes) throws IOException {
        for (var i = 0; i < bytes; i++) {
            if (in.read() < 0) {
                throw new EOFException("cut");
            }
        }
    }

    private Optional<String> line() throws IOException {
        var line = new ByteArrayOutputStream();
        while (true) {
            var octet = octet();
            if (octet < 0) {
                return Optional.empty();
            }
            if (octet == '\n') {
                return Optional.of(line.toString(StandardCharsets.UTF_8));
            }
            line.write(octet);
        }
    }

    /** The next byte of the body, -1 at its end. */
    private int octet() throws IOException {
        if (ended) {
            return -1;
        }
        if (leftOfChunk == 0) {
            leftOfChunk = Integer.parseInt(rawLine(), 16);
            if (leftOfChunk == 0) {
                ended = true;
                return -1;
            }
        }
        var octet = in.read();
        if (octet < 0) {
            throw new EOFException("the stream was cut");
        }
        if (--leftOfChunk == 0) {
            rawLine();
        }
        return octet;
    }

    private String rawLine() throws IOException {
        var line = new StringBuilder();
        for (var octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("the stream was cut");
            }
            if (octet != '\r') {
                line.append((char) octet);
            }
        }
        return line.toString();
    }

    /** Cuts the connection, without a word to the server. */
    void cut() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
