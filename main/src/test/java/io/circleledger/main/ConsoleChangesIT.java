package io.circleledger.main;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.circleledger.main.OpenConsole.button;
import static io.circleledger.main.OpenConsole.field;
import static io.circleledger.main.OpenConsole.heading;
import static io.circleledger.main.OpenConsole.inDialog;
import static io.circleledger.main.OpenConsole.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.circleledger.main.ConsoleBrowser.Reader;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page of all changes: who has changed what, from what to what, when and why. */
@Tag("long")
class ConsoleChangesIT {

    @RegisterExtension
    static final OpenConsole console = OpenConsole.with(Map.of("TRUST_X_ACTOR", "true"));

    private static void changedBy(String actor, String id, String change) {
        var request = console.server()
                .request("/circle/" + id)
                .header("Content-Type", "application/json")
                .header("X-Actor", URLEncoder.encode(actor, StandardCharsets.UTF_8))
                .PUT(BodyPublishers.ofString(change));
        var answer = console.server().send(request);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static void dissolved(String id, int version, String reason) {
        var query = "?version=%d&reason=%s".formatted(version, URLEncoder.encode(reason, StandardCharsets.UTF_8));
        var answer = console.server()
                .send(console.server().request("/circle/" + id + query).DELETE());
        assertThat(answer.statusCode()).isEqualTo(204);
    }

    private static Locator changes(Page page) {
        return page.locator(".changes tbody tr:not(.day)");
    }

    /** The changes of one circle, as the page has them that is opened for it. */
    private static Page ofCircle(String id) {
        return console.english("?#/changes?circle=" + id);
    }

    /** An answer may have what was heard of while it was on its way. */
    @Test
    void whatIsShownIsNotOffered() {
        var id = console.created("Heard of", 20);
        var page = ofCircle(id);
        assertThat(changes(page)).hasCount(1);
        console.listening(page);
        var held = HeldRequests.of(page, "GET", "**/events?order=desc*");
        page.getByLabel("Kind").selectOption("CircleUpdated");
        held.awaitOne();
        changedBy("Sato", id, "{\"capacity\":25,\"version\":1}");
        assertThat(button(page, "1 new change — show")).isVisible();
        held.letGo();
        assertThat(page.locator(".happened")).hasText("capacity 20 → 25");
        assertThat(page.locator(".pill")).isHidden();
    }

    @Test
    void eachChangeSaysWhoDidWhatFromWhatToWhatAndWhy() {
        var id = console.created("Fencing", 20);
        changedBy("Sato", id, "{\"capacity\":25,\"version\":1,\"reason\":\"the new hall\"}");
        changedBy("Ito", id, "{\"circle_name\":\"Fencing Club\",\"version\":2}");
        dissolved(id, 3, "nobody is left");
        var page = ofCircle(id);
        assertThat(page.locator(".happened")).hasText(new String[] {
            "dissolved", "name “Fencing” → “Fencing Club”", "capacity 20 → 25", "created “Fencing” with capacity 20"
        });
        assertThat(changes(page).getByRole(AriaRole.LINK))
                .hasText(new String[] {"Fencing Club", "Fencing Club", "Fencing", "Fencing"});
        assertThat(page.locator(".why")).hasText(new String[] {"Reason: nobody is left", "Reason: the new hall"});
        assertThat(page.locator(".by")).hasText(new String[] {"someone", "Ito", "Sato", "someone"});
        assertThat(page.locator(".day")).hasCount(1);
        assertThat(page.locator(".when").first()).hasText(Pattern.compile("\\d\\d:\\d\\d"));
        assertThat(page.locator(".chip")).containsText("Fencing Club");
        row(page, "nobody is left").getByRole(AriaRole.LINK).click();
        assertThat(heading(page, "Fencing Club")).isVisible();
    }

    @Test
    void whatIsLookedForIsInTheAddress() {
        var id = console.created("Karate", 20);
        changedBy("Tanaka", id, "{\"capacity\":21,\"version\":1}");
        changedBy("Suzuki", id, "{\"capacity\":22,\"version\":2}");
        var other = console.created("Judo", 20);
        changedBy("Tanaka", other, "{\"capacity\":23,\"version\":1}");
        var page = console.english("");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Changes"))
                .click();
        assertThat(changes(page).first()).containsText("Judo");
        row(page, "20 → 23").getByText("Tanaka").click();
        assertThat(page.locator(".happened")).hasText(new String[] {"capacity 20 → 23", "capacity 20 → 21"});
        page.getByLabel("Circle", new Page.GetByLabelOptions().setExact(true)).fill("Kara");
        button(page, "Karate").click();
        assertThat(page.locator(".happened")).hasText(new String[] {"capacity 20 → 21"});
        page.reload();
        assertThat(page.locator(".happened")).hasText(new String[] {"capacity 20 → 21"});
        assertThat(page.getByLabel("Person")).hasValue("Tanaka");
        button(page, "Show changes of all circles").click();
        page.getByLabel("Person").selectOption("");
        page.getByLabel("Kind").selectOption("CircleCreated");
        assertThat(page.locator(".happened").first()).hasText("created “Judo” with capacity 20");
        page.goBack();
        assertThat(page.getByLabel("Kind")).hasValue("");
        field(page, "From").fill("2001-04-01");
        field(page, "To").fill("2001-04-30");
        assertThat(page.getByText("No changes match")).isVisible();
        field(page, "From").fill("2001-05-01");
        assertThat(page.getByText("The first day can’t be after the last one.")).isVisible();
        button(page, "Clear").click();
        assertThat(changes(page).first()).containsText("Judo");
    }

    @Test
    void thereIsAPageForEachFiftyChangesAndALinkToEachOfThem() {
        var id = console.created("Paging", 10);
        IntStream.rangeClosed(1, 110)
                .forEach(n -> console.changed(id, "{\"capacity\":%d,\"version\":%d}".formatted(10 + n, n)));
        var page = ofCircle(id);
        assertThat(changes(page)).hasCount(50);
        assertThat(page.locator(".happened").first()).hasText("capacity 119 → 120");
        button(page, "Older").click();
        assertThat(page.locator(".happened").first()).hasText("capacity 69 → 70");
        var second = page.url();
        button(page, "Older").click();
        assertThat(changes(page)).hasCount(11);
        assertThat(page.locator(".happened").last()).hasText("created “Paging” with capacity 10");
        assertThat(button(page, "Older")).isHidden();
        button(page, "Newer").click();
        assertThat(page.locator(".happened").first()).hasText("capacity 69 → 70");
        page.goBack();
        assertThat(changes(page)).hasCount(11);
        var colleague = console.english(second.substring(second.indexOf('#')));
        assertThat(colleague.locator(".happened").first()).hasText("capacity 69 → 70");
        button(colleague, "Newer").click();
        assertThat(colleague.locator(".happened").first()).hasText("capacity 119 → 120");
    }

    @Test
    void whatHappensMeanwhileMovesNoRowAndIsShownWhenItIsAskedFor() {
        var id = console.created("Archery", 20);
        var page = ofCircle(id);
        assertThat(changes(page)).hasCount(1);
        page.waitForCondition(
                () -> console.browser().asked().stream().anyMatch(asked -> asked.startsWith("GET /events?after")));
        console.created("Another one", 20);
        console.changed(id, "{\"capacity\":21,\"version\":1}");
        button(page, "1 new change — show").click();
        assertThat(page.locator(".happened").first()).hasText("capacity 20 → 21");
    }

    @Test
    void whatIsLookedForIsAFileWithWhatWasBeforeAndAfter() throws IOException {
        var id = console.created("=1+1 Club", 20);
        changedBy(
                "Kato",
                id,
                "{\"capacity\":25,\"kind\":\"sports\",\"version\":1,\"reason\":\"more, \\\"many\\\" more\"}");
        var page = ofCircle(id);
        assertThat(changes(page)).hasCount(2);
        button(page, "Export").click();
        var file = page.waitForDownload(
                () -> inDialog(page, "CSV (for spreadsheets)").click());
        assertThat(file.suggestedFilename()).matches("changes-\\d{4}-\\d\\d-\\d\\d\\.csv");
        var lines = Files.readString(file.path()).split("\r\n");
        assertThat(lines).hasSize(3);
        assertThat(lines[0])
                .isEqualTo(
                        "\uFEFFDate and time,Circle,Kind,Name before,Name after,Capacity before,Capacity after,"
                                + "Reading before,Reading after,Kind before,Kind after,Person,Reason,Version,Circle ID,Account ID,Position");
        assertThat(lines[1])
                .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,'=1\\+1 Club,Updated,,,20,25,,,,sports,Kato,"
                        + "\"more, \"\"many\"\" more\",2," + id + ",Kato,\\d+");
    }

    @Test
    void everybodyCanUseThePageInBothLanguagesAndThemesAndOnAPhone() {
        var id = console.created("将棋会", 20);
        changedBy("佐藤 花子", id, "{\"capacity\":25,\"version\":1,\"reason\":\"決裁 学支第123号\"}");
        for (var reader : List.of(
                Reader.ENGLISH,
                Reader.ENGLISH.in("ja").in(ColorScheme.DARK),
                Reader.ENGLISH.in("ja").wide(360),
                Reader.ENGLISH.wide(640))) {
            var page = console.browser().page(reader, "?#/changes?circle=" + id);
            assertThat(changes(page)).hasCount(2);
            UsablePage.check(page, reader.toString());
            page.context().close();
        }
    }
}
