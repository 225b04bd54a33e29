package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What each page owes everybody: it is no wider than the window, be that narrow or zoomed in, says nothing that only
 * programs say, and keeps nobody out, by WCAG 2.2.
 */
final class UsablePage {

    /** Where pictures of pages go; they are made only for who wants them. */
    static final Optional<Path> PICTURES =
            Optional.ofNullable(System.getProperty("screenshots")).map(Path::of);

    /** A window of 1280 pixels at 200 %, a phone, and that window at 400 %. */
    private static final List<Integer> NARROW = List.of(640, 360, 320);

    private static final List<String> RULES =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

    /** What sticks out of a page that has to be scrolled sideways, from the outside in. */
    private static final String TOO_WIDE = """
            (width) => document.documentElement.scrollWidth <= width ? [] : ['the page',
              ...[...document.querySelectorAll('body *')]
                .filter((each) => each.getBoundingClientRect().right > width)
                .map((each) => each.outerHTML.slice(0, 100))]\
            """;

    private UsablePage() {}

    /** Waits until nothing on the page moves or is loaded any more. */
    static void settled(Page page) {
        page.waitForFunction("() => document.querySelector('[aria-busy=true]') === null");
        page.waitForFunction("() => document.getAnimations().length === 0");
    }

    static void fits(Page page, String what) {
        settled(page);
        assertThat((List<?>) page.evaluate(TOO_WIDE, page.viewportSize().width))
                .as("what is wider than the window: " + what)
                .isEmpty();
    }

    /** Nothing has to be scrolled sideways in a window of any width; afterwards the window is as it was. */
    private static void fitsEverywhere(Page page, String what) {
        fits(page, what);
        var window = page.viewportSize();
        for (var width : NARROW) {
            page.setViewportSize(width, window.height);
            fits(page, what + " in " + width + " pixels");
        }
        page.setViewportSize(window.width, window.height);
        settled(page);
    }

    /** Checks all that a page owes. */
    static void check(Page page, String what) {
        fitsEverywhere(page, what);
        assertThat(page.locator("body").innerText())
                .as(what)
                .doesNotContainPattern("\\b(null|undefined|NaN|object)\\b");
        assertThat(new AxeBuilder(page).withTags(RULES).analyze().getViolations())
                .as(what)
                .isEmpty();
    }

    /** Checks all that a page owes, and takes its picture. */
    static void checkWithPicture(Page page, String name) {
        check(page, name);
        picture(page, name);
    }

    /** Takes a picture of the whole page. */
    static void picture(Page page, String name) {
        PICTURES.ifPresent(pictures -> page.screenshot(
                new Page.ScreenshotOptions().setFullPage(true).setPath(pictures.resolve(name + ".png"))));
    }
}
