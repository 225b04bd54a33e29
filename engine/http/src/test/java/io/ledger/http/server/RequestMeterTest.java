package io.ledger.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RequestMeterTest {

    @Test
    void requests_are_counted_by_route_method_and_status_and_nothing_else_of_them() {
        try (var server = new NoteServer()) {
            var note = server.post("{\"text\":\"Football\",\"size\":20}")
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();
            server.get(note);
            server.get(note);
            server.get("/note/" + NoteServer.NOWHERE);
            server.get("/no/such/path");
            server.send(server.request("/note").method("PATCHED", BodyPublishers.noBody()));

            assertThat(counted(server))
                    .isEqualTo(Map.of(
                            "POST /note 201", 1L,
                            "GET /note/{id} 200", 2L,
                            "GET /note/{id} 404", 1L,
                            "none none 404", 1L,
                            "none /note 405", 1L));
        }
    }

    private static Map<String, Long> counted(NoteServer server) {
        return server.metrics().find("http.server.requests").timers().stream()
                .collect(Collectors.toMap(
                        timer -> labels(timer.getId()), timer -> timer.count(), Long::sum, TreeMap::new));
    }

    private static String labels(Meter.Id id) {
        assertThat(id.getTags()).extracting(Tag::getKey).containsExactlyInAnyOrder("method", "route", "status");
        return "%s %s %s".formatted(id.getTag("method"), id.getTag("route"), id.getTag("status"));
    }
}
