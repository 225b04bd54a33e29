package io.circleledger.main;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.circleledger.main.OpenConsole.button;
import static io.circleledger.main.OpenConsole.dialog;
import static io.circleledger.main.OpenConsole.edit;
import static io.circleledger.main.OpenConsole.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import io.circleledger.main.ConsoleBrowser.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The screens of the console, over a university's past: each is light, fits, and can be used by everyone. */
@Tag("long")
class ConsoleScreensIT {

    @RegisterExtension
    static final OpenConsole console = OpenConsole.over(University.history());

    /** What a page may weigh until its first view is whole. */
    private static final long FIRST_VIEW_BYTES = 150_000;

    @Test
    void theFirstViewIsLight() {
        var page = console.english("");
        assertThat(page.locator("tbody tr").first()).isVisible();
        var bytes = console.browser().received();
        assertThat(bytes).isBetween(10_000L, FIRST_VIEW_BYTES);
    }

    /** The university's past is years old, and what others do now is not of it. */
    @Test
    void theTableIsShownAsItWasOnADay() {
        var page = console.english("?#/?as_of=" + University.aDay());
        assertThat(page.locator(".total")).hasText(Pattern.compile("as of \\d+ [A-Za-z]+ 20\\d\\d · 36 active"));
        assertThat(page.locator("tbody tr")).hasCount(36);
        console.created("Of today", 10);
        page.getByRole(AriaRole.SEARCHBOX).fill("Of today");
        assertThat(page.getByText("No circles match")).isVisible();
        button(page, "Clear").click();
        assertThat(row(page, "Of today")).isVisible();
        assertThat(page.url()).doesNotContain("as_of");
    }

    @ParameterizedTest
    @ValueSource(ints = {360, 2560})
    void everyScreenFits(int width) {
        for (var place : List.of(
                "",
                "?#/?status=dissolved",
                "?#/?as_of=" + University.aDay(),
                "#/circle/" + University.FOOTBALL,
                "#/import",
                "#/import?kind=persons",
                "#/import?kind=members",
                "#/health",
                "#/nowhere")) {
            var page = console.browser().page(Reader.ENGLISH.in("ja").wide(width), place);
            page.locator("h1").first().waitFor();
            UsablePage.fits(page, place + " at " + width);
        }
    }

    /** A screen, and how to come there. */
    private record Screen(String name, String place, Visit visit) {

        @FunctionalInterface
        interface Visit {
            void to(Page page);
        }
    }

    private static List<Screen> screens() {
        return List.of(
                new Screen(
                        "circles", "", page -> page.locator("tbody tr").first().waitFor()),
                new Screen("circle", "#/circle/" + University.FOOTBALL, page -> {
                    page.locator(".what").first().waitFor();
                    page.getByRole(AriaRole.SLIDER).press("ArrowLeft");
                    page.getByRole(AriaRole.SLIDER).press("ArrowLeft");
                    page.getByRole(AriaRole.SLIDER).blur();
                }),
                new Screen("create", "", page -> {
                    page.locator(".head-actions .primary").click();
                    dialog(page).locator("input").first().fill("テニス");
                    dialog(page).locator(".similar li").first().waitFor();
                }),
                new Screen("import", "#/import", page -> {
                    page.locator("input[type=file]")
                            .setInputFiles(new FilePayload(
                                    "circles.csv",
                                    "text/csv",
                                    "名前,定員\n天体観測会,24\n俳句の会,2\n,15\n落語研究会,18\n".getBytes(StandardCharsets.UTF_8)));
                    page.locator(".imported tbody tr").first().waitFor();
                }),
                new Screen("import-people", "#/import?kind=persons", page -> {
                    page.locator("input[type=file]")
                            .setInputFiles(new FilePayload(
                                    "people.csv",
                                    "text/csv",
                                    "氏名,フリガナ,学籍番号,学年\n花田 咲,ハナダ サキ,B26001,1\n,モリ ケンタ,B26002,未定\n"
                                            .getBytes(StandardCharsets.UTF_8)));
                    page.locator(".imported tbody tr").first().waitFor();
                }),
                new Screen(
                        "health",
                        "#/health",
                        page -> page.locator(".parts li").first().waitFor()),
                new Screen("merge", "#/circle/" + University.FOOTBALL, ConsoleScreensIT::conflict),
                new Screen("dissolve", "#/circle/" + University.FOOTBALL, page -> {
                    page.locator(".danger-quiet").click();
                    dialog(page).waitFor();
                }),
                new Screen(
                        "dissolved",
                        "?#/?status=dissolved",
                        page -> page.locator("tbody tr, .state h2").first().waitFor()),
                new Screen(
                        "past",
                        "?#/?as_of=%s".formatted(University.aDay()),
                        page -> page.locator("tbody tr").first().waitFor()),
                new Screen("keys", "", page -> {
                    page.locator("tbody tr").first().waitFor();
                    page.keyboard().press("?");
                    dialog(page).waitFor();
                }),
                new Screen(
                        "nothing",
                        "?#/?q=zzzz",
                        page -> page.locator(".state h2").waitFor()));
    }

    /** Somebody else has changed the circle since the draft was begun. */
    private static void conflict(Page page) {
        page.locator(".what").first().waitFor();
        edit(page);
        var capacity = page.locator("input.number").first();
        var now = Integer.parseInt(capacity.inputValue());
        capacity.fill(String.valueOf(now + 5));
        var version = Integer.parseInt(page.locator(".version").textContent().replaceAll("\\D", ""));
        console.changed(University.FOOTBALL, "{\"capacity\":%d,\"version\":%d}".formatted(now + 1, version));
        button(page, page.locator("html").getAttribute("lang").equals("ja") ? "保存" : "Save")
                .click();
        dialog(page).waitFor();
    }

    /** Each language and each theme once; all four of them for pictures. */
    private static List<String> looks() {
        return UsablePage.PICTURES.isPresent()
                ? List.of("en light", "en dark", "ja light", "ja dark")
                : List.of("en light", "ja dark");
    }

    @ParameterizedTest
    @MethodSource("looks")
    void everyScreenCanBeUsedByEveryone(String wanted) {
        var language = wanted.substring(0, 2);
        var scheme = wanted.endsWith("dark") ? ColorScheme.DARK : ColorScheme.LIGHT;
        var reader = Reader.ENGLISH.in(language).in(scheme);
        for (var screen : screens()) {
            var page = console.browser().page(reader, screen.place());
            screen.visit().to(page);
            UsablePage.check(page, screen.name() + " " + wanted);
            assertThat(page.locator("html").getAttribute("lang")).isEqualTo(language);
            // Of what is seen at once: these are for the documentation.
            UsablePage.PICTURES.ifPresent(pictures -> page.screenshot(new Page.ScreenshotOptions()
                    .setPath(pictures.resolve("%s-%s.png".formatted(screen.name(), wanted.replace(' ', '-'))))));
            page.context().close();
        }
    }
}
