package io.circleledger.main;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.circleledger.main.OpenConsole.button;
import static io.circleledger.main.OpenConsole.field;
import static io.circleledger.main.OpenConsole.heading;
import static io.circleledger.main.OpenConsole.row;
import static io.circleledger.main.OpenConsole.toast;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.circleledger.main.ConsoleBrowser.Reader;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What was begun on a page of the console that is left before it is through. */
@Tag("long")
class ConsoleLeavingIT {

    private static final long A_WHILE_MILLIS = 1_000;

    @RegisterExtension
    static final OpenConsole console = OpenConsole.plain();

    /** A page on which no time passes, so that what is to be done a moment after a key waits. */
    private static Page outOfTime(String place) {
        var context = console.browser().context(Reader.ENGLISH);
        context.clock().install();
        var page = console.browser().page(context, place);
        row(page, "Left").getByRole(AriaRole.LINK).waitFor();
        context.clock().pauseAt(System.currentTimeMillis() + A_WHILE_MILLIS);
        return page;
    }

    /** Opens the row under a search that was only just typed, and lets time pass on the page to which it leads. */
    private static void openAtOnce(Page page, String name, String address) {
        row(page, name).getByRole(AriaRole.LINK).click();
        assertThat(heading(page, name)).isVisible();
        page.context().clock().runFor(A_WHILE_MILLIS);
        assertThat(page).hasURL(Pattern.compile(address + "$"));
        assertThat(page).hasTitle(Pattern.compile("^" + name));
    }

    @Test
    void aSearchOfCirclesDoesNotComeAfterWhoHasOpenedOne() {
        var id = console.created("Left club", 20);
        var page = outOfTime("?#/?q=Left");
        page.getByRole(AriaRole.SEARCHBOX).fill("Left club");
        openAtOnce(page, "Left club", "#/circle/" + id);
    }

    @Test
    void aSearchOfPeopleDoesNotComeAfterWhoHasOpenedOne() {
        var id = console.made("/person", "{\"kind\":\"staff\",\"name\":\"Left Lee\"}");
        var page = outOfTime("#/people");
        field(page, "Part of a name, reading or student number").fill("Lee");
        openAtOnce(page, "Left Lee", "#/person/" + id);
    }

    @Test
    void anImportThatWasOnlyJustBegunIsFollowedToItsEnd() {
        var page = console.english("#/import");
        var rows = "name,capacity\nImported at once,10\n".getBytes(StandardCharsets.UTF_8);
        page.locator("input[type=file]").setInputFiles(new FilePayload("list.csv", "text/csv", rows));
        var held = HeldRequests.of(page, "POST", "**/import/*/apply");
        button(page, "Create 1 circle").click();
        held.awaitOne();
        page.getByText("Circles").first().click();
        assertThat(heading(page, "Circles")).isVisible();
        held.letGo();
        assertThat(toast(page, "The import is finished")).isVisible();
    }
}
