package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What each page owes everybody: it is no wider than the window, says nothing that only
 * programs say, and keeps nobody out, by WCAG 2.2.
 */
final class UsablePage {

    /** Where pictures of pages go; they are made only for who wants them. */
    static final Optional<Path> PICTURES =
            Optional.ofNullable(System.getProperty("screenshots")).map(Path::of);

    private static final List<String> RULES =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

    private UsablePage() {}

    /** Waits until nothing on the page moves or is loaded any more. */
    static void settled(Page page) {
        page.waitForFunction("() => document.querySelector('[aria-busy=true]') === null");
        page.waitForFunction("() => document.getAnimations().length === 0");
    }

    static void fits(Page page, String what) {
        settled(page);
        assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
                .as(what)
                .isLessThanOrEqualTo(page.viewportSize().width);
    }

    /** Checks all that a page owes. */
    static void check(Page page, String what) {
        fits(page, what);
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
