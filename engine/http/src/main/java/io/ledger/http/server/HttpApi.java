package io.ledger.http.server;

import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.ErrorHandling;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnectionSelector;
import io.ledger.http.HttpLimits;
import io.ledger.http.access.RefusalLog;
import io.ledger.http.request.BasePath;
import io.ledger.http.routing.RouteGroup;
import io.ledger.http.routing.Routes;
import io.ledger.http.transport.ConnectionGuard;
import io.ledger.http.transport.Connections;
import io.ledger.http.transport.GuardedConnections;
import io.ledger.http.transport.Linger;
import io.ledger.http.transport.UndecodedBodies;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The HTTP server of a ledger, from start to stop.
 *
 * <pre>
 * octets ─ RequestReader ─ Helidon ─ RequestFilter ─ AnswerHandler ─ Routes ─ RouteGroup …
 *        └ AnswerWriter      │                            │
 *                     TransportErrors                 Failures
 *                            └────────── Problem ─────────┘
 * </pre>
 */
public final class HttpApi implements AutoCloseable {

    private final Connections connections;
    private final WebServer server;
    private final Routes routes;
    private final String address;
    private final RefusalLog refusals;

    /**
     * A server that does not listen yet.
     *
     * @param metrics where requests are counted
     * @param traces who is told of them
     * @param failures those that the routes may end with, beside what any ledger knows
     */
    public HttpApi(
            HttpSettings settings,
            MeterRegistry metrics,
            RequestTraces traces,
            KnownFailures failures,
            List<RouteGroup> groups) {
        this(settings, metrics, traces, failures, groups, Linger.USUAL);
    }

    HttpApi(
            HttpSettings settings,
            MeterRegistry metrics,
            RequestTraces traces,
            KnownFailures failures,
            List<RouteGroup> groups,
            Linger linger) {
        this.connections = new Connections(settings.idleTimeout(), linger);
        var base = new BasePath(settings.basePath());
        this.routes = routes(base, settings.version(), groups);
        this.address = settings.host() + ":" + settings.port();
        this.refusals = new RefusalLog(settings.access().audit(), metrics, InstantSource.system());
        this.server = WebServer.builder()
                .host(settings.host())
                .port(settings.port())
                .shutdownHook(false)
                .shutdownGracePeriod(settings.stopGrace())
                .protocolsDiscoverServices(false)
                .featuresDiscoverServices(false)
                .addConnectionSelector(new GuardedConnections(http1(), connections))
                .contentEncoding(new UndecodedBodies())
                .directHandlers(TransportErrors.handlers())
                .errorHandling(ErrorHandling.builder().includeEntity(true).build())
                .maxTcpConnections(HttpLimits.CONNECTIONS + HttpLimits.CLOSING_CONNECTIONS)
                .connectionOptions(SocketOptions.builder()
                        .tcpNoDelay(true)
                        .socketSendBufferSize(HttpLimits.SEND_BUFFER_BYTES)
                        .build())
                .routing(HttpRouting.builder()
                        .addFilter(new RequestFilter(settings.access(), base))
                        .any(new AnswerHandler(
                                routes,
                                new AccessRules(settings.access(), refusals),
                                new RequestMeter(metrics, traces),
                                new Failures(failures))))
                .build();
    }

    private static Routes routes(BasePath base, String version, List<RouteGroup> groups) {
        var routes = new Routes(base);
        new VersionRoute(version).addTo(routes);
        groups.forEach(group -> group.addTo(routes));
        return routes;
    }

    private static ServerConnectionSelector http1() {
        return Http1ConnectionSelector.builder()
                .config(Http1Config.builder()
                        // RequestHead keeps to the limits; these are beyond what it hands on.
                        .maxPrologueLength(2 * HttpLimits.REQUEST_LINE_BYTES)
                        .maxHeadersSize(2 * HttpLimits.HEADERS_BYTES)
                        .sendKeepAliveHeader(false)
                        // AnswerHandler does so, but for those that are always the same.
                        .validateResponseHeaders(false)
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
        refusals.start();
        server.start();
        if (!server.isRunning()) {
            throw new IllegalStateException("Cannot listen on %s; is the port in use?".formatted(address));
        }
    }

    /** The methods of each path, but for HEAD, which follows from GET. */
    public Map<String, Set<String>> methods() {
        return routes.methods();
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
        refusals.close();
    }
}
