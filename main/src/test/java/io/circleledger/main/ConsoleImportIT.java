package io.circleledger.main;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.circleledger.main.OpenConsole.button;
import static io.circleledger.main.OpenConsole.heading;
import static io.circleledger.main.OpenConsole.names;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import io.circleledger.main.ConsoleBrowser.Reader;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Imports in the console, in a real browser and in front of the packaged server. */
@Tag("long")
class ConsoleImportIT {

    private static final Pattern IMPORT = Pattern.compile("#/import/[0-9a-f-]{36}$");
    private static final String STUDENTS = "/circle?limit=1000&q=%E5%AD%A6%E7%94%9F%E5%9B%A3%E4%BD%93";

    /** The name of its stream, in UTF-16. */
    private static final String OLD_EXCEL = HexFormat.of().formatHex("Workbook".getBytes(StandardCharsets.UTF_16LE));

    @RegisterExtension
    static final OpenConsole console = OpenConsole.plain();

    private static String get(String path) {
        return console.server().get(path).body();
    }

    /** How many living circles have such a name in them. */
    private static int named(String text) {
        console.awaitAllFound();
        var name = Pattern.compile("\"circle_name\":\"[^\"]*" + Pattern.quote(text));
        var count = 0L;
        for (var path = Optional.of("/circle?limit=1000"); path.isPresent(); ) {
            var page = console.server().get(path.get());
            count += name.matcher(page.body()).results().count();
            path = page.headers().firstValue("Link").map(link -> link.replaceAll("^<(.*)>.*$", "$1"));
        }
        return (int) count;
    }

    private static Page english() {
        return console.english("#/import");
    }

    private static Page choose(Page page, String name, byte[] file) {
        if (IMPORT.matcher(page.url()).find()) {
            page.locator(".head-actions a").click();
        }
        page.locator("input[type=file]").setInputFiles(new FilePayload(name, "application/octet-stream", file));
        return page;
    }

    private static Page choose(Page page, String csv) {
        return choose(page, "list.csv", csv.getBytes(StandardCharsets.UTF_8));
    }

    private static void counted(Page page, String state, int count) {
        assertThat(page.locator(".counts [data-state=" + state + "] strong")).hasText(String.valueOf(count));
    }

    /** The rows of one state. */
    private static Locator rows(Page page, String state) {
        page.locator(".counts button[data-state=" + state + "]").click();
        assertThat(page.locator(".counts [data-state=" + state + "]")).hasAttribute("aria-pressed", "true");
        return page.locator(".imported tbody tr");
    }

    private static void summed(Page page, String text) {
        assertThat(page.locator(".summary")).hasText(text, new LocatorAssertions.HasTextOptions().setTimeout(60_000));
    }

    private static void renewed() {
        var names = IntStream.range(0, AprilList.CIRCLES).mapToObj(AprilList::office);
        var file = names.map(name -> name + ",20\n").collect(Collectors.joining("", "団体名,定員\n", "華道会,15\n"));
        var begun = console.server()
                .send(console.server()
                        .request("/import?kind=circles")
                        .header("Content-Type", "text/csv")
                        .POST(BodyPublishers.ofString(file)));
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(201);
        console.server()
                .send(console.server()
                        .request(begun.headers().firstValue("Location").orElseThrow() + "/apply")
                        .POST(BodyPublishers.noBody()));
        console.server().await("all are there", () -> named("学生団体") == AprilList.CIRCLES && named("華道会") == 1);
        console.created("華道会", 15);
    }

    @Test
    void theRenewalOfAprilIsLookedAtMendedAppliedAndTakenBack() throws IOException {
        renewed();
        var before = get(STUDENTS);
        var page = console.japanese("#/import");
        page.getByLabel("理由（任意）").fill("令和8年度 継続届");
        choose(page, "令和8年度.xlsx", AprilList.xlsx());

        summed(page, "12件を更新します。重複の疑いがある3行は、選ぶまで取り込みません。エラーのある2行は取り込みません。");
        assertThat(page).hasURL(IMPORT);
        var address = page.url();
        counted(page, "unchanged", AprilList.CIRCLES - 14);
        assertThat(page.getByText("合計や注記とみなし")).containsText("307行目（合計）");
        // What somebody has to see to comes first, with the row numbers of Excel.
        assertThat(page.locator(".imported tbody tr")).hasCount(2);
        assertThat(page.locator(".imported .fault"))
                .hasText(new String[] {"「約25」は人数として読めません。数字だけを入力してください。", "定員は3〜32,767の整数で入力してください"});
        UsablePage.picture(page, "april-errors");
        page.getByLabel("305行目の定員").fill("25人");
        page.keyboard().press("Tab");
        summed(page, "13件を更新します。重複の疑いがある3行は、選ぶまで取り込みません。エラーのある1行は取り込みません。");
        page.getByLabel("306行目の定員").fill("20");
        page.keyboard().press("Enter");
        counted(page, "error", 0);
        assertThat(rows(page, "duplicate").first()).containsText("同じ名前のサークルが台帳に2件あります");
        assertThat(page.locator(".imported tbody tr").nth(1)).containsText("4行目と同じサークルです");
        UsablePage.picture(page, "april-duplicates");
        assertThat(rows(page, "changed").first().locator("td").nth(2)).hasText("20 → 30");
        UsablePage.picture(page, "april-changed");

        // Another day, at another computer.
        var other = console.japanese(address.substring(address.indexOf('#')));
        button(other, "13件を更新する").click();
        summed(other, "13件を更新しました");
        assertThat(other.locator("section.card", new Page.LocatorOptions().setHasText("取り込まれなかった行"))
                        .locator("tbody tr"))
                .hasCount(3);
        UsablePage.picture(other, "april-result");
        page.reload();
        summed(page, "13件を更新しました");

        choose(page, "again.xlsx", AprilList.xlsx());
        summed(page, "何もすることがありません。重複の疑いがある3行は、選ぶまで取り込みません。エラーのある2行は取り込みません。");
        assertThat(button(page, "取り込むものはありません")).isDisabled();
        takenBack(page, address, before);
    }

    private static void takenBack(Page page, String address, String before) {
        // Rows are carried out many at once, so circles are not in the order of the rows.
        var third = Pattern.compile("\"circle_id\":\"([^\"]+)\",\"circle_name\":\"" + AprilList.office(2))
                .matcher(before);
        assertThat(third.find()).isTrue();
        var touched = third.group(1);
        console.changed(touched, "{\"capacity\":77,\"version\":2}");
        page.locator(".head-actions a").click();
        assertThat(page.locator("table.rows tbody tr").first()).containsText("確認中");
        UsablePage.picture(page, "april-recent");
        page.locator("a[href='" + address.substring(address.indexOf('#')) + "']")
                .click();
        button(page, "この取り込みを取り消す").click();
        UsablePage.picture(page, "april-undo");
        button(page, "取り消す").click();
        summed(page, "12件を取り込む前の状態に戻しました");
        assertThat(page.locator("section.card", new Page.LocatorOptions().setHasText("取り消されなかった行"))
                        .locator("tbody tr"))
                .hasText(new String[] {"行 6第002学生団体30変更の重なり取り込んだあとに更新されたため、そのまま残しました。必要なら、サークルのページで変更してください。"});
        UsablePage.picture(page, "april-undone");
        var capacities = Pattern.compile("\"capacity\":(\\d+)");
        console.awaitAllFound();
        var now = get(STUDENTS);
        assertThat(capacities
                        .matcher(now)
                        .results()
                        .map(found -> found.group(1))
                        .filter(text -> !text.equals("20")))
                .containsExactly("77");
        assertThat(get("/circle/" + touched + "/events")).contains("令和8年度 継続届");
    }

    @Test
    void whatWasExportedAndIsImportedChangesNothing() {
        for (var name : List.of(
                "=SUM(1)研究会",
                "'=SUM(1)研究会",
                "-1",
                "＠サークル",
                "Commas, and \\\"quotes\\\"; semicolons",
                "Ｆｕｌｌ　ｗｉｄｔｈ",
                "Total")) {
            console.created(name, 20);
        }
        var before = get("/circle?limit=1000");
        var page = choose(english(), get("/circle?format=csv"));
        assertThat(page.locator(".summary")).containsText("There is nothing to do");
        assertThat(button(page, "Nothing to import")).isDisabled();
        for (var state : List.of("new", "changed", "duplicate", "error")) {
            counted(page, state, 0);
        }
        assertThat(get("/circle?limit=1000")).isEqualTo(before);
    }

    @Test
    void whatOthersHaveChangedSinceTheExportIsNotUndone() {
        var touched = console.created("Touched by both", 20);
        var file = "circle_id,circle_name,capacity,version\n%s,Touched by both,30,1\n".formatted(touched);
        console.changed(touched, "{\"capacity\":21,\"version\":1}");
        var page = choose(english(), file);
        summed(page, "There is nothing to do. 1 row has an error and will be skipped.");
        assertThat(page.locator(".imported .fault"))
                .containsText("Changed in the ledger since the file was written (version 2)");
        page.getByText("Use what the file has").click();
        button(page, "Update 1 circle").click();
        summed(page, "1 circle was updated");
        assertThat(get("/circle/" + touched)).contains("\"capacity\":30,\"version\":3");
    }

    @Test
    void aChangeBetweenReviewAndImportIsToldAndNotOverwritten() throws IOException {
        var id = console.created("Reviewed", 20);
        var page = choose(english(), "name,capacity\nReviewed,30\nNever seen,30\n");
        assertThat(button(page, "Create 1 and update 1")).isVisible();
        console.changed(id, "{\"capacity\":44,\"version\":1}");
        button(page, "Create 1 and update 1").dblclick();
        summed(page, "1 circle was created");
        counted(page, "conflict", 1);
        assertThat(page.getByText("The ledger changed after your review")).isVisible();
        assertThat(get("/circle/" + id)).contains("\"capacity\":44,\"version\":2");
        var rest = page.waitForDownload(
                () -> button(page, "Download these rows (CSV)").click());
        assertThat(Files.readString(rest.path()))
                .startsWith("\uFEFFRow,Name,Capacity,Result,Problem,")
                .contains("2,Reviewed,30,Changed meanwhile,");
    }

    @Test
    void namesThatPeopleTakeForOneAreImportedOnlyIfSomebodySaysSo() {
        var page = choose(english(), "name,capacity\nＫＹＵ,10\nkyu,11\n弓術部,30\n弓術部,31\n");
        counted(page, "duplicate", 2);
        assertThat(page.locator(".imported tbody tr").first()).containsText("Same circle as row 2");
        button(page, "Create anyway: row 5").click();
        assertThat(button(page, "Create 3 circles")).isVisible();
        button(page, "Skip: row 5").click();
        assertThat(button(page, "Create 2 circles")).isVisible();
        button(page, "Include: row 5").click();
        button(page, "Create 3 circles").click();
        summed(page, "3 circles were created");
        assertThat(named("弓術部")).isEqualTo(2);
        assertThat(named("kyu")).isZero();
    }

    @Test
    void anImportIsStoppedAndGoneOnWithWhileOtherPagesAreLookedAt() throws IOException, InterruptedException {
        var csv = new StringBuilder("name,capacity\n");
        IntStream.range(0, 10_000).forEach(n -> csv.append("Halfway %d,10\n".formatted(n)));
        var page = choose(english(), csv.toString());
        var midway = console.database().freezeAfter("Halfway 3000\"");
        button(page, "Create 10,000 circles").click();
        midway.await();
        page.waitForResponse(
                answer -> answer.request().method().equals("DELETE"),
                () -> button(page, "Stop").click());
        console.database().heal();
        assertThat(page.getByText("You can resume at any time.")).isVisible();
        page.reload();
        assertThat(page.getByText("You can resume at any time.")).isVisible();
        var held = HeldRequests.of(page, "GET", "**/job/*");
        button(page, "Resume").click();
        held.awaitOne();
        var pages = page.getByRole(AriaRole.NAVIGATION, new Page.GetByRoleOptions().setName("Main pages"));
        assertThat(button(page, "Stop")).isVisible();
        pages.getByText("Circles").click();
        assertThat(heading(page, "Circles")).isVisible();
        held.letGo();
        var told = page.locator(".toast", new Page.LocatorOptions().setHasText("The import is finished"));
        told.getByRole(AriaRole.LINK).click(new Locator.ClickOptions().setTimeout(60_000));
        summed(page, "10,000 circles were created");
        assertThat(named("Halfway")).isEqualTo(10_000);
    }

    @Test
    void whichColumnIsWhichCanBeSaid() {
        var page = choose(english(), "学生の集まり一覧\nなにか,だれか,いくつか\n茶の集い,山田,20\n花の集い,鈴木,30\n");
        assertThat(page.getByRole(AriaRole.ALERT).filter(new Locator.FilterOptions().setHasText("No column")))
                .hasText("No column was found for “Name” “Capacity” . Choose which columns to use.");
        page.getByLabel("A: なにか").selectOption("Name");
        page.getByLabel("C: いくつか").selectOption("Capacity");
        summed(page, "2 circles will be created.");
    }

    @Test
    void theEncodingsOfSpreadsheetsAreReadAndWhatIsNoListIsToldForWhatItIs() {
        var page = english();
        Map.of("UTF-16", "茶道部・テニス", "windows-31j", "茶道部・ﾃﾆｽ①㈱髙﨑", "EUC-JP", "柔道部・テニス")
                .forEach((encoding, name) -> {
                    choose(page, "a.csv", ("名前,定員\n" + name + ",20\n").getBytes(Charset.forName(encoding)));
                    assertThat(page.locator(".imported tbody td").nth(1)).hasText(name);
                });
        Map.of(
                        "504b0304140006",
                        "This Excel workbook is damaged",
                        "d0cf11e0a1b11ae1" + "00".repeat(1024) + OLD_EXCEL + "00".repeat(1024),
                        "This is an old Excel workbook (.xls)",
                        "89504e470d0a1a0a0000000d",
                        "This isn’t a readable CSV or Excel file.")
                .forEach((bytes, said) -> {
                    choose(page, "b.csv", HexFormat.of().parseHex(bytes));
                    assertThat(page.getByRole(AriaRole.ALERT).filter(new Locator.FilterOptions().setHasText(said)))
                            .isVisible();
                });
    }

    @ParameterizedTest
    @CsvSource({"ja, DARK, 360", "en-GB, LIGHT, 1280"})
    void anImportCanBeUsedByEveryone(String language, ColorScheme scheme, int width) {
        console.created("探検部" + width, 20);
        var page = console.browser().page(Reader.ENGLISH.in(language).in(scheme).wide(width), "#/import");
        choose(
                page,
                "名前,定員\n探検部%d,25\n探検部%d,30\n俳句の会,2\n,15\n落語研究会,約40\n天体観測会%d,24\n合計,90\n"
                        .formatted(width, width, width));
        page.locator(".imported").waitFor();
        for (var state : List.of("error", "duplicate", "changed", "all")) {
            rows(page, state).first().waitFor();
            UsablePage.checkWithPicture(page, "import-%s-%s-%d".formatted(state, language, width));
        }
        page.locator(".import-go button").click();
        page.locator("ul.counts").waitFor();
        UsablePage.checkWithPicture(page, "import-result-%s-%d".formatted(language, width));
        page.locator(".head-actions a").click();
        page.waitForURL("**#/import?kind=*");
        page.locator("table.rows").waitFor();
        UsablePage.checkWithPicture(page, "import-recent-%s-%d".formatted(language, width));
    }
}
