package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.stores.TestStores;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Accounts of the ledger's own, at two servers that share it. */
@Tag("long")
class AccountsIT {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern LINK = Pattern.compile("http://[a-z0-9.]+:\\d+/#/sign-in\\?link=([A-Za-z0-9_-]{43})");
    private static final Path APP = Path.of("target/app/circle-ledger.jar").toAbsolutePath();
    private static final String PASSWORD = "blue kettle over moss";

    /** Ten times as many in ten times the time: {@code -Dwrong.passwords=10000}. */
    private static final int WRONG_PASSWORDS = Integer.getInteger("wrong.passwords", 1_000);

    /** How fast the other server notices. */
    private static final Duration NOTICED = Duration.ofSeconds(1);

    /** How fast somebody signs in whose name others guess at: they do not wait until guesses count less. */
    private static final Duration SIGNED_IN = Duration.ofSeconds(15);

    @TempDir
    Path directory;

    private Map<String, String> environment;
    private ServerProcess one;
    private ServerProcess two;

    @BeforeEach
    void start() throws IOException {
        var database = TestStores.shared().freshDatabase();
        environment = Map.of(
                "DATABASE_URL", database.jdbcUrl(),
                "DATABASE_USER", database.user(),
                "DATABASE_PASSWORD", database.password(),
                "REDIS_URL", TestStores.shared().freshRedis().url(),
                "ACCOUNTS", "local");
        one = ServerProcess.start(directory, environment);
    }

    @AfterEach
    void stop() {
        one.close();
        if (two != null) {
            two.close();
        }
    }

    private static String firstLink(ServerProcess server) {
        server.await("the first link is shown", () -> LINK.matcher(server.log()).find());
        var link = LINK.matcher(server.log());
        assertThat(link.find()).isTrue();
        return link.group(1);
    }

    private static HttpResponse<String> posted(ServerProcess server, String path, Map<String, ?> body) {
        return server.post(path, JSON.writeValueAsString(body));
    }

    private static HttpResponse<String> withLink(ServerProcess server, String link, String password) {
        return posted(server, "/session/link", Map.of("link", link, "password", password));
    }

    private static HttpResponse<String> signIn(ServerProcess server, String name, String password) {
        return posted(server, "/session", Map.of("name", name, "password", password));
    }

    private static String cookie(HttpResponse<String> signedIn) {
        assertThat(signedIn.statusCode()).as(signedIn.body()).isEqualTo(201);
        var cookie = signedIn.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("; HttpOnly; SameSite=Strict");
        return cookie.substring(0, cookie.indexOf(';'));
    }

    private static HttpResponse<String> send(
            ServerProcess server, String method, String path, String header, String value, Map<String, ?> body) {
        return server.send(server.request(path)
                .method(
                        method,
                        body.isEmpty()
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .header("Content-Type", "application/json")
                .header("Sec-Fetch-Site", "same-origin")
                .header(header, value));
    }

    private static HttpResponse<String> inSession(
            ServerProcess server, String method, String path, String cookie, Map<String, ?> body) {
        return send(server, method, path, "Cookie", cookie, body);
    }

    private static HttpResponse<String> withToken(ServerProcess server, String method, String path, String token) {
        return send(server, method, path, "Authorization", "Bearer " + token, Map.of());
    }

    private static JsonNode read(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body());
    }

    private static String newAccount(ServerProcess server, String administrator, String name, String... roles) {
        var made = read(
                inSession(server, "POST", "/account", administrator, Map.of("name", name, "roles", List.of(roles))),
                201);
        var link = LINK.matcher(made.get("link").asString());
        assertThat(link.matches()).isTrue();
        return link.group(1);
    }

    @Test
    void fromTheFirstLinkToAnEventThatNamesItsAuthor() throws IOException {
        var link = firstLink(one);
        one.close();
        one = ServerProcess.start(directory, environment);
        assertThat(withLink(one, link, PASSWORD).statusCode())
                .as("a restart shows another link, and the one before is not valid any more")
                .isEqualTo(401);
        var second = firstLink(one);

        assertThat(withLink(one, second, "too short").statusCode()).isEqualTo(400);
        var administrator = cookie(withLink(one, second, PASSWORD));
        assertThat(withLink(one, second, PASSWORD).statusCode())
                .as("a link is good once")
                .isEqualTo(401);
        var editor = cookie(withLink(one, newAccount(one, administrator, "花子", "editor"), PASSWORD));
        var who = read(inSession(one, "GET", "/session", editor, Map.of()), 200);
        assertThat(who.get("name").asString()).isEqualTo("花子");
        assertThat(who.get("roles").toString()).isEqualTo("[\"editor\"]");

        var created = inSession(one, "POST", "/circle", editor, Map.of("circle_name", "football", "capacity", 20));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        var circle = created.headers().firstValue("Location").orElseThrow();
        var history = read(inSession(one, "GET", circle + "/events", editor, Map.of()), 200);
        var actor = history.findValue("actor").asString();
        assertThat(actor).isEqualTo(who.get("account_id").asString());
        assertThat(read(inSession(one, "GET", "/account/names?id=" + actor, editor, Map.of()), 200)
                        .get(actor)
                        .asString())
                .isEqualTo("花子");
        assertThat(inSession(one, "GET", "/account", editor, Map.of()).statusCode())
                .isEqualTo(403);
        assertThat(one.get(circle).statusCode()).isEqualTo(401);
        one.close();
        assertThat(one.log()).doesNotContain(administrator, editor, PASSWORD);
        one = ServerProcess.start(directory, environment);
        assertThat(one.log()).as("somebody has signed in").doesNotContain("sign-in?link");
        theTrailTells(signIn(one, "administrator", PASSWORD));
    }

    private void theTrailTells(HttpResponse<String> signedIn) {
        var administrator = cookie(signedIn);
        one.await("the sign-in is in the audit log", () -> {
            var entries = read(inSession(one, "GET", "/audit?limit=1000", administrator, Map.of()), 200)
                    .get("entries");
            var kinds = new ArrayList<String>();
            entries.forEach(entry -> kinds.add(entry.get("kind").asString()));
            return kinds.containsAll(
                    List.of("account-added", "link-issued", "password-changed", "signed-in", "refused", "audit-read"));
        });
        var page = inSession(one, "GET", "/audit?limit=2&kind=signed-in", administrator, Map.of());
        assertThat(read(page, 200).get("entries")).hasSize(2);
        assertThat(page.headers().firstValue("Link").orElseThrow()).contains("rel=\"next\"", "kind=signed-in");
    }

    @Test
    void whatIsTakenAwayAtOneServerIsGoneAtTheOtherWithinASecond() throws Exception {
        two = ServerProcess.start(directory, environment);
        // The one that started last shows the link that is valid.
        var administrator = cookie(withLink(one, firstLink(two), PASSWORD));
        assertThat(inSession(two, "GET", "/session", administrator, Map.of()).statusCode())
                .isEqualTo(200);
        var made =
                read(inSession(one, "POST", "/token", administrator, Map.of("name", "import", "role", "editor")), 201);
        var token = made.get("token").asString();
        gone(
                () -> withToken(two, "GET", "/circle", token).statusCode(),
                () -> withToken(one, "GET", "/circle", token).statusCode(),
                200,
                () -> inSession(one, "DELETE", "/token/" + made.get("token_id").asString(), administrator, Map.of()));

        var editor = cookie(withLink(one, newAccount(one, administrator, "hana", "editor"), PASSWORD));
        var stolen = editor;
        gone(
                () -> inSession(two, "GET", "/session", stolen, Map.of()).statusCode(),
                () -> inSession(one, "GET", "/session", stolen, Map.of()).statusCode(),
                200,
                () -> inSession(one, "DELETE", "/session", editor, Map.of()));

        var first = cookie(signIn(one, "hana", PASSWORD));
        var second = cookie(signIn(two, "hana", PASSWORD));
        var id = read(inSession(two, "GET", "/session", second, Map.of()), 200)
                .get("account_id")
                .asString();
        var passwords = Map.of("old_password", PASSWORD, "password", "another good one 7");
        gone(
                () -> inSession(two, "GET", "/session", second, Map.of()).statusCode(),
                () -> inSession(one, "GET", "/session", second, Map.of()).statusCode(),
                200,
                () -> inSession(one, "PUT", "/account/" + id + "/password", first, passwords));
        assertThat(inSession(one, "GET", "/session", first, Map.of()).statusCode())
                .as("the session in which the password was changed goes on")
                .isEqualTo(200);
        assertThat(signIn(two, "hana", PASSWORD).statusCode()).isEqualTo(401);

        gone(
                () -> inSession(two, "GET", "/circle", first, Map.of()).statusCode(),
                () -> inSession(one, "GET", "/circle", first, Map.of()).statusCode(),
                200,
                () -> inSession(one, "PUT", "/account/" + id, administrator, Map.of("state", "disabled")));
        var own = read(inSession(one, "GET", "/session", administrator, Map.of()), 200)
                .get("account_id")
                .asString();
        for (var change : List.of(Map.of("state", "disabled"), Map.of("roles", List.of("editor")))) {
            var refused = inSession(one, "PUT", "/account/" + own, administrator, change);
            assertThat(read(refused, 409).get("type").asString()).isEqualTo("/problems/last-administrator");
        }
    }

    /** It is refused at once where it was taken away, and a little later at the other server. */
    private static void gone(
            Callable<Integer> there, Callable<Integer> here, int before, Callable<HttpResponse<String>> taking)
            throws Exception {
        assertThat(there.call()).isEqualTo(before);
        assertThat(here.call()).isEqualTo(before);
        var taken = taking.call();
        var since = System.nanoTime();
        assertThat(taken.statusCode()).as(taken.body()).isIn(200, 204);
        assertThat(here.call()).isEqualTo(401);
        for (var asked = System.nanoTime(); there.call() != 401; asked = System.nanoTime()) {
            assertThat(Duration.ofNanos(asked - since))
                    .as("when it was asked that still lets it through")
                    .isLessThan(NOTICED);
        }
    }

    @Test
    void whoeverGuessesPasswordsKeepsNobodyOut() throws Exception {
        var administrator = cookie(withLink(one, firstLink(one), PASSWORD));
        cookie(withLink(one, newAccount(one, administrator, "hana", "viewer"), PASSWORD));
        var wrong = one.request("/session")
                .POST(BodyPublishers.ofString("{\"name\":\"hana\",\"password\":\"a wrong password\"}"))
                .header("Content-Type", "application/json")
                .build();
        var statuses = new ArrayList<Integer>();
        try (var attacker = HttpClient.newHttpClient();
                var threads = Executors.newFixedThreadPool(16)) {
            var tries = new ArrayList<Callable<HttpResponse<String>>>();
            for (var i = 0; i < WRONG_PASSWORDS; i++) {
                tries.add(() -> attacker.send(wrong, BodyHandlers.ofString()));
            }
            for (var answer : threads.invokeAll(tries)) {
                statuses.add(answer.get().statusCode());
                if (answer.get().statusCode() == 429) {
                    assertThat(answer.get().headers().firstValue("Retry-After")).isPresent();
                }
            }
            // On a busy machine some of the first tries are given back, since their password was not looked at.
            do {
                statuses.add(attacker.send(wrong, BodyHandlers.ofString()).statusCode());
            } while (statuses.getLast() != 429 && statuses.size() < WRONG_PASSWORDS + 20);
        }
        assertThat(statuses).contains(401, 429).doesNotContain(201);
        assertThat(statuses.stream().filter(status -> status == 401)).hasSizeLessThan(20);
        assertThat(whileGuessesAreRefused(PASSWORD))
                .as("from the address of whoever guesses")
                .isEqualTo(429);

        try (var person = HttpClient.newBuilder()
                .localAddress(InetAddress.ofLiteral("127.0.0.2"))
                .build()) {
            var begin = System.nanoTime();
            var signedIn = person.send(
                    one.request("/session")
                            .POST(BodyPublishers.ofString(
                                    JSON.writeValueAsString(Map.of("name", "Hana", "password", PASSWORD))))
                            .header("Content-Type", "application/json")
                            .build(),
                    BodyHandlers.ofString());
            assertThat(signedIn.statusCode()).as(signedIn.body()).isEqualTo(201);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SIGNED_IN);
        }
    }

    /** What becomes of a password between two guesses that are refused: now and then another guess is free. */
    private int whileGuessesAreRefused(String password) {
        for (var attempt = 0; attempt < 20; attempt++) {
            var before = signIn(one, "hana", "a wrong password").statusCode();
            var status = signIn(one, "hana", password).statusCode();
            var after = signIn(one, "hana", "a wrong password").statusCode();
            if (before == 429 && after == 429) {
                return status;
            }
        }
        throw new AssertionError("guesses are not refused");
    }

    @Test
    void theCommandLineMakesAccountsAndTokensBesideTheServer() throws Exception {
        var link = output(0, "account", "add", "hana", "--role", "administrator,editor");
        assertThat(link).matches("http://localhost:8080/#/sign-in\\?link=[A-Za-z0-9_-]{43}\n");
        var secret = link.strip().substring(link.indexOf('=') + 1);
        var token = output(0, "token", "add", "import", "--role", "editor", "--days", "7");
        assertThat(token).matches("clt_[0-9A-Za-z]{42}\n");

        assertThat(withToken(one, "GET", "/circle", token.strip()).statusCode()).isEqualTo(200);
        var administrator = cookie(withLink(one, secret, PASSWORD));
        var tokens = read(inSession(one, "GET", "/token", administrator, Map.of()), 200)
                .get("tokens");
        assertThat(tokens).hasSize(1);
        assertThat(output(0, "token", "revoke", tokens.get(0).get("token_id").asString()))
                .isEmpty();
        one.await(
                "the server notices",
                () -> withToken(one, "GET", "/circle", token.strip()).statusCode() == 401);
        assertThat(output(0, "account", "list")).contains("\thana\teditor,administrator\tactive\n");
        assertThat(output(3, "account", "add", "HANA", "--role", "viewer")).isEmpty();
        assertThat(output(2, "account", "add", "kenji", "--role", "king")).isEmpty();
        assertThat(output(2, "token", "add", "import")).isEmpty();
    }

    /** What a command writes to standard output alone. */
    private String output(int exitCode, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                APP.toString()));
        command.addAll(List.of(arguments));
        var errors = Files.createTempFile(directory, "command", ".log");
        var builder = new ProcessBuilder(command).directory(directory.toFile()).redirectError(errors.toFile());
        builder.environment().putAll(environment);
        builder.environment().remove("HTTP_PORT");
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(Files.readString(errors)).isEqualTo(exitCode);
        return output;
    }

    @Test
    void withoutAnIdentityNothingIsToldButHowToGetOne() {
        for (var path :
                List.of("/circle", "/events", "/version", "/metrics", "/account", "/token", "/audit", "/none")) {
            assertThat(one.get(path).statusCode()).as(path).isEqualTo(401);
        }
        var session = read(one.get("/session"), 401);
        assertThat(session.get("local").asBoolean()).isTrue();
        assertThat(session.get("provider").asBoolean()).isFalse();
        assertThat(one.get("/health/ready").statusCode()).isEqualTo(200);
        for (var line : List.of("Bearer x", "Bearer clt_x", "Basic aGFuYTp4", "Bearer", "")) {
            assertThat(send(one, "GET", "/circle", "Authorization", line, Map.of())
                            .statusCode())
                    .as(line)
                    .isEqualTo(401);
        }
        assertThat(inSession(one, "GET", "/circle", "session=x", Map.of()).statusCode())
                .isEqualTo(401);
    }
}
