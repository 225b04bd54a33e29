package io.circleledger.api;

import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.ErrorHandling;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnectionSelector;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;

/**
 * The HTTP server of the ledger, from start to stop.
 *
 * <pre>
 * octets ─ RequestReader ─ Helidon ─ RequestFilter ─ AnswerHandler ─ Routes ─ CircleRoutes, …
 *        └ AnswerWriter      │                            │
 *                     TransportErrors                 Failures
 *                            └────────── Problem ─────────┘
 * </pre>
 */
public final class HttpApi implements AutoCloseable {

    private final Connections connections;
    private final WebServer server;
    private final String address;

    /**
     * @param port 0 for any that is free
     * @param basePath the path under which a proxy has the server; empty where it has the whole host
     * @param version what the server says of itself
     * @param hosts the names it answers to
     * @param metrics where requests are counted
     * @param traces who is told of them
     * @param trustActor whether who asks is believed to be who {@code X-Actor} says
     * @param idleTimeout how long a connection may wait for its next request
     * @param stopGrace how long requests in flight may take to finish when the server stops
     */
    public HttpApi(
            String host,
            int port,
            String basePath,
            String version,
            boolean trustActor,
            AllowedHosts hosts,
            MeterRegistry metrics,
            RequestTraces traces,
            List<RouteGroup> groups,
            Duration idleTimeout,
            Duration stopGrace) {
        this.connections = new Connections(idleTimeout);
        var base = new BasePath(basePath);
        var routes = routes(base, version, groups);
        this.address = host + ":" + port;
        this.server = WebServer.builder()
                .host(host)
                .port(port)
                .shutdownHook(false)
                .shutdownGracePeriod(stopGrace)
                .protocolsDiscoverServices(false)
                .featuresDiscoverServices(false)
                .addConnectionSelector(new GuardedConnections(http1(), connections))
                .contentEncoding(new UndecodedBodies())
                .directHandlers(TransportErrors.handlers())
                .errorHandling(ErrorHandling.builder().includeEntity(true).build())
                .maxPayloadSize(ApiLimits.BODY_BYTES)
                .maxTcpConnections(ApiLimits.CONNECTIONS + ApiLimits.CLOSING_CONNECTIONS)
                .connectionOptions(SocketOptions.builder()
                        .tcpNoDelay(true)
                        .socketSendBufferSize(ApiLimits.SEND_BUFFER_BYTES)
                        .build())
                .routing(HttpRouting.builder()
                        .addFilter(new RequestFilter(trustActor, base))
                        .any(new AnswerHandler(routes, new AccessRules(hosts), new RequestMeter(metrics, traces))))
                .build();
    }

    static Routes routes(BasePath base, String version, List<RouteGroup> groups) {
        var routes = new Routes(base);
        new VersionRoute(version).addTo(routes);
        groups.forEach(group -> group.addTo(routes));
        return routes;
    }

    private static ServerConnectionSelector http1() {
        return Http1ConnectionSelector.builder()
                .config(Http1Config.builder()
                        // RequestHead keeps to the limits; these are beyond what it hands on.
                        .maxPrologueLength(2 * ApiLimits.REQUEST_LINE_BYTES)
                        .maxHeadersSize(2 * ApiLimits.HEADERS_BYTES)
                        .sendKeepAliveHeader(false)
                        .addSendListener(new ConnectionGuard())
                        .build())
                .build();
    }

    /**
     * Starts to listen.
     *
     * @throws IllegalStateException when the address cannot be listened on
     */
    public void start() {
        connections.start();
        server.start();
        if (!server.isRunning()) {
            throw new IllegalStateException("Cannot listen on %s; is the port in use?".formatted(address));
        }
    }

    /** The port it listens on, once it was started. */
    public int port() {
        return server.port();
    }

    /** Takes no new request, lets those in flight finish for as long as the grace lasts, and stops. */
    @Override
    public void close() {
        connections.stop();
        server.stop();
        connections.close();
    }
}
