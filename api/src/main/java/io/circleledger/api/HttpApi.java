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
 * bytes ─ ConnectionGuard ─ Helidon ─ RequestFilter ─ AnswerHandler ─ Routes ─ CircleRoutes, …
 *                              │                            │
 *                       TransportErrors                 Failures
 *                              └────────── Problem ─────────┘
 * </pre>
 */
public final class HttpApi implements AutoCloseable {

    private final WebServer server;
    private final String address;

    /**
     * @param port 0 for any that is free
     * @param version what the server says of itself
     * @param hosts the names it answers to
     * @param metrics where requests are counted
     * @param traces who is told of them
     * @param trustActor whether who asks is believed to be who {@code X-Actor} says
     * @param stopGrace how long requests in flight may take to finish when the server stops
     */
    public HttpApi(
            String host,
            int port,
            String version,
            boolean trustActor,
            AllowedHosts hosts,
            MeterRegistry metrics,
            RequestTraces traces,
            List<RouteGroup> groups,
            Duration stopGrace) {
        var routes = routes(version, groups);
        this.address = host + ":" + port;
        this.server = WebServer.builder()
                .host(host)
                .port(port)
                .shutdownHook(false)
                .shutdownGracePeriod(stopGrace)
                .protocolsDiscoverServices(false)
                .featuresDiscoverServices(false)
                .addConnectionSelector(http1())
                .contentEncoding(new UndecodedBodies())
                .directHandlers(TransportErrors.handlers())
                .errorHandling(ErrorHandling.builder().includeEntity(true).build())
                .maxPayloadSize(ApiLimits.BODY_BYTES)
                .maxTcpConnections(ApiLimits.CONNECTIONS)
                .idleConnectionTimeout(ApiLimits.IDLE_TIMEOUT)
                .idleConnectionPeriod(ApiLimits.IDLE_CHECK_PERIOD)
                .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
                .routing(HttpRouting.builder()
                        .addFilter(new RequestFilter(trustActor))
                        .any(new AnswerHandler(routes, new AccessRules(hosts), new RequestMeter(metrics, traces))))
                .build();
    }

    static Routes routes(String version, List<RouteGroup> groups) {
        var routes = new Routes();
        new VersionRoute(version).addTo(routes);
        groups.forEach(group -> group.addTo(routes));
        return routes;
    }

    private static ServerConnectionSelector http1() {
        var guard = new ConnectionGuard();
        return Http1ConnectionSelector.builder()
                .config(Http1Config.builder()
                        .maxPrologueLength(ApiLimits.REQUEST_LINE_BYTES)
                        .maxHeadersSize(ApiLimits.HEADERS_BYTES)
                        .sendKeepAliveHeader(false)
                        .addReceiveListener(guard.receiving())
                        .addSendListener(guard.sending())
                        .build())
                .build();
    }

    /**
     * Starts to listen.
     *
     * @throws IllegalStateException when the address cannot be listened on
     */
    public void start() {
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
        server.stop();
    }
}
