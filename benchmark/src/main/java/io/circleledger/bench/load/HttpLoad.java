package io.circleledger.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * A fixed number of connections that send requests and wait for the answers, all on one thread.
 *
 * <p><b>Closed loop:</b> a connection sends its next request when the answer to the last has come.
 * This finds the highest throughput; when the server stalls, it asks less.
 *
 * <p><b>Open loop:</b> requests arrive at a fixed rate, whatever the server does. One that finds no
 * free connection waits for one, and its latency counts from when it should have been sent. A stall
 * is so felt by everybody who would have asked meanwhile, and not by one request a connection.
 *
 * <p>What is answered in the first tenth of a run is not counted, nor what is answered after its
 * end, except for the one answer without which there would be no figure. A run that ends because
 * nothing is left to send is counted from its first request on.
 */
final class HttpLoad {

    private final InetSocketAddress server;
    private final Requests requests;
    private final double arrivalsPerSecond;

    private final Histogram latency = LoadResult.histogram();
    private final AnswerParser parser = new AnswerParser();
    private final Deque<Connection> free = new ArrayDeque<>();

    private long startNanos;
    private long countFromNanos;
    private long endNanos;
    private long lastAnswerNanos;
    private long lastCountedNanos;
    private long count;
    private long arrivals;
    private int underWay;

    /** @param arrivalsPerSecond of an open loop; 0 for a closed one */
    HttpLoad(InetSocketAddress server, Requests requests, double arrivalsPerSecond) {
        this.server = server;
        this.requests = requests;
        this.arrivalsPerSecond = arrivalsPerSecond;
    }

    /** One connection, with at most one request on its way. */
    private static final class Connection {

        private final int number;
        private final SocketChannel channel;
        private final ByteBuffer out = ByteBuffer.allocateDirect(LoadLimits.REQUEST_BYTES);
        private ByteBuffer in = ByteBuffer.allocate(LoadLimits.FIRST_ANSWER_BYTES);
        private long sentNanos;
        private boolean waits;

        Connection(int number, SocketChannel channel) {
            this.number = number;
            this.channel = channel;
        }
    }

    /**
     * @param millis how long; a run whose requests come to an end may end earlier
     * @throws LoadFailure at the first answer that is not as it should be
     */
    LoadResult run(int connections, long millis) throws IOException {
        var all = new ArrayList<Connection>();
        try (var selector = Selector.open()) {
            for (var i = 0; i < connections; i++) {
                all.add(connect(i, selector));
            }
            begin(millis);
            if (arrivalsPerSecond > 0) {
                free.addAll(all);
            } else {
                for (var connection : all) {
                    send(connection, startNanos);
                }
            }
            loop(selector);
            return LoadResult.of(count, measuredNanos(), latency, LoadResult.histogram());
        } finally {
            closeAll(all);
        }
    }

    private void begin(long millis) {
        startNanos = System.nanoTime();
        lastAnswerNanos = startNanos;
        endNanos = startNanos + millis * 1_000_000;
        countFromNanos = startNanos + millis * 100_000;
    }

    /** A run of requests that came to their end was as long as they took. */
    private long measuredNanos() {
        if (requests.comeToAnEnd()) {
            return lastAnswerNanos - startNanos;
        }
        return Math.max(endNanos, lastCountedNanos) - countFromNanos;
    }

    private Connection connect(int number, Selector selector) throws IOException {
        var channel = SocketChannel.open(server);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        var connection = new Connection(number, channel);
        channel.register(selector, SelectionKey.OP_READ, connection);
        return connection;
    }

    private void loop(Selector selector) throws IOException {
        while (true) {
            var now = System.nanoTime();
            if (arrivalsPerSecond > 0) {
                sendArrivals(now);
            }
            if (underWay == 0 && (now >= endNanos || arrivalsPerSecond <= 0)) {
                return;
            }
            if (now - lastAnswerNanos > LoadLimits.SILENCE_NANOS && underWay > 0) {
                throw new LoadFailure("no answer for 15 s, with " + underWay + " requests under way");
            }
            if (now - endNanos > LoadLimits.DRAIN_NANOS) {
                throw new LoadFailure(underWay + " requests were not answered 15 s after the end");
            }
            await(selector, now);
            var answeredNanos = System.nanoTime();
            for (var key : selector.selectedKeys()) {
                var connection = (Connection) key.attachment();
                read(connection, answeredNanos);
            }
            selector.selectedKeys().clear();
        }
    }

    /** Sleeps until something can be read, or the next arrival; never spins, for the server's sake. */
    private void await(Selector selector, long now) throws IOException {
        if (arrivalsPerSecond <= 0 || free.isEmpty() || now >= endNanos) {
            selector.select(100);
            return;
        }
        var wait = arrivalNanos(arrivals) - now;
        if (wait > 2_000_000) {
            selector.select(wait / 1_000_000 - 1);
        } else {
            LockSupport.parkNanos(Math.max(1, Math.min(wait, LoadLimits.PARK_NANOS)));
            selector.selectNow();
        }
    }

    private long arrivalNanos(long arrival) {
        return startNanos + (long) (arrival * 1e9 / arrivalsPerSecond);
    }

    private void sendArrivals(long now) throws IOException {
        while (!free.isEmpty()) {
            var due = arrivalNanos(arrivals);
            if (due > now || due >= endNanos) {
                return;
            }
            arrivals++;
            send(free.pop(), due);
        }
    }

    private void send(Connection connection, long sentNanos) throws IOException {
        connection.out.clear();
        if (!requests.next(connection.number, connection.out)) {
            return;
        }
        connection.out.flip();
        connection.sentNanos = sentNanos;
        connection.waits = true;
        underWay++;
        connection.channel.write(connection.out);
        if (connection.out.hasRemaining()) {
            throw new LoadFailure("the server takes no request: its socket is full");
        }
    }

    private void read(Connection connection, long now) throws IOException {
        var read = connection.channel.read(connection.in);
        if (read < 0) {
            throw new LoadFailure("the server has closed a connection"
                    + (connection.waits ? " instead of answering" : " that was idle"));
        }
        if (!connection.waits) {
            throw new LoadFailure("the server has sent more than its answer");
        }
        var bytes = connection.in.array();
        var length = connection.in.position();
        var end = parser.end(bytes, length);
        if (end == AnswerParser.INCOMPLETE) {
            grow(connection);
            return;
        }
        if (end != length) {
            throw new LoadFailure("the server has sent more than its answer");
        }
        if (parser.status() != requests.expectedStatus()) {
            throw new LoadFailure("status " + parser.status() + " instead of " + requests.expectedStatus() + ": "
                    + AnswerParser.text(bytes, parser.bodyStart(), Math.min(end, parser.bodyStart() + 300)));
        }
        connection.in.clear();
        connection.waits = false;
        underWay--;
        lastAnswerNanos = now;
        requests.answered(connection.number, bytes, parser.bodyStart(), end, now);
        count(connection, now);
        sendNext(connection, now);
    }

    /** Of an open loop every request that was due counts, however late its answer is. */
    private void count(Connection connection, long now) {
        var counts = arrivalsPerSecond > 0
                ? connection.sentNanos >= countFromNanos
                : requests.comeToAnEnd() || (now >= countFromNanos && (now < endNanos || count == 0));
        if (counts) {
            latency.recordValue(Math.min(now - connection.sentNanos, LoadLimits.HIGHEST_NANOS));
            lastCountedNanos = arrivalsPerSecond > 0 ? endNanos : now;
            count++;
        }
    }

    private void sendNext(Connection connection, long now) throws IOException {
        if (arrivalsPerSecond > 0) {
            free.push(connection);
        } else if (now < endNanos) {
            send(connection, now);
        }
    }

    private static void grow(Connection connection) {
        if (connection.in.hasRemaining()) {
            return;
        }
        var capacity = connection.in.capacity() * 2;
        if (capacity > LoadLimits.ANSWER_BYTES) {
            throw new LoadFailure("an answer is longer than " + LoadLimits.ANSWER_BYTES + " bytes");
        }
        var grown = ByteBuffer.wrap(Arrays.copyOf(connection.in.array(), capacity));
        grown.position(connection.in.position());
        connection.in = grown;
    }

    private static void closeAll(List<Connection> all) {
        for (var connection : all) {
            try {
                connection.channel.close();
            } catch (IOException _) {
                // The run is over; nothing depends on how this connection ends.
            }
        }
    }
}
