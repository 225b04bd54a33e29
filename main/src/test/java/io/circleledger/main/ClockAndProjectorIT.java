package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.CircleEvent;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry.Recorded;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The server, from HTTP to the stores, with what no process can be given from outside: a clock that is
 * set, and a projector that dies.
 */
class ClockAndProjectorIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration HOUR = Duration.ofHours(1);

    private final HttpClient client = HttpClient.newHttpClient();
    private LedgerInProcess ledger;

    @TempDir
    Path directory;

    @BeforeEach
    void start() {
        ledger = LedgerInProcess.start(directory);
    }

    @AfterEach
    void stop() {
        ledger.close();
    }

    @Test
    void aClockThatIsSetAnHourForwardAndBackTurnsNoHistoryAround() throws Exception {
        var creation = "{\"circle_name\":\"chess\",\"capacity\":3}";
        var created = send("POST", "/circle", creation, "creation");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        var circle = created.headers().firstValue("Location").orElseThrow();
        var hours = List.of(1, -1, 0, 1, -1, -1, 1);
        for (var i = 0; i < hours.size(); i++) {
            ledger.setClock(HOUR.multipliedBy(hours.get(i)));
            var change = "{\"capacity\":%d,\"version\":%d}".formatted(10 + i, i + 1);

            var changed = send("PUT", circle, change, "change-" + i);

            assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
            // Neither is an answer forgotten because of the clock, nor is the read model held up.
            assertThat(send("PUT", circle, change, "change-" + i).body()).isEqualTo(changed.body());
            assertThat(send("POST", "/circle", creation, "creation").body()).isEqualTo(created.body());
            assertThat(send("GET", "/health/ready", "", "").statusCode()).isEqualTo(200);
            var listed = "\"version\":" + (i + 2);
            until("the list", () -> send("GET", "/circle", "", "").body().contains(listed));
        }

        var times = new ArrayList<Instant>();
        for (var entry : ledger.log().readFrom(new GlobalPosition(1), 100)) {
            times.add(((Recorded<CircleEvent>) entry).occurredAt());
        }
        assertThat(times).hasSize(1 + hours.size()).isSorted();
        assertThat(Duration.between(times.getFirst(), times.get(1))).isGreaterThanOrEqualTo(HOUR);
        // The clock that was set back dates nothing before what is there.
        assertThat(times.get(2)).isEqualTo(times.get(1));
    }

    @Test
    void theListIsShownAsItWas() throws Exception {
        ledger.setClock(HOUR.multipliedBy(-5));
        var chess = create("chess");
        ledger.setClock(HOUR.multipliedBy(-4));
        var go = create("go");
        ledger.setClock(HOUR.multipliedBy(-3));
        assertThat(send("PUT", chess, "{\"circle_name\":\"shogi\",\"version\":1}", "name")
                        .statusCode())
                .isEqualTo(200);
        ledger.setClock(HOUR.multipliedBy(-2));
        assertThat(send("DELETE", go + "?version=1", "", "").statusCode()).isEqualTo(204);
        ledger.setClock(Duration.ZERO);

        assertThat(listed("", 330)).isEmpty();
        assertThat(listed("", 270)).containsExactly("chess");
        assertThat(listed("", 210)).containsExactly("chess", "go");
        assertThat(listed("&sort=name&order=desc&limit=1", 150)).containsExactly("shogi");
        assertThat(listed("", 150)).containsExactly("shogi", "go");
        assertThat(listed("&status=all&q=g", 90)).containsExactly("shogi", "go");
        assertThat(listed("", 90)).containsExactly("shogi");
        assertThat(listed("&status=dissolved", 90)).containsExactly("go");
        assertThat(listed("&status=dissolved", 150)).isEmpty();
        until("the present", () -> listed("&status=dissolved", -1).equals(List.of("go")));
    }

    private String create(String name) throws Exception {
        var created = send("POST", "/circle", "{\"circle_name\":\"%s\",\"capacity\":9}".formatted(name), name);
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return created.headers().firstValue("Location").orElseThrow();
    }

    private List<String> listed(String filter, int minutesAgo) throws Exception {
        var answer = send("GET", "/circle?as_of=" + Instant.now().minusSeconds(60L * minutesAgo) + filter, "", "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body())
                .valueStream()
                .map(circle -> circle.get("circle_name").asString())
                .toList();
    }

    @Test
    void aProjectorThatDiesDegradesTheServerUntilItIsBack() throws Exception {
        until("ready", () -> health().equals("ready"));
        ledger.log().setDeadly(true);
        assertThat(send("POST", "/circle", "{\"circle_name\":\"go\",\"capacity\":3}", "go")
                        .statusCode())
                .isEqualTo(201);

        until("degraded", () -> health().equals("degraded"));

        JsonNode degraded = JSON.readTree(send("GET", "/health/ready", "", "").body());
        assertThat(degraded.path("dependencies").path("projection").asString()).contains("1 events behind");
        assertThat(ledger.log().deaths()).isGreaterThan(1);
        ledger.log().setDeadly(false);
        until("ready again", () -> health().equals("ready"));
        until("it is listed", () -> send("GET", "/circle", "", "").body().contains("\"go\""));
    }

    private String health() throws Exception {
        return JSON.readTree(send("GET", "/health/ready", "", "").body())
                .path("status")
                .asString();
    }

    private HttpResponse<String> send(String method, String path, String body, String key)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ledger.port() + path))
                .timeout(LONGEST)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json").header("Idempotency-Key", key);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static void until(String what, Callable<Boolean> condition) throws Exception {
        var deadline = System.nanoTime() + LONGEST.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime() - deadline).as(what).isNegative();
            Thread.sleep(20);
        }
    }
}
