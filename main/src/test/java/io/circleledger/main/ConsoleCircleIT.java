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

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.circleledger.main.ConsoleBrowser.Reader;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page of a circle, what is not in the ledger yet, and the help. */
@Tag("long")
class ConsoleCircleIT {

    @RegisterExtension
    static final OpenConsole console = OpenConsole.plain();

    @Test
    void aCircleIsReadFirstAndEditedOnDemandWithAReason() {
        var id = console.created("Kabuki", 20);
        var page = console.circle(id, "Kabuki");
        assertThat(page.locator(".status")).hasText("Active");
        assertThat(fact(page, "Created")).containsText(Pattern.compile("\\d{4}, \\d\\d:\\d\\d"));
        assertThat(field(page, "Name")).isHidden();
        // What ends a circle comes after all that does not.
        var last = "button => [...document.querySelectorAll('main button, main a, main input')].at(-1) === button";
        assertThat((Boolean) button(page, "Dissolve the circle").evaluate(last)).isTrue();
        edit(page);
        assertThat(field(page, "Name")).isFocused();
        field(page, "Capacity").fill("25");
        field(page, "Reason (optional)").fill("reference 123");
        field(page, "Reason (optional)").press("Enter");
        assertThat(fact(page, "Capacity")).containsText("25 people");
        assertThat(fact(page, "Capacity")).containsText("(version 2)");
        assertThat(button(page, "Edit")).isFocused();
        assertThat(page.locator(".why")).hasText("Reason: reference 123");
        // The next one has none, and is not the reason of the last one.
        edit(page);
        assertThat(field(page, "Reason (optional)")).hasValue("");
        field(page, "Reason (optional)").fill("r".repeat(201));
        assertThat(page.getByText("Use at most 200 characters")).isVisible();
        field(page, "Reason (optional)").fill("only a reason");
        page.keyboard().press("Escape");
        assertThat(button(page, "Edit")).isFocused();
    }

    @Test
    void aNewCircleHasItsReasonInTheHistory() {
        var page = console.english("");
        page.keyboard().press("Alt+n");
        dialog(page).getByLabel("Name").fill("Reasoned");
        dialog(page).getByLabel("Capacity").fill("30");
        dialog(page).getByLabel("Reason (optional)").fill("reference 7");
        page.keyboard().press("Enter");
        assertThat(page.locator(".why")).hasText("Reason: reference 7");
    }

    @Test
    void historySliderAndPlotLookAtOneVersion() {
        var id = console.created("Kendama", 20);
        console.changed(id, "{\"capacity\":30,\"version\":1}");
        console.changed(id, "{\"circle_name\":\"Kendama Club\",\"version\":2}");
        console.changed(id, "{\"capacity\":40,\"version\":3}");
        var page = console.circle(id, "Kendama Club");
        assertThat(page.locator("h3.day")).hasCount(1);
        assertThat(page.locator(".events time").first()).hasText(Pattern.compile("\\d\\d:\\d\\d"));
        page.getByLabel("version 2: look at it").click();
        assertThat(page.getByRole(AriaRole.SLIDER)).hasValue("2");
        assertThat(page.getByRole(AriaRole.SLIDER)).isFocused();
        assertThat(page.locator(".events .chosen .what")).hasText("capacity 20 → 30");
        assertThat(page.locator(".values .other")).hasCount(2);
        button(page, "Later ›").click();
        assertThat(page.locator(".events .chosen .what")).hasText("name “Kendama” → “Kendama Club”");
        assertThat(page.locator(".dot.chosen title")).hasText(Pattern.compile("30 · version 3 · .*"));
        page.locator(".plot svg").scrollIntoViewIfNeeded();
        var plot = page.locator(".plot svg").boundingBox();
        page.mouse().click(plot.x + plot.width * 0.2, plot.y + plot.height / 2);
        assertThat(page.locator(".events .chosen .what")).hasText("created “Kendama” with capacity 20");
        button(page, "Dates").click();
        assertThat(button(page, "Dates")).hasAttribute("aria-pressed", "true");
        assertThat(page.getByRole(AriaRole.SLIDER)).hasValue("1");
        // Only the changes of one field.
        page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Changes shown"))
                .getByText("Name")
                .click();
        assertThat(page.locator(".what"))
                .hasText(new String[] {"name “Kendama” → “Kendama Club”", "created “Kendama” with capacity 20"});
    }

    @Test
    void nothingMovesWhileTheSliderDoes() {
        var id = console.created("Steady", 20);
        console.changed(id, "{\"capacity\":30,\"version\":1}");
        console.changed(id, "{\"capacity\":20,\"version\":2}");
        var page = console.circle(id, "Steady");
        var before = page.locator("#plot-title").boundingBox().y;
        page.getByRole(AriaRole.SLIDER).press("ArrowLeft");
        assertThat(button(page, "Restore this")).isVisible();
        assertThat(page.locator("#plot-title").boundingBox().y).isEqualTo(before);
    }

    @Test
    void aVersionIsRestoredWithItsReasonAndThatCanBeUndone() {
        var id = console.created("Origami", 20);
        console.changed(id, "{\"capacity\":30,\"version\":1}");
        var page = console.circle(id, "Origami");
        page.getByRole(AriaRole.SLIDER).press("Home");
        button(page, "Restore this").click();
        assertThat(dialog(page).getByLabel("Reason (optional)")).hasValue("Restore of version 1");
        inDialog(page, "Restore this").click();
        assertThat(page.locator(".why").first()).hasText("Reason: Restore of version 1");
        toast(page, "Version 1 was restored").getByText("Undo").click();
        assertThat(page.locator(".why").first()).hasText("Reason: Undo of version 3");
        assertThat(fact(page, "Capacity")).containsText("30 people");
    }

    @Test
    void whatSomebodyHasChangedSinceIsNotUndone() {
        var id = console.created("Ikebana", 20);
        var page = console.circle(id, "Ikebana");
        edit(page);
        field(page, "Capacity").fill("30");
        field(page, "Capacity").press("Enter");
        // It stays for as long as somebody is on it.
        toast(page, "Saved as version 2").hover();
        console.changed(id, "{\"capacity\":31,\"version\":2}");
        toast(page, "Saved as version 2").getByText("Undo").click();
        assertThat(toast(page, "Not undone: the circle was changed again since then (version 3)."))
                .isVisible();
        assertThat(console.server().get("/circle/" + id).body()).contains("\"capacity\":31", "\"version\":3");
    }

    @Test
    void whatWaitsForTheServerCanBeGivenUpFromAnyPage() throws IOException {
        var id = console.created("Waiting", 20);
        var page = console.circle(id, "Waiting");
        edit(page);
        field(page, "Capacity").fill("33");
        page.route("**/circle/" + id, ConsoleCircleIT::away);
        field(page, "Capacity").press("Enter");
        assertThat(page.getByText("Retrying automatically; keep this tab open."))
                .isVisible();
        page.getByText("Back to the list").click();
        page.locator(".outbox-button").click();
        assertThat(dialog(page)).containsText("saving “Waiting”");
        assertThat(dialog(page)).containsText("waiting for the server");
        // Whoever is about to press it has it under the pointer whatever is tried meanwhile.
        var stop = inDialog(page, "Stop").elementHandle();
        page.waitForRequest("**/circle/" + id, () -> {});
        page.waitForRequest("**/circle/" + id, () -> {});
        assertThat(stop.evaluate("button => button.isConnected")).isEqualTo(true);
        stop.click();
        assertThat(toast(page, "Stopped: saving “Waiting”. If it had reached the server, it may have been recorded"))
                .isVisible();
        // What was typed is a draft, which is found from here.
        dialog(page).getByText("Waiting").click();
        assertThat(field(page, "Capacity")).hasValue("33");
        page.unroute("**/circle/" + id);
        assertThat(console.server().get("/circle/" + id).body()).contains("\"version\":1");
        button(page, "Save").click();
        assertThat(fact(page, "Capacity")).containsText("33 people");
        assertThat(page.locator(".outbox-button")).isHidden();
    }

    @Test
    void aSaveThatWaitsIsGivenUpWhereItWasBegun() {
        var id = console.created("Given up here", 20);
        var page = console.circle(id, "Given up here");
        edit(page);
        field(page, "Capacity").fill("33");
        page.route("**/circle/" + id, ConsoleCircleIT::away);
        field(page, "Capacity").press("Enter");
        button(page, "Stop saving").click();
        assertThat(page.getByText("Stopped. What you typed is kept.")).isVisible();
        button(page, "Discard changes").click();
        assertThat(fact(page, "Capacity")).containsText("20 people");
    }

    private static void away(Route route) {
        if (route.request().method().equals("PUT")) {
            route.abort();
        } else {
            route.resume();
        }
    }

    @Test
    void draftsAreListedAndCanBeDiscardedAndBroughtBack() {
        var id = console.created("Drafted", 20);
        var page = console.circle(id, "Drafted");
        edit(page);
        field(page, "Capacity").fill("44");
        page.getByText("Back to the list").click();
        assertThat(row(page, "Drafted")).containsText("Unsaved edit");
        assertThat(page.locator(".outbox-button")).hasText("1 draft");
        page.reload();
        page.locator(".outbox-button").click();
        inDialog(page, "Discard").click();
        assertThat(dialog(page)).containsText("Everything is saved.");
        page.keyboard().press("Escape");
        assertThat(page.locator(".outbox-button")).isHidden();
        toast(page, "Changes discarded").getByText("Undo").click();
        page.locator(".outbox-button").click();
        dialog(page).getByText("Drafted").click();
        assertThat(field(page, "Capacity")).hasValue("44");
        page.keyboard().press("Escape");
    }

    @Test
    void aCircleIsCalledByItsNameAlsoWhileItIsOnItsWay() {
        var id = console.created("Slow line", 20);
        var page = console.english("?#/?q=Slow");
        assertThat(row(page, "Slow line")).isVisible();
        var held = HeldRequests.of(page, "GET", "**/circle/" + id);
        row(page, "Slow line").getByRole(AriaRole.LINK).click();
        held.awaitOne();
        assertThat(heading(page, "Slow line")).isVisible();
        assertThat(field(page, "Name")).isHidden();
        held.letGo();
        assertThat(fact(page, "Name")).containsText("Slow line");
    }

    @Test
    void aRestoreIsNotOfferedWhileTheHistoryIsNotThere() {
        var id = console.created("No history", 20);
        var page = console.english("");
        page.route("**/circle/*/events*", route -> route.abort());
        page.navigate(page.url().replaceAll("#.*", "") + "#/circle/" + id);
        assertThat(heading(page, "No history")).isVisible();
        assertThat(page.locator(".history .fault")).isVisible();
        assertThat(button(page, "Restore this")).isHidden();
        assertThat(console.named("Restore")).isZero();
    }

    @Test
    void theHeadSaysHowTheServerIs() {
        console.server()
                .await(
                        "all is well",
                        () -> console.server().get("/health/ready").body().contains("\"status\":\"ready\""));
        var page = console.english("");
        assertThat(page.locator(".health-dot")).hasText("OK");
        page.route(
                "**/health/ready",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody("{\"status\":\"degraded\",\"dependencies\":{}}")));
        page.reload();
        assertThat(page.locator(".health-dot")).hasText("Delays");
        page.locator(".health-dot").click();
        assertThat(page).hasURL(Pattern.compile(".*#/health"));
    }

    @Test
    void theHelpExplainsTasksWordsAndKeys() {
        var page = console.english("");
        page.locator("footer").getByText("Help").click();
        assertThat(heading(page, "Help")).isFocused();
        assertThat(page.locator(".glossary")).containsText("Draft");
        assertThat(page.locator(".keys")).containsText("Ctrl+K");
    }

    @Test
    void everybodyCanUseThesePagesInBothLanguagesAndThemesAndOnAPhone() {
        var id = console.created("将棋会", 20);
        console.changed(id, "{\"capacity\":25,\"version\":1,\"reason\":\"決裁 学支第123号\"}");
        for (var reader : List.of(
                Reader.ENGLISH,
                Reader.ENGLISH.in("ja").in(ColorScheme.DARK),
                Reader.ENGLISH.in("ja").wide(360),
                Reader.ENGLISH.wide(640))) {
            var page = console.browser().page(reader, "#/circle/" + id);
            assertThat(page.locator(".what")).hasCount(2);
            UsablePage.check(page, "circle " + reader);
            edit(page);
            page.locator(".card input.number").fill("33");
            UsablePage.check(page, "edit " + reader);
            page.locator(".trail a").click();
            page.locator(".outbox-button").click();
            UsablePage.check(page, "outbox " + reader);
            page.keyboard().press("Escape");
            page.evaluate("location.hash = '#/help'");
            page.locator(".glossary").waitFor();
            UsablePage.check(page, "help " + reader);
            page.context().close();
        }
    }

    @Test
    void aLongHistoryIsShownNewestFirstAndAPageAtATime() {
        var id = console.created("Archery", 20);
        IntStream.rangeClosed(1, 8)
                .forEach(version ->
                        console.changed(id, "{\"capacity\":%d,\"version\":%d}".formatted(20 + version, version)));
        var page = console.english("");
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
        console.changed(id, "{\"circle_name\":\"Archery club\",\"version\":9}");
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
}
