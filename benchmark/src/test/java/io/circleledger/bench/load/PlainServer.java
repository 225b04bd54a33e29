package io.circleledger.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on a socket that answers as it is told, to see what the load generator makes of it. */
final class PlainServer implements AutoCloseable {

    static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n";

    private final ServerSocket socket;
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final AtomicInteger untilStall = new AtomicInteger(-1);
    private volatile long stallMillis;
    private volatile String answer = ANSWER;
    private volatile boolean inPieces;

    private PlainServer(ServerSocket socket) {
        this.socket = socket;
    }

    static PlainServer start() throws IOException {
        var server = new PlainServer(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()));
        Thread.ofVirtual().start(server::accept);
        return server;
    }

    int port() {
        return socket.getLocalPort();
    }

    /** The first lines of all requests. */
    List<String> seen() {
        return seen;
    }

    /** Answers with these bytes; with none it closes the connection. */
    void answerWith(String bytes) {
        answer = bytes;
    }

    /** Sends answers in chunks, byte by byte. */
    void answerInPieces() {
        answer = CHUNKED;
        inPieces = true;
    }

    /** Lets one request wait, after so many others. */
    void stallOnce(int after, long millis) {
        stallMillis = millis;
        untilStall.set(after);
    }

    private void accept() {
        try {
            while (true) {
                var connection = socket.accept();
                Thread.ofVirtual().start(() -> serve(connection));
            }
        } catch (IOException _) {
            // Closed: the test is over.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("GET ")) {
                    seen.add(line);
                } else if (line.isEmpty()) {
                    if (answer.isEmpty()) {
                        return;
                    }
                    stallIfDue();
                    send(connection);
                }
            }
        } catch (IOException _) {
            // The load generator has gone, as it may.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** The stall is what is tested; nothing waits by it. */
    private void stallIfDue() throws InterruptedException {
        if (untilStall.getAndDecrement() == 0 && new CountDownLatch(1).await(stallMillis, TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("Nobody opens this latch");
        }
    }

    private void send(Socket connection) throws IOException {
        var bytes = answer.getBytes(StandardCharsets.US_ASCII);
        if (!inPieces) {
            connection.getOutputStream().write(bytes);
            return;
        }
        for (var piece : bytes) {
            connection.getOutputStream().write(piece);
            connection.getOutputStream().flush();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
