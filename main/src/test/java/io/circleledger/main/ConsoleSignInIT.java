package io.circleledger.main;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.circleledger.main.OpenConsole.button;
import static io.circleledger.main.OpenConsole.dialog;
import static io.circleledger.main.OpenConsole.edit;
import static io.circleledger.main.OpenConsole.fact;
import static io.circleledger.main.OpenConsole.field;
import static io.circleledger.main.OpenConsole.heading;
import static io.circleledger.main.OpenConsole.inDialog;
import static io.circleledger.main.OpenConsole.row;
import static io.circleledger.main.SignedInConsole.PASSWORD;
import static io.circleledger.main.SignedInConsole.enter;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.circleledger.main.ConsoleBrowser.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Signing in to the console, and what it offers to whom, in front of a server with accounts of its own. */
@Tag("long")
class ConsoleSignInIT {

    @RegisterExtension
    static final SignedInConsole people = new SignedInConsole();

    @BeforeAll
    static void accounts() {
        people.account("Admin Aiko", "administrator");
        people.account("Vera Viewer", "viewer");
    }

    private static Page stranger(String place) {
        return people.console().browser().page(Reader.ENGLISH, place);
    }

    private static Locator place(Page page, String name) {
        return page.getByRole(AriaRole.NAVIGATION)
                .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(name));
    }

    private static Locator signInAgain(Page page) {
        return dialog(page).filter(new Locator.FilterOptions().setHasText("Please sign in again"));
    }

    @Test
    void aLinkChoosesAPasswordOnceAndSignsIn() {
        var admin = people.signedIn("Admin Aiko", "#/accounts");
        button(admin, "Add an account").click();
        dialog(admin).getByLabel("Name").fill("Newcomer Nao");
        inDialog(admin, "Add").click();
        assertThat(heading(admin, "Link for Newcomer Nao")).isVisible();
        var link = dialog(admin).getByRole(AriaRole.TEXTBOX).inputValue();
        admin.keyboard().press("Escape");
        admin.keyboard().press("Escape");
        assertThat(heading(admin, "Link for Newcomer Nao")).isVisible();
        inDialog(admin, "Close").click();
        assertThat(row(admin, "Newcomer Nao")).containsText("viewer");
        assertThat(admin.content()).doesNotContain(link);

        var place = link.replaceAll(".*/#", "#");
        var page = stranger(place);
        assertThat(heading(page, "Choose a password")).isVisible();
        assertThat(page.url()).doesNotContain("link=");
        field(page, "New password").fill("too short");
        button(page, "Save and sign in").click();
        assertThat(page.getByText("Use at least 12 characters.")).isVisible();
        field(page, "New password").fill(PASSWORD);
        field(page, "Repeat the new password").fill(PASSWORD + "!");
        button(page, "Save and sign in").click();
        assertThat(page.getByText("The two passwords differ.")).isVisible();
        field(page, "New password").fill("newcomer nao 1");
        field(page, "Repeat the new password").fill("newcomer nao 1");
        button(page, "Save and sign in").click();
        assertThat(page.getByText("This password can’t be used")).isVisible();
        // Whoever changes the language has the link still.
        page.getByLabel("Language").selectOption("ja");
        field(page, "新しいパスワード").fill(PASSWORD);
        field(page, "新しいパスワード（確認）").fill(PASSWORD);
        button(page, "設定してサインイン").click();
        assertThat(heading(page, "サークル")).isVisible();
        assertThat(page.locator(".person")).containsText("Newcomer Nao 閲覧");

        var late = stranger(place);
        field(late, "New password").fill(PASSWORD);
        field(late, "Repeat the new password").fill(PASSWORD);
        button(late, "Save and sign in").click();
        assertThat(late.getByText("This link was used already, or has expired."))
                .isVisible();
    }

    @Test
    void aWrongPasswordIsToldAndThePlaceOfTheAddressIsShownAfterTheRightOne() {
        var id = people.circle("Fencing");
        var page = stranger("#/circle/" + id);
        assertThat(page.locator("body")).not().containsText("Fencing");
        page.locator("input[name=username]").fill("Vera Viewer");
        page.locator("input[type=password]").fill("a wrong password");
        page.keyboard().press("Enter");
        assertThat(page.getByRole(AriaRole.ALERT).filter(new Locator.FilterOptions().setHasText("The name or")))
                .hasText("The name or the password is wrong.");
        enter(page, "vera viewer");
        assertThat(heading(page, "Fencing")).isVisible();
    }

    @Test
    void thatTheIdentityProviderDoesNotAnswerIsTold() {
        var page = stranger("#/circle/some");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Sign in with your organisation"))
                .click();
        assertThat(page.getByText("Your organisation’s sign-in service does not answer."))
                .isVisible();
        assertThat(people.console().browser().asked())
                .contains("GET /session/provider?return_to=%2F%23%2Fcircle%2Fsome");
        enter(page, "Vera Viewer");
        assertThat(heading(page, "Circles")).isVisible();
    }

    @Test
    void whoMayOnlyLookIsOfferedNothingElse() {
        var id = people.circle("Chess");
        var page = people.signedIn("Vera Viewer", "");
        row(page, "Chess").waitFor();
        assertThat(page.locator(".person")).containsText("Vera Viewer viewer");
        assertThat(page.locator("nav.main a")).hasText(new String[] {"Circles", "Changes"});
        assertThat(button(page, "New circle")).hasCount(0);
        page.keyboard().press("Alt+n");
        assertThat(dialog(page)).hasCount(0);
        row(page, "Chess").getByRole(AriaRole.LINK).click();
        assertThat(page.locator(".what").first()).isVisible();
        assertThat(button(page, "Edit")).isHidden();
        assertThat(field(page, "Name")).isHidden();
        assertThat(button(page, "Dissolve the circle")).isHidden();
        // How the circle stands is no secret; who is in it is.
        assertThat(heading(page, "Standing")).isVisible();
        assertThat(button(page, "Suspend")).hasCount(0);
        assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Roster")))
                .hasCount(0);
        people.changeCircle(id, "{\"capacity\":21,\"version\":1}");
        assertThat(page.locator(".what")).hasCount(2);
        page.getByRole(AriaRole.SLIDER).press("Home");
        assertThat(page.locator(".values .other")).hasCount(1);
        assertThat(button(page, "Restore this")).isHidden();
        for (var other : List.of("import", "health", "accounts", "accounts/" + id, "tokens", "audit")) {
            page.evaluate("place => { location.hash = place; }", "#/" + other);
            assertThat(heading(page, "You can’t see this page")).isVisible();
        }
        assertThat(people.console().browser().asked())
                .noneMatch(asked ->
                        asked.matches("(?!GET |POST /session).*|GET /(projection|audit|token|account(?!/names)).*"));
    }

    @Test
    void aRoleThatWasTakenAwayIsToldInTheReadersWords() {
        var account = people.account("Former Editor", "viewer", "editor");
        var id = people.circle("Kendo");
        var page = people.signedIn(Reader.ENGLISH.in("ja"), "Former Editor", "#/circle/" + id);
        edit(page);
        field(page, "定員").fill("30");
        people.change(account, "{\"roles\":[\"viewer\"]}");
        field(page, "定員").press("Enter");
        assertThat(page.getByText("この操作を行う権限がありません。")).isVisible();
        // And is not offered any more.
        assertThat(place(page, "取り込み")).hasCount(0);
        assertThat(field(page, "定員")).hasValue("30");
    }

    @Test
    void aSessionThatEndsInTheMiddleOfAnEditLosesNothing() {
        var account = people.account("Editor Emi", "editor");
        var id = people.circle("Rowing");
        var page = people.signedIn("Editor Emi", "#/circle/" + id);
        assertThat(page.locator(".what")).hasCount(1);
        var keys = new ArrayList<String>();
        page.onRequest(request -> {
            if (request.method().equals("PUT")) {
                keys.add(request.headerValue("idempotency-key"));
            }
        });
        people.expireWithNextChange(page, account);
        edit(page);
        field(page, "Capacity").fill("33");
        field(page, "Capacity").press("Enter");
        assertThat(signInAgain(page)).isVisible();
        page.keyboard().press("Escape");
        page.keyboard().press("Escape");
        assertThat(signInAgain(page)).isVisible();
        assertThat(dialog(page).getByLabel("Name")).hasValue("Editor Emi");
        enter(page, "Editor Emi");
        assertThat(page.locator(".version")).hasText("version 2");
        assertThat(page.locator(".who").first()).hasText("by Editor Emi");
        assertThat(keys).hasSizeGreaterThan(1).doesNotContainNull();
        assertThat(Set.copyOf(keys)).hasSize(1);
        // What others do is heard again.
        people.changeCircle(id, "{\"capacity\":40,\"version\":2}");
        assertThat(page.locator(".version")).hasText("version 3");
    }

    @Test
    void aLiveStreamThatIsRefusedIsHeardAgainAfterSigningIn() {
        var account = people.account("Listener Lea", "viewer");
        var id = people.circle("Listening");
        var context = people.console().browser().context(Reader.ENGLISH);
        context.clock().install();
        var page = people.console().browser().page(context, "#/circle/" + id);
        var stream = Pattern.compile(".*/events\\?after=[^&]*");
        // Streams that end at once, so that the browser begins the next one.
        page.route(
                stream,
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("text/event-stream")
                        .setBody("retry: 50\n\n")));
        enter(page, "Listener Lea");
        assertThat(page.locator(".what")).hasCount(1);
        people.expire(account);
        page.unroute(stream);
        assertThat(signInAgain(page)).isVisible();
        // The server is there, however long it takes to sign in.
        context.clock().fastForward(60_000);
        assertThat(page.getByText("Can’t reach the server.")).isHidden();
        people.changeCircle(id, "{\"capacity\":40,\"version\":1}");
        enter(page, "Listener Lea");
        assertThat(page.locator(".version")).hasText("version 2");
        people.changeCircle(id, "{\"capacity\":41,\"version\":2}");
        assertThat(page.locator(".version")).hasText("version 3");
        assertThat(page.getByText("Can’t reach the server.")).isHidden();
    }

    @Test
    void whoIsSignedInAgainInAnotherTabGoesOnInThisOne() {
        var account = people.account("Two Tabs", "editor");
        var id = people.circle("Sailing");
        var page = people.signedIn("Two Tabs", "#/circle/" + id);
        assertThat(page.locator(".what")).hasCount(1);
        people.expireWithNextChange(page, account);
        edit(page);
        field(page, "Capacity").fill("33");
        field(page, "Capacity").press("Enter");
        assertThat(signInAgain(page)).isVisible();
        var other = people.console().browser().page(page.context(), "");
        enter(other, "Two Tabs");
        assertThat(signInAgain(page)).hasCount(0);
        assertThat(page.locator(".version")).hasText("version 2");
    }

    @Test
    void anEditIsNotRecordedInTheNameOfAnother() {
        var account = people.account("First Fumi", "editor");
        people.account("Second Saki", "editor");
        var id = people.circle("Golf");
        var page = people.signedIn("First Fumi", "#/circle/" + id);
        assertThat(page.locator(".what")).hasCount(1);
        people.expireWithNextChange(page, account);
        edit(page);
        field(page, "Capacity").fill("33");
        field(page, "Capacity").press("Enter");
        enter(page, "Second Saki");
        assertThat(page.locator(".person")).containsText("Second Saki");
        assertThat(fact(page, "Capacity")).containsText("20 people");
        assertThat(people.as("editor", "GET", "/circle/" + id, "").body()).contains("\"version\":1");
        // The edit waits for whoever made it.
        button(page, "Sign out").click();
        enter(page, "First Fumi");
        page.evaluate("place => { location.hash = place; }", "#/circle/" + id);
        assertThat(page.locator(".version")).hasText("version 2");
    }

    @Test
    void aSessionThatEndsInTheMiddleOfAnImportLosesNoRowAndDoublesNone() {
        var account = people.account("Importer Ina", "editor");
        var page = people.signedIn("Importer Ina", "#/import");
        page.locator("input[type=file]")
                .setInputFiles(new FilePayload(
                        "circles.csv",
                        "text/csv",
                        "名前,定員\nImported go,24\nImported shogi,15\nImported haiku,18\n"
                                .getBytes(StandardCharsets.UTF_8)));
        page.getByText("Edit", new Page.GetByTextOptions().setExact(true))
                .first()
                .click();
        people.expireWithNextChange(page, account);
        page.getByLabel("Capacity of row 2").fill("25");
        page.keyboard().press("Tab");
        assertThat(signInAgain(page)).isVisible();
        enter(page, "Importer Ina");
        assertThat(page.locator(".imported tbody tr").first()).containsText("25");
        people.expireWithNextChange(page, account);
        button(page, "Create 3 circles").click();
        assertThat(signInAgain(page)).isVisible();
        enter(page, "Importer Ina");
        assertThat(page.getByText("3 circles were created")).isVisible();
        people.console().awaitAllFound();
        var found =
                people.as("editor", "GET", "/circle?limit=100&q=Imported", "").body();
        assertThat(found.split("circle_id", -1)).hasSize(4);
    }

    @Test
    void aTokenIsShownOnceAndIsGoodUntilItIsRevoked() {
        var page = people.signedIn("Admin Aiko", "#/tokens");
        button(page, "Make a token").click();
        dialog(page).getByLabel("Purpose").fill("nightly list");
        dialog(page).getByLabel("Role").selectOption("viewer");
        inDialog(page, "Make").click();
        assertThat(heading(page, "The new token")).isVisible();
        var token = dialog(page).getByRole(AriaRole.TEXTBOX).inputValue();
        assertThat(token).startsWith("clt_");
        inDialog(page, "Close").click();
        assertThat(row(page, "nightly list")).containsText("Admin Aiko");
        assertThat(page.content()).doesNotContain(token);
        page.reload();
        assertThat(row(page, "nightly list")).isVisible();
        assertThat(page.content()).doesNotContain(token);
        assertThat(withToken(token)).isEqualTo(200);
        button(page, "Revoke nightly list").click();
        inDialog(page, "Revoke").click();
        assertThat(row(page, "nightly list")).containsText("revoked");
        assertThat(withToken(token)).isEqualTo(401);
    }

    private static int withToken(String token) {
        var server = people.console().server();
        return server.send(server.request("/circle").header("Authorization", "Bearer " + token))
                .statusCode();
    }

    @Test
    void afterSigningOutTheBackButtonAndOtherTabsShowNothingPrivate() {
        people.account("Leaver Lin", "editor");
        var id = people.circle("Private painting");
        var page = people.signedIn("Leaver Lin", "#/circle/" + id);
        edit(page);
        field(page, "Capacity").fill("77");
        page.getByText("Back to the list").click();
        row(page, "Private painting").waitFor();
        var other = people.console().browser().page(page.context(), "#/circle/" + id);
        assertThat(heading(other, "Private painting")).isVisible();
        button(page, "Sign out").click();
        assertThat(dialog(page)).containsText("One unsaved edit will be deleted from this computer.");
        inDialog(page, "Sign out").click();
        for (var each : List.of(page, other)) {
            assertThat(heading(each, "Sign in")).isVisible();
            assertThat(each.locator("body")).not().containsText("Private painting");
        }
        page.goBack();
        assertThat(heading(page, "Sign in")).isVisible();
        assertThat(page.locator("body")).not().containsText("Private painting");
        page.goBack();
        assertThat(page.locator("body")).not().containsText("Private painting");
        assertThat((String) other.evaluate("JSON.stringify({ ...localStorage, ...sessionStorage })"))
                .doesNotContain("77", "painting");
    }

    @Test
    void whoHasRecordedSomethingIsNamedAndOneWhoWasErasedIsNot() {
        var account = people.account("Erased Eri", "editor");
        var id = people.circle("Calligraphy");
        var mine = people.signedIn("Erased Eri", "#/circle/" + id);
        edit(mine);
        field(mine, "Capacity").fill("30");
        field(mine, "Capacity").press("Enter");
        assertThat(mine.locator(".blame").nth(1)).containsText("Last changed by Erased Eri");
        people.erase(account);
        var page = people.signedIn("Vera Viewer", "#/circle/" + id);
        assertThat(page.locator(".who").first()).containsText("by erased account");
        assertThat(page.locator(".who").last()).containsText("by tests");
        page.getByLabel("Language").selectOption("ja");
        assertThat(page.locator(".who").first()).containsText("削除済みアカウント");
        assertThat(page.locator("body")).not().containsText(account);
    }
}
