package io.circleledger.main;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import io.circleledger.main.ConsoleBrowser.Reader;
import io.ledger.stores.DatabaseAccess;
import io.ledger.stores.TestStores;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Import and export of the console, in a real browser and in front of the packaged server. */
@Tag("long")
class ConsoleImportIT {

    private static final Pattern ID = Pattern.compile("\"circle_id\":\"([^\"]+)\"");

    /** Where pictures of the preview go; they are made only for who wants them. */
    private static final Optional<Path> PICTURES =
            Optional.ofNullable(System.getProperty("screenshots")).map(Path::of);

    @TempDir
    static Path directory;

    private static DatabaseAccess database;
    private static ServerProcess server;
    private static ConsoleBrowser browser;

    @BeforeAll
    static void open() throws Exception {
        database = TestStores.shared().freshDatabase();
        server = ServerProcess.start(
                directory,
                Map.of(
                        "DATABASE_URL", database.jdbcUrl(),
                        "DATABASE_USER", database.user(),
                        "DATABASE_PASSWORD", database.password(),
                        "REDIS_URL", TestStores.shared().freshRedis().url(),
                        "HTTP_HOST", "127.0.0.1"));
        browser = ConsoleBrowser.open(server.url());
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

    private static void dissolved(String id) {
        var answer = server.send(server.request("/circle/" + id + "?version=1").DELETE());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
    }

    private static String circle(String id) {
        return server.get("/circle/" + id).body();
    }

    /** How many living circles have such a name in them. */
    private static int named(String text) {
        var name = Pattern.compile("\"circle_name\":\"[^\"]*" + Pattern.quote(text));
        var count = 0L;
        for (var path = Optional.of("/circle?limit=1000"); path.isPresent(); ) {
            var page = server.get(path.get());
            count += name.matcher(page.body()).results().count();
            path = page.headers().firstValue("Link").map(link -> link.replaceAll("^<(.*)>.*$", "$1"));
        }
        return (int) count;
    }

    private static Page english() {
        return browser.page(Reader.ENGLISH, "#/import");
    }

    private static Page choose(Page page, byte[] file) {
        page.locator("input[type=file]").setInputFiles(new FilePayload("circles.csv", "text/csv", file));
        return page;
    }

    private static Page choose(Page page, String csv) {
        return choose(page, csv.getBytes(StandardCharsets.UTF_8));
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** The section with such a heading. */
    private static Locator group(Page page, String heading) {
        return page.locator("section.card")
                .filter(new Locator.FilterOptions()
                        .setHas(page.locator("h2", new Page.LocatorOptions().setHasText(heading))));
    }

    private static void counted(Page page, String state, int count) {
        assertThat(page.locator(".counts [data-state=" + state + "] strong")).hasText(String.valueOf(count));
    }

    private static String exported(Page page) throws IOException {
        button(page, "Export").click();
        var download = page.waitForDownload(() -> page.getByRole(AriaRole.DIALOG)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("CSV (for spreadsheets)"))
                .click());
        assertThat(download.suggestedFilename()).matches("circles-\\d{4}-\\d\\d-\\d\\d\\.csv");
        return Files.readString(download.path());
    }

    @Test
    void whatWasExportedAndIsImportedChangesNothing() throws IOException {
        for (var name : List.of(
                "=SUM(1)研究会",
                "'=SUM(1)研究会",
                "''+1",
                "'Tis the season",
                "-1",
                "＠サークル",
                "Commas, and \\\"quotes\\\"; semicolons",
                "Ｆｕｌｌ　ｗｉｄｔｈ",
                "ﾃﾆｽｻｰｸﾙ",
                "てにすさーくる",
                "Total")) {
            created(name, 20);
        }
        var twice = List.of(created("Twins", 12), created("Twins", 12));
        changed(twice.get(1), "{\"capacity\":13,\"version\":1}");
        changed(twice.get(1), "{\"capacity\":12,\"version\":2}");
        var before = server.get("/circle?limit=1000").body();
        var circles = before.split("circle_id", -1).length - 1;

        var page = browser.page(Reader.ENGLISH, "");
        var file = exported(page);
        page.navigate(page.url().replaceAll("#.*", "") + "#/import");
        choose(page, file);

        counted(page, "unchanged", circles);
        for (var state : List.of("new", "changed", "duplicate", "error")) {
            counted(page, state, 0);
        }
        assertThat(button(page, "Nothing to import")).isDisabled();
        assertThat(server.get("/circle?limit=1000").body()).isEqualTo(before);

        // Without the ids, as an office that has its own list.
        var columns =
                Pattern.compile("(?m)^[0-9a-f-]{36},(.*),\\d+$").matcher(file).replaceAll("$1");
        choose(page, columns.replace("circle_id,circle_name,capacity,version", "name,capacity"));
        counted(page, "unchanged", circles - 1);
        assertThat(page.getByText("Skipped as totals: row ")).isVisible();
        assertThat(button(page, "Nothing to import")).isDisabled();
    }

    @Test
    void ofAnExportedFileOnlyWhatWasChangedIsRecorded() {
        var larger = created("Larger", 20);
        var renamed = created("Renamed", 20);
        var same = created("Same", 20);
        var gone = created("Gone", 20);
        dissolved(gone);
        var csv = "circle_id,circle_name,capacity,version\r\n"
                + larger + ",Larger,25,1\r\n"
                + renamed.toUpperCase(Locale.ROOT) + ",Renamed since,20,\r\n"
                + same + ",Same,20,1\r\n"
                + gone + ",Gone,20,1\r\n"
                + "01999999-0000-7000-8000-00000000abcd,Stranger,20,1\r\n"
                + ",Added below,20,\r\n"
                + same + ",Same,30,1\r\n";
        var page = choose(english(), csv);

        assertThat(page.locator(".summary"))
                .hasText(
                        "1 circle will be created. 2 circles will be updated. 3 rows have errors and will be skipped.");
        assertThat(group(page, "Rows with errors").locator("tbody tr .fault")).hasText(new String[] {
            "Circle ID: The circle with this ID is dissolved. To create a new circle, leave the ID empty.",
            "Circle ID: No circle has this ID. To create a new circle, leave the ID empty.",
            "Circle ID: Same ID as row 4. Delete one of the rows."
        });
        assertThat(group(page, "Circles to update").locator("tbody tr td:last-child"))
                .hasText(new String[] {"capacity 20 → 25", "name “Renamed” → “Renamed since”"});
        button(page, "Create 1 and update 2 circles").dblclick();
        assertThat(page.locator(".summary")).containsText("1 circle was created");

        assertThat(circle(larger)).contains("\"capacity\":25,\"version\":2");
        assertThat(circle(renamed)).contains("\"circle_name\":\"Renamed since\",\"capacity\":20,\"version\":2");
        assertThat(circle(same)).contains("\"capacity\":20,\"version\":1");
        assertThat(named("Added below")).isEqualTo(1);
        assertThat(named("Stranger")).isZero();
        assertThat(named("Gone")).isZero();

        // The file has the old versions still, and what it says has been recorded.
        choose(page, csv);
        counted(page, "unchanged", 4);
        assertThat(button(page, "Nothing to import")).isDisabled();
    }

    @Test
    void whatOthersHaveChangedSinceTheExportIsNotUndone() {
        var touched = created("Touched by both", 20);
        var untouched = created("Touched by others", 20);
        changed(touched, "{\"capacity\":21,\"version\":1}");
        changed(untouched, "{\"capacity\":21,\"version\":1}");
        var page = choose(
                english(),
                "circle_id,circle_name,capacity,version\n%s,Touched by both,30,1\n%s,Touched by others,20,1\n"
                        .formatted(touched, untouched));

        counted(page, "outdated", 1);
        counted(page, "unchanged", 1);
        assertThat(button(page, "Nothing to import")).isDisabled();
        assertThat(group(page, "changed in the ledger"))
                .containsText("In the ledger (version 2): “Touched by both”, capacity 21");
        page.getByLabel("What to do with row 2").selectOption("update");
        button(page, "Update 1 circle").click();
        assertThat(page.locator(".summary")).hasText("1 circle was updated");
        assertThat(circle(touched)).contains("\"capacity\":30,\"version\":3");
        assertThat(circle(untouched)).contains("\"capacity\":21,\"version\":2");
    }

    @ParameterizedTest
    @ValueSource(strings = {",1", ","})
    void aChangeBetweenReviewAndImportIsToldAndNotOverwritten(String version) {
        var id = created("Reviewed" + version.length(), 20);
        var page = choose(english(), "circle_id,name,capacity,version\n%s,Reviewed,30%s\n".formatted(id, version));
        assertThat(button(page, "Update 1 circle")).isVisible();
        changed(id, "{\"capacity\":44,\"version\":1}");
        button(page, "Update 1 circle").click();
        assertThat(group(page, "1 row was not imported")).containsText("The ledger changed after your review");
        assertThat(circle(id)).contains("\"capacity\":44,\"version\":2");
    }

    @Test
    void namesThatPeopleTakeForOneAreImportedOnlyIfSomebodySaysSo() {
        var id = created("ボルダリング部", 20);
        created("髙橋会", 20);
        var csv = "name,capacity\nﾎﾞﾙﾀﾞﾘﾝｸﾞ部,25\nぼるだりんぐ部,26\n弓術部,30\n弓術部,31\nＫＹＵ,10\nkyu,11\n高橋会,21\n";
        var page = choose(english(), csv);
        counted(page, "duplicate", 5);
        counted(page, "new", 2);
        var notes = group(page, "Possible duplicates").locator("tbody tr td:nth-child(4)");
        assertThat(notes.nth(0)).hasText("“ボルダリング部” (capacity 20) is in the ledger");
        assertThat(notes.nth(1)).containsText("Same name as row 2");
        assertThat(notes.nth(2)).hasText("Same name as row 4");
        assertThat(notes.nth(3)).hasText("Same name as row 6");
        assertThat(notes.nth(4)).hasText("“髙橋会” (capacity 20) is in the ledger");

        page.getByLabel("What to do with row 2").selectOption("update");
        page.getByLabel("What to do with row 5").selectOption("create");
        button(page, "Create 3 and update 1 circles").click();
        assertThat(page.locator(".summary")).containsText("3 circles were created");
        assertThat(circle(id)).contains("\"circle_name\":\"ﾎﾞﾙﾀﾞﾘﾝｸﾞ部\",\"capacity\":25,\"version\":2");
        assertThat(named("弓術部")).isEqualTo(2);
        assertThat(named("ぼるだりんぐ")).isZero();
        assertThat(named("kyu")).isZero();

        // Again, and from another computer: what was taken is there, and what was not is asked again.
        for (var reader : List.of(page, english())) {
            choose(reader, csv);
            counted(reader, "unchanged", 4);
            counted(reader, "duplicate", 3);
            assertThat(button(reader, "Nothing to import")).isDisabled();
        }
    }

    /** Answers get lost, the window too, and the server forgets the keys of the requests. */
    @Test
    void anImportThatIsContinuedDaysLaterCreatesNothingTwice() throws SQLException {
        var csv = new StringBuilder("name,capacity\n");
        IntStream.range(0, 30).forEach(n -> csv.append("Weekend %d,10\n".formatted(n)));
        var context = browser.context(Reader.ENGLISH);
        var page = browser.page(context, "#/import");
        page.route("**/circle", route -> {
            if (route.request().method().equals("POST") && named("Weekend") >= 10) {
                route.fetch();
                route.abort();
            } else {
                route.resume();
            }
        });
        choose(page, csv.toString());
        button(page, "Create 30 circles").click();
        page.waitForCondition(() -> named("Weekend") >= 12);
        page.waitForFunction("() => Object.entries(localStorage).some(([name, kept]) =>"
                + " name.startsWith('import:') && JSON.parse(kept).imported.some(([row]) => row === 2))");
        page.close();
        var recorded = named("Weekend");
        sql("DELETE FROM idempotency_keys");
        // Meanwhile somebody else has worked with what was imported.
        var first = ID.matcher(server.get("/circle?q=Weekend+0&limit=1").body());
        assertThat(first.find()).isTrue();
        changed(first.group(1), "{\"circle_name\":\"Monday\",\"capacity\":99,\"version\":1}");

        var later = choose(browser.page(context, "#/import"), csv.toString());
        assertThat(later.getByText("This file was imported in part.")).isVisible();
        counted(later, "unchanged", recorded);
        button(later, "Resume: Create %d circles".formatted(30 - recorded)).click();
        assertThat(later.locator(".summary")).hasText("%d circles were created".formatted(30 - recorded));
        assertThat(named("Weekend")).isEqualTo(29);
        assertThat(named("Monday")).isEqualTo(1);
    }

    /** The computer sleeps over the weekend while requests are on their way. */
    @Test
    void aRequestThatWasNeverAnsweredIsNotSentAgainAfterAWeekend() throws SQLException {
        var page = english();
        page.clock().install();
        var isAsleep = new AtomicBoolean(true);
        var sent = new HashSet<String>();
        page.route("**/circle", route -> {
            if (isAsleep.get() && route.request().method().equals("POST")) {
                // It is recorded, and nobody hears of that.
                if (sent.add(route.request().postData())) {
                    route.fetch();
                }
                route.abort();
            } else {
                route.resume();
            }
        });
        choose(page, "name,capacity\nSleeper 1,10\nSleeper 2,10\n");
        button(page, "Create 2 circles").click();
        page.waitForCondition(() -> named("Sleeper") == 2);
        sql("DELETE FROM idempotency_keys");
        page.clock().fastForward(Duration.ofHours(60).toMillis());
        isAsleep.set(false);
        assertThat(page.locator(".summary")).hasText("2 circles were created");
        assertThat(named("Sleeper")).isEqualTo(2);
    }

    private static void sql(String statement) throws SQLException {
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                var command = connection.createStatement()) {
            command.execute(statement);
        }
    }

    @Test
    void aFileOfHundredsOfRowsIsShownThenCreatedAndItsBadRowsAreNamed() throws IOException {
        var csv = new StringBuilder("\uFEFF名前,定員\r\n");
        for (var row = 2; row <= 301; row++) {
            csv.append(
                    switch (row) {
                        case 7 -> ",20";
                        case 50 -> "\"Row, the 50th\",2";
                        case 90 -> "=HYPERLINK(\"\"x\"\"),many";
                        default -> "Imported %d,%d".formatted(row, 3 + row);
                    });
            csv.append("\r\n");
        }
        var page = choose(english(), csv.toString());
        assertThat(page.locator(".summary"))
                .hasText("297 circles will be created. 3 rows have errors and will be skipped.");
        var faults = group(page, "Rows with errors");
        assertThat(faults.locator("tbody th"))
                .hasText(new String[] {"7", "50", "90"}, new LocatorAssertions.HasTextOptions().setUseInnerText(true));
        assertThat(faults.locator(".fault").last()).hasText("“many” is not a number. Enter digits only.");

        var download = page.waitForDownload(
                () -> button(page, "Download rows with errors").click());
        assertThat(Files.readString(download.path()))
                .startsWith("\uFEFF名前,定員,Problem\r\n,20,")
                .contains("\"Row, the 50th\",2,")
                .contains("\"'=HYPERLINK(\"\"\"\"x\"\"\"\")\",many,");

        page.getByLabel("Name of row 7").fill("Mended in place");
        page.keyboard().press("Tab");
        assertThat(page.getByLabel("Capacity of row 7")).hasCount(0);
        page.getByLabel("Capacity of row 50").fill("40人");
        page.keyboard().press("Enter");
        assertThat(page.locator(".summary"))
                .hasText("299 circles will be created. 1 row has an error and will be skipped.");
        // Who looks at another page finds the preview as it was left.
        var pages = page.getByRole(AriaRole.NAVIGATION, new Page.GetByRoleOptions().setName("Main pages"));
        pages.getByText("Circles").click();
        assertThat(page.getByRole(AriaRole.SEARCHBOX)).isVisible();
        pages.getByText("Import").click();
        button(page, "Create 299 circles").dblclick();
        assertThat(page.locator(".summary"))
                .hasText("299 circles were created", new LocatorAssertions.HasTextOptions().setTimeout(60_000));
        var result = page.waitForDownload(
                () -> button(page, "Download the result (CSV)").click());
        assertThat(Files.readString(result.path()))
                .startsWith("\uFEFFRow,Name,Capacity,Result,circle_id,Problem\r\n2,Imported 2,5,Created,0")
                .contains("\r\n7,Mended in place,20,Created,")
                .contains(",many,Errors,");
        assertThat(named("Imported ")).isEqualTo(297);
        assertThat(server.get("/circle?q=50th").body()).contains("\"capacity\":40,");
    }

    @Test
    void anImportThatIsStoppedIsContinuedAndCreatesNothingTwice() {
        var csv = new StringBuilder("name,capacity\n");
        IntStream.range(0, 300).forEach(n -> csv.append("Halfway %d,10\n".formatted(n)));
        var page = choose(english(), csv.toString());
        button(page, "Create 300 circles").click();
        page.waitForCondition(
                () -> server.get("/circle?q=Halfway&limit=1000").body().contains("circle_id"));
        button(page, "Stop").click();
        assertThat(page.getByText("Stopped: ")).isVisible();
        var resume = page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("Resume: Create \\d+ circles")));
        assertThat(resume).isVisible();
        assertThat(resume).not().hasText("Resume: Create 300 circles");
        for (var isFirst : List.of(true, false)) {
            // As if the tab had been closed in the middle.
            page.reload();
            choose(page, csv.toString());
            assertThat(page.getByText("This file was imported in part.")).isVisible();
            assertThat(resume).not().hasText("Resume: Create 300 circles");
            if (isFirst) {
                var before = named("Halfway");
                resume.click();
                page.waitForCondition(() -> named("Halfway") > before);
            }
        }
        resume.click();
        assertThat(page.getByText("circles were created").first()).isVisible();
        assertThat(server.get("/circle?q=Halfway&limit=1000").body().split("circle_id", -1))
                .hasSize(301);
    }

    @Test
    void anImportGoesOnWhileOtherPagesAreLookedAtAndIsKnownAfterwards() {
        var csv = new StringBuilder("sep=;\r\nname;capacity\r\n");
        IntStream.range(0, 120).forEach(n -> csv.append("\"Onward; %d\";10\r\n".formatted(n)));
        var page = choose(english(), csv.toString());
        button(page, "Create 120 circles").click();
        var pages = page.getByRole(AriaRole.NAVIGATION, new Page.GetByRoleOptions().setName("Main pages"));
        pages.getByText("Circles").click();
        page.waitForCondition(
                () -> server.get("/circle?q=Onward%3B%20119").body().contains("circle_id"));
        page.getByRole(AriaRole.SEARCHBOX).fill("Onward; 119");
        assertThat(page.locator("tbody tr")).hasCount(1);
        pages.getByText("Import").click();
        assertThat(page.locator(".summary")).hasText("120 circles were created");
        choose(page, csv.toString());
        assertThat(page.getByText("This file was imported on")).isVisible();
        counted(page, "unchanged", 120);
    }

    @Test
    void theFilesOfOfficesAreRead() {
        var files = List.of(
                "団体名,定員\n%s,20",
                "団体名称,定員数\n%s,20人",
                "クラブ名,定員（人）\n%s,20名",
                "サークル名称,定員(名)\n%s,20.0",
                "サークル 名,定　員\n%s,２０人",
                "Club Name,収容人数\n%s,20",
                "No.,団体名,代表者名,会員数\n1,%s,山田,\"1,020\"",
                "令和8年度 学生団体一覧,\n作成日,2026/4/1\n\n団体名,定員\n%s,20\n合　計,20",
                "%s,20",
                "sep=\t\nname\tcapacity\n%s\t20",
                "name;capacity\n%s;1,020");
        var page = english();
        for (var file : files) {
            var name = "学生団体" + files.indexOf(file);
            choose(page, file.formatted(name));
            assertThat(group(page, "Circles to create").locator("tbody td"))
                    .hasText(new String[] {name, file.contains("020") ? "1,020" : "20"});
            counted(page, "error", 0);
        }
    }

    @Test
    void theEncodingsOfSpreadsheetsAreRead() {
        var page = english();
        Map.of(
                        "UTF-16", "茶道部・テニス",
                        "UTF-16LE", "書道部・テニス",
                        "UTF-16BE", "剣道部・テニス",
                        "windows-31j", "茶道部・ﾃﾆｽ①㈱髙﨑",
                        "EUC-JP", "柔道部・テニス",
                        "ISO-2022-JP", "弓道部・テニス",
                        "windows-1252", "Café O’Neill Überflieger")
                .forEach((encoding, name) -> {
                    var head = encoding.equals("windows-1252") ? "name,capacity" : "名前,定員";
                    choose(page, (head + "\n" + name + ",20\n").getBytes(Charset.forName(encoding)));
                    assertThat(group(page, "Circles to create")
                                    .locator("tbody td")
                                    .first())
                            .hasText(name);
                });
    }

    @Test
    void whatIsNoListIsToldForWhatItIs() {
        var page = english();
        Map.of(
                        "504b0304140006", "This Excel workbook can’t be read.",
                        "d0cf11e0a1b11ae1", "This is an old Excel workbook (.xls), or one with a password.",
                        "89504e470d0a1a0a0000000d", "This isn’t a readable CSV file.",
                        "6e616d652c63617061636974790a", "The file has no data")
                .forEach((bytes, said) -> {
                    choose(page, HexFormat.of().parseHex(bytes));
                    assertThat(page.getByRole(AriaRole.ALERT).filter(new Locator.FilterOptions().setHasText(said)))
                            .isVisible();
                });
    }

    /** A workbook as Excel writes it: texts with readings in a file of their own, a hidden sheet, rows left out. */
    @Test
    void aWorkbookIsRead() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            Map.of(
                            "xl/workbook.xml",
                            "<workbook xmlns:r='r'><sheets><sheet name='cover' state=\"hidden\" r:id=\"a\"/>"
                                    + "<sheet name='list' r:id=\"b\"/></sheets></workbook>",
                            "xl/_rels/workbook.xml.rels",
                            "<Relationships><Relationship Id=\"a\" Target=\"worksheets/cover.xml\"/>"
                                    + "<Relationship Id=\"b\" Target=\"worksheets/list.xml\"/></Relationships>",
                            "xl/sharedStrings.xml",
                            "<sst><si><t>団体名</t><rPh sb=\"0\" eb=\"3\"><t>ダンタイメイ</t></rPh></si><si><r><t>A &amp; B </t></r>"
                                    + "<r><t xml:space=\"preserve\">&lt;会&gt;</t></r></si></sst>",
                            "xl/worksheets/cover.xml",
                            "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData></worksheet>",
                            "xl/worksheets/list.xml",
                            "<worksheet><sheetData><row r=\"1\"/><row r=\"3\"><c r=\"B3\" t=\"s\"><v>0</v></c>"
                                    + "<c r=\"D3\" t=\"inlineStr\"><is><t>定員</t></is></c></row>"
                                    + "<row r=\"4\"><c r=\"B4\" t=\"s\"><v>1</v></c><c r=\"C4\" s=\"1\"/><c r=\"D4\"><v>20.000000000000004</v></c>"
                                    + "</row><row r=\"9\"><c r=\"B9\" t=\"str\"><f>X()</f><v>写真会</v></c><c r=\"D9\"><v>2</v></c></row>"
                                    + "</sheetData></worksheet>")
                    .forEach((name, xml) -> {
                        try {
                            zip.putNextEntry(new ZipEntry(name));
                            zip.write(xml.getBytes(StandardCharsets.UTF_8));
                        } catch (IOException failure) {
                            throw new UncheckedIOException(failure);
                        }
                    });
        }
        var page = choose(english(), bytes.toByteArray());
        assertThat(group(page, "Circles to create").locator("tbody td")).hasText(new String[] {"A & B <会>", "20"});
        assertThat(page.getByLabel("Name of row 9")).hasValue("写真会");
    }

    @Test
    void whichColumnIsWhichCanBeSaid() {
        var page = choose(english(), "学生の集まり一覧\nなにか,だれか,いくつか\n茶の集い,山田,20\n花の集い,鈴木,30\n");
        assertThat(page.getByRole(AriaRole.ALERT).filter(new Locator.FilterOptions().setHasText("found:")))
                .hasText("The headings lack “Name” “Capacity” (found: なにか, だれか, いくつか). Choose which columns to use.");
        page.getByLabel("Name").selectOption("0");
        page.getByLabel("Capacity").selectOption("2");
        assertThat(page.locator(".summary")).hasText("2 circles will be created.");
        page.getByLabel("Row with the headings").selectOption("-1");
        page.getByLabel("Name").selectOption("1");
        page.getByLabel("Capacity").selectOption("2");
        assertThat(page.locator(".summary"))
                .hasText("2 circles will be created. 2 rows have errors and will be skipped.");
    }

    @Test
    void rowsAreCountedAsASpreadsheetDoesAndAnOpenQuoteSpoilsItsRowAlone() {
        var page =
                choose(english(), "name,capacity\r\n\"Two\nlines\",20\r\n\r\n\"Open,20\r\nGood,20\r\n\"Fine\",2\r\n");
        var faults = group(page, "Rows with errors");
        assertThat(faults.locator("tbody th"))
                .hasText(new String[] {"2", "4", "6"}, new LocatorAssertions.HasTextOptions().setUseInnerText(true));
        assertThat(faults.locator("tbody tr").nth(1)).containsText("A quotation mark (\") is not closed");
        counted(page, "new", 1);
    }

    @ParameterizedTest
    @CsvSource({"ja, DARK, 360", "en-GB, LIGHT, 1280"})
    void thePreviewCanBeUsedByEveryone(String language, ColorScheme scheme, int width) {
        var known = server.get("/circle?q=" + "%E6%8E%A2%E6%A4%9C%E9%83%A8").body();
        var id = ID.matcher(known)
                .results()
                .findFirst()
                .map(found -> found.group(1))
                .orElseGet(() -> {
                    var made = created("探検部", 20);
                    changed(made, "{\"capacity\":22,\"version\":1}");
                    return made;
                });
        var page = browser.page(Reader.ENGLISH.in(language).in(scheme).wide(width), "#/import");
        choose(
                page,
                "circle_id,名前,定員,版\n%s,探検部,25,1\n,たんけん部,24,\n,探検部,30,\n,俳句の会,2,\n,,15\n,落語研究会,約40,\n,天体観測会,24,\n,合計,90,\n"
                        .formatted(id));
        page.locator(".counts").waitFor();
        page.waitForFunction("() => document.getAnimations().length === 0");
        assertThat(page.locator("body").innerText()).doesNotContainPattern("\\b(null|undefined|NaN|object)\\b");
        assertThat((int) page.evaluate("document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
        PICTURES.ifPresent(pictures -> page.screenshot(new Page.ScreenshotOptions()
                .setFullPage(true)
                .setPath(pictures.resolve("import-preview-%s-%s-%d.png".formatted(language, scheme, width)))));
        assertThat(new AxeBuilder(page)
                        .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"))
                        .analyze()
                        .getViolations())
                .isEmpty();
    }
}
