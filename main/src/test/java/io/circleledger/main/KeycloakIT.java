package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SameSiteAttribute;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The packaged program beside a real Keycloak. */
@Tag("long")
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(360)
class KeycloakIT {

    private static final int TOKEN_SECONDS = 15;
    private static final String CIRCLE = "{\"circle_name\": \"%s\", \"capacity\": 20}";
    private static final Pattern FORM = Pattern.compile("<form[^>]*action=\"([^\"]+)\"", Pattern.DOTALL);
    private static final JsonMapper JSON = JsonMapper.shared();

    private Keycloak keycloak;
    private ServerProcess server;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        keycloak = Keycloak.launch(directory);
        // The provider is not there yet: the server starts all the same, and says so.
        server = ServerProcess.start(
                directory,
                Map.of(
                        "OIDC_ISSUER",
                        keycloak.issuer(),
                        "OIDC_CLIENT_ID",
                        Keycloak.CLIENT,
                        "OIDC_CLIENT_SECRET",
                        Keycloak.SECRET,
                        "OIDC_ROLE_CLAIM",
                        "realm_access.roles"));
        assertThat(server.get("/health/ready").body()).contains("\"status\":\"degraded\"", "identity provider");
        keycloak.awaitReady().makeRealm(server.url(), TOKEN_SECONDS);
        server.await(
                "the provider is found",
                Duration.ofSeconds(30),
                () -> server.get("/health/ready").body().contains("\"status\":\"ready\""));
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
        if (keycloak != null) {
            keycloak.close();
        }
    }

    private HttpResponse<String> get(String path, String token) {
        return server.send(server.request(path).header("Authorization", "Bearer " + token));
    }

    private HttpResponse<String> create(String name, String token) {
        return server.send(server.request("/circle")
                .POST(BodyPublishers.ofString(CIRCLE.formatted(name)))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token));
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }

    @Test
    void whoShowsATokenIsNamedInTheHistory() {
        keycloak.give(keycloak.addUser("hanako", "Hanako", "Sato"), "editor");
        var token = keycloak.accessToken("hanako");
        var me = json(get("/session", token));
        assertThat(me.get("name").asString()).isEqualTo("Hanako Sato");
        assertThat(me.get("roles").toString()).isEqualTo("[\"editor\"]");

        var created = create("football", token);
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);

        var place = created.headers().firstValue("Location").orElseThrow();
        var actor = json(get(place + "/events", token)).get(0).get("actor").asString();
        assertThat(actor).isEqualTo(me.get("account_id").asString());
        assertThat(get("/account/names?id=" + actor, token).body()).contains("Hanako Sato");
        assertThat(server.get("/circle").statusCode()).isEqualTo(401);
        var foreign = get("/circle", keycloak.foreignToken("hanako"));
        assertThat(foreign.statusCode()).isEqualTo(401);
        assertThat(foreign.headers().firstValue("WWW-Authenticate").orElseThrow())
                .contains("invalid_token");
        assertThat(server.log()).doesNotContain("Hanako", token.substring(token.lastIndexOf('.') + 1));
    }

    @Test
    void aRoleThatIsTakenAwayIsGoneWithinTheLifeOfTheToken() {
        var user = keycloak.addUser("taro", "Taro", "Suzuki");
        keycloak.give(user, "editor");
        var browser = new Browser();
        browser.signIn("taro");
        assertThat(browser.create("tea").statusCode()).isEqualTo(201);
        var token = keycloak.accessToken("taro");
        assertThat(create("chess", token).statusCode()).isEqualTo(201);

        keycloak.take(user, "editor");

        assertThat(create("go", keycloak.accessToken("taro")).statusCode()).isEqualTo(403);
        server.await(
                "the roles of the session are asked anew",
                Duration.ofSeconds(TOKEN_SECONDS + 5),
                () -> browser.create("shogi").statusCode() == 403);
        server.await(
                "the token is over",
                Duration.ofSeconds(TOKEN_SECONDS),
                () -> create("shogi", token).statusCode() == 401);
        assertThat(browser.who().get("roles")).isEmpty();
    }

    @Test
    void signsInAndOutByTheBrowser() {
        keycloak.give(keycloak.addUser("yuki", "Yuki", "Tanaka"), "viewer");
        var browser = new Browser();
        var landed = browser.signIn("yuki");
        assertThat(landed.uri()).hasToString(server.url() + "/");
        assertThat(browser.who().get("name").asString()).isEqualTo("Yuki Tanaka");
        assertThat(browser.create("tea").statusCode()).isEqualTo(403);

        var cookies = browser.cookiesOf(server.url());
        var ended = browser.send("DELETE", server.url() + "/session", "");
        assertThat(ended.statusCode()).isEqualTo(200);
        var signedOut =
                browser.follow("GET", json(ended).get("provider_sign_out").asString(), "");
        assertThat(signedOut.uri()).hasToString(server.url() + "/");

        var stolen = server.send(server.request("/circle").header("Cookie", cookies));
        assertThat(stolen.statusCode()).isEqualTo(401);
        // Keycloak asks for the password again.
        assertThat(browser.follow("GET", server.url() + "/session/provider", "").body())
                .contains("password");
    }

    @Test
    void aSessionEndsWithTheOneAtTheProvider() {
        var user = keycloak.addUser("ken", "Ken", "Ito");
        keycloak.give(user, "viewer");
        var browser = new Browser();
        browser.signIn("ken");
        keycloak.signOut(user);
        server.await(
                "the session is over",
                Duration.ofSeconds(TOKEN_SECONDS + 5),
                () -> browser.send("GET", server.url() + "/session", "").statusCode() == 401);
    }

    @Test
    void newKeysOfTheProviderAreFound() {
        keycloak.give(keycloak.addUser("mei", "Mei", "Mori"), "viewer");
        assertThat(get("/circle", keycloak.accessToken("mei")).statusCode()).isEqualTo(200);
        keycloak.rotateKeys();
        server.await(
                "the new key is found",
                Duration.ofSeconds(15),
                () -> get("/circle", keycloak.accessToken("mei")).statusCode() == 200);
    }

    @Test
    void theConsoleLeadsToTheProviderAndBack() {
        keycloak.give(keycloak.addUser("sora", "Sora", "Kato"), "editor");
        try (var browser = ConsoleBrowser.open(server.url());
                var context = browser.context(ConsoleBrowser.Reader.ENGLISH);
                var page = context.newPage()) {
            page.navigate(server.url() + "/");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Sign in with your organisation"))
                    .click();
            page.locator("input[name=username]").fill("sora");
            page.locator("input[name=password]").fill("sora");
            page.locator("[type=submit]").click();

            page.getByText("Sora Kato").first().waitFor();
            assertThat(page.url()).startsWith(server.url() + "/");
            assertThat(context.cookies(server.url())).singleElement().satisfies(cookie -> {
                assertThat(cookie.name).isEqualTo("session");
                assertThat(cookie.httpOnly).isTrue();
                assertThat(cookie.sameSite).isEqualTo(SameSiteAttribute.STRICT);
            });
        }
    }

    /** As much of a browser as a sign-in needs: it follows redirects and keeps cookies. */
    private final class Browser {

        private final HttpClient client = HttpClient.newHttpClient();
        private final Map<String, Map<String, String>> cookies = new HashMap<>();

        HttpResponse<String> signIn(String user) {
            var page = follow("GET", server.url() + "/session/provider", "");
            var form = FORM.matcher(page.body());
            assertThat(form.find()).as(page.body()).isTrue();
            var fields = Keycloak.form(Map.of("username", user, "password", user, "credentialId", ""));
            return follow("POST", form.group(1).replace("&amp;", "&"), fields);
        }

        JsonNode who() {
            return json(send("GET", server.url() + "/session", ""));
        }

        HttpResponse<String> create(String name) {
            return send("POST", server.url() + "/circle", CIRCLE.formatted(name));
        }

        HttpResponse<String> follow(String method, String address, String body) {
            var answer = send(method, address, body);
            for (var i = 0; i < 10 && answer.statusCode() / 100 == 3; i++) {
                var place = answer.headers().firstValue("Location").orElseThrow();
                answer = send("GET", answer.uri().resolve(place).toString(), "");
            }
            return answer;
        }

        String cookiesOf(String url) {
            var kept = cookies.getOrDefault(URI.create(url).getAuthority(), Map.of());
            return kept.entrySet().stream()
                    .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                    .reduce((one, other) -> one + "; " + other)
                    .orElse("none=");
        }

        HttpResponse<String> send(String method, String address, String body) {
            var uri = URI.create(address.replaceAll("#.*", ""));
            var request = HttpRequest.newBuilder(uri)
                    .method(method, BodyPublishers.ofString(body))
                    .header("Cookie", cookiesOf(address))
                    .header("Accept", "text/html, application/json")
                    .header("Sec-Fetch-Site", "same-origin");
            if (!body.isEmpty()) {
                request.header(
                        "Content-Type",
                        body.startsWith("{") ? "application/json" : "application/x-www-form-urlencoded");
            }
            try {
                var answer = client.send(request.build(), BodyHandlers.ofString());
                answer.headers().allValues("Set-Cookie").forEach(line -> keep(uri.getAuthority(), line));
                return answer;
            } catch (IOException failure) {
                throw new IllegalStateException(server.log(), failure);
            } catch (InterruptedException interrupt) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupt);
            }
        }

        private void keep(String authority, String line) {
            var pair = line.substring(0, line.indexOf(';'));
            var name = pair.substring(0, pair.indexOf('='));
            var value = pair.substring(name.length() + 1);
            if (value.isEmpty() || line.contains("Max-Age=0")) {
                cookies.getOrDefault(authority, new HashMap<>()).remove(name);
            } else {
                cookies.computeIfAbsent(authority, _ -> new HashMap<>()).put(name, value);
            }
        }
    }
}
