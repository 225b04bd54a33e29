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

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is typed in the console and sent from it: on slow lines, in Japanese, and given up again. */
@Tag("long")
class ConsoleFormsIT {

    @RegisterExtension
    static final OpenConsole console = OpenConsole.plain();

    /** The form of a circle. */
    private static Page editing(String id, String name) {
        var page = console.circle(id, name);
        edit(page);
        return page;
    }

    private static void dissolve(Page page, String name) {
        button(page, "Dissolve the circle").click();
        dialog(page).getByRole(AriaRole.TEXTBOX).first().fill(name);
        inDialog(page, "Dissolve").click();
    }

    @Test
    void aDissolutionOnItsWayIsNotCancelledAndWhatCameOfItIsToldAfterItsDialogIsClosed() {
        var id = console.created("Sumo", 20);
        var page = console.circle(id, "Sumo");
        var held = HeldRequests.of(page, "DELETE", "**/circle/*");
        dissolve(page, "Sumo");
        assertThat(dialog(page)).containsText("Recording the dissolution…");
        assertThat(inDialog(page, "Cancel")).hasCount(0);
        inDialog(page, "Close").last().click();
        assertThat(dialog(page)).hasCount(0);
        held.letGo();
        assertThat(toast(page, "“Sumo” was dissolved")).isVisible();
        assertThat(page.getByText("This circle was dissolved.")).isVisible();
        assertThat(console.server().get("/circle/" + id).statusCode()).isEqualTo(410);
    }

    @Test
    void aDissolutionThatIsCancelledWhileItsNameIsComparedIsNotSent() {
        var id = console.created("テニスの会", 20);
        var page = console.circle(id, "テニスの会");
        var held = HeldRequests.of(page, "GET", "**/folding?*");
        dissolve(page, "てにすの会");
        held.awaitOne();
        inDialog(page, "Cancel").click();
        assertThat(dialog(page)).hasCount(0);
        held.letGo();
        page.waitForFunction(
                "() => performance.getEntriesByType('resource').some((each) => each.name.includes('/folding?'))");
        page.evaluate("() => new Promise((done) => setTimeout(done))");
        assertThat(console.browser().asked()).noneMatch(asked -> asked.startsWith("DELETE"));
        assertThat(console.server().get("/circle/" + id).statusCode()).isEqualTo(200);
    }

    @Test
    void aDissolutionThatComesTooLateIsToldAfterItsDialogIsClosed() {
        var id = console.created("Aikido", 20);
        var page = console.circle(id, "Aikido");
        button(page, "Dissolve the circle").click();
        dialog(page).getByRole(AriaRole.TEXTBOX).first().fill("Aikido");
        var held = HeldRequests.of(page, "DELETE", "**/circle/*");
        inDialog(page, "Dissolve").click();
        held.awaitOne();
        console.changed(id, "{\"capacity\":21,\"version\":1}");
        page.keyboard().press("Escape");
        assertThat(dialog(page)).hasCount(0);
        held.letGo();
        assertThat(toast(page, "“Aikido” could not be dissolved. Someone changed the circle meanwhile (version 2)."))
                .isVisible();
        assertThat(console.server().get("/circle/" + id).statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsSentWhileTheDatabaseIsFrozenGoesOnFromAnyPageAndItsOutcomeIsTold() throws IOException {
        var id = console.created("Frozen rowing", 20);
        var page = editing(id, "Frozen rowing");
        console.database().freeze();
        field(page, "Capacity").fill("33");
        field(page, "Capacity").press("Enter");
        assertThat(button(page, "Saving…")).isVisible();
        page.getByText("Back to the list").click();
        page.keyboard().press("Alt+n");
        dialog(page).getByLabel("Name").fill("Frozen judo");
        dialog(page).getByLabel("Capacity").fill("12");
        var held = HeldRequests.of(page, "POST", "**/circle");
        page.keyboard().press("Enter");
        assertThat(dialog(page)).containsText("Closing won’t cancel it; you will be told the result.");
        held.letGo();
        inDialog(page, "Close").last().click();
        assertThat(page.locator(".outbox")).hasText("2 being sent");
        // What is on its way is not typed once more.
        page.keyboard().press("Alt+n");
        assertThat(dialog(page).getByLabel("Name")).hasValue("");
        page.keyboard().press("Escape");

        console.database().heal();
        assertThat(toast(page, "“Frozen rowing” was saved as version 2")).isVisible();
        assertThat(toast(page, "“Frozen judo” was created")).isVisible();
        assertThat(page.locator(".outbox")).isEmpty();
        assertThat(console.named("Frozen%20judo")).isEqualTo(1);
        toast(page, "“Frozen judo” was created").getByText("Open").click();
        assertThat(heading(page, "Frozen judo")).isVisible();
    }

    @Test
    void whatIsOnItsWayGoesOnAfterThePageWasLoadedAnew() throws IOException {
        var id = console.created("Reloaded rowing", 20);
        var page = console.circle(id, "Reloaded rowing");
        console.database().freeze();
        dissolve(page, "Reloaded rowing");
        inDialog(page, "Close").last().click();
        page.keyboard().press("Alt+n");
        dialog(page).getByLabel("Name").fill("Reloaded judo");
        dialog(page).getByLabel("Capacity").fill("12");
        var held = HeldRequests.of(page, "POST", "**/circle");
        page.keyboard().press("Enter");
        assertThat(dialog(page)).containsText("Creating the circle…");
        held.letGo();
        page.reload();
        assertThat(page.locator(".outbox")).hasText("2 being sent");
        console.database().heal();
        assertThat(toast(page, "“Reloaded rowing” was dissolved")).isVisible();
        assertThat(toast(page, "“Reloaded judo” was created")).isVisible();
        assertThat(console.named("Reloaded%20judo")).isEqualTo(1);
        page.reload();
        assertThat(page.getByText("This circle was dissolved.")).isVisible();
        assertThat(page.locator(".outbox")).isEmpty();
    }

    @Test
    void whoeverComesBackToAChangeOnItsWayFindsItThere() throws IOException {
        var id = console.created("Curling", 20);
        var page = editing(id, "Curling");
        console.database().freeze();
        field(page, "Capacity").fill("33");
        field(page, "Capacity").press("Enter");
        assertThat(button(page, "Saving…")).isVisible();
        page.getByText("Back to the list").click();
        row(page, "Curling").getByRole(AriaRole.LINK).click();
        assertThat(button(page, "Saving…")).isVisible();
        assertThat(field(page, "Capacity")).hasValue("33");
        console.database().heal();
        assertThat(page.locator(".version")).hasText("version 2");
        assertThat(button(page, "Saving…")).isHidden();
        assertThat(toast(page, "Saved as version 2")).isVisible();
    }

    @Test
    void aSavedChangeIsConfirmedAndCanBeTakenBack() {
        var id = console.created("Bouldering", 20);
        var page = editing(id, "Bouldering");
        field(page, "Capacity").fill("44");
        field(page, "Capacity").press("Enter");
        toast(page, "Saved as version 2").getByText("Undo").click();
        assertThat(toast(page, "Undone")).isVisible();
        assertThat(page.locator(".version")).hasText("version 3");
        assertThat(page.locator(".what").first()).hasText("capacity 44 → 20");
    }

    @Test
    void aSpaceAtTheEndsOfANameIsNeitherSwallowedNorMovesTheCaret() {
        var id = console.created("O'Reilly読書会", 20);
        var page = editing(id, "O'Reilly読書会");
        var name = field(page, "Name");
        name.click();
        name.press("End");
        page.keyboard().type(" ");
        assertThat(button(page, "Save")).isHidden();
        page.keyboard().type("Book Club");
        assertThat(name).hasValue("O'Reilly読書会 Book Club");
        name.press("Home");
        page.keyboard().type(" X");
        assertThat(name).hasValue(" XO'Reilly読書会 Book Club");
        name.press("Enter");
        assertThat(heading(page, "XO'Reilly読書会 Book Club")).isVisible();
    }

    @Test
    void aNameThatIsWrittenWithAnInputMethodIsNotTouchedWhileItIs() {
        var id = console.created("読書会", 20);
        var page = editing(id, "読書会");
        var name = field(page, "Name");
        name.click();
        name.press("End");
        var keyboard = page.context().newCDPSession(page);
        compose(keyboard, "　");
        assertThat(name).hasValue("読書会　");
        // Somebody else's change comes in the middle of it.
        console.changed(id, "{\"circle_name\":\"読書の会\",\"version\":1}");
        assertThat(page.locator(".version")).hasText("version 2");
        assertThat(name).hasValue("読書会　");
        compose(keyboard, "　あ");
        commit(keyboard, "　亜");
        assertThat(name).hasValue("読書会　亜");
        assertThat(page.getByText("Someone changed this circle meanwhile (version 2)."))
                .isVisible();
        page.keyboard().press("Enter");
        assertThat(dialog(page).getByRole(AriaRole.ROW).nth(1)).containsText("読書の会");
    }

    @Test
    void aFieldThatOnlyHasTheFocusIsNotWrittenIntoUntilItIsLeft() {
        var id = console.created("Shogi", 20);
        var page = editing(id, "Shogi");
        field(page, "Name").click();
        console.changed(id, "{\"circle_name\":\"Shogi and go\",\"version\":1}");
        assertThat(page.locator(".version")).hasText("version 2");
        assertThat(field(page, "Name")).hasValue("Shogi");
        field(page, "Capacity").focus();
        assertThat(field(page, "Name")).hasValue("Shogi and go");
        assertThat(button(page, "Save")).isHidden();
    }

    private static void compose(CDPSession keyboard, String text) {
        var composition = new JsonObject();
        composition.addProperty("text", text);
        composition.addProperty("selectionStart", text.length());
        composition.addProperty("selectionEnd", text.length());
        keyboard.send("Input.imeSetComposition", composition);
    }

    private static void commit(CDPSession keyboard, String text) {
        var insertion = new JsonObject();
        insertion.addProperty("text", text);
        keyboard.send("Input.insertText", insertion);
    }

    @Test
    void aNewCircleNeedsItsNameTabItsCapacityAndEnterAlsoIfThereIsOneLikeIt() {
        console.created("テニスサークル", 20);
        var page = console.english("");
        page.keyboard().press("Alt+n");
        page.keyboard().type("テニスサークル");
        assertThat(dialog(page).locator(".similar a")).hasText(new String[] {"テニスサークル"});
        page.keyboard().press("Tab");
        page.keyboard().type("30");
        page.keyboard().press("Enter");
        assertThat(toast(page, "“テニスサークル” was created")).isVisible();
        assertThat(fact(page, "Capacity")).containsText("30 people");
    }

    @Test
    void aDraftOfANewCircleSaysThatItIsOneAndIsReplacedByWhatIsTyped() {
        var page = console.english("");
        page.keyboard().press("Alt+n");
        page.keyboard().type("軽音楽部");
        page.keyboard().press("Escape");
        page.keyboard().press("Alt+n");
        assertThat(dialog(page)).containsText("Your previous input was restored.");
        assertThat(dialog(page).getByLabel("Name")).hasValue("軽音楽部");
        page.keyboard().type("書道部");
        assertThat(dialog(page).getByLabel("Name")).hasValue("書道部");
        page.keyboard().press("Escape");
        page.keyboard().press("Alt+n");
        inDialog(page, "Clear").click();
        assertThat(dialog(page).getByLabel("Name")).hasValue("");
        assertThat(dialog(page).getByLabel("Name")).isFocused();
        page.keyboard().press("Escape");
        page.keyboard().press("Alt+n");
        assertThat(dialog(page).getByText("Your previous input was restored.")).isHidden();
    }

    @Test
    void anEditThatIsGivenUpCanBeBroughtBack() {
        var id = console.created("Lacrosse", 20);
        var page = editing(id, "Lacrosse");
        field(page, "Name").fill("Lacrosse Club");
        field(page, "Capacity").fill("44");
        page.keyboard().press("Escape");
        assertThat(field(page, "Name")).isHidden();
        assertThat(fact(page, "Name")).containsText("Lacrosse");
        assertThat(fact(page, "Capacity")).containsText("20 people");
        toast(page, "Changes discarded").getByText("Undo").click();
        assertThat(field(page, "Name")).hasValue("Lacrosse Club");
        assertThat(field(page, "Capacity")).hasValue("44");

        page.keyboard().press("Escape");
        assertThat(field(page, "Name")).isHidden();
        page.keyboard().press("Control+z");
        assertThat(field(page, "Name")).hasValue("Lacrosse Club");

        // The same for the button, from another page, and the draft is there, too.
        button(page, "Discard changes").click();
        page.getByText("Back to the list").click();
        toast(page, "Changes discarded").getByText("Undo").click();
        assertThat(field(page, "Name")).hasValue("Lacrosse Club");
        page.getByText("Back to the list").click();
        assertThat(row(page, "Lacrosse")).containsText("Unsaved edit");
        page.reload();
        row(page, "Lacrosse").getByRole(AriaRole.LINK).click();
        assertThat(field(page, "Capacity")).hasValue("44");
        button(page, "Save").click();
        assertThat(page.locator(".version")).hasText("version 2");
    }

    @Test
    void aNewCircleThatIsGivenUpCanBeBroughtBack() {
        var page = console.english("");
        page.keyboard().press("Alt+n");
        page.keyboard().type("Given up");
        inDialog(page, "Cancel").click();
        toast(page, "Input discarded").getByText("Undo").click();
        assertThat(dialog(page).getByLabel("Name")).hasValue("Given up");
        inDialog(page, "Clear").click();
        inDialog(page, "Cancel").click();
        assertThat(dialog(page)).hasCount(0);
        assertThat(toast(page, "Input discarded")).hasCount(0);
    }

    @Test
    void theEscapeThatEndsAnInputMethodIsNotAboutTheEdit() {
        var id = console.created("Kyudo", 20);
        var page = editing(id, "Kyudo");
        field(page, "Name").click();
        field(page, "Name").press("End");
        var keyboard = page.context().newCDPSession(page);
        commit(keyboard, "弓道");
        compose(keyboard, "ぶ");
        field(page, "Name").evaluate("""
            field => {
              field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', isComposing: true, bubbles: true }));
              field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', keyCode: 229, bubbles: true }));
            }\
            """);
        compose(keyboard, "");
        assertThat(field(page, "Name")).hasValue("Kyudo弓道");
        assertThat(button(page, "Save")).isVisible();
        assertThat(toast(page, "Changes discarded")).hasCount(0);
    }

    @Test
    void backWithADialogOpenClosesItAndNothingElse() {
        var id = console.created("Backgammon", 20);
        var page = console.english("?#/?q=Backgammon");
        row(page, "Backgammon").getByRole(AriaRole.LINK).click();
        assertThat(heading(page, "Backgammon")).isVisible();
        page.keyboard().press("Alt+n");
        page.keyboard().type("Begun");
        page.evaluate("history.back()");
        assertThat(dialog(page)).hasCount(0);
        assertThat(heading(page, "Backgammon")).isVisible();
        assertThat(page).hasURL(Pattern.compile(".*#/circle/" + id));
        page.keyboard().press("Alt+n");
        assertThat(dialog(page).getByLabel("Name")).hasValue("Begun");
        page.keyboard().press("Escape");
        page.evaluate("history.back()");
        assertThat(page.getByRole(AriaRole.SEARCHBOX)).hasValue("Backgammon");
        assertThat(dialog(page)).hasCount(0);
    }
}
