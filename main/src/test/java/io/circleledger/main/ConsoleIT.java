package io.circleledger.main;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.circleledger.main.OpenConsole.edit;
import static io.circleledger.main.OpenConsole.fact;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import io.circleledger.main.ConsoleBrowser.Reader;
import io.ledger.stores.DatabaseAccess;
import io.ledger.stores.TestStores;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The console in a real browser, in front of the packaged server. */
@Tag("long")
class ConsoleIT {

    private static final Pattern ID = Pattern.compile("\"circle_id\":\"([^\"]+)\"");

    /** What a page may weigh until its first view is whole. */
    private static final long FIRST_VIEW_BYTES = 150_000;

    /** Where pictures of each screen go; they are made only for who wants them. */
    private static final Optional<Path> PICTURES =
            Optional.ofNullable(System.getProperty("screenshots")).map(Path::of);

    @TempDir
    static Path directory;

    private static DatabaseAccess database;
    private static Map<String, String> environment;
    private static ServerProcess server;
    private static ConsoleBrowser browser;

    @BeforeAll
    static void open() throws Exception {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        browser = ConsoleBrowser.open("http://127.0.0.1:" + port);
        database = TestStores.shared().freshDatabase();
        environment = new HashMap<>(Map.of(
                "DATABASE_URL", database.jdbcUrl(),
                "DATABASE_USER", database.user(),
                "DATABASE_PASSWORD", database.password(),
                "REDIS_URL", TestStores.shared().freshRedis().url(),
                "HTTP_HOST", "127.0.0.1",
                "HTTP_PORT", String.valueOf(port)));
        Files.write(directory.resolve("past.ndjson"), University.history());
        try (var past = ServerProcess.launch(directory, environment, "import", "past.ndjson")) {
            assertThat(past.exitCode()).as(past.log()).isZero();
        }
        server = ServerProcess.start(directory, environment);
    }

    @AfterEach
    void endTest() {
        browser.endTest();
    }

    @AfterAll
    static void close() {
        if (server != null) {
            server.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    private static Page english(String place) {
        return browser.page(Reader.ENGLISH, place);
    }

    private static String created(String name, int capacity) {
        var answer = server.post("/circle", "{\"circle_name\":\"%s\",\"capacity\":%d}".formatted(name, capacity));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        server.awaitFound(answer);
        var id = ID.matcher(answer.body());
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    private static void changed(String id, String change) {
        var answer = server.put("/circle/" + id, change);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator heading(Page page, String name) {
        return page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator row(Page page, String text) {
        return page.locator("tbody tr", new Page.LocatorOptions().setHasText(text));
    }

    private static Locator field(Page page, String name) {
        return page.getByRole(AriaRole.MAIN).getByLabel(name, new Locator.GetByLabelOptions().setExact(true));
    }

    private static Locator dialog(Page page) {
        return page.getByRole(AriaRole.DIALOG);
    }

    private static Locator inDialog(Page page, String button) {
        return dialog(page)
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(button).setExact(true));
    }

    @Test
    void aNewUserCreatesEditsTravelsRestoresFindsAndDissolves() {
        var page = english("");
        button(page, "New circle").click();
        var dialog = dialog(page);
        dialog.getByLabel("Name").fill("ボウリング同好会");
        dialog.getByLabel("Capacity").fill("2");
        inDialog(page, "Create").click();
        assertThat(dialog).containsText("Enter a whole number from 3 to 32,767");
        dialog.getByLabel("Capacity").fill("２０");
        inDialog(page, "Create").dblclick();
        assertThat(heading(page, "ボウリング同好会")).isVisible();
        assertThat(server.get("/circle?q=%E3%83%9C%E3%82%A6%E3%83%AA%E3%83%B3%E3%82%B0")
                        .body()
                        .split("circle_id", -1))
                .as("a double click is one circle")
                .hasSize(2);

        edit(page);
        field(page, "Capacity").fill("30");
        field(page, "Capacity").press("Enter");
        assertThat(page.locator(".version")).hasText("version 2");
        edit(page);
        field(page, "Name").fill("  ボウリング部 ");
        button(page, "Save").dblclick();
        assertThat(page.locator(".version")).hasText("version 3");
        assertThat(heading(page, "ボウリング部")).isVisible();
        assertThat(page.locator(".what")).hasText(new String[] {
            "name “ボウリング同好会” → “ボウリング部”", "capacity 20 → 30", "created “ボウリング同好会” with capacity 20"
        });
        assertThat(page.locator(".blame").nth(1))
                .hasText(Pattern.compile("Last changed by someone, .* \\(version 2\\)"));

        assertThat(page.getByText("The same as now")).isVisible();
        assertThat(page.locator("dl > :not(div)")).hasCount(0);
        var slider = page.getByRole(AriaRole.SLIDER);
        slider.press("Home");
        assertThat(page.locator(".values")).containsText("ボウリング同好会");
        assertThat(page.locator(".values .other")).hasCount(2);
        button(page, "Restore this").click();
        assertThat(dialog(page)).containsText("capacity 30 → 20");
        inDialog(page, "Restore this").click();
        assertThat(page.locator(".version")).hasText("version 4");
        assertThat(fact(page, "Capacity")).containsText("20 people");
        assertThat(page.locator(".what").first()).hasText("name “ボウリング部” → “ボウリング同好会”, capacity 30 → 20");

        page.getByText("Back to the list").click();
        page.getByRole(AriaRole.SEARCHBOX).fill("ぼうりんぐ");
        assertThat(page.locator("tbody tr")).hasCount(1);
        row(page, "ボウリング同好会").getByRole(AriaRole.LINK).click();
        button(page, "Dissolve the circle").click();
        assertThat(heading(page, "Dissolve “ボウリング同好会”?")).isVisible();
        assertThat(inDialog(page, "Dissolve")).isDisabled();
        dialog(page).getByLabel("Type the name of the circle to confirm").fill("ボウリング部");
        inDialog(page, "Dissolve").click();
        assertThat(dialog(page)).containsText("The name does not match");
        // Compared by the folding of the server.
        dialog(page).getByLabel("Type the name of the circle to confirm").fill("ぼうりんぐ・同好會");
        dialog(page).getByLabel("Reason (optional)").fill("nobody is left");
        inDialog(page, "Dissolve").dblclick();
        assertThat(page.getByText("This circle was dissolved.")).isVisible();
        assertThat(page.locator(".what").first()).hasText("dissolved");
        assertThat(page.locator(".why").first()).hasText("Reason: nobody is left");
        assertThat(page.locator(".status")).hasText("Dissolved");
        assertThat(button(page, "Edit")).isHidden();
        assertThat(button(page, "Dissolve the circle")).isHidden();
    }

    @Test
    void aSimilarNameIsToldWhileItIsTyped() {
        var page = english("");
        button(page, "New circle").click();
        dialog(page).getByLabel("Name").pressSequentially("てにす");
        assertThat(dialog(page).locator(".similar")).containsText("テニスサークル");
        dialog(page).getByLabel("Name").fill("そろばん教室");
        assertThat(dialog(page).locator(".similar")).isEmpty();
    }

    /** Two windows of one browser share what it keeps; those of two people do not. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofTwoWindowsThatEditOneCircleNeitherLosesAnything(boolean ofOneBrowser) {
        var id = created("Rowing", 20);
        var mine = english("#/circle/" + id);
        var theirs = ofOneBrowser
                ? browser.page(mine.context(), "#/circle/" + id)
                : browser.page(Reader.ENGLISH, "#/circle/" + id);
        edit(mine);
        edit(theirs);
        assertThat(field(mine, "Capacity")).hasValue("20");
        assertThat(field(theirs, "Capacity")).hasValue("20");

        field(mine, "Capacity").fill("25");
        field(theirs, "Capacity").fill("40");
        field(theirs, "Name").fill("Rowing Club");
        button(theirs, "Save").click();
        assertThat(theirs.locator(".version")).hasText("version 2");
        assertThat(mine.getByText("Someone changed this circle meanwhile (version 2)."))
                .isVisible();
        assertThat(field(mine, "Capacity")).hasValue("25");

        button(mine, "Save").click();
        var merge = dialog(mine);
        assertThat(merge.getByRole(AriaRole.ROW).nth(1)).containsText("Rowing Club");
        assertThat(merge.getByRole(AriaRole.ROW).nth(2))
                .hasText(Pattern.compile("Capacity\\s*20\\s*40\\s*25\\s*not chosen"));
        assertThat(merge.getByRole(AriaRole.ROWHEADER).first()).hasCSS("white-space", "nowrap");
        assertThat(inDialog(mine, "Save the choice")).isDisabled();

        // Whoever puts it off keeps the edit, even through a reload.
        inDialog(mine, "Decide later").click();
        mine.reload();
        assertThat(field(mine, "Capacity")).hasValue("25");
        assertThat(field(mine, "Name")).hasValue("Rowing");

        button(mine, "Save").click();
        dialog(mine)
                .getByRole(AriaRole.ROW)
                .nth(2)
                .getByRole(AriaRole.RADIO)
                .nth(1)
                .check();
        assertThat(merge.locator(".result")).hasText(new String[] {"Rowing Club", "25"});
        inDialog(mine, "Save the choice").click();
        assertThat(mine.locator(".version")).hasText("version 3");
        assertThat(heading(mine, "Rowing Club")).isVisible();
        assertThat(fact(mine, "Capacity")).containsText("25 people");
        assertThat(fact(theirs, "Capacity")).containsText("25 people");
        assertThat(server.get("/circle/" + id).body())
                .contains("\"circle_name\":\"Rowing Club\"", "\"capacity\":25", "\"version\":3");
    }

    @Test
    void whatIsTypedWhileAnEditIsSavedIsTheNextEdit() {
        var id = created("Judo", 20);
        var page = english("#/circle/" + id);
        assertThat(page.locator(".blame").first()).isVisible();
        var held = new AtomicReference<Route>();
        page.route("**/circle/" + id, route -> {
            if (route.request().method().equals("PUT")) {
                held.set(route);
            } else {
                route.resume();
            }
        });
        edit(page);
        field(page, "Capacity").fill("25");
        button(page, "Save").click();
        page.waitForCondition(() -> held.get() != null);
        field(page, "Name").fill("Judo and more");
        held.get().resume();
        assertThat(page.locator(".version")).hasText("version 2");
        assertThat(field(page, "Name")).hasValue("Judo and more");
        page.unroute("**/circle/" + id);
        button(page, "Save").click();
        assertThat(page.locator(".version")).hasText("version 3");
        assertThat(page.locator(".what").first()).hasText("name “Judo” → “Judo and more”");
        assertThat(button(page, "Edit")).isFocused();
    }

    @Test
    void aLongHistoryIsShownNewestFirstAndAPageAtATime() {
        var id = created("Archery", 20);
        IntStream.rangeClosed(1, 8)
                .forEach(version -> changed(id, "{\"capacity\":%d,\"version\":%d}".formatted(20 + version, version)));
        var page = english("");
        // Pages of three instead of a thousand.
        page.route(
                "**/circle/*/events?*",
                route -> route.resume(
                        new Route.ResumeOptions().setUrl(route.request().url().replace("limit=1000", "limit=3"))));
        page.evaluate("place => { location.hash = place; }", "#/circle/" + id);

        assertThat(page.locator(".what")).hasText(new String[] {
            "capacity 27 → 28", "capacity 26 → 27", "capacity 25 → 26",
        });
        assertThat(page.getByText("Showing the newest 3 of 9 events.")).isVisible();
        changed(id, "{\"circle_name\":\"Archery club\",\"version\":9}");
        assertThat(page.locator(".what").first()).hasText("name “Archery” → “Archery club”");
        assertThat(page.locator(".what")).hasCount(4);
        button(page, "Show older ones").click();
        assertThat(page.locator(".what")).hasCount(7);
        button(page, "Show older ones").click();
        assertThat(page.locator(".what").last()).hasText("created “Archery” with capacity 20");
        assertThat(button(page, "Show older ones")).isHidden();
        page.getByRole(AriaRole.SLIDER).press("Home");
        assertThat(page.locator(".as-of")).containsText("Version 1,");
    }

    @Test
    void anEditIsNotLostToAnOldVersionNorToAnEscapeThatIsMeantForKana() {
        var id = created("Karate", 20);
        changed(id, "{\"capacity\":30,\"version\":1}");
        var page = english("#/circle/" + id);
        assertThat(page.locator(".what")).hasCount(2);
        edit(page);
        field(page, "Name").fill("からて");
        field(page, "Name").dispatchEvent("keydown", Map.of("key", "Escape", "isComposing", true, "bubbles", true));
        page.getByRole(AriaRole.SLIDER).press("Home");
        button(page, "Restore this").click();
        assertThat(page.getByText("You have an edit that is not saved.")).isVisible();
        assertThat(dialog(page)).hasCount(0);
        assertThat(field(page, "Name")).hasValue("からて");
    }

    @Test
    void whoeverComesBackFindsTheTableAsItWasLeft() {
        IntStream.range(0, 70).forEach(n -> created("Return %03d".formatted(n), 10 + n));
        var page = english("?#/?q=Return&sort=name&order=asc");
        assertThat(page.locator("tbody tr")).hasCount(50);
        button(page, "Next").click();
        assertThat(page.locator(".where")).containsText("51–70");
        row(page, "Return 066").getByRole(AriaRole.LINK).click();
        assertThat(heading(page, "Return 066")).isVisible();
        page.goBack();
        assertThat(row(page, "Return 066").getByRole(AriaRole.LINK)).isFocused();
        page.keyboard().press("Enter");
        assertThat(heading(page, "Return 066")).isVisible();
        page.getByText("Back to the list").click();
        assertThat(row(page, "Return 066").getByRole(AriaRole.LINK)).isFocused();
        assertThat(page.getByRole(AriaRole.SEARCHBOX)).hasValue("Return");
        page.reload();
        assertThat(page.locator(".where")).containsText("51–70");
        page.getByRole(AriaRole.NAVIGATION, new Page.GetByRoleOptions().setName("Main pages"))
                .getByText("Circles")
                .click();
        assertThat(page.getByRole(AriaRole.SEARCHBOX)).hasValue("");
        assertThat(page.locator(".where")).hasText(Pattern.compile("1–50 of \\d+"));
    }

    /** The university's past is years old, and what others do now is not of it. */
    @Test
    void theTableIsShownAsItWasOnADay() {
        var page = english("?#/?as_of=" + University.aDay());
        assertThat(page.locator(".total")).hasText(Pattern.compile("as of \\d+ [A-Za-z]+ 20\\d\\d · 36 active"));
        assertThat(page.locator("tbody tr")).hasCount(36);
        created("Of today", 10);
        page.getByRole(AriaRole.SEARCHBOX).fill("Of today");
        assertThat(page.getByText("No circles match")).isVisible();
        button(page, "Clear").click();
        assertThat(row(page, "Of today")).isVisible();
        assertThat(page.url()).doesNotContain("as_of");
    }

    @Test
    void aNewCircleThatWasBegunIsThereAgainUntilItIsGivenUp() {
        var page = english("");
        button(page, "New circle").click();
        dialog(page).getByLabel("Name").fill("Begun");
        page.keyboard().press("Escape");
        assertThat(dialog(page)).hasCount(0);
        page.reload();
        button(page, "New circle").click();
        assertThat(dialog(page).getByLabel("Name")).hasValue("Begun");
        inDialog(page, "Cancel").click();
        button(page, "New circle").click();
        assertThat(dialog(page).getByLabel("Name")).hasValue("");
    }

    @Test
    void anEditOutlivesTheServerAndIsRecordedOnce() throws IOException {
        var id = created("Fencing", 20);
        var page = english("#/circle/" + id);
        edit(page);
        assertThat(field(page, "Capacity")).hasValue("20");
        server.terminate();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("Can’t reach the server.");
        field(page, "Capacity").fill("33");
        button(page, "Save").click();
        assertThat(page.getByText("Retrying automatically; keep this tab open."))
                .isVisible();
        field(page, "Name").fill("Fencing, later");

        server = ServerProcess.start(directory, environment);
        assertThat(page.locator(".version")).hasText("version 2");
        assertThat(field(page, "Name")).hasValue("Fencing, later");
        button(page, "Discard changes").click();
        assertThat(page.getByRole(AriaRole.ALERT)).isHidden();
        assertThat(page.locator(".what").first()).hasText("capacity 20 → 33");
        changed(id, "{\"capacity\":34,\"version\":2}");
        assertThat(fact(page, "Capacity")).containsText("34 people");
    }

    @Test
    void anOpenTableShowsWhatOthersDoWithinASecondAndMarksIt() {
        var id = created("Kendo", 20);
        var page = english("?#/?q=Kendo");
        assertThat(row(page, "Kendo")).containsText("20");
        assertThat(page.locator("tbody tr .tag:not(:empty)")).hasCount(0);
        page.waitForCondition(() -> browser.asked().stream().anyMatch(asked -> asked.startsWith("GET /events?")));

        var soon = new com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions().setTimeout(1_000);
        changed(id, "{\"capacity\":77,\"version\":1}");
        assertThat(row(page, "Kendo")).containsText("77", soon);
        assertThat(row(page, "Kendo")).containsText("Changed");
        created("Kendo for all", 9);
        assertThat(button(page, "1 new circle — show"))
                .isVisible(
                        new com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions().setTimeout(1_000));
        button(page, "1 new circle — show").click();
        assertThat(row(page, "Kendo for all")).containsText("New");
        server.send(server.request("/circle/" + id + "?version=2").DELETE());
        assertThat(row(page, "77")).containsText("Dissolved", soon);
    }

    @Test
    void whatTheServerRefusesIsSaidInTheReadersLanguageAndTriedAgain() {
        var page = browser.page(Reader.ENGLISH.in("ja"), "");
        assertThat(page.locator("tbody tr").first()).isVisible();
        page.route(
                "**/circle?*",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setStatus(503)
                        .setContentType("application/problem+json")
                        .setBody("{\"type\":\"/problems/store-unavailable\",\"title\":\"A store is not available\"}")));
        page.getByRole(AriaRole.SEARCHBOX).fill("テニス");
        assertThat(page.getByText("データベースが応答しません。")).isVisible();
        assertThat(page.locator(".pages")).isHidden();
        page.unroute("**/circle?*");
        assertThat(row(page, "テニスサークル")).isVisible();
    }

    @Test
    void theTableLoadsWhatItShowsAndNoMoreAndKeepsItsPlace() {
        IntStream.range(0, 120).forEach(n -> created("Paging %03d".formatted(n), 10 + n));
        var page = english("?#/?q=Paging&sort=name&order=asc");
        assertThat(page.locator("tbody tr")).hasCount(50);
        assertThat(page.locator("tbody tr").first()).containsText("Paging 000");
        button(page, "Next").click();
        assertThat(page.locator("tbody tr").first()).containsText("Paging 050");
        button(page, "Next").click();
        assertThat(page.locator("tbody tr")).hasCount(20);
        assertThat(page.locator(".where")).containsText("101–120 of 120");
        assertThat(button(page, "Next")).isDisabled();
        // What others add in front of it moves nothing.
        created("Paging 0000", 10);
        button(page, "Previous").click();
        assertThat(page.locator("tbody tr").first()).containsText("Paging 050");

        page.getByLabel("Order").selectOption("capacity desc");
        assertThat(page.locator("tbody tr").first()).containsText("129");
        page.getByLabel("Capacity from").fill("126");
        assertThat(page.locator("tbody tr")).hasCount(4);
        page.getByLabel("Capacity to").fill("12");
        page.getByLabel("Capacity to").blur();
        assertThat(page.getByText("Enter whole numbers; the minimum can’t exceed the maximum."))
                .isVisible();
        button(page, "Clear").click();
        assertThat(page.locator("tbody tr")).hasCount(50);
        assertThat(browser.asked())
                .filteredOn(asked -> asked.startsWith("GET /circle?"))
                .allMatch(asked -> asked.contains("limit=50"));

        // The address is the search, so it can be sent to a colleague.
        page.getByRole(AriaRole.SEARCHBOX).fill("テニス");
        assertThat(page.locator("tbody tr").first()).containsText("テニス");
        page.reload();
        assertThat(page.getByRole(AriaRole.SEARCHBOX)).hasValue("テニス");
        assertThat(page.locator("tbody tr").first()).containsText("テニス");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<img src=x onerror=alert(1)>", "=HYPERLINK(\\\"http://evil\\\",\\\"x\\\")"})
    void aNameIsTextWhateverItSays(String name) throws IOException {
        var plain = name.replace("\\", "");
        var id = created(name, 20);
        changed(id, "{\"capacity\":21,\"version\":1}");
        var page = english("");
        assertThat(page.locator("tbody th").first().getByRole(AriaRole.LINK)).hasText(plain);
        button(page, "New circle").click();
        dialog(page).getByLabel("Name").fill(plain);
        assertThat(dialog(page).locator(".similar")).containsText(plain);
        page.keyboard().press("Escape");
        row(page, plain).first().getByRole(AriaRole.LINK).click();
        assertThat(heading(page, plain)).isVisible();
        assertThat(page.locator(".what").last()).containsText(plain);
        button(page, "Dissolve the circle").click();
        assertThat(dialog(page)).containsText(plain);
        page.keyboard().press("Escape");
        assertThat(page.locator("img")).hasCount(0);

        var history = exported(page, "CSV (for spreadsheets)");
        assertThat(history).startsWith("\uFEFFversion,occurred_at,actor,").contains(cell(plain));
        page.getByText("Back to the list").click();
        button(page, "Export").click();
        Download list = page.waitForDownload(
                () -> dialog(page).getByText("CSV (for spreadsheets)").click());
        assertThat(Files.readString(list.path()))
                .startsWith("\uFEFFCircle ID,Circle,Capacity,")
                .contains(id + "," + cell(plain) + ",21,");
    }

    /** The name as it has to be in a file: no spreadsheet takes it for a formula. */
    private static String cell(String name) {
        return name.startsWith("=") ? "\"'" + name.replace("\"", "\"\"") + "\"" : name;
    }

    private static String exported(Page page, String form) throws IOException {
        button(page, "Export").click();
        Download download = page.waitForDownload(() -> inDialog(page, form).click());
        return Files.readString(download.path());
    }

    @Test
    void theKeyboardIsEnough() {
        var id = created("Keyboard", 20);
        var page = english("");
        assertThat(page.locator("tbody tr").first()).containsText("Keyboard");
        page.keyboard().press("Tab");
        assertThat(page.getByText("Skip to content")).isFocused();
        page.keyboard().press("Control+k");
        assertThat(page.getByRole(AriaRole.SEARCHBOX)).isFocused();
        page.keyboard().type("Keyboard");
        assertThat(page.locator("tbody tr")).hasCount(1);
        page.keyboard().press("Alt+n");
        assertThat(dialog(page).getByLabel("Name")).isFocused();
        page.keyboard().press("Escape");
        assertThat(page.getByRole(AriaRole.SEARCHBOX)).isFocused();
        page.locator("tbody a").focus();
        page.keyboard().press("Enter");
        assertThat(heading(page, "Keyboard")).isFocused();
        button(page, "Edit").focus();
        page.keyboard().press("Enter");
        assertThat(field(page, "Name")).isFocused();
        page.keyboard().press("Tab");
        page.keyboard().press("Control+a");
        page.keyboard().type("21");
        page.keyboard().press("Escape");
        assertThat(fact(page, "Capacity")).containsText("20 people");
        assertThat(button(page, "Edit")).isFocused();
        page.keyboard().press("Enter");
        page.keyboard().press("Tab");
        page.keyboard().press("Control+a");
        page.keyboard().type("22");
        page.keyboard().press("Enter");
        assertThat(page.locator(".version")).hasText("version 2");
        assertThat(server.get("/circle/" + id).body()).contains("\"capacity\":22");
    }

    @Test
    void theHealthOfTheLedgerIsShownAndAParkedCircleIsTriedAgain() throws SQLException {
        var id = "01999999-0003-7000-8000-00000000dead";
        sql(
                "UPDATE log_head SET position = position + 1",
                "INSERT INTO circle_events (position, id, circle_id, version, event_type, schema_version, payload,"
                        + " occurred_at, metadata) SELECT head.position, UUID(), '" + id + "', 1, 'CircleArchived',"
                        + " schema_version, payload, occurred_at, metadata FROM circle_events, log_head head"
                        + " WHERE circle_events.position = 1");
        created("After what cannot be read", 20);
        var page = english("#/health");
        assertThat(row(page, id)).hasCount(2);
        var narrow = browser.page(Reader.ENGLISH.wide(360), "#/health");
        assertThat(row(narrow, id)).hasCount(2);
        assertThat((int) narrow.evaluate("document.documentElement.scrollWidth"))
                .isLessThanOrEqualTo(360);
        row(page, id).first().getByRole(AriaRole.BUTTON).click();
        assertThat(row(page, id).first()).containsText("The history breaks the rules at version 1");

        sql("UPDATE circle_events SET event_type = 'CircleCreated' WHERE circle_id = '" + id + "'");
        row(page, id).first().getByRole(AriaRole.BUTTON).click();
        assertThat(row(page, id)).hasCount(0);
        assertThat(page.getByText("No circle is parked.")).isVisible();

        assertThat(page.locator(".figure strong").first()).hasText(Pattern.compile("[1-9][0-9,]*"));
        assertThat(page.locator(".bar").first()).isVisible();
        assertThat(page.locator(".parts .up")).hasCount(4);
        button(page, "Rebuild").click();
        inDialog(page, "Rebuild").click();
        assertThat(page.getByText("The list was rebuilt")).isVisible();
    }

    private static void sql(String... statements) throws SQLException {
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                var updates = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (var statement : statements) {
                updates.execute(statement);
            }
            connection.commit();
        }
    }

    @Test
    void theFirstViewIsLight() {
        var page = english("");
        assertThat(page.locator("tbody tr").first()).isVisible();
        var bytes = browser.received();
        assertThat(bytes).isBetween(10_000L, FIRST_VIEW_BYTES);
    }

    @ParameterizedTest
    @ValueSource(ints = {360, 2560})
    void everyScreenFits(int width) {
        for (var place : List.of(
                "",
                "?#/?status=dissolved",
                "?#/?as_of=" + University.aDay(),
                "#/circle/" + University.FOOTBALL,
                "#/import",
                "#/health",
                "#/nowhere")) {
            var page = browser.page(Reader.ENGLISH.in("ja").wide(width), place);
            page.locator("h1").first().waitFor();
            settled(page);
            assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
                    .as(place + " at " + width)
                    .isLessThanOrEqualTo(width);
        }
    }

    /** A screen, and how to come there. */
    private record Screen(String name, String place, Visit visit) {

        @FunctionalInterface
        interface Visit {
            void to(Page page);
        }
    }

    private static List<Screen> screens() {
        return List.of(
                new Screen(
                        "circles", "", page -> page.locator("tbody tr").first().waitFor()),
                new Screen("circle", "#/circle/" + University.FOOTBALL, page -> {
                    page.locator(".what").first().waitFor();
                    page.getByRole(AriaRole.SLIDER).press("ArrowLeft");
                    page.getByRole(AriaRole.SLIDER).press("ArrowLeft");
                    page.getByRole(AriaRole.SLIDER).blur();
                }),
                new Screen("create", "", page -> {
                    page.locator(".head-actions .primary").click();
                    dialog(page).locator("input").first().fill("テニス");
                    dialog(page).locator(".similar li").first().waitFor();
                }),
                new Screen("import", "#/import", page -> {
                    page.locator("input[type=file]")
                            .setInputFiles(new FilePayload(
                                    "circles.csv",
                                    "text/csv",
                                    "名前,定員\n天体観測会,24\n俳句の会,2\n,15\n落語研究会,18\n".getBytes(StandardCharsets.UTF_8)));
                    page.locator(".imported tbody tr").first().waitFor();
                }),
                new Screen(
                        "health",
                        "#/health",
                        page -> page.locator(".parts li").first().waitFor()),
                new Screen("merge", "#/circle/" + University.FOOTBALL, ConsoleIT::conflict),
                new Screen("dissolve", "#/circle/" + University.FOOTBALL, page -> {
                    page.locator(".danger-quiet").click();
                    dialog(page).waitFor();
                }),
                new Screen(
                        "dissolved",
                        "?#/?status=dissolved",
                        page -> page.locator("tbody tr, .state h2").first().waitFor()),
                new Screen(
                        "past",
                        "?#/?as_of=%s".formatted(University.aDay()),
                        page -> page.locator("tbody tr").first().waitFor()),
                new Screen("keys", "", page -> {
                    page.locator("tbody tr").first().waitFor();
                    page.keyboard().press("?");
                    dialog(page).waitFor();
                }),
                new Screen(
                        "nothing",
                        "?#/?q=zzzz",
                        page -> page.locator(".state h2").waitFor()));
    }

    /** Somebody else has changed the circle since the draft was begun. */
    private static void conflict(Page page) {
        page.locator(".what").first().waitFor();
        edit(page);
        var capacity = page.locator("input.number").first();
        var now = Integer.parseInt(capacity.inputValue());
        capacity.fill(String.valueOf(now + 5));
        var version = Integer.parseInt(page.locator(".version").textContent().replaceAll("\\D", ""));
        changed(University.FOOTBALL, "{\"capacity\":%d,\"version\":%d}".formatted(now + 1, version));
        button(page, page.locator("html").getAttribute("lang").equals("ja") ? "保存" : "Save")
                .click();
        dialog(page).waitFor();
    }

    private static void settled(Page page) {
        page.waitForFunction("() => document.querySelector('[aria-busy=true]') === null");
        page.waitForFunction("() => document.getAnimations().length === 0");
    }

    /** Each language and each theme once; all four of them for pictures. */
    private static List<String> looks() {
        return PICTURES.isPresent()
                ? List.of("en light", "en dark", "ja light", "ja dark")
                : List.of("en light", "ja dark");
    }

    @ParameterizedTest
    @MethodSource("looks")
    void everyScreenCanBeUsedByEveryone(String wanted) {
        var language = wanted.substring(0, 2);
        var scheme = wanted.endsWith("dark") ? ColorScheme.DARK : ColorScheme.LIGHT;
        var reader = Reader.ENGLISH.in(language).in(scheme);
        for (var screen : screens()) {
            var page = browser.page(reader, screen.place());
            screen.visit().to(page);
            settled(page);
            assertThat(page.locator("html").getAttribute("lang")).isEqualTo(language);
            assertThat(page.locator("body").innerText()).doesNotContainPattern("\\b(null|undefined|NaN|object)\\b");
            PICTURES.ifPresent(pictures -> page.screenshot(new Page.ScreenshotOptions()
                    .setPath(pictures.resolve("%s-%s.png".formatted(screen.name(), wanted.replace(' ', '-'))))));
            assertThat(new AxeBuilder(page)
                            .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"))
                            .analyze()
                            .getViolations())
                    .as(screen.name() + " " + wanted)
                    .isEmpty();
            page.context().close();
        }
    }

    @Test
    void languageAndThemeAreChosenAndStay() {
        var page = english("");
        page.getByLabel("Language").selectOption("ja");
        assertThat(heading(page, "サークル")).isVisible();
        page.getByLabel("表示モード").selectOption("dark");
        page.reload();
        assertThat(page.locator("html")).hasAttribute("lang", "ja");
        assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
        assertThat(page.locator("body")).hasCSS("background-color", "rgb(20, 25, 27)");
    }

    @Test
    void whatIsNotThereIsSaid() {
        var page = english("#/circle/00000000-0000-7000-8000-000000000000");
        assertThat(heading(page, "There is no such circle")).isVisible();
        page.navigate(page.url().replaceAll("#.*", "#/nowhere"));
        assertThat(heading(page, "Page not found")).isVisible();
    }
}
