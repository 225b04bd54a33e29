package io.circleledger.main;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.circleledger.main.OpenConsole.button;
import static io.circleledger.main.OpenConsole.inDialog;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The console's page of the ledger's health, over a ledger that has much to read. */
@Tag("long")
class ConsoleHealthIT {

    private static final int CIRCLES = 4000;

    private static final int PATIENCE_MILLIS = 30_000;

    /** All circles but the last one came at once, some minutes ago. */
    @RegisterExtension
    static final OpenConsole console = OpenConsole.over(past());

    private static List<String> past() {
        var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        var once = now.minus(Duration.ofMinutes(3));
        var later = created(CIRCLES - 1, now.minus(Duration.ofMinutes(1)));
        return Stream.concat(IntStream.range(0, CIRCLES - 1).mapToObj(n -> created(n, once)), Stream.of(later))
                .toList();
    }

    private static String created(int number, Instant time) {
        var id = new UUID(0x01999999_0001_7000L, 0x8000_0000_0000_0000L + number).toString();
        var data = "{\"name\":\"circle %d\",\"capacity\":20}".formatted(number);
        return University.line(id, 1, number + 1, time, "past", "CircleCreated", data);
    }

    @Test
    void theChartHasABarForEachTimeAtWhichSomethingHappenedAndNoOther() {
        var page = console.english("#/health");
        assertThat(page.getByText("4,000 changes in the last five minutes")).isVisible();
        assertThat(page.locator(".bar")).hasCount(2);
        var high = page.locator(".bar").first().boundingBox().height;
        assertThat(page.locator(".bar").last().boundingBox().height).isLessThan(high / 20);
    }

    @Test
    void aRebuildShowsHowFarItIs() throws IOException {
        var page = console.english("#/health");
        assertThat(page.locator(".bar").first()).isVisible();
        console.database().delay(Duration.ofMillis(200), Duration.ofMillis(200));
        button(page, "Rebuild").click();
        inDialog(page, "Rebuild").click();
        var state = page.locator(".outcome");
        assertThat(state)
                .hasText(
                        Pattern.compile("(Building|Comparing): [1-9][0-9,]* of 4,000"),
                        new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE_MILLIS));
        assertThat(page.getByRole(AriaRole.PROGRESSBAR)).hasAttribute("max", "4000");
        assertThat(button(page, "Rebuild")).isDisabled();
        console.database().heal();
        assertThat(state).containsText("The list was rebuilt");
        assertThat(page.getByRole(AriaRole.PROGRESSBAR)).isHidden();
    }
}
