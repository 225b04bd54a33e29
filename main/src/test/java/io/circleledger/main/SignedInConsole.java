package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.circleledger.main.ConsoleBrowser.Reader;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A console in front of a server that has accounts of its own, and people who have some. */
final class SignedInConsole implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    /** What everybody has chosen. */
    static final String PASSWORD = "correct horse battery";

    /** An identity provider that is down. */
    private static final String NOBODY = "http://127.0.0.1:9";

    private static final Pattern FIRST_LINK = Pattern.compile("#/sign-in\\?link=(\\S+)");

    private final OpenConsole console =
            OpenConsole.with(Map.of("ACCOUNTS", "local", "OIDC_ISSUER", NOBODY, "OIDC_CLIENT_ID", "console"));

    /** Of programs that may do everything. */
    private final Map<String, String> tokens = new HashMap<>();

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        console.beforeAll(context);
        var server = console.server();
        server.await(
                "the first link is told", () -> FIRST_LINK.matcher(server.log()).find());
        var link = member(FIRST_LINK, server.log());
        var cookie = redeemed(server, link)
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .replaceAll(";.*", "");
        List.of("administrator", "editor").forEach(role -> tokens.put(role, token(server, cookie, role)));
        console.identify(request -> request.header("Authorization", "Bearer " + tokens.get("editor")));
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        console.afterEach(context);
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        console.afterAll(context);
    }

    /** Chooses a password; a server that has much to hash is waited for. */
    private static HttpResponse<String> redeemed(ServerProcess server, String link) {
        var begun = new AtomicReference<HttpResponse<String>>();
        server.await("the password is chosen", Duration.ofSeconds(30), () -> {
            begun.set(server.post("/session/link", "{\"link\":\"%s\",\"password\":\"%s\"}".formatted(link, PASSWORD)));
            return begun.get().statusCode() != 503;
        });
        assertThat(begun.get().statusCode()).as(begun.get().body()).isEqualTo(201);
        return begun.get();
    }

    private static String token(ServerProcess server, String cookie, String role) {
        var made = server.send(server.request("/token")
                .POST(BodyPublishers.ofString("{\"name\":\"tests\",\"role\":\"%s\"}".formatted(role)))
                .header("Content-Type", "application/json")
                .header("Origin", server.url())
                .header("Cookie", cookie));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return text("token", made.body());
    }

    /** A member of a JSON text. */
    static String text(String name, String json) {
        return member(Pattern.compile("\"%s\":\"([^\"]*)\"".formatted(name)), json);
    }

    private static String member(Pattern pattern, String text) {
        var found = pattern.matcher(text);
        assertThat(found.find()).as(text).isTrue();
        return found.group(1);
    }

    OpenConsole console() {
        return console;
    }

    /** What a program gets that may do that. */
    HttpResponse<String> as(String role, String method, String path, String json) {
        var request = console.server()
                .request(path)
                .header("Authorization", "Bearer " + tokens.get(role))
                .method(method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
        return console.server().send(json.isEmpty() ? request : request.header("Content-Type", "application/json"));
    }

    private String done(String role, String method, String path, String json) {
        var answer = as(role, method, path, json);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 204);
        return answer.body();
    }

    /** An account that has chosen its password. @return its id */
    String account(String name, String... roles) {
        var quoted = List.of(roles).stream().map("\"%s\""::formatted).collect(Collectors.joining(","));
        var made =
                done("administrator", "POST", "/account", "{\"name\":\"%s\",\"roles\":[%s]}".formatted(name, quoted));
        var link = text("link", made).replaceAll(".*link=", "");
        redeemed(console.server(), link);
        return text("account_id", made);
    }

    void change(String account, String json) {
        done("administrator", "PUT", "/account/" + account, json);
    }

    void erase(String account) {
        done("administrator", "DELETE", "/account/" + account, "");
    }

    /** Ends all sessions of an account, as they end by themselves. */
    void expire(String account) {
        var sessions = "/account/" + account + "/session";
        Pattern.compile("\"session_id\":\"([^\"]*)\"")
                .matcher(done("administrator", "GET", sessions, ""))
                .results()
                .forEach(session -> done("administrator", "DELETE", sessions + "/" + session.group(1), ""));
    }

    /**
     * Ends an account's sessions when the page sends its next change. Ended before it, the page could hear of that from
     * another of its requests, and ask to sign in before there is a change.
     */
    void expireWithNextChange(Page page, String account) {
        var isOver = new AtomicBoolean();
        page.route(Pattern.compile("/(circle|import)/"), route -> {
            if (!route.request().method().equals("GET") && !isOver.getAndSet(true)) {
                expire(account);
            }
            route.resume();
        });
    }

    /** A student in the register. @return their id */
    String person(String name, String kana, int grade) {
        var json = "{\"name\":\"%s\",\"name_kana\":\"%s\",\"grade\":%d}".formatted(name, kana, grade);
        return text("person_id", done("editor", "POST", "/person", json));
    }

    /** A circle that searches find. @return its id */
    String circle(String name) {
        var answer = as("editor", "POST", "/circle", "{\"circle_name\":\"%s\",\"capacity\":20}".formatted(name));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        console.awaitAllFound();
        return text("circle_id", answer.body());
    }

    void changeCircle(String id, String json) {
        done("editor", "PUT", "/circle/" + id, json);
    }

    /** A page of somebody who has signed in on it. */
    Page signedIn(Reader reader, String name, String place) {
        var page = console.browser().page(reader, place);
        enter(page, name);
        return page;
    }

    Page signedIn(String name, String place) {
        return signedIn(Reader.ENGLISH, name, place);
    }

    /** Signs in on a page, or in the dialog over it. */
    static void enter(Page page, String name) {
        page.locator("input[name=username]").fill(name);
        page.locator("input[type=password]").last().fill(PASSWORD);
        page.locator("input[type=password]").last().press("Enter");
        page.locator("input[name=username]")
                .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
    }
}
