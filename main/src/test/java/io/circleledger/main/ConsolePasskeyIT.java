package io.circleledger.main;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.circleledger.main.OpenConsole.button;
import static io.circleledger.main.OpenConsole.dialog;
import static io.circleledger.main.OpenConsole.heading;
import static io.circleledger.main.OpenConsole.inDialog;
import static io.circleledger.main.OpenConsole.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import io.circleledger.main.ConsoleBrowser.Reader;
import io.ledger.stores.TestStores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passkeys in the console, with the authenticator that Chromium has for tests. */
@Tag("long")
class ConsolePasskeyIT {

    private static final String PASSWORD = "blue kettle over moss";
    private static final Pattern LINK = Pattern.compile("#/sign-in\\?link=([A-Za-z0-9_-]{43})");

    @TempDir
    Path directory;

    private ServerProcess server;
    private ConsoleBrowser browser;
    private CDPSession line;
    private String authenticator = "";

    @BeforeEach
    void start() throws IOException {
        var database = TestStores.shared().freshDatabase();
        server = ServerProcess.start(
                directory,
                Map.of(
                        "DATABASE_URL", database.jdbcUrl(),
                        "DATABASE_USER", database.user(),
                        "DATABASE_PASSWORD", database.password(),
                        "REDIS_URL", TestStores.shared().freshRedis().url(),
                        "ACCOUNTS", "local"));
        server.await("the first link is told", () -> LINK.matcher(server.log()).find());
        // There are no passkeys at an address of numbers.
        browser = ConsoleBrowser.open(server.url().replaceFirst("//[^:]+:", "//localhost:"));
    }

    @AfterEach
    void stop() {
        if (browser != null) {
            browser.close();
        }
        server.close();
    }

    /** Gives the browser of a page an authenticator that knows its user at once. */
    private void plugIn(Page page) {
        line = page.context().newCDPSession(page);
        line.send("WebAuthn.enable");
        var options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "internal");
        options.addProperty("hasResidentKey", true);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        options.addProperty("automaticPresenceSimulation", true);
        var arguments = new JsonObject();
        arguments.add("options", options);
        authenticator = line.send("WebAuthn.addVirtualAuthenticator", arguments)
                .get("authenticatorId")
                .getAsString();
    }

    private void knowsItsUser(boolean isVerified) {
        var arguments = new JsonObject();
        arguments.addProperty("authenticatorId", authenticator);
        arguments.addProperty("isUserVerified", isVerified);
        line.send("WebAuthn.setUserVerified", arguments);
    }

    private static void name(Page page, String name, String button) {
        dialog(page).getByLabel("Name of the passkey").fill(name);
        inDialog(page, button).click();
    }

    @Test
    void aPasskeyIsAddedAndSignsIn() {
        var link = LINK.matcher(server.log());
        assertThat(link.find()).isTrue();
        var page = browser.page(Reader.ENGLISH, "#/sign-in?link=" + link.group(1));
        plugIn(page);
        page.locator("input[type=password]").first().fill(PASSWORD);
        page.locator("input[type=password]").last().fill(PASSWORD);
        button(page, "Save and sign in").click();
        assertThat(heading(page, "Circles")).isVisible();

        page.evaluate("location.hash = '#/me'");
        assertThat(page.getByText("There are no passkeys.")).isVisible();
        button(page, "Add a passkey").click();
        name(page, "My phone", "Continue");
        assertThat(row(page, "My phone")).containsText("never");
        button(page, "Add a passkey").click();
        name(page, "The same again", "Continue");
        assertThat(page.getByText("There is a passkey of this device already.")).isVisible();
        button(page, "Rename the passkey My phone").click();
        name(page, "Old phone", "Continue");
        assertThat(row(page, "Old phone")).isVisible();
        UsablePage.settled(page);
        assertThat(new AxeBuilder(page).analyze().getViolations()).isEmpty();

        button(page, "Sign out").click();
        assertThat(button(page, "Sign in with a passkey")).isVisible();
        UsablePage.settled(page);
        assertThat(new AxeBuilder(page).analyze().getViolations()).isEmpty();
        knowsItsUser(false);
        button(page, "Sign in with a passkey").click();
        assertThat(page.getByText("The browser did not get a passkey.")).isVisible();
        knowsItsUser(true);
        button(page, "Sign in with a passkey").click();
        assertThat(page.locator(".person")).containsText("administrator");

        page.evaluate("location.hash = '#/me'");
        assertThat(row(page, "Old phone")).not().containsText("never");
        button(page, "Remove the passkey Old phone").click();
        inDialog(page, "Remove").click();
        assertThat(page.getByText("There are no passkeys.")).isVisible();
        button(page, "Sign out").click();
        page.getByLabel("Language").selectOption("ja");
        button(page, "パスキーでサインイン").click();
        assertThat(page.getByText("このパスキーではサインインできません。")).isVisible();
        browser.endTest();
    }
}
