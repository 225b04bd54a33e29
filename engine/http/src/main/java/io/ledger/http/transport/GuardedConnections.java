package io.ledger.http.transport;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;

/**
 * The web server's connections of HTTP/1, each behind a {@link RequestReader} and an {@link AnswerWriter},
 * and counted among all {@link Connections}.
 */
public final class GuardedConnections implements ServerConnectionSelector {

    private final ServerConnectionSelector http1;
    private final Connections connections;
    /** Guards connections that are then served as before. */
    public GuardedConnections(ServerConnectionSelector http1, Connections connections) {
        this.http1 = http1;
        this.connections = connections;
    }

    @Override
    public int bytesToIdentifyConnection() {
        return http1.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return Support.SUPPORTED;
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http1.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        var client = connections.open(context);
        return new GuardedConnection(
                connections, client, http1.connection(new GuardedContext(context, client, connections.idleTimeout())));
    }

    /** A connection that the web server serves for a client of ours. */
    private record GuardedConnection(Connections connections, ClientConnection client, ServerConnection guarded)
            implements ServerConnection {

        @Override
        public void handle(Limit limit) throws InterruptedException {
            try {
                ScopedValue.where(ClientConnection.CURRENT, client).call(() -> {
                    guarded.handle(limit);
                    return client;
                });
            } finally {
                connections.closed(client);
            }
        }

        /** None, for the web server: who waits too long is found by {@link Connections}. */
        @Override
        public Duration idleTime() {
            return Duration.ZERO;
        }

        @Override
        public void close(boolean interrupt) {
            if (interrupt) {
                guarded.close(true);
            } else {
                connections.stop();
            }
        }
    }

    /** The connection as the web server sees it. */
    private static final class GuardedContext implements ConnectionContext {

        private final ConnectionContext context;
        private final DataReader reader;
        private final DataWriter writer;

        GuardedContext(ConnectionContext context, ClientConnection client, Duration idleTimeout) {
            this.context = context;
            this.reader = DataReader.create(
                    new RequestReader(client, context.serverSocket(), context.localPeer(), idleTimeout));
            this.writer = new AnswerWriter(client, context.dataWriter());
        }

        @Override
        public ListenerContext listenerContext() {
            return context.listenerContext();
        }

        @Override
        public ExecutorService executor() {
            return context.executor();
        }

        @Override
        public DataWriter dataWriter() {
            return writer;
        }

        @Override
        public DataReader dataReader() {
            return reader;
        }

        @Override
        public Router router() {
            return context.router();
        }

        @Override
        public Optional<ProxyProtocolData> proxyProtocolData() {
            return context.proxyProtocolData();
        }

        @Override
        public HelidonSocket serverSocket() {
            return context.serverSocket();
        }

        @Override
        public PeerInfo remotePeer() {
            return context.remotePeer();
        }

        @Override
        public PeerInfo localPeer() {
            return context.localPeer();
        }

        @Override
        public boolean isSecure() {
            return context.isSecure();
        }

        @Override
        public String socketId() {
            return context.socketId();
        }

        @Override
        public String childSocketId() {
            return context.childSocketId();
        }
    }
}
