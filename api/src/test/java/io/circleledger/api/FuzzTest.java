package io.circleledger.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.http.server.RawConnection;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** Sends nonsense of many kinds: none of it may look like a fault of the server. */
class FuzzTest {

    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 600);

    private static final List<String> METHODS =
            List.of("GET", "GET", "POST", "POST", "PUT", "PUT", "HEAD", "PATCH", "DELETE", "OPTIONS", "X", "", "G T");

    private static final List<String> PATHS = List.of(
            "/circle",
            "/circle/{id}",
            "/circle/" + TestServer.NOWHERE,
            "/circle/",
            "//circle",
            "/circle/../x",
            "/circle/%00",
            "/circle/%",
            "/circle/%ff%fe",
            "/version",
            "/health/ready",
            "*",
            "mailto:a",
            "http://x/circle",
            "/" + "a".repeat(300),
            "");

    private static final List<String> QUERIES = List.of(
            "",
            "",
            "",
            "?",
            "?limit=1",
            "?limit=0",
            "?limit=%",
            "?limit=%ff",
            "?&&=",
            "?cursor=YzE6MQ",
            "?cursor=%00",
            "?limit=1&limit=2",
            "?q=%EF%BE%83&sort=name&order=desc",
            "?q=%ff",
            "?q=%00&cursor=czE6MQ",
            "?q=+",
            "?min_capacity=5&max_capacity=4",
            "?min_capacity=99999999999&sort=x&order=y",
            "?sort=capacity&cursor=YzE6MQ&limit=1",
            "?\u00e9",
            "#x",
            "?a[]=1");

    private static final List<String> HEADERS = List.of(
            "Content-Type: application/json",
            "Content-Type: application/json; charset=utf-8",
            "Content-Type: text/plain",
            "Content-Type: ;;;",
            "Content-Encoding: gzip",
            "If-Match: \"1\"",
            "If-Match: *",
            "If-Match: \"\u00ff\"",
            "If-Match: W/\"1\", \"2\"",
            "If-Match: " + "\"a\",".repeat(200),
            "If-None-Match: \"1\"",
            "If-None-Match: " + "W/\"1\" ".repeat(200),
            "Ledger-Position: 1",
            "Ledger-Position: -1",
            "Ledger-Position: 99999999999999999999",
            "X-Request-Id: \u0001",
            "X-Request-Id: abc",
            "Transfer-Encoding: chunked",
            "Content-Length: 7",
            "Expect: 100-continue",
            "Host: y",
            "Accept: \u007f",
            "Upgrade: h2c",
            ": x",
            "no colon",
            " folded");

    private static final List<String> BODIES = List.of(
            "{\"circle_name\":\"Tennis\",\"capacity\":20}",
            "{\"capacity\":30,\"version\":1}",
            "{\"circle_name\":\"\\ud800\",\"capacity\":1e999}",
            "{\"circle_name\":{\"a\":[1,2,{}]},\"capacity\":[]}",
            "{}",
            "[",
            "",
            "\u00ff\u00fe",
            "5\r\n{\"a\":\r\n0\r\n\r\n",
            "{\"version\":" + "9".repeat(2_000) + "}");

    @Test
    void no_nonsense_makes_the_server_fail() throws Exception {
        var seed = Long.getLong("fuzz.seed", 20_260_101);
        System.out.println("fuzz.seed=" + seed);
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        try (var server = new TestServer()) {
            var id = server.create("Tennis", 20);
            for (var i = 0; i < REQUESTS; i++) {
                var bytes = request(random, id);
                var response = exchange(server.port(), bytes);
                response.ifPresent(it -> check(it, bytes, seed));
            }
            assertThat(server.get("/version").statusCode()).isEqualTo(200);
        }
    }

    private static void check(RawConnection.Response response, String request, long seed) {
        var shown = "seed %d: %s%n%s".formatted(seed, request, response);
        assertThat(response.status()).as(shown).isNotEqualTo(500).isNotEqualTo(503);
        if (response.status() >= 400) {
            assertThat(response.header("Content-Type")).as(shown).isEqualTo("application/problem+json");
            assertThat(response.header("X-Request-Id")).as(shown).isNotEmpty();
        }
        if (response.status() >= 400 && !response.body().isEmpty()) {
            var problem = response.json();
            assertThat(problem.get("status").asInt()).as(shown).isEqualTo(response.status());
            assertThat(problem.get("type").asString()).as(shown).startsWith("/problems/");
        }
    }

    /** The first final response; none when the server waits for more, which it cannot know will not come. */
    private static Optional<RawConnection.Response> exchange(int port, String bytes) throws IOException {
        try (var connection = new RawConnection(port)) {
            connection.send(bytes).endOfSending();
            var hasBody = !bytes.regionMatches(true, 0, "HEAD ", 0, 5);
            var response = connection.receive(hasBody);
            while (response.isPresent() && response.get().status() == 100) {
                response = connection.receive(hasBody);
            }
            return response;
        }
    }

    private static String request(RandomGenerator random, String id) {
        var request = new StringBuilder(pick(random, METHODS))
                .append(' ')
                .append(pick(random, PATHS).replace("{id}", id))
                .append(pick(random, QUERIES))
                .append(random.nextInt(20) == 0 ? " HTTP/1.2\r\n" : " HTTP/1.1\r\n");
        if (random.nextInt(20) != 0) {
            request.append("Host: x\r\n");
        }
        if (random.nextInt(3) != 0) {
            request.append("Content-Type: application/json\r\n");
        }
        for (var headers = random.nextInt(4); headers > 0; headers--) {
            request.append(pick(random, HEADERS)).append("\r\n");
        }
        var body = pick(random, BODIES);
        if (random.nextInt(4) != 0) {
            request.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        request.append("\r\n").append(body);
        for (var flips = random.nextInt(8) == 0 ? random.nextInt(1, 5) : 0; flips > 0; flips--) {
            request.setCharAt(random.nextInt(request.length()), (char) random.nextInt(256));
        }
        return request.toString();
    }

    private static String pick(RandomGenerator random, List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
