package io.circleledger.main;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.circleledger.main.OpenConsole.button;
import static io.circleledger.main.OpenConsole.inDialog;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import io.ledger.core.log.EventLog;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The console's page of the ledger's health, over a ledger that has much to read. */
@Tag("long")
class ConsoleHealthIT {

    /** A rebuild reads them with two pages of the log. */
    private static final int CIRCLES = EventLog.MAX_PAGE + 1_000;

    /** All circles but the last one came at once, a while ago. */
    @RegisterExtension
    static final OpenConsole console = OpenConsole.over(past());

    private static List<String> past() {
        var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        var once = now.minusSeconds(90);
        var later = created(CIRCLES - 1, now.minusSeconds(30));
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
        assertThat(page.getByText("6,000 changes in the last five minutes")).isVisible();
        assertThat(page.locator(".bar")).hasCount(2);
        // At once: the chart is drawn anew every other second.
        assertThat(page.evaluate("() => { const [first, last] = [...document.querySelectorAll('.bar')]"
                        + ".map((bar) => bar.getBoundingClientRect().height); return last < first / 20; }"))
                .isEqualTo(true);
    }

    @Test
    void aRebuildShowsHowFarItIs() throws IOException {
        var page = console.english("#/health");
        assertThat(page.locator(".bar").first()).isVisible();
        console.database().freezeAtAnswer("circle 5900");
        button(page, "Rebuild").click();
        inDialog(page, "Rebuild").click();
        var state = page.locator(".outcome");
        assertThat(state).hasText("Building: 5,000 of 6,000");
        assertThat(page.getByRole(AriaRole.PROGRESSBAR)).hasAttribute("max", "6000");
        assertThat(button(page, "Rebuild")).isDisabled();
        console.database().heal();
        assertThat(state).containsText("The list was rebuilt");
        assertThat(page.getByRole(AriaRole.PROGRESSBAR)).isHidden();
    }
}
