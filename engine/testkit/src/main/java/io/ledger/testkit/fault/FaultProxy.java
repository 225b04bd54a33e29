package io.ledger.testkit.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A network between a client and a store that breaks when and how a test says.
 *
 * <p>It takes connections on a port of its own and forwards them. What it does to all of them at once
 * are methods such as {@link #cut} and {@link #freeze}. What is to happen at a certain request is a
 * {@link Rule}: it is met when a given text has passed from the client to the store, and tells so.
 */
public final class FaultProxy implements AutoCloseable {

    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

    private final InetSocketAddress store;
    private final int port;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition thawed = lock.newCondition();
    private volatile Listening listening;
    private volatile boolean frozen;
    private volatile Optional<String> frozenAnswer = Optional.empty();
    private volatile Duration delayToStore = Duration.ZERO;
    private volatile Duration delayToClient = Duration.ZERO;

    private record Listening(ServerSocket socket, Thread acceptor) {

        /** Frees the port, which a closed socket keeps until nobody waits at it any more. */
        void end() {
            close(socket);
            try {
                acceptor.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private FaultProxy(InetSocketAddress store) throws IOException {
        this.store = store;
        this.listening = listen(0);
        this.port = listening.socket().getLocalPort();
    }

    /** A proxy in front of the store that a URL such as {@code jdbc:mariadb://host:port/…} names. */
    public static FaultProxy inFrontOf(String url) throws IOException {
        var place = url.replaceFirst("^.*?//(?:[^/@]*@)?([^/]+).*$", "$1");
        var colon = place.lastIndexOf(':');
        return new FaultProxy(
                new InetSocketAddress(place.substring(0, colon), Integer.parseInt(place.substring(colon + 1))));
    }

    /** The same URL, by way of this proxy. */
    public String through(String url) {
        return url.replaceFirst(":" + store.getPort() + "(?=/|$)", ":" + port);
    }

    /** What is to happen to requests that contain a text, a number of times. */
    public static final class Rule {

        private enum Kind {
            PASS,
            DROP_REQUEST,
            LOSE_ANSWER,
            FREEZE
        }

        private final Kind kind;
        private final String text;
        private final int answerBytes;
        private final Runnable beforeTheClientNotices;
        private final CountDownLatch remaining;

        private Rule(Kind kind, String text, int times, int answerBytes, Runnable beforeTheClientNotices) {
            this.kind = kind;
            this.text = Passage.bytes(text);
            this.answerBytes = answerBytes;
            this.beforeTheClientNotices = beforeTheClientNotices;
            this.remaining = new CountDownLatch(times);
        }

        /** How often it is still to happen. */
        public long remaining() {
            return remaining.getCount();
        }

        /** Waits until it has happened as often as it was to. */
        public void await() throws InterruptedException {
            if (!remaining.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("not met: " + text);
            }
        }

        private void happened() {
            beforeTheClientNotices.run();
            remaining.countDown();
        }
    }

    /** The request is counted and arrives. */
    public Rule count(String text, int times) {
        return add(new Rule(Rule.Kind.PASS, text, times, 0, () -> {}));
    }

    /** The request never arrives, and its connection breaks. */
    public Rule dropRequest(String text, int times) {
        return add(new Rule(Rule.Kind.DROP_REQUEST, text, times, 0, () -> {}));
    }

    /**
     * The request arrives and is carried out to its end; of the answer the client gets the first
     * bytes at most, and then its connection breaks.
     *
     * @param beforeTheClientNotices runs when the store is done and the client does not know yet
     */
    public Rule loseAnswer(String text, int times, int answerBytes, Runnable beforeTheClientNotices) {
        return add(new Rule(Rule.Kind.LOSE_ANSWER, text, times, answerBytes, beforeTheClientNotices));
    }

    public Rule loseAnswer(String text, int times) {
        return loseAnswer(text, times, 0, () -> {});
    }

    /** The request arrives; from then on nothing passes on its connection, which stays open. */
    public Rule freezeAfter(String text) {
        return add(new Rule(Rule.Kind.FREEZE, text, 1, 0, () -> {}));
    }

    /** From the part of an answer on that has the text nothing passes on its connection, which stays open. */
    public void freezeAtAnswer(String text) {
        frozenAnswer = Optional.of(Passage.bytes(text));
    }

    private Rule add(Rule rule) {
        rules.add(rule);
        return rule;
    }

    /** Breaks every connection there is. */
    public void cut() {
        links.forEach(Link::close);
    }

    /** Lets nothing pass any more and breaks nothing, as a network does that has lost its way. */
    public void freeze() {
        frozen = true;
    }

    /** The same for the connections there are; later ones are well. */
    public void freezeLinks() {
        links.forEach(link -> link.frozen = true);
    }

    /** Breaks every connection and refuses further ones. */
    public void down() {
        listening.end();
        cut();
    }

    /** Holds back everything for a time, in each direction. */
    public void delay(Duration toStore, Duration toClient) {
        delayToStore = toStore;
        delayToClient = toClient;
    }

    /** Puts everything right; what was held back goes on its way. */
    public void heal() throws IOException {
        rules.clear();
        delay(Duration.ZERO, Duration.ZERO);
        if (listening.socket().isClosed()) {
            listening = listen(port);
        }
        lock.lock();
        try {
            frozen = false;
            frozenAnswer = Optional.empty();
            links.forEach(link -> link.frozen = false);
            thawed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        down();
    }

    private Listening listen(int at) throws IOException {
        var socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), at));
        var acceptor = Thread.ofVirtual().name("fault-proxy").start(() -> accept(socket));
        return new Listening(socket, acceptor);
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                connect(socket.accept());
            } catch (IOException closed) {
                // The loop ends with the listener.
            }
        }
    }

    private void connect(Socket client) {
        var upstream = new Socket();
        try {
            upstream.connect(store, CONNECT_TIMEOUT_MILLIS);
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
        } catch (IOException storeIsDown) {
            close(client);
            close(upstream);
            return;
        }
        var link = new Link(client, upstream);
        links.add(link);
        Thread.ofVirtual().name("to-store").start(() -> link.pump(link::toStore));
        Thread.ofVirtual().name("to-client").start(() -> link.pump(link::toClient));
        if (listening.socket().isClosed()) {
            link.close();
        }
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    @FunctionalInterface
    private interface Pump {
        void run() throws IOException, InterruptedException;
    }

    /** One connection of a client and the one to the store that belongs to it. */
    private final class Link {

        private final Socket client;
        private final Socket upstream;
        private volatile boolean frozen;
        private volatile boolean closed;
        private volatile @Nullable Rule losing;
        private final Passage asked = new Passage();
        private final Passage answered = new Passage();

        Link(Socket client, Socket upstream) {
            this.client = client;
            this.upstream = upstream;
        }

        void pump(Pump direction) {
            try {
                direction.run();
            } catch (IOException | UncheckedIOException broken) {
                close();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                close();
            }
        }

        private void toStore() throws IOException, InterruptedException {
            var in = client.getInputStream();
            var out = upstream.getOutputStream();
            var buffer = new byte[1 << 16];
            for (var n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                pass(delayToStore);
                asked.take(buffer, n);
                var rule = met();
                if (rule == null) {
                    out.write(buffer, 0, n);
                    continue;
                }
                switch (rule.kind) {
                    case PASS -> {
                        rule.happened();
                        out.write(buffer, 0, n);
                    }
                    case DROP_REQUEST -> {
                        rule.happened();
                        close();
                        return;
                    }
                    case LOSE_ANSWER -> {
                        losing = rule;
                        out.write(buffer, 0, n);
                        // The store carries the request out, finds no other and closes.
                        upstream.shutdownOutput();
                        return;
                    }
                    case FREEZE -> {
                        // First, so that no answer slips through.
                        frozen = true;
                        out.write(buffer, 0, n);
                        rule.happened();
                    }
                }
            }
            pass(Duration.ZERO);
            close();
        }

        private void toClient() throws IOException, InterruptedException {
            var in = upstream.getInputStream();
            var out = client.getOutputStream();
            var buffer = new byte[1 << 16];
            var lost = 0;
            for (var n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                answered.take(buffer, n);
                freezeIfMet();
                pass(delayToClient);
                var rule = losing;
                var forwarded = rule == null ? n : Math.clamp(rule.answerBytes - lost, 0, n);
                out.write(buffer, 0, forwarded);
                lost += rule == null ? 0 : forwarded;
            }
            pass(Duration.ZERO);
            var met = losing;
            if (met != null) {
                met.happened();
            }
            close();
        }

        /** The first rule whose text ends in what was taken last. */
        private @Nullable Rule met() {
            for (var rule : rules) {
                if (rule.remaining() > 0 && asked.ends(rule.text)) {
                    return rule;
                }
            }
            return null;
        }

        private void freezeIfMet() {
            lock.lock();
            try {
                frozen |= frozenAnswer.filter(answered::ends).isPresent();
            } finally {
                lock.unlock();
            }
        }

        private void pass(Duration delay) throws IOException, InterruptedException {
            if (delay.isPositive()) {
                Thread.sleep(delay);
            }
            lock.lock();
            try {
                while ((frozen || FaultProxy.this.frozen) && !closed) {
                    thawed.await();
                }
            } finally {
                lock.unlock();
            }
            if (closed) {
                throw new IOException("the connection was cut");
            }
        }

        private void close() {
            closed = true;
            links.remove(this);
            FaultProxy.close(client);
            FaultProxy.close(upstream);
            lock.lock();
            try {
                thawed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
