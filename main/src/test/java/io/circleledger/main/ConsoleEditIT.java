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
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.circleledger.main.ConsoleBrowser.Reader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Edits in the console that meet others: of somebody else, of another window, and of a server that is away. */
@Tag("long")
class ConsoleEditIT {

    @RegisterExtension
    static final OpenConsole console = OpenConsole.plain();

    /** Two windows of one browser share what it keeps; those of two people do not. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofTwoWindowsThatEditOneCircleNeitherLosesAnything(boolean ofOneBrowser) {
        var id = console.created("Rowing", 20);
        var mine = console.english("#/circle/" + id);
        var theirs = ofOneBrowser
                ? console.browser().page(mine.context(), "#/circle/" + id)
                : console.browser().page(Reader.ENGLISH, "#/circle/" + id);
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
        assertThat(console.server().get("/circle/" + id).body())
                .contains("\"circle_name\":\"Rowing Club\"", "\"capacity\":25", "\"version\":3");
    }

    @Test
    void whatIsTypedWhileAnEditIsSavedIsTheNextEdit() {
        var id = console.created("Judo", 20);
        var page = console.english("#/circle/" + id);
        assertThat(page.locator(".blame").first()).isVisible();
        var held = HeldRequests.of(page, "PUT", "**/circle/" + id);
        edit(page);
        field(page, "Capacity").fill("25");
        button(page, "Save").click();
        held.awaitOne();
        field(page, "Name").fill("Judo and more");
        held.letGo();
        assertThat(page.locator(".version")).hasText("version 2");
        assertThat(field(page, "Name")).hasValue("Judo and more");
        button(page, "Save").click();
        assertThat(page.locator(".version")).hasText("version 3");
        assertThat(page.locator(".what").first()).hasText("name “Judo” → “Judo and more”");
        assertThat(button(page, "Edit")).isFocused();
    }

    @Test
    void anEditIsNotLostToAnOldVersionNorToAnEscapeThatIsMeantForKana() {
        var id = console.created("Karate", 20);
        console.changed(id, "{\"capacity\":30,\"version\":1}");
        var page = console.english("#/circle/" + id);
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
    void whatIsChangedWhileAPageIsReadIsShownOnIt() {
        var id = console.created("Iaido", 20);
        var held = new AtomicReference<Route>();
        var context = console.browser().context(Reader.ENGLISH);
        context.route("**/blame", held::set);
        var page = console.browser().page(context, "#/circle/" + id);
        page.waitForCondition(() -> held.get() != null);
        assertThat(page.locator(".version")).hasText("version 1");
        // What is read next knows of it, and what was read first does not.
        console.changed(id, "{\"capacity\":28,\"version\":1}");
        context.unroute("**/blame");
        held.get().resume();
        assertThat(page.locator(".version")).hasText("version 2");
        assertThat(fact(page, "Capacity")).containsText("28 people");
    }

    @Test
    void aPageThatIsLoadedAnewAsksForNoLessThanItHasSeen() {
        var id = console.created("Naginata", 20);
        var page = console.english("#/circle/" + id);
        edit(page);
        field(page, "Capacity").fill("27");
        button(page, "Save").click();
        assertThat(page.locator(".version")).hasText("version 2");
        var asked = new ArrayList<String>();
        page.onRequest(request -> {
            if (request.url().endsWith("/circle/" + id)) {
                asked.add(request.headers().getOrDefault("ledger-position", "nothing"));
            }
        });
        page.reload();
        assertThat(page.locator(".version")).hasText("version 2");
        assertThat(asked.getFirst()).isEqualTo(String.valueOf(console.recorded()));
    }

    @Test
    void aSearchInTheMidstOfAnEditLosesNothingOfIt() {
        var id = console.created("Kendo", 20);
        var page = console.english("#/circle/" + id);
        edit(page);
        field(page, "Capacity").fill("27");
        page.keyboard().press("Control+k");
        assertThat(page.getByRole(AriaRole.SEARCHBOX)).isFocused();
        page.keyboard().type("Kendo");
        row(page, "Kendo").getByRole(AriaRole.LINK).click();
        assertThat(field(page, "Capacity")).hasValue("27");
        button(page, "Save").click();
        assertThat(page.locator(".what").first()).hasText("capacity 20 → 27");
    }

    @Test
    void aNewCircleThatWasBegunIsThereAgainUntilItIsGivenUp() {
        var page = console.english("");
        button(page, "New circle").first().click();
        dialog(page).getByLabel("Name").fill("Begun");
        page.keyboard().press("Escape");
        assertThat(dialog(page)).hasCount(0);
        page.reload();
        button(page, "New circle").first().click();
        assertThat(dialog(page).getByLabel("Name")).hasValue("Begun");
        inDialog(page, "Cancel").click();
        button(page, "New circle").first().click();
        assertThat(dialog(page).getByLabel("Name")).hasValue("");
    }

    @Test
    void anEditOutlivesTheServerAndIsRecordedOnce() throws IOException {
        var id = console.created("Fencing", 20);
        var page = console.english("#/circle/" + id);
        edit(page);
        assertThat(field(page, "Capacity")).hasValue("20");
        console.server().terminate();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("Can’t reach the server.");
        field(page, "Capacity").fill("33");
        button(page, "Save").click();
        assertThat(page.getByText("Retrying automatically; keep this tab open."))
                .isVisible();
        field(page, "Name").fill("Fencing, later");

        console.startServer();
        assertThat(page.locator(".version")).hasText("version 2");
        assertThat(field(page, "Name")).hasValue("Fencing, later");
        button(page, "Discard changes").click();
        assertThat(page.getByRole(AriaRole.ALERT)).isHidden();
        assertThat(page.locator(".what").first()).hasText("capacity 20 → 33");
        console.changed(id, "{\"capacity\":34,\"version\":2}");
        assertThat(fact(page, "Capacity")).containsText("34 people");
    }
}
