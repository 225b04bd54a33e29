package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.circleledger.main.ConsoleBrowser.Reader;
import io.ledger.stores.DatabaseAccess;
import io.ledger.stores.TestStores;
import io.ledger.testkit.fault.FaultProxy;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A packaged server whose database can be frozen, a browser in front of its console, and how its parts are found.
 *
 * <p>As an extension of a class of tests it is there from before the first of them until after the last. After each, the
 * database answers again, the pages are closed, and the browser says whether one of them did what no page may do.
 */
final class OpenConsole implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    private static final Pattern ID = Pattern.compile("\"(?:person|circle)_id\":\"([^\"]+)\"");

    private final Map<String, String> environment;
    private final List<String> past;
    private Path directory;
    private DatabaseAccess access;
    private ConsoleBrowser browser;
    private FaultProxy database;
    private ServerProcess server;
    private UnaryOperator<HttpRequest.Builder> identified = UnaryOperator.identity();
    private long found;

    private OpenConsole(Map<String, String> environment, List<String> past) {
        this.environment = new HashMap<>(environment);
        this.past = past;
    }

    static OpenConsole plain() {
        return with(Map.of());
    }

    /** @param environment what the server's environment has beside what each has */
    static OpenConsole with(Map<String, String> environment) {
        return new OpenConsole(environment, List.of());
    }

    /** @param past the lines of an export, which the server begins with */
    static OpenConsole over(List<String> past) {
        return new OpenConsole(Map.of(), past);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        directory = Files.createTempDirectory("console");
        access = TestStores.shared().freshDatabase();
        database = FaultProxy.inFrontOf(access.jdbcUrl());
        environment.putAll(Map.of(
                "DATABASE_URL", database.through(access.jdbcUrl()),
                "DATABASE_USER", access.user(),
                "DATABASE_PASSWORD", access.password(),
                "REDIS_URL", TestStores.shared().freshRedis().url(),
                "HTTP_HOST", "127.0.0.1"));
        if (!past.isEmpty()) {
            Files.write(directory.resolve("past.ndjson"), past);
            try (var program = ServerProcess.launch(directory, environment, "import", "past.ndjson")) {
                assertThat(program.exitCode()).as(program.log()).isZero();
            }
        }
        startServer();
        // The port that it was given is its own also when it is started again.
        environment.put("HTTP_PORT", String.valueOf(URI.create(server.url()).getPort()));
        browser = ConsoleBrowser.open(server.url(), this::awaitAllFound);
    }

    /** Starts the server, at its address, again after it was stopped. */
    void startServer() throws IOException {
        server = ServerProcess.start(directory, environment);
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        database.heal();
        browser.endTest();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        // What was not opened is null, and is passed over.
        var first = browser;
        var second = database;
        var last = server;
        try (first;
                second;
                last) {
            // The last one is closed first.
        }
        if (directory != null) {
            try (var files = Files.walk(directory)) {
                files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            }
        }
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

    /** @param identity adds to a request who asks, which a server with accounts wants to know */
    void identify(UnaryOperator<HttpRequest.Builder> identity) {
        identified = identity;
    }

    /**
     * Waits until searches have all that was recorded: a page that is opened then shows it at once, and hears of nothing
     * that was before it.
     */
    void awaitAllFound() {
        var recorded = recorded();
        if (recorded == found) {
            return;
        }
        var search = identified
                .apply(server.request("/circle?sort=name&limit=1"))
                .header("Ledger-Position", String.valueOf(recorded));
        server.await(
                "all that is recorded is found", () -> server.send(search.GET()).statusCode() == 200);
        found = recorded;
    }

    /** The last position of the log. */
    long recorded() {
        try (var connection = connection();
                var row = connection.createStatement().executeQuery("SELECT position FROM log_head")) {
            return row.next() ? row.getLong(1) : 0;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private Connection connection() throws SQLException {
        return DriverManager.getConnection(access.jdbcUrl(), access.user(), access.password());
    }

    /** Changes the database's tables as nobody may, in one transaction. */
    void sql(String... statements) throws SQLException {
        try (var connection = connection();
                var updates = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (var statement : statements) {
                updates.execute(statement);
            }
            connection.commit();
        }
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

    /** The page of a circle, once it is whole. */
    Page circle(String id, String name) {
        var page = english("#/circle/" + id);
        heading(page, name).waitFor();
        page.locator(".what").first().waitFor();
        return page;
    }

    /** Waits until the browser hears of what others do. */
    void listening(Page page) {
        page.waitForCondition(() -> browser.asked().stream().anyMatch(asked -> asked.startsWith("GET /events?")));
    }

    /** Creates a circle, and returns when searches find it. */
    String created(String name, int capacity) {
        var id = made("/circle", "{\"circle_name\":\"%s\",\"capacity\":%d}".formatted(name, capacity));
        awaitAllFound();
        return id;
    }

    /** Creates a person or a circle. @return its id */
    String made(String path, String json) {
        return id(server.post(path, json));
    }

    private static String id(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        var id = ID.matcher(answer.body());
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    /** What the server says of a circle. */
    String state(String id) {
        return server.get("/circle/" + id).body();
    }

    /** Changes a circle, and returns when searches find it. */
    void changed(String id, String change) {
        var answer = server.put("/circle/" + id, change);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        awaitAllFound();
    }

    /** How many circles have that in their name, of all that is recorded. */
    int named(String part) {
        awaitAllFound();
        return (int) ID.matcher(server.get("/circle?limit=1000&q=" + part).body())
                .results()
                .count();
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

    /** The names of the rows of a table. */
    static Locator names(Page page) {
        return page.locator("tbody th a");
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
}
