package io.circleledger.main;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.circleledger.main.OpenConsole.button;
import static io.circleledger.main.OpenConsole.dialog;
import static io.circleledger.main.OpenConsole.inDialog;
import static io.circleledger.main.OpenConsole.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.circleledger.main.ConsoleBrowser.Reader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several circles of the table at once, and what somebody makes of the table. */
@Tag("long")
class ConsoleSelectionIT {

    @RegisterExtension
    static final OpenConsole console = OpenConsole.plain();

    private static Locator pick(Page page, String name) {
        return page.getByLabel("Pick “" + name + "”", new Page.GetByLabelOptions().setExact(true));
    }

    private static Locator bar(Page page) {
        return page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Picked circles"));
    }

    @Test
    void severalCirclesGetACapacityAtOnceAndWhatOthersHaveChangedIsNotOverwritten() {
        var ids = IntStream.range(0, 4)
                .mapToObj(n -> console.created("Several " + n, n == 3 ? 33 : 20))
                .toList();
        var page = console.english("?#/?q=Several");
        for (var n : List.of(1, 2, 3)) {
            pick(page, "Several " + n).check();
        }
        assertThat(bar(page)).containsText("3 picked");
        console.changed(ids.get(2), "{\"capacity\":21,\"version\":1}");
        assertThat(row(page, "Several 2")).containsText("21");
        button(page, "Change capacity").click();
        dialog(page).getByLabel("Capacity").fill("2");
        inDialog(page, "Change 3 circles").click();
        assertThat(dialog(page).getByText("Enter a whole number from 3 to 32,767"))
                .isVisible();
        dialog(page).getByLabel("Capacity").fill("33");
        dialog(page).getByLabel("Reason (optional)").fill("for April");
        inDialog(page, "Change 3 circles").click();

        assertThat(dialog(page).locator(".summary"))
                .hasText("1 circle was changed. 1 had this capacity already. 1 failed.");
        assertThat(dialog(page).locator("tbody tr"))
                .hasText(new String[] {"Several 2Someone changed it first. Check it, then try again."});
        inDialog(page, "Close").last().click();
        assertThat(bar(page)).containsText("1 picked");
        assertThat(pick(page, "Several 2")).isChecked();
        assertThat(row(page, "Several 1")).containsText("33");
        assertThat(console.state(ids.get(0))).contains("\"capacity\":20,\"version\":1");
        assertThat(console.state(ids.get(2))).contains("\"capacity\":21,\"version\":2");
        assertThat(console.state(ids.get(3))).contains("\"version\":1");
        assertThat(console.server().get("/circle/" + ids.get(1) + "/events").body())
                .contains("for April");
    }

    @Test
    void allThatWasFoundIsDissolvedOnceSomebodyHasWrittenHowManyTheyAre() {
        IntStream.range(0, 60).forEach(n -> console.created("Farewell " + n, 20));
        var page = console.english("?#/?q=Farewell");
        page.getByLabel("Pick this page").check();
        assertThat(bar(page)).containsText("50 picked");
        button(page, "Pick all 60 that were found").click();
        assertThat(bar(page)).containsText("60 picked");
        bar(page)
                .getByText("Dissolve", new Locator.GetByTextOptions().setExact(true))
                .click();
        assertThat(dialog(page)).containsText("and 50 more");
        dialog(page).getByLabel("Reason (optional)").fill("令和8年度末");
        dialog(page).getByLabel("Type how many they are (60) to confirm").fill("6");
        inDialog(page, "Dissolve 60 circles").click();
        assertThat(dialog(page).getByText("That is not how many they are")).isVisible();
        dialog(page).getByLabel("Type how many they are (60) to confirm").fill("60");
        inDialog(page, "Dissolve 60 circles").click();
        assertThat(dialog(page).locator(".summary"))
                .hasText("60 circles were dissolved.", new LocatorAssertions.HasTextOptions().setTimeout(30_000));
        inDialog(page, "Close").last().click();
        assertThat(page.getByText("No circles match")).isVisible();
        assertThat(bar(page)).isHidden();
        assertThat(console.server()
                        .get("/events?type=CircleDissolved&limit=1000")
                        .body())
                .contains("令和8年度末");
    }

    @Test
    void thePageIsPickedOnlyOnceItsRowsAreThere() {
        IntStream.range(0, 3).forEach(n -> console.created("Late " + n, 20));
        var page = console.english("?#/?q=Late");
        assertThat(page.locator("tbody tr")).hasCount(3);
        var held = HeldRequests.of(page, "GET", "**/circle?*");
        page.reload();
        var all = page.getByLabel("Pick this page");
        assertThat(all).isDisabled();
        held.awaitOne();
        held.letGo();
        all.check();
        assertThat(bar(page)).containsText("3 picked");
    }

    @Test
    void whoStopsIsToldWhatWasDoneAndWhatWasNot() {
        IntStream.range(0, 40).forEach(n -> console.created("Stopping " + n, 20));
        var page = console.english("?#/?q=Stopping");
        page.getByLabel("Pick this page").check();
        button(page, "Change capacity").click();
        dialog(page).getByLabel("Capacity").fill("44");
        var held = HeldRequests.after(8, page, "PUT", "**/circle/*");
        inDialog(page, "Change 40 circles").click();
        assertThat(dialog(page).getByText("8 of 40")).isVisible();
        inDialog(page, "Stop").click();
        held.letGo();
        var summary = dialog(page).locator(".summary");
        assertThat(summary).containsText("were not begun, because you stopped.");
        var changed = Pattern.compile("^(\\d+) circles were changed").matcher(summary.textContent());
        assertThat(changed.find()).isTrue();
        console.awaitAllFound();
        var body = console.server()
                .get("/circle?q=Stopping&min_capacity=44&limit=100")
                .body();
        assertThat(body.split("circle_id", -1)).hasSize(Integer.parseInt(changed.group(1)) + 1);
        // Those that were on their way are finished.
        assertThat(Integer.parseInt(changed.group(1))).isBetween(9, 39);
        inDialog(page, "Close").last().click();
        assertThat(bar(page)).containsText(40 - Integer.parseInt(changed.group(1)) + " picked");
    }

    @Test
    void theKeyXPicksTheRow() {
        IntStream.range(0, 3).forEach(n -> console.created("Keys " + n, 20));
        var page = console.english("?#/?q=Keys");
        row(page, "Keys 1").getByRole(AriaRole.LINK).focus();
        page.keyboard().press("x");
        assertThat(pick(page, "Keys 1")).isChecked();
        page.keyboard().press("j");
        page.keyboard().press("x");
        assertThat(bar(page)).containsText("2 picked");
        page.keyboard().press("x");
        assertThat(bar(page)).containsText("1 picked");
        button(page, "Clear the picks").click();
        assertThat(pick(page, "Keys 1")).not().isChecked();
        // What has ended is only looked at.
        page.getByText("Dissolved", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(page.getByLabel("Pick this page")).isHidden();
    }

    @Test
    void theTableHasTheColumnsChipsAndViewsThatSomebodyWants() {
        var id = console.created("Views one", 20);
        console.created("Views two", 40);
        console.changed(id, "{\"name_kana\":\"ビューズ\",\"kind\":\"文化系\",\"version\":1}");
        var page = console.english("?#/?q=Views&min=10");
        assertThat(page.locator(".sum")).hasText("Capacity in all: 60");
        button(page, "Columns").click();
        dialog(page).getByLabel("Reading").check();
        dialog(page).getByLabel("Members").check();
        inDialog(page, "Close").last().click();
        assertThat(row(page, "Views one").locator("td.extra")).hasText(new String[] {"ビューズ", "0"});
        page.reload();
        assertThat(row(page, "Views one").locator("td.extra")).hasText(new String[] {"ビューズ", "0"});

        button(page, "Saved views").click();
        dialog(page).getByLabel("Name for the current view").fill("Larger <b>views</b>");
        inDialog(page, "Save").click();
        inDialog(page, "Close").last().click();
        button(page, "Remove filter: capacity 10 to").click();
        assertThat(page).hasURL(Pattern.compile("#/\\?q=Views$"));
        button(page, "Remove filter: search “Views”").click();
        assertThat(page).hasURL(Pattern.compile("#/$"));
        button(page, "Saved views").click();
        dialog(page).getByRole(AriaRole.LINK).click();
        assertThat(page).hasURL(Pattern.compile("q=Views&min=10$"));
        assertThat(page.locator("tbody tr")).hasCount(2);
        button(page, "Saved views").click();
        button(page, "Delete “Larger <b>views</b>”").click();
        assertThat(dialog(page).getByText("Nothing was saved yet.")).isVisible();
    }

    @Test
    void theServerWritesTheFilesThatAreDownloaded() throws IOException {
        console.created("Files =1", 20);
        console.created("Files two", 40);
        var page = console.english("?#/?q=Files&sort=capacity&order=asc");
        button(page, "Export").click();
        var csv = page.waitForDownload(
                () -> dialog(page).getByText("CSV (for spreadsheets)").click());
        assertThat(csv.suggestedFilename()).matches("circles-\\d{4}-\\d\\d-\\d\\d\\.csv");
        assertThat(Files.readString(csv.path()))
                .startsWith("\uFEFFCircle ID,Circle,Capacity,")
                .containsSubsequence("Files =1,20", "Files two,40");
        button(page, "Export").click();
        var xlsx = page.waitForDownload(
                () -> dialog(page).getByText("Excel (.xlsx)").click());
        assertThat(Files.readAllBytes(xlsx.path())).startsWith("PK".getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @CsvSource({"ja, DARK, 360", "en-GB, LIGHT, 1280", "ja, LIGHT, 1280"})
    void whatIsPickedCanBeUsedByEveryone(String language, ColorScheme scheme, int width) {
        IntStream.range(0, 3).forEach(n -> console.created("Usable " + n, 20));
        var page = console.browser().page(Reader.ENGLISH.in(language).in(scheme).wide(width), "?#/?q=Usable&min=3");
        page.locator("tbody .pickbox input").first().check();
        page.locator("tbody .pickbox input").nth(1).check();
        page.locator(".bulk").waitFor();
        // What can be done with the chosen lies over the rows beneath it, but at the end of the page.
        page.evaluate("scrollTo(0, document.body.scrollHeight)");
        UsablePage.checkWithPicture(page, "picked-%s-%d".formatted(language, width));
        for (var button : List.of(
                ".bulk > button:nth-of-type(2)",
                ".bulk .danger-quiet",
                ".list-tools > button:nth-of-type(1)",
                ".list-tools > button:nth-of-type(2)")) {
            page.locator(button).click();
            dialog(page).waitFor();
            UsablePage.checkWithPicture(
                    page, "dialog%s-%s-%d".formatted(button.replaceAll("\\W+", "-"), language, width));
            page.keyboard().press("Escape");
        }
    }
}
