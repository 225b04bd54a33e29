package io.ledger.http.transport;

import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.ledger.http.ClientNetwork;
import io.ledger.http.HttpLimits;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

/**
 * All open connections, of which those that wait for their clients make room for who comes.
 *
 * <p>There are two limits: how many are open, and how much memory they hold together for bodies that are
 * still arriving and answers that are not yet read. Where one is reached, connections are given up
 * that wait for their clients: first those of the address that has most, and of these first the one that
 * has waited longest. So a new connection gets in whatever others do, a client with many connections loses its
 * own, and a proxy, which has one address for many people, may have as many as it needs while there
 * is room.
 *
 * <p>Whoever waits longer than it may is found by a thread that looks over all of them every
 * {@link HttpLimits#DEADLINE_PERIOD}: a wait costs no timer of its own.
 */
public final class Connections implements AutoCloseable {

    private final Duration idleTimeout;
    private final Linger linger;
    private final Set<ClientConnection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong heldBytes = new AtomicLong();
    private final Object makingRoom = new Object();
    private final Thread sweeper =
            Thread.ofPlatform().daemon().name("http-connections").unstarted(this::sweep);
    private volatile boolean last;

    /**
     * No connection yet.
     *
     * @param idleTimeout how long a connection may wait for its next request
     * @param linger after requests that are refused
     */
    public Connections(Duration idleTimeout, Linger linger) {
        this.idleTimeout = idleTimeout;
        this.linger = linger;
    }

    Linger linger() {
        return linger;
    }

    Duration idleTimeout() {
        return idleTimeout;
    }
    /** Begins to look over the connections. */
    public void start() {
        sweeper.start();
    }

    int count() {
        return count.get();
    }

    /**
     * Takes a connection, and gives up others if there are too many.
     *
     * @throws CloseConnectionException when there are too many and none of them waits for its client
     */
    ClientConnection open(ConnectionContext context) {
        var socket = context.serverSocket();
        var client = new ClientConnection(this, address(context.remotePeer().address()), () -> close(socket::close));
        open.add(client);
        if (count.incrementAndGet() > HttpLimits.CONNECTIONS) {
            makeRoom(() -> count.get() - HttpLimits.CONNECTIONS, HttpLimits.ROOM_CONNECTIONS, _ -> 1);
            if (count.get() > HttpLimits.CONNECTIONS) {
                closed(client);
                throw new CloseConnectionException("All connections are in work");
            }
        }
        return client;
    }

    private static void close(Runnable closing) {
        try {
            closing.run();
        } catch (RuntimeException _) {
            // Its client was quicker.
        }
    }

    private static Object address(SocketAddress address) {
        return address instanceof InetSocketAddress internet ? ClientNetwork.of(internet.getAddress()) : address;
    }

    /** Forgets a connection that ends. */
    void closed(ClientConnection client) {
        if (open.remove(client)) {
            count.decrementAndGet();
        }
        client.releaseHeld();
    }

    void held(long more) {
        if (heldBytes.addAndGet(more) > HttpLimits.BUFFERED_BYTES && more > 0) {
            makeRoom(
                    () -> heldBytes.get() - HttpLimits.BUFFERED_BYTES,
                    HttpLimits.ROOM_BYTES,
                    ClientConnection::heldBytes);
        }
    }

    /** Whether one more may listen from an address that has, with this one, so many who do. */
    boolean mayListen(Object address) {
        return open.stream()
                        .filter(client ->
                                client.isListening() && client.address().equals(address))
                        .count()
                <= HttpLimits.STREAMS_PER_ADDRESS;
    }

    /** How much there is too much. */
    private interface Excess {
        long now();
    }

    /** @param further how much is freed beyond what there is too much, so that not everyone who comes has to look for it */
    private void makeRoom(Excess excess, long further, ToLongFunction<ClientConnection> size) {
        synchronized (makingRoom) {
            if (excess.now() <= 0) {
                return;
            }
            var wanted = excess.now() + further;
            var shares = new HashMap<Object, Long>();
            open.forEach(client -> shares.merge(client.address(), size.applyAsLong(client), Long::sum));
            var longestFirst = open.stream()
                    .filter(client -> client.isWaiting() && size.applyAsLong(client) > 0)
                    .map(client -> new RoomCandidate(client, share(shares, client), client.waitsSinceNanos()))
                    .sorted(RoomCandidate.ORDER)
                    .toList();
            for (var candidate : longestFirst) {
                if (wanted <= 0) {
                    return;
                }
                var freed = size.applyAsLong(candidate.client());
                if (candidate.client().giveUp()) {
                    wanted -= freed;
                }
            }
        }
    }

    private static long share(Map<Object, Long> shares, ClientConnection client) {
        return shares.getOrDefault(client.address(), 0L);
    }

    /** A connection that may be given up, as it was when they were put in order. */
    private record RoomCandidate(ClientConnection client, long share, long sinceNanos) {

        /** Differences, since the clock may begin anywhere. */
        static final Comparator<RoomCandidate> ORDER = Comparator.comparingLong(RoomCandidate::share)
                .reversed()
                .thenComparing((one, other) -> Long.signum(one.sinceNanos - other.sinceNanos));
    }

    private void sweep() {
        try {
            while (true) {
                Thread.sleep(HttpLimits.DEADLINE_PERIOD);
                var now = System.nanoTime();
                open.forEach(client -> client.giveUpAfter(now));
            }
        } catch (InterruptedException _) {
            // Closed.
        }
    }

    /** Whether the requests that are in work are the last ones. */
    boolean areLast() {
        return last;
    }

    /** Takes no further request, and gives up those who have none in work. */
    public void stop() {
        last = true;
        open.forEach(ClientConnection::giveUpBetweenRequests);
    }

    @Override
    public void close() {
        sweeper.interrupt();
    }
}
