package io.circleledger.main;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.circleledger.main.OpenConsole.button;
import static io.circleledger.main.OpenConsole.dialog;
import static io.circleledger.main.OpenConsole.field;
import static io.circleledger.main.OpenConsole.heading;
import static io.circleledger.main.OpenConsole.names;
import static io.circleledger.main.OpenConsole.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The views of the table of circles: those that are active and those that are not, its pages, and its keys. */
@Tag("long")
class ConsoleViewsIT {

    @RegisterExtension
    static final OpenConsole console = OpenConsole.plain();

    private static Locator tab(Page page, String name) {
        return page.getByRole(AriaRole.MAIN)
                .getByRole(
                        AriaRole.LINK,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    private static void dissolve(String id) {
        var answer = console.server()
                .send(console.server().request("/circle/" + id + "?version=1").DELETE());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
    }

    @Test
    void dissolvedCirclesHaveATabOfTheirOwn() {
        var ids = IntStream.range(0, 4)
                .mapToObj(n -> console.created("Ended " + n, 10 + n))
                .toList();
        dissolve(ids.get(1));
        var page = console.english("?#/?q=Ended");
        assertThat(names(page)).hasText(new String[] {"Ended 3", "Ended 2", "Ended 0"});
        assertThat(page.locator(".total")).hasText("3 match");

        tab(page, "Dissolved").click();
        assertThat(names(page)).hasText(new String[] {"Ended 1"});
        assertThat(page.locator(".total")).hasText("1 matches");
        assertThat(tab(page, "Dissolved")).hasAttribute("aria-current", "page");
        assertThat(row(page, "Ended 1").locator("td").last())
                .hasText(Pattern.compile("\\d+ [A-Za-z]+ 20\\d\\d.*\\d:\\d\\d"));
        assertThat(page.url()).contains("status=dissolved");
        page.reload();
        assertThat(names(page)).hasText(new String[] {"Ended 1"});
        console.listening(page);

        // One that is dissolved meanwhile moves no row.
        dissolve(ids.get(2));
        button(page, "1 new circle — show").click();
        assertThat(names(page)).hasText(new String[] {"Ended 2", "Ended 1"});
        row(page, "Ended 1").getByRole(AriaRole.LINK).click();
        assertThat(page.getByText("This circle was dissolved.")).isVisible();
        page.goBack();
        assertThat(row(page, "Ended 1").getByRole(AriaRole.LINK)).isFocused();
        tab(page, "Active").click();
        assertThat(names(page)).hasText(new String[] {"Ended 3", "Ended 0"});
        page.goBack();
        assertThat(names(page)).hasText(new String[] {"Ended 2", "Ended 1"});
    }

    @Test
    void aPageHasAnAddressThatOpensItForAnybody() {
        IntStream.range(0, 130).forEach(n -> console.created("Sheet %03d".formatted(n), 10));
        var mine = console.english("?#/?q=Sheet&sort=name&order=asc");
        assertThat(mine.locator(".where")).hasText("1–50 of 130");
        button(mine, "Next").click();
        assertThat(names(mine).first()).hasText("Sheet 050");
        button(mine, "Next").click();
        assertThat(names(mine).first()).hasText("Sheet 100");
        assertThat(mine.getByText("page 3 of 3")).isVisible();
        assertThat(mine.url()).endsWith("&page=3");

        var theirs = console.english("?" + mine.url().substring(mine.url().indexOf('#')));
        assertThat(names(theirs).first()).hasText("Sheet 100");
        assertThat(theirs.locator(".where")).hasText("101–130 of 130");
        assertThat(button(theirs, "Next")).isDisabled();
        button(theirs, "Previous").click();
        assertThat(names(theirs).first()).hasText("Sheet 050");
        button(theirs, "Previous").click();
        assertThat(names(theirs).first()).hasText("Sheet 000");
        assertThat(theirs.url()).doesNotContain("page=");
        theirs.goBack();
        assertThat(names(theirs).first()).hasText("Sheet 050");

        var beyond = console.english("?#/?q=Sheet&sort=name&order=asc&page=9");
        assertThat(names(beyond).first()).hasText("Sheet 000");
        assertThat(beyond.url()).doesNotContain("page=");
    }

    @Test
    void aRowIsNarrowAndItsHeadStays() {
        IntStream.range(0, 50).forEach(n -> console.created("Height %03d".formatted(n), 10));
        var page = console.english("?#/?q=Height");
        assertThat(names(page)).hasCount(50);
        assertThat(row(page, "Height 000").boundingBox().height).isBetween(32.0, 36.0);
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)");
        assertThat(page.locator("thead th").first()).isInViewport();
        assertThat(page.locator("thead th").first().boundingBox().y).isLessThan(1);
        assertThat(page.locator("h1")).not().isInViewport();
    }

    @Test
    void aListIsReadByTheKeyboard() {
        IntStream.range(0, 3).forEach(n -> console.created("Letters " + n, 10));
        var page = console.english("?#/?q=Letters");
        assertThat(names(page)).hasCount(3);
        page.keyboard().press("j");
        assertThat(names(page).nth(0)).isFocused();
        page.keyboard().press("j");
        page.keyboard().press("j");
        assertThat(names(page).nth(2)).isFocused();
        page.keyboard().press("k");
        assertThat(names(page).nth(1)).isFocused();
        page.keyboard().press("Enter");
        assertThat(heading(page, "Letters 1")).isVisible();
        page.goBack();
        assertThat(names(page).nth(1)).isFocused();
        page.keyboard().press("/");
        assertThat(page.getByRole(AriaRole.SEARCHBOX)).isFocused();
        page.keyboard().type(" j?/");
        assertThat(page.getByRole(AriaRole.SEARCHBOX)).hasValue("Letters j?/");
        assertThat(dialog(page)).hasCount(0);

        page.locator("h1").click();
        page.keyboard().press("?");
        assertThat(dialog(page)).containsText("Next row");
        dialog(page).getByLabel("Use single-letter keys").uncheck();
        page.keyboard().press("Escape");
        assertThat(dialog(page)).hasCount(0);
        page.keyboard().press("?");
        page.keyboard().press("/");
        assertThat(page.getByRole(AriaRole.SEARCHBOX)).not().isFocused();
        assertThat(dialog(page)).hasCount(0);
        button(page, "Keyboard shortcuts").click();
        assertThat(dialog(page).getByLabel("Use single-letter keys")).not().isChecked();
    }

    @Test
    void aDayOfBeforeIsLookedAtAndOneThatIsNoneIsNot() {
        console.created("Today", 10);
        var page = console.english("?#/?q=Today");
        assertThat(names(page)).hasCount(1);
        field(page, "As of").fill("2020-04-01");
        assertThat(page.getByText("No circles match")).isVisible();
        assertThat(page.url()).contains("as_of=2020-04-01");
        field(page, "As of").fill("2999-04-01");
        assertThat(field(page, "As of")).hasAttribute("aria-invalid", "true");
        assertThat(names(page)).hasText(new String[] {"Today"});
        assertThat(page.url()).doesNotContain("as_of");
    }

    @Test
    void whoeverComesBackFindsTheTableAsItWasLeft() {
        IntStream.range(0, 70).forEach(n -> console.created("Return %03d".formatted(n), 10 + n));
        var page = console.english("?#/?q=Return&sort=name&order=asc");
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

    @Test
    void theTableLoadsWhatItShowsAndNoMoreAndKeepsItsPlace() {
        IntStream.range(0, 120).forEach(n -> console.created("Paging %03d".formatted(n), 10 + n));
        var page = console.english("?#/?q=Paging&sort=name&order=asc");
        assertThat(page.locator("tbody tr")).hasCount(50);
        assertThat(page.locator("tbody tr").first()).containsText("Paging 000");
        button(page, "Next").click();
        assertThat(page.locator("tbody tr").first()).containsText("Paging 050");
        button(page, "Next").click();
        assertThat(page.locator("tbody tr")).hasCount(20);
        assertThat(page.locator(".where")).containsText("101–120 of 120");
        assertThat(button(page, "Next")).isDisabled();
        // What others add in front of it moves nothing.
        console.created("Paging 0000", 10);
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
        assertThat(console.browser().asked())
                .filteredOn(asked -> asked.startsWith("GET /circle?"))
                .allMatch(asked -> asked.contains("limit=50"));

        // The address is the search, so it can be sent to a colleague.
        console.created("テニスサークル", 20);
        page.getByRole(AriaRole.SEARCHBOX).fill("テニス");
        assertThat(page.locator("tbody tr").first()).containsText("テニス");
        page.reload();
        assertThat(page.getByRole(AriaRole.SEARCHBOX)).hasValue("テニス");
        assertThat(page.locator("tbody tr").first()).containsText("テニス");
    }
}
