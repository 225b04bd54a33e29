package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.ledger.stores.TestStores;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests have their place in traces, at a collector that is there, and at one that is not. */
@Tag("long")
class TracesIT {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";

    @TempDir
    Path directory;

    private static Map<String, String> environment(int collectorPort) {
        var database = TestStores.shared().freshDatabase();
        var environment = new HashMap<String, String>();
        environment.put("DATABASE_URL", database.jdbcUrl());
        environment.put("DATABASE_USER", database.user());
        environment.put("DATABASE_PASSWORD", database.password());
        environment.put("REDIS_URL", TestStores.shared().freshRedis().url());
        environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + collectorPort);
        return environment;
    }

    /** The octets of an id, one character each, as they stand in what was sent. */
    private static String octets(String id) {
        return new String(HexFormat.of().parseHex(id), StandardCharsets.ISO_8859_1);
    }

    @Test
    void aRequestIsASpanOfItsCallersTraceUnlessTheCallerRecordsNone() throws Exception {
        var batches = new CopyOnWriteArrayList<String>();
        var collector = collector(batches);
        try (var server = ServerProcess.start(
                directory, environment(collector.getAddress().getPort()))) {
            var unrecorded = "1" + TRACE.substring(1);
            for (var traceparent :
                    List.of("00-" + unrecorded + "-" + PARENT + "-00", "00-" + TRACE + "-" + PARENT + "-01")) {
                var response = server.send(server.request("/circle")
                        .header("traceparent", traceparent)
                        .GET());
                assertThat(response.statusCode()).isEqualTo(200);
            }
            var answered = server.send(server.request("/circle")
                    .header("traceparent", "00-" + TRACE + "-" + PARENT + "-01")
                    .GET());
            var span =
                    answered.headers().firstValue("traceresponse").orElseThrow().split("-", -1)[2];
            server.await("the span arrives", () -> String.join("", batches).contains(octets(span)));

            var sent = String.join("", batches);
            assertThat(sent)
                    .contains(octets(TRACE), octets(PARENT), "GET /circle", "http.route", "circle-ledger")
                    .doesNotContain(octets(unrecorded));
        } finally {
            collector.stop(0);
        }
    }

    private static HttpServer collector(List<String> batches) throws IOException {
        var collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            batches.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        return collector;
    }

    @Test
    void aCollectorThatIsNotThereTakesNothingAway() throws Exception {
        // Port 1 has nobody, and nobody can take it by chance.
        try (var server = ServerProcess.start(directory, environment(1))) {
            for (var i = 0; i < 3_000; i++) {
                assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
            }
            assertThat(server.terminate()).isZero();
        }
    }
}
