package io.circleledger.main;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.circleledger.main.OpenConsole.button;
import static io.circleledger.main.OpenConsole.dialog;
import static io.circleledger.main.OpenConsole.edit;
import static io.circleledger.main.OpenConsole.field;
import static io.circleledger.main.OpenConsole.inDialog;
import static io.circleledger.main.OpenConsole.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.circleledger.main.ConsoleBrowser.Reader;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of circles says when, and by whom, each was changed, to who wants to see that. */
@Tag("long")
class ConsoleListedChangesIT {

    private static final List<String> ALL = List.of("最終更新", "更新者", "登録日");

    @RegisterExtension
    static final SignedInConsole people = new SignedInConsole();

    private static void choose(Page page, String columns, String close, List<String> chosen) {
        button(page, columns).click();
        chosen.forEach(column -> dialog(page)
                .getByLabel(column, new Locator.GetByLabelOptions().setExact(true))
                .check());
        inDialog(page, close).last().click();
    }

    private static Locator extras(Page page, String circle) {
        return row(page, circle).locator("td.extra");
    }

    private static String today() {
        return LocalDate.now(ZoneId.of("Asia/Tokyo")).format(DateTimeFormatter.ofPattern("uuuu/MM/dd"));
    }

    /** Changes a circle for the first time. */
    private static void resize(Page page, String capacity) {
        edit(page);
        field(page, "Capacity").fill(capacity);
        field(page, "Capacity").press("Enter");
        assertThat(page.locator(".version")).hasText("version 2");
    }

    @Test
    void theColumnsSayWhenAndByWhomAndFollowWhatOthersChange() {
        people.account("山田花子", "editor");
        people.account("佐藤太郎", "viewer");
        var id = people.circle("書道部");
        people.circle("茶道部");
        var theirs = people.signedIn("山田花子", "#/circle/" + id);
        resize(theirs, "30");
        assertThat(theirs.locator(".blame").nth(1)).containsText("山田花子");

        var page = people.signedIn(Reader.ENGLISH.in("ja"), "佐藤太郎", "?#/?q=道部");
        choose(page, "表示する列", "閉じる", ALL);
        assertThat(extras(page, "書道部")).hasText(new String[] {today(), "山田花子", today()});
        assertThat(extras(page, "茶道部")).hasText(new String[] {today(), "tests", today()});
        assertThat(extras(page, "書道部").first()).hasAttribute("title", Pattern.compile(":\\d\\d:\\d\\d"));

        page.reload();
        assertThat(extras(page, "書道部")).hasText(new String[] {today(), "山田花子", today()});
        people.changeCircle(id, "{\"capacity\":31,\"version\":2}");
        assertThat(extras(page, "書道部")).hasText(new String[] {today(), "tests", today()});
        assertThat(row(page, "書道部").locator(".numeric").first()).hasText("31");
    }

    @Test
    void anErasedAccountHasNoNameAndADissolvedCircleSaysWhoHasDissolvedIt() {
        var account = people.account("Erased Eve", "editor");
        people.account("Vera Watcher", "viewer");
        var id = people.circle("Farewell choir");
        resize(people.signedIn("Erased Eve", "#/circle/" + id), "33");
        people.erase(account);
        var page = people.signedIn("Vera Watcher", "?#/?q=Farewell choir");
        choose(page, "Columns", "Close", List.of("Changed by"));
        assertThat(extras(page, "Farewell choir")).hasText(new String[] {"erased account"});
        assertThat(page.locator("body")).not().containsText(account);

        assertThat(people.as("editor", "DELETE", "/circle/" + id + "?version=2", "")
                        .statusCode())
                .isEqualTo(204);
        people.console().awaitAllFound();
        page.locator("nav.tabs a").last().click();
        assertThat(extras(page, "Farewell choir")).hasText(new String[] {"tests"});
    }

    @Test
    void thePagesThatFollowHaveThemAndWhoDoesNotWantThemDoesNotAsk() {
        people.account("Paging Paula", "viewer");
        IntStream.range(0, 60).forEach(n -> people.circle("Paged %02d".formatted(n)));
        var page = people.signedIn("Paging Paula", "?#/?q=Paged");
        assertThat(page.locator("tbody tr")).hasCount(50);
        button(page, "Next").click();
        assertThat(page.locator("tbody tr")).hasCount(10);
        assertThat(people.console().browser().asked()).noneMatch(asked -> asked.contains("with=changes"));

        choose(page, "Columns", "Close", List.of("Last change", "Created on"));
        assertThat(page.locator("tbody tr")).hasCount(10);
        assertThat(extras(page, "Paged 00").first()).hasText(Pattern.compile("\\d{4}$"));
        button(page, "Previous").click();
        assertThat(page.locator("tbody tr")).hasCount(50);
        assertThat(extras(page, "Paged 59").last()).hasText(Pattern.compile("\\d{4}$"));
    }

    @ParameterizedTest
    @CsvSource({"ja, LIGHT, 1280", "ja, DARK, 360", "en-GB, LIGHT, 1280"})
    void theColumnsCanBeUsedByEveryone(String language, ColorScheme scheme, int width) {
        var isJapanese = language.equals("ja");
        people.account("田中 %s%s".formatted(language, width), "viewer");
        for (var name : List.of("軽音楽研究会", "国際交流サークル", "バドミントン同好会")) {
            people.circle("%s %s%s%d".formatted(name, language, scheme, width));
        }
        var page = people.signedIn(
                Reader.ENGLISH.in(language).in(scheme).wide(width),
                "田中 %s%s".formatted(language, width),
                "?#/?q=%s%s%d".formatted(language, scheme, width));
        choose(
                page,
                isJapanese ? "表示する列" : "Columns",
                isJapanese ? "閉じる" : "Close",
                isJapanese ? ALL : List.of("Last change", "Changed by", "Created on"));
        assertThat(page.locator("tbody tr").first().locator("td.extra").nth(1)).hasText("tests");
        UsablePage.checkWithPicture(page, "list-changes-%s-%d".formatted(language, width));
        button(page, isJapanese ? "表示する列" : "Columns").click();
        dialog(page).waitFor();
        UsablePage.checkWithPicture(page, "list-changes-columns-%s-%d".formatted(language, width));
    }
}
