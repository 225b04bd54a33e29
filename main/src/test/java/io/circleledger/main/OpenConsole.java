package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.circleledger.main.ConsoleBrowser.Reader;
import io.ledger.stores.TestStores;
import io.ledger.testkit.fault.FaultProxy;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** A packaged server whose database can be frozen, a browser in front of its console, and how its parts are found. */
final class OpenConsole implements AutoCloseable {

    private static final Pattern ID = Pattern.compile("\"circle_id\":\"([^\"]+)\"");

    private final ConsoleBrowser browser;
    private final FaultProxy database;
    private final ServerProcess server;

    private OpenConsole(ConsoleBrowser browser, FaultProxy database, ServerProcess server) {
        this.browser = browser;
        this.database = database;
        this.server = server;
    }

    static OpenConsole start(Path directory) throws IOException {
        return start(directory, Map.of());
    }

    /** @param more what the server's environment has beside what each has */
    static OpenConsole start(Path directory, Map<String, String> more) throws IOException {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        var browser = ConsoleBrowser.open("http://127.0.0.1:" + port);
        var access = TestStores.shared().freshDatabase();
        var database = FaultProxy.inFrontOf(access.jdbcUrl());
        var environment = new HashMap<>(Map.of(
                "DATABASE_URL", database.through(access.jdbcUrl()),
                "DATABASE_USER", access.user(),
                "DATABASE_PASSWORD", access.password(),
                "REDIS_URL", TestStores.shared().freshRedis().url(),
                "HTTP_HOST", "127.0.0.1",
                "HTTP_PORT", String.valueOf(port)));
        environment.putAll(more);
        return new OpenConsole(browser, database, ServerProcess.start(directory, environment));
    }

    ConsoleBrowser browser() {
        return browser;
    }

    ServerProcess server() {
        return server;
    }

    /** What stands between the server and its database. */
    FaultProxy database() {
        return database;
    }

    Page english(String place) {
        return begun(browser.page(Reader.ENGLISH, place));
    }

    Page japanese(String place) {
        return begun(browser.page(Reader.ENGLISH.in("ja"), place));
    }

    /** Until the console knows who one is, it takes no key. */
    private static Page begun(Page page) {
        page.locator("#content").waitFor();
        return page;
    }

    /** Creates a circle, and returns when searches find it: a page that is opened then shows it at once. */
    String created(String name, int capacity) {
        var answer = server.post("/circle", "{\"circle_name\":\"%s\",\"capacity\":%d}".formatted(name, capacity));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        server.awaitFound(answer);
        var id = ID.matcher(answer.body());
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    void changed(String id, String change) {
        var answer = server.put("/circle/" + id, change);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    /** How many circles have that in their name. */
    int named(String part) {
        return (int) ID.matcher(server.get("/circle?limit=1000&q=" + part).body())
                .results()
                .count();
    }

    /** Lets every answer come that much later, until the page is closed. */
    static void slow(Page page, int latencyMillis) {
        var line = page.context().newCDPSession(page);
        line.send("Network.enable");
        var conditions = new JsonObject();
        conditions.addProperty("offline", false);
        conditions.addProperty("latency", latencyMillis);
        conditions.addProperty("downloadThroughput", -1);
        conditions.addProperty("uploadThroughput", -1);
        line.send("Network.emulateNetworkConditions", conditions);
    }

    static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    static Locator heading(Page page, String name) {
        return page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    static Locator row(Page page, String text) {
        return page.locator("tbody tr", new Page.LocatorOptions().setHasText(text));
    }

    static Locator field(Page page, String name) {
        return page.getByRole(AriaRole.MAIN).getByLabel(name, new Locator.GetByLabelOptions().setExact(true));
    }

    /** Asks for the form of the circle that is shown. */
    static void edit(Page page) {
        page.locator(".card-actions .edit").click();
    }

    /** What is to be read of a circle. */
    static Locator fact(Page page, String name) {
        return page.locator(
                ".facts-of > div", new Page.LocatorOptions().setHas(page.locator("dt:text-is(\"" + name + "\")")));
    }

    static Locator dialog(Page page) {
        return page.getByRole(AriaRole.DIALOG);
    }

    static Locator inDialog(Page page, String button) {
        return dialog(page)
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(button).setExact(true));
    }

    /** The message that says that. */
    static Locator toast(Page page, String text) {
        return page.locator(".toast", new Page.LocatorOptions().setHasText(text));
    }

    @Override
    public void close() {
        try (browser;
                database) {
            server.close();
        }
    }
}
