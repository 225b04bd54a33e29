package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Keycloak in a process of its own, and what its administrator does. */
final class Keycloak implements AutoCloseable {

    static final String REALM = "university";
    static final String CLIENT = "ledger";
    static final String SECRET = "client/secret+1";

    /** Where the build has unpacked it. */
    private static final Path HOME = Path.of(System.getProperty("keycloak.home", "target/keycloak"));

    /** Its first start builds it, which takes more than a minute. */
    private static final Duration START = Duration.ofMinutes(4);

    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final Path log;
    private final String url;

    private Keycloak(Process process, Path log, String url) {
        this.process = process;
        this.log = log;
        this.url = url;
    }

    static Keycloak launch(Path directory) throws IOException {
        try (var home = Files.list(HOME)) {
            var installed = home.filter(Files::isDirectory).findFirst().orElseThrow();
            var log = directory.resolve("keycloak.log");
            var port = freePort();
            var builder = new ProcessBuilder(
                            "bash",
                            installed.resolve("bin/kc.sh").toAbsolutePath().toString(),
                            "start-dev",
                            "--http-host=127.0.0.1",
                            "--http-port=" + port,
                            "--cache=local")
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment()
                    .putAll(Map.of(
                            "JAVA_HOME", System.getProperty("java.home"),
                            "KC_BOOTSTRAP_ADMIN_USERNAME", "admin",
                            "KC_BOOTSTRAP_ADMIN_PASSWORD", "admin",
                            "JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx512m",
                            "JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1"));
            return new Keycloak(builder.start(), log, "http://127.0.0.1:" + port);
        }
    }

    /** One below those that systems hand out by themselves: nobody else gets it in the minute until it is taken. */
    private static int freePort() throws IOException {
        for (var port : ThreadLocalRandom.current().ints(100, 20_000, 32_768).toArray()) {
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException _) {
                // Somebody has it; the next one is tried.
            }
        }
        throw new IOException("no port is free");
    }

    Keycloak awaitReady() {
        var deadline = System.nanoTime() + START.toNanos();
        while (!answers()) {
            assertThat(process.isAlive()).as(this::log).isTrue();
            assertThat(System.nanoTime()).as(this::log).isLessThan(deadline);
            try {
                Thread.sleep(200);
            } catch (InterruptedException interrupt) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupt);
            }
        }
        return this;
    }

    private boolean answers() {
        try {
            var request = HttpRequest.newBuilder(URI.create(url + "/realms/master"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return client.send(request, BodyHandlers.ofString()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupt);
        }
    }

    private String log() {
        try {
            return Files.readString(log);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    String issuer() {
        return url + "/realms/" + REALM;
    }

    /** A realm with our client, whose access tokens live for some seconds. */
    void makeRealm(String ledgerUrl, int accessTokenSeconds) {
        create("/admin/realms", """
                {"realm": "%s", "enabled": true, "accessTokenLifespan": %d}
                """.formatted(REALM, accessTokenSeconds));
        for (var role : List.of("viewer", "editor", "operator", "administrator")) {
            create("/admin/realms/" + REALM + "/roles", "{\"name\": \"%s\"}".formatted(role));
        }
        create("/admin/realms/" + REALM + "/clients", """
                {"clientId": "%1$s", "secret": "%2$s", "publicClient": false, "standardFlowEnabled": true,
                 "directAccessGrantsEnabled": true, "redirectUris": ["%3$s/session/provider/callback"],
                 "attributes": {"post.logout.redirect.uris": "%3$s/", "pkce.code.challenge.method": "S256"},
                 "protocolMappers": [{"name": "audience", "protocol": "openid-connect",
                   "protocolMapper": "oidc-audience-mapper",
                   "config": {"included.client.audience": "%1$s", "access.token.claim": "true",
                              "id.token.claim": "false"}}]}
                """.formatted(CLIENT, SECRET, ledgerUrl));
    }

    /** Adds somebody with a password that is their name; gives their id. */
    String addUser(String name, String firstName, String lastName) {
        var place = create("/admin/realms/" + REALM + "/users", """
                {"username": "%1$s", "enabled": true, "firstName": "%2$s", "lastName": "%3$s",
                 "email": "%1$s@example.org", "emailVerified": true,
                 "credentials": [{"type": "password", "value": "%1$s", "temporary": false}]}
                """.formatted(name, firstName, lastName));
        return place.substring(place.lastIndexOf('/') + 1);
    }

    void give(String userId, String role) {
        changeRole("POST", userId, role);
    }

    void take(String userId, String role) {
        changeRole("DELETE", userId, role);
    }

    private void changeRole(String method, String userId, String role) {
        var found =
                admin("GET", "/admin/realms/" + REALM + "/roles/" + role, "").body();
        var answer = admin(
                method, "/admin/realms/" + REALM + "/users/" + userId + "/role-mappings/realm", "[" + found + "]");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
    }

    /** Ends everything somebody has signed in to. */
    void signOut(String userId) {
        var answer = admin("POST", "/admin/realms/" + REALM + "/users/" + userId + "/logout", "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
    }

    /** Signs with a new key from now on. */
    void rotateKeys() {
        var realm = JSON.readTree(admin("GET", "/admin/realms/" + REALM, "").body());
        create("/admin/realms/" + REALM + "/components", """
                {"name": "newer", "providerId": "rsa-generated", "providerType": "org.keycloak.keys.KeyProvider",
                 "parentId": "%s", "config": {"priority": ["900"], "enabled": ["true"], "active": ["true"],
                 "algorithm": ["RS256"]}}
                """.formatted(
                        realm.get("id").asString()));
    }

    private String create(String path, String json) {
        var answer = admin("POST", path, json);
        assertThat(answer.statusCode()).as(path + answer.body()).isEqualTo(201);
        return answer.headers().firstValue("Location").orElse("");
    }

    private HttpResponse<String> admin(String method, String path, String json) {
        var token = tokens(
                        "master",
                        Map.of(
                                "grant_type",
                                "password",
                                "client_id",
                                "admin-cli",
                                "username",
                                "admin",
                                "password",
                                "admin"))
                .get("access_token")
                .asString();
        return send(HttpRequest.newBuilder(URI.create(url + path))
                .method(method, BodyPublishers.ofString(json))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json"));
    }

    /** An access token for the ledger, as a program gets it. */
    String accessToken(String user) {
        return tokens(
                        REALM,
                        Map.of(
                                "grant_type", "password",
                                "client_id", CLIENT,
                                "client_secret", SECRET,
                                "scope", "openid",
                                "username", user,
                                "password", user))
                .get("access_token")
                .asString();
    }

    /** A token for something else in the same realm. */
    String foreignToken(String user) {
        return tokens(
                        REALM,
                        Map.of("grant_type", "password", "client_id", "admin-cli", "username", user, "password", user))
                .get("access_token")
                .asString();
    }

    private JsonNode tokens(String realm, Map<String, String> form) {
        var answer =
                send(HttpRequest.newBuilder(URI.create(url + "/realms/" + realm + "/protocol/openid-connect/token"))
                        .POST(BodyPublishers.ofString(form(form)))
                        .header("Content-Type", "application/x-www-form-urlencoded"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(log(), failure);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupt);
        }
    }

    @Override
    public void close() {
        client.close();
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
