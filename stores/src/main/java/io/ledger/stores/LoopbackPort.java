package io.ledger.stores;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A TCP port on 127.0.0.1 for a store to listen on.
 *
 * <p>Ports are taken from below those that systems give to outgoing connections (32768 and up).
 * Among those, a client that keeps trying to reconnect to a dead store would in time be given the
 * store's own port, connect to itself, and so keep the restarted store from listening.
 */
final class LoopbackPort {

    static final String ADDRESS = "127.0.0.1";

    private static final int LOWEST = 15_000;
    private static final int HIGHEST = 29_999;

    private LoopbackPort() {}

    /** The preferred port if it is free, else a random free one. */
    static int choose(OptionalInt preferred) {
        if (preferred.isPresent() && isFree(preferred.getAsInt())) {
            return preferred.getAsInt();
        }
        return ThreadLocalRandom.current()
                .ints(StoreLimits.FREE_PORT_PROBES, LOWEST, HIGHEST + 1)
                .filter(LoopbackPort::isFree)
                .findFirst()
                .orElseThrow(() -> new EmbeddedStoreException("No free TCP port was found between "
                        + LOWEST + " and " + HIGHEST + " on " + ADDRESS
                        + ". Stop what listens there, or set DATABASE_URL and REDIS_URL."));
    }

    static InetSocketAddress at(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(ADDRESS), port);
    }

    static boolean isFree(int port) {
        if (port > 65_535) {
            return false;
        }
        try (var socket = new ServerSocket()) {
            socket.bind(at(port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
