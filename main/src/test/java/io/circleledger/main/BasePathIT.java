package io.circleledger.main;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.main.ConsoleBrowser.Reader;
import io.ledger.stores.TestStores;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console in a real browser, in front of a packaged server that is under a path. */
@Tag("long")
class BasePathIT {

    @TempDir
    Path directory;

    /** The browser counts whatever is asked outside of the path as a fault. */
    @Test
    void theConsoleAsksForNothingOutsideOfItsPath() throws Exception {
        var database = TestStores.shared().freshDatabase();
        try (var server = ServerProcess.start(
                        directory,
                        Map.of(
                                "DATABASE_URL", database.jdbcUrl(),
                                "DATABASE_USER", database.user(),
                                "DATABASE_PASSWORD", database.password(),
                                "REDIS_URL", TestStores.shared().freshRedis().url(),
                                "BASE_PATH", "/ledger",
                                "OPEN_ACCESS", "true"));
                var browser = ConsoleBrowser.open(server.url())) {
            assertThat(server.url()).endsWith("/ledger");
            assertThat(server.log()).contains("anybody who reaches this server may change everything");
            var created = server.post("/circle", "{\"circle_name\":\"football\",\"capacity\":20}");
            var circle = created.headers().firstValue("Location").orElseThrow();
            assertThat(circle).startsWith("/ledger/circle/");
            server.awaitFound(created);

            var list = browser.page(Reader.ENGLISH, "");
            assertThat(list.locator("tbody")).containsText("football");

            var id = circle.substring("/ledger/circle/".length());
            var page = browser.page(Reader.ENGLISH, "#/circle/" + id);
            assertThat(page.locator("main")).containsText("football");
            server.put("/circle/" + id, "{\"circle_name\":\"baseball\",\"version\":1}");
            assertThat(page.locator("main")).containsText("baseball");

            var health = browser.page(Reader.ENGLISH, "#/health");
            assertThat(health.locator("main")).containsText("Database");
            assertThat(health.locator("main")).containsText("Anyone who can reach it can change everything.");
            assertThat(browser.asked()).anyMatch(request -> request.startsWith("GET /events?after="));
            browser.endTest();
        }
    }
}
