package io.ledger.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.Parsed;
import io.ledger.http.access.AllowedHosts;
import io.ledger.http.server.RawConnection.Response;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRulesTest {

    private static final String BODY = "{\"text\":\"football\",\"size\":20}";

    private final NoteServer server = new NoteServer(hosts("ledger.example.org, Other.Example:8443, 部.example"));

    @AfterEach
    void stop() {
        server.close();
    }

    private static AllowedHosts hosts(String list) {
        return switch (AllowedHosts.parse(list)) {
            case Parsed.Valid<AllowedHosts>(var hosts) -> hosts;
            case Parsed.Invalid<AllowedHosts>(var reason) -> throw new AssertionError(reason);
        };
    }

    private Response send(String request, String... headers) throws IOException {
        return send(server, request, headers);
    }

    private static Response send(NoteServer server, String request, String... headers) throws IOException {
        try (var connection = new RawConnection(server.port())) {
            var body = request.equals("POST /note") ? BODY : "";
            return connection
                    .send("%s HTTP/1.1\r\n%s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                            .formatted(request, String.join("\r\n", headers), body.length(), body))
                    .receive()
                    .orElseThrow();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost:8080",
                "localhost.:1",
                "127.0.0.1",
                "127.255.0.9:65535",
                "[::1]",
                "[::1]:8080",
                "[0:0:0:0:0:0:0:1]",
                "[::ffff:127.0.0.1]",
                "ledger.example.org",
                "LEDGER.example.org.:8080",
                "other.example:8443",
                "xn--ig4a.example",
            })
    void names_of_this_machine_and_those_that_were_set_are_answered(String host) throws IOException {
        assertThat(send("GET /note", "Host: " + host).status()).isEqualTo(200);
        assertThat(send("POST /note", "Host: " + host).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example:8080",
                "localhost.evil.example",
                "localhost.evil.example.:80",
                "127.0.0.1.evil.example",
                "evil.localhost",
                "0.0.0.0:8080",
                "192.168.0.7",
                "128.0.0.1",
                "127.1",
                "[::]",
                "[fe80::1]:8080",
                "other.example",
                "other.example:8444",
                "sub.ledger.example.org",
            })
    void any_other_name_is_refused_and_told_what_to_set(String host) throws IOException {
        for (var request : List.of(
                "GET /note",
                "POST /note",
                "GET /",
                "GET /openapi",
                "GET /nowhere",
                "PATCH /note",
                "POST /projection/rebuild")) {
            var response = send(request, "Host: " + host);
            assertThat(response.status()).as(request).isEqualTo(421);
            assertThat(response.json().get("type").asString()).isEqualTo("/problems/misdirected-request");
            assertThat(response.json().get("detail").asString()).contains("ALLOWED_HOSTS=");
        }
        assertThat(send("GET /note", "Host: localhost").body()).isEqualTo("[]");
    }

    @Test
    void a_host_in_the_target_is_held_to_the_same() throws IOException {
        assertThat(send("GET http://evil.example/note", "Host: localhost").status())
                .isEqualTo(421);
        assertThat(send("GET http://localhost/note", "Host: localhost").status())
                .isEqualTo(200);
        assertThat(send("GET http://localhost/note", "Host: evil.example").status())
                .isEqualTo(421);
    }

    @Test
    void probes_come_by_an_address_and_never_by_a_strange_name() throws IOException {
        for (var path : List.of("/health/live", "/health/ready", "/metrics")) {
            assertThat(send("GET " + path, "Host: 10.1.2.3:8080").status()).isEqualTo(200);
            assertThat(send("GET " + path, "Host: [fd00::7]:8080").status()).isEqualTo(200);
            assertThat(send("GET " + path, "Host: evil.example").status()).isEqualTo(421);
        }
    }

    @Test
    void open_access_answers_to_addresses_and_never_to_a_strange_name() throws IOException {
        try (var open = new NoteServer(
                AllowedHosts.LOOPBACK.andAnyAddress().and("fd00::7").and("ledger-host"))) {
            assertThat(send(open, "GET /note", "Host: 192.168.0.7:8080").status())
                    .isEqualTo(200);
            assertThat(send(open, "GET /note", "Host: [fd00::7]").status()).isEqualTo(200);
            assertThat(send(open, "GET /note", "Host: ledger-host:8080").status())
                    .isEqualTo(200);
            assertThat(send(open, "GET /note", "Host: evil.example").status()).isEqualTo(421);
            assertThat(send(open, "POST /note", "Host: localhost", "Origin: http://evil.example")
                            .status())
                    .isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: https://evil.example",
                "Origin: http://localhost:3000",
                "Origin: http://localhost",
                "Origin: https://localhost:8080.evil.example",
                "Origin: null",
                "Origin: file://",
                "Origin: http://localhost:8080\r\nOrigin: https://evil.example",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site",
                "Sec-Fetch-Site: something-new",
                "Sec-Fetch-Site: cross-site\r\nOrigin: http://localhost:8080",
                "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe",
                "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: image",
            })
    void a_page_of_another_site_reads_and_changes_nothing(String headers) throws IOException {
        for (var request : List.of(
                "POST /note",
                "PUT /note/" + NoteServer.NOWHERE,
                "DELETE /note/" + NoteServer.NOWHERE,
                "PATCH /note",
                "OPTIONS /note",
                "POST /projection/rebuild",
                "GET /note",
                "GET /health/ready",
                "GET /nowhere")) {
            var response = send(request, "Host: localhost:8080", headers);
            assertThat(response.status()).as(request).isEqualTo(403);
            assertThat(response.json().get("type").asString()).isEqualTo("/problems/cross-site");
            assertThat(response.headers().keySet()).noneMatch(name -> name.startsWith("access-control"));
        }
        assertThat(send("GET /note", "Host: localhost").body()).isEqualTo("[]");
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:8080, Sec-Fetch-Site: same-origin",
        "localhost:8080, Sec-Fetch-Site: none",
        "localhost:8080, Origin: http://localhost:8080",
        "[::1]:8080, Origin: http://[::1]:8080",
        "localhost:80, Origin: http://localhost",
        // A proxy that ends TLS: the host is the page's, the scheme is not known here.
        "ledger.example.org, Origin: https://ledger.example.org",
        "other.example:8443, Origin: https://other.example:8443",
        // One that passes on its own idea of a host: the page is of a name that was set.
        "127.0.0.1:8080, Origin: https://ledger.example.org",
        "127.0.0.1:8080, Origin: https://other.example:8443",
    })
    void the_servers_own_pages_may_do_everything(String host, String header) throws IOException {
        assertThat(send("POST /note", "Host: " + host, header).status()).isEqualTo(201);
        assertThat(send("GET /note", "Host: " + host, header).status()).isEqualTo(200);
    }

    @Test
    void a_link_from_another_site_can_be_followed_and_a_form_cannot_be_sent() throws IOException {
        String[] link = {
            "Host: localhost:8080", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"
        };
        assertThat(send("GET /docs", link).status()).isEqualTo(200);
        assertThat(send("POST /note", link).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://ledger.example", "*", "*.example", "a b", "ledger:0", "ledger:99999", "[::1", "a/b"})
    void what_is_no_host_is_told(String list) {
        assertThat(AllowedHosts.parse("localhost," + list))
                .isInstanceOfSatisfying(
                        Parsed.Invalid.class,
                        invalid -> assertThat(invalid.reason()).contains("\"" + list + "\" is no host name"));
    }
}
