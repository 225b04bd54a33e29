package io.circleledger.main;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.circleledger.main.OpenConsole.button;
import static io.circleledger.main.OpenConsole.field;
import static io.circleledger.main.OpenConsole.heading;
import static io.circleledger.main.OpenConsole.names;
import static io.circleledger.main.OpenConsole.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import io.circleledger.main.ConsoleBrowser.Reader;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The table of circles under somebody's hand: while others change it, and while it is searched. */
@Tag("long")
class ConsoleListIT {

    /** Somebody who types so slowly that each digit is looked at. */
    private static final int TYPING_MILLIS = 200;

    @RegisterExtension
    static final OpenConsole console = OpenConsole.plain();

    /** The table of the circles that are named so, once it hears of what others do. */
    private static Page table(String name) {
        var page = console.english("?#/?q=" + name);
        assertThat(page.locator("tbody tr").first()).isVisible();
        console.listening(page);
        return page;
    }

    /** Presses the button of the pointer where the pointer is. */
    private static void press(Page page) {
        page.mouse().down();
        page.mouse().up();
    }

    @Test
    void aRowThatComesMovesNoneUnderThePointerAndIsShownWhenItIsAskedFor() {
        IntStream.range(0, 6).forEach(n -> console.created("Hover " + n, 10));
        var page = table("Hover");
        row(page, "Hover 3").hover();
        console.created("Hover for all", 10);
        console.created("Hover for some", 10);
        assertThat(button(page, "2 new circles — show")).isVisible();
        assertThat(page.locator("tbody tr").first()).containsText("Hover 5");
        press(page);
        assertThat(heading(page, "Hover 3")).isVisible();

        page.goBack();
        assertThat(row(page, "Hover 3").getByRole(AriaRole.LINK)).isFocused();
        assertThat(page.locator("tbody tr").first()).containsText("Hover for some");
        console.created("Hover for none", 10);
        assertThat(button(page, "1 new circle — show")).isVisible();
        assertThat(row(page, "Hover 3").getByRole(AriaRole.LINK)).isFocused();
        button(page, "1 new circle — show").click();
        assertThat(page.locator("tbody tr").first()).containsText("Hover for noneNew");
        assertThat(row(page, "Hover for none").getByRole(AriaRole.LINK)).isFocused();
        assertThat(page.locator(".pill")).isHidden();
    }

    @Test
    void nothingTakesThePlaceOfAnEmptyTableUnderThePointer() {
        var page = console.english("?#/?q=Emptiness");
        page.getByText("No circles match").hover();
        console.listening(page);
        console.created("Emptiness", 10);
        assertThat(button(page, "1 new circle — show")).isVisible();
        assertThat(page.getByText("No circles match")).isVisible();
        button(page, "1 new circle — show").click();
        assertThat(names(page)).hasText(new String[] {"Emptiness"});
    }

    @Test
    void aRowThatChangesStaysWhereItIsAndSoDoesOneThatIsDissolved() {
        var ids = IntStream.range(0, 4)
                .mapToObj(n -> console.created("Stay " + n, 10 + n))
                .toList();
        var page = table("Stay&sort=capacity&order=asc");
        row(page, "Stay 1").hover();
        console.changed(ids.get(0), "{\"capacity\":90,\"version\":1}");
        assertThat(row(page, "Stay 0")).containsText("90");
        assertThat(row(page, "Stay 0")).containsText("Changed");
        console.server()
                .send(console.server()
                        .request("/circle/" + ids.get(2) + "?version=1")
                        .DELETE());
        assertThat(row(page, "Stay 2")).containsText("Dissolved");
        assertThat(button(page, "The list has changed — show")).isVisible();
        assertThat(names(page)).hasText(new String[] {"Stay 0", "Stay 1", "Stay 2", "Stay 3"});
        press(page);
        assertThat(heading(page, "Stay 1")).isVisible();

        page.goBack();
        assertThat(names(page)).hasText(new String[] {"Stay 1", "Stay 3", "Stay 0"});
        console.changed(ids.get(0), "{\"capacity\":4,\"version\":2}");
        button(page, "The list has changed — show").click();
        assertThat(names(page)).hasText(new String[] {"Stay 0", "Stay 1", "Stay 3"});
    }

    @Test
    void anAddressThatAsksForWhatIsNoSearchIsTakenAsFarAsItIsOne() {
        console.created("あ".repeat(100), 20);
        var page = console.english("?#/?min=500&max=3&q=" + "%E3%81%82".repeat(150));
        assertThat(names(page)).hasText(new String[] {"あ".repeat(100)});
    }

    @Test
    void allThatIsLookedForIsPrintedAndNotOnlyThePageOfIt() {
        IntStream.range(0, 60).forEach(n -> console.created("Paper " + n, 10 + n));
        var page = console.browser().page(Reader.ENGLISH.in(ColorScheme.DARK), "?#/?q=Paper");
        assertThat(names(page)).hasCount(50);
        page.evaluate("window.print = () => { window.isPrinted = true; }");
        page.keyboard().press("Control+p");
        page.waitForFunction("() => window.isPrinted");
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        assertThat(page.locator("tbody tr:visible")).hasCount(60);
        assertThat(page.locator(".paper p")).containsText(Pattern.compile("60 circles · search “Paper”"));
        assertThat(page.locator(".paper")).hasCSS("color", "rgb(0, 0, 0)");
        assertThat(page.locator("header, nav, button, .toast").locator("visible=true"))
                .hasCount(0);
        page.evaluate("window.dispatchEvent(new Event('afterprint'))");
        // Whoever prints by the browser's menu gets the page that is shown, and nothing over it.
        assertThat(page.locator("tbody tr:visible")).hasCount(50);
        assertThat(page.locator(".pages")).isHidden();
    }

    @Test
    void whatTheServerSaysInEnglishIsSaidInTheReadersLanguage() {
        var page = console.japanese("");
        for (var problem : List.of("other-history", "position-unknown", "cross-site", "server-busy", "something-new")) {
            page.route(
                    "**/circle?*",
                    route -> route.fulfill(new Route.FulfillOptions()
                            .setStatus(409)
                            .setContentType("application/problem+json")
                            .setBody("{\"type\":\"/problems/%s\",\"title\":\"T\",\"detail\":\"In English\"}"
                                    .formatted(problem))));
            page.getByRole(AriaRole.SEARCHBOX).fill(problem);
            page.waitForURL("**q=" + problem);
            assertThat(page.locator(".state h2"))
                    .hasText(Pattern.compile(
                            problem.equals("something-new") ? "[^ -~]+（詳細（英語）：In English）" : "[^ -~]+"));
            page.unroute("**/circle?*");
        }
    }

    @Test
    void theWholeRowIsTheTarget() {
        IntStream.range(0, 3).forEach(n -> console.created("Target " + n, 10 + n));
        var page = console.english("?#/?q=Target");
        for (var name : List.of("Target 1", "Target 2")) {
            row(page, name).click();
            assertThat(heading(page, name)).isVisible();
            page.goBack();
            assertThat(row(page, name)).isVisible();
        }
    }

    @Test
    void ofTheFiltersWhatIsValidAppliesAndWhatIsNotIsSaidOnceItIsTyped() {
        console.created("Range one", 40);
        console.created("Range two", 400);
        console.created("Other range", 500);
        var page = console.english("?#/?q=range");
        assertThat(names(page)).hasCount(3);
        field(page, "Capacity from").fill("100");
        assertThat(names(page)).hasCount(2);
        // A number that is being typed is not a wrong one.
        page.evaluate("""
                () => {
                  const fault = document.querySelector('.range .fault');
                  window.said = [];
                  new MutationObserver(() => window.said.push(fault.textContent)).observe(fault, { childList: true });
                }""");
        field(page, "Capacity to")
                .pressSequentially("500", new Locator.PressSequentiallyOptions().setDelay(TYPING_MILLIS));
        page.waitForURL("**max=500");
        assertThat((List<?>) page.evaluate("window.said")).isEmpty();
        assertThat(names(page)).hasCount(2);
        field(page, "Capacity to").fill("50");
        page.getByRole(AriaRole.SEARCHBOX).fill("Range one");
        assertThat(page.locator(".range .fault")).containsText("This range is not applied.");
        assertThat(names(page)).hasText(new String[] {"Range one"});
        assertThat(page.url()).contains("q=Range+one").doesNotContain("min=", "max=");
        field(page, "Capacity to").fill("200");
        assertThat(page.locator(".range .fault")).isEmpty();
        assertThat(page.getByText("No circles match")).isVisible();
        field(page, "Capacity from").fill("x");
        field(page, "Capacity from").press("Enter");
        assertThat(names(page)).hasText(new String[] {"Range one"});
        assertThat(page.url()).contains("max=200").doesNotContain("min=");
    }

    @Test
    void anOpenTableShowsWhatOthersDoAndMarksIt() {
        var id = console.created("Kendo", 20);
        var page = console.english("?#/?q=Kendo");
        assertThat(row(page, "Kendo")).containsText("20");
        assertThat(page.locator("tbody tr .tag:not(:empty)")).hasCount(0);
        console.listening(page);

        console.changed(id, "{\"capacity\":77,\"version\":1}");
        assertThat(row(page, "Kendo")).containsText("77");
        assertThat(row(page, "Kendo")).containsText("Changed");
        console.created("Kendo for all", 9);
        assertThat(button(page, "1 new circle — show")).isVisible();
        button(page, "1 new circle — show").click();
        assertThat(row(page, "Kendo for all")).containsText("New");
        console.server()
                .send(console.server().request("/circle/" + id + "?version=2").DELETE());
        assertThat(row(page, "77")).containsText("Dissolved");
    }

    @Test
    void whatTheServerRefusesIsSaidInTheReadersLanguageAndTriedAgain() {
        console.created("テニスサークル", 20);
        var page = console.browser().page(Reader.ENGLISH.in("ja"), "");
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
}
