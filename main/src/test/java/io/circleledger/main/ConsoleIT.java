package io.circleledger.main;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.circleledger.main.OpenConsole.button;
import static io.circleledger.main.OpenConsole.dialog;
import static io.circleledger.main.OpenConsole.edit;
import static io.circleledger.main.OpenConsole.fact;
import static io.circleledger.main.OpenConsole.field;
import static io.circleledger.main.OpenConsole.heading;
import static io.circleledger.main.OpenConsole.inDialog;
import static io.circleledger.main.OpenConsole.row;
import static io.circleledger.main.OpenConsole.toast;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitUntilState;
import io.circleledger.main.ConsoleBrowser.Reader;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console in a real browser, in front of the packaged server: a first visit, its keyboard and its words. */
@Tag("long")
class ConsoleIT {

    @RegisterExtension
    static final OpenConsole console = OpenConsole.plain();

    @Test
    void aNewUserCreatesEditsTravelsRestoresFindsAndDissolves() {
        var page = console.english("");
        button(page, "New circle").first().click();
        var dialog = dialog(page);
        dialog.getByLabel("Name").fill("ボウリング同好会");
        dialog.getByLabel("Capacity").fill("2");
        inDialog(page, "Create").click();
        assertThat(dialog).containsText("Enter a whole number from 3 to 32,767");
        dialog.getByLabel("Capacity").fill("２０");
        inDialog(page, "Create").dblclick();
        assertThat(heading(page, "ボウリング同好会")).isVisible();
        assertThat(console.named("ボウリング")).as("a double click is one circle").isOne();

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

    /** What only some circles have is typed with the circle or later, and from then on nothing takes it away. */
    @Test
    void theReadingAndTheKindOfACircleAreTypedChangedAndKept() {
        var page = console.japanese("");
        button(page, "新規登録").first().click();
        assertThat(dialog(page).getByText("任意。あとから変更できますが、削除はできません")).hasCount(2);
        dialog(page).getByLabel("名前").fill("天体観測会");
        dialog(page).getByLabel("定員").fill("20");
        dialog(page).getByLabel("フリガナ").fill(" テンタイ ");
        dialog(page).getByLabel("種別").fill("文".repeat(51));
        inDialog(page, "登録する").click();
        assertThat(dialog(page)).containsText("種別は50文字以内にしてください");
        UsablePage.checkWithPicture(page, "create-optional-ja");
        dialog(page).getByLabel("種別").fill("文化系");
        dialog(page).getByLabel("種別").press("Enter");
        assertThat(heading(page, "天体観測会")).isVisible();
        assertThat(fact(page, "フリガナ")).containsText("テンタイ");
        assertThat(page.locator(".what")).hasText("新規登録（名前「天体観測会」、定員20人）、フリガナ テンタイ、種別 文化系");
        var id = page.url().replaceAll(".*/", "");
        assertThat(console.state(id)).contains("\"name_kana\":\"テンタイ\",\"kind\":\"文化系\"");

        edit(page);
        field(page, "フリガナ").fill("");
        assertThat(page.getByText("一度登録した内容は、変更できますが削除できません")).isVisible();
        assertThat(button(page, "保存")).isDisabled();
        UsablePage.checkWithPicture(page, "edit-optional-ja");
        field(page, "フリガナ").fill("テンタイカンソクカイ");
        button(page, "保存").click();
        assertThat(page.locator(".what").first()).hasText("フリガナ テンタイ → テンタイカンソクカイ");
        toast(page, "保存しました（第2版）").getByText("元に戻す").click();
        assertThat(page.locator(".what").first()).hasText("フリガナ テンタイカンソクカイ → テンタイ");
        assertThat(console.state(id)).contains("\"name_kana\":\"テンタイ\",\"kind\":\"文化系\"", "\"version\":3");
    }

    /** A circle without them looks as it always did, and what they get cannot be undone: nothing is put in the place of it. */
    @Test
    void aCircleWithoutReadingAndKindGetsThemLater() {
        var id = console.created("Plain", 20);
        var page = console.circle(id, "Plain");
        assertThat(fact(page, "Reading")).isHidden();
        assertThat(fact(page, "Kind")).isHidden();
        edit(page);
        field(page, "Reading").fill("   ");
        assertThat(button(page, "Save")).isHidden();
        field(page, "Reading").fill("プレーン");
        field(page, "Kind").fill("culture");
        button(page, "Save").click();
        assertThat(toast(page, "Saved as version 2")).isVisible();
        assertThat(toast(page, "Saved as version 2").getByText("Undo")).hasCount(0);
        assertThat(page.locator(".what").first()).hasText("reading プレーン, kind culture");
        assertThat(fact(page, "Kind")).containsText("culture");
        page.getByRole(AriaRole.SLIDER).press("Home");
        assertThat(row(page, "Reading")).containsText("–");
        assertThat(page.getByText("The same as now")).isHidden();
        assertThat(button(page, "Restore this")).isHidden();

        // Somebody else gives it another kind: of two that differ one is chosen.
        edit(page);
        field(page, "Kind").fill("music");
        console.changed(id, "{\"kind\":\"sports\",\"version\":2}");
        assertThat(page.locator(".version")).hasText("version 3");
        button(page, "Save").click();
        assertThat(dialog(page).locator(".result")).hasText(new String[] {"Plain", "20", "プレーン", "not chosen"});
        row(page, "Kind").getByRole(AriaRole.RADIO).nth(1).check();
        inDialog(page, "Save the choice").click();
        assertThat(page.locator(".what").first()).hasText("kind sports → music");
        assertThat(console.state(id)).contains("\"name_kana\":\"プレーン\",\"kind\":\"music\"");
    }

    @Test
    void aSimilarNameIsToldWhileItIsTyped() {
        console.created("テニスサークル", 20);
        var page = console.english("");
        button(page, "New circle").click();
        dialog(page).getByLabel("Name").pressSequentially("てにす");
        assertThat(dialog(page).locator(".similar")).containsText("テニスサークル");
        dialog(page).getByLabel("Name").fill("そろばん教室");
        assertThat(dialog(page).locator(".similar")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<img src=x onerror=alert(1)>", "=HYPERLINK(\\\"http://evil\\\",\\\"x\\\")"})
    void aNameIsTextWhateverItSays(String name) throws IOException {
        var plain = name.replace("\\", "");
        var id = console.created(name, 20);
        console.changed(id, "{\"capacity\":21,\"version\":1}");
        var page = console.english("");
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
        assertThat(history).startsWith("\uFEFFDate and time,Circle,Kind,").contains(cell(plain));
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
        var id = console.created("Keyboard", 20);
        var page = console.english("");
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
        assertThat(console.server().get("/circle/" + id).body()).contains("\"capacity\":22");
    }

    @Test
    void theHealthOfTheLedgerIsShownAndAParkedCircleIsTriedAgain() throws SQLException {
        console.created("Before what cannot be read", 20);
        var id = "01999999-0003-7000-8000-00000000dead";
        console.sql(
                "UPDATE log_head SET position = position + 1",
                "INSERT INTO circle_events (position, id, circle_id, version, event_type, schema_version, payload,"
                        + " occurred_at, metadata) SELECT head.position, UUID(), '" + id + "', 1, 'CircleArchived',"
                        + " schema_version, payload, occurred_at, metadata FROM circle_events, log_head head"
                        + " WHERE circle_events.position = 1");
        console.created("After what cannot be read", 20);
        var page = console.english("#/health");
        assertThat(row(page, id)).hasCount(2);
        var narrow = console.browser().page(Reader.ENGLISH.wide(360), "#/health");
        assertThat(row(narrow, id)).hasCount(2);
        assertThat((int) narrow.evaluate("document.documentElement.scrollWidth"))
                .isLessThanOrEqualTo(360);
        row(page, id).first().getByRole(AriaRole.BUTTON).click();
        assertThat(row(page, id).first()).containsText("The history breaks the rules at version 1");

        console.sql("UPDATE circle_events SET event_type = 'CircleCreated' WHERE circle_id = '" + id + "'");
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

    @Test
    void languageAndThemeAreChosenAndStay() {
        var page = console.english("");
        page.getByLabel("Language").selectOption("ja");
        assertThat(heading(page, "サークル")).isVisible();
        page.getByLabel("表示モード").selectOption("dark");
        page.reload();
        assertThat(page.locator("html")).hasAttribute("lang", "ja");
        assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
        assertThat(page.locator("body")).hasCSS("background-color", "rgb(20, 25, 27)");
    }

    @Test
    void aLanguageIsChosenBeforeThePageIsThere() {
        var page = console.english("#/help");
        var held = HeldRequests.of(page, "GET", "**/session");
        page.reload(new Page.ReloadOptions().setWaitUntil(WaitUntilState.COMMIT));
        page.getByLabel("Language").selectOption("ja");
        page.evaluate("location.hash = '#/'");
        assertThat(page.getByLabel("表示モード")).isVisible();
        held.awaitOne();
        held.letGo();
        assertThat(heading(page, "サークル")).isVisible();
    }

    @Test
    void whatIsNotThereIsSaid() {
        var page = console.english("#/circle/00000000-0000-7000-8000-000000000000");
        assertThat(heading(page, "There is no such circle")).isVisible();
        page.navigate(page.url().replaceAll("#.*", "#/nowhere"));
        assertThat(heading(page, "Page not found")).isVisible();
    }
}
