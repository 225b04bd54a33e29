package io.circleledger.main;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.circleledger.main.OpenConsole.button;
import static io.circleledger.main.OpenConsole.dialog;
import static io.circleledger.main.OpenConsole.field;
import static io.circleledger.main.OpenConsole.heading;
import static io.circleledger.main.OpenConsole.inDialog;
import static io.circleledger.main.OpenConsole.row;
import static io.circleledger.main.OpenConsole.toast;
import static io.circleledger.main.SignedInConsole.PASSWORD;
import static io.circleledger.main.SignedInConsole.enter;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.circleledger.main.ConsoleBrowser.Reader;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Accounts in the console: their administration, the own one, and the screens of both. */
@Tag("long")
class ConsoleAccountsIT {

    @RegisterExtension
    static final SignedInConsole people = new SignedInConsole();

    @BeforeAll
    static void accounts() {
        people.account("Admin Aiko", "administrator", "operator");
        people.account("Vera Viewer", "viewer");
    }

    @Test
    void anAdministratorChangesRolesResetsEndsSessionsDisablesAndErases() {
        var account = people.account("Managed Mika", "viewer");
        var theirs = people.signedIn("Managed Mika", "");
        var page = people.signedIn("Admin Aiko", "#/accounts");
        row(page, "Managed Mika").getByRole(AriaRole.LINK).click();
        page.getByLabel("editor", new Page.GetByLabelOptions().setExact(true)).check();
        button(page, "Save the roles").click();
        assertThat(toast(page, "The roles of Managed Mika were changed")).isVisible();
        assertThat(page.getByText("No browser is signed in.")).isVisible();
        theirs.reload();
        enter(theirs, "Managed Mika");
        assertThat(theirs.locator(".person")).containsText("viewer, editor");
        page.reload();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("End the session of"))
                .click();
        assertThat(page.getByText("No browser is signed in.")).isVisible();
        button(page, "Make a link").click();
        assertThat(dialog(page).getByRole(AriaRole.TEXTBOX)).hasValue(Pattern.compile(".*link=.+"));
        inDialog(page, "Close").click();
        button(page, "Disable").click();
        assertThat(button(page, "Enable")).isVisible();
        button(page, "Erase").click();
        assertThat(inDialog(page, "Erase")).isDisabled();
        dialog(page).getByRole(AriaRole.TEXTBOX).fill("Managed Mika");
        inDialog(page, "Erase").click();
        assertThat(heading(page, "Accounts")).isVisible();
        assertThat(row(page, "Managed Mika")).hasCount(0);
        page.evaluate("place => { location.hash = place; }", "#/accounts/" + account);
        assertThat(heading(page, "erased account")).isVisible();
        people.console()
                .server()
                .await(
                        "the erasure is in the audit log",
                        () -> people.as("administrator", "GET", "/audit?kind=account-erased", "")
                                .body()
                                .contains(account));
        page.evaluate("place => { location.hash = place; }", "#/audit");
        page.getByLabel("Kind").selectOption("account-erased");
        assertThat(page.locator("tbody tr").first()).containsText("Admin Aiko");
        assertThat(page.locator("tbody tr")).containsText(new String[] {"account erased"});
    }

    @Test
    void anAccountIsGivenToAPersonOfTheRegister() {
        var account = people.account("Owner Oto", "viewer");
        people.account("Editing Emi", "administrator", "editor");
        var person = people.person("音羽 さくら", "オトワ サクラ", 3);
        var page = people.signedIn("Editing Emi", "#/accounts/" + account);
        assertThat(page.getByText("Not set")).isVisible();
        field(page, "Find in the register").fill("いない");
        assertThat(page.getByText("Nobody matches")).isVisible();
        field(page, "Find in the register").fill("おとわ");
        var found = page.locator(".candidates li", new Page.LocatorOptions().setHasText("音羽 さくら"));
        assertThat(found).isVisible();
        UsablePage.checkWithPicture(page, "account-person");
        found.getByText("Choose").click();
        assertThat(toast(page, "Owner Oto is the account of 音羽 さくら now")).isVisible();
        assertThat(page.getByText("音羽 さくら").and(page.getByRole(AriaRole.LINK)))
                .hasAttribute("href", "#/person/" + person);
        var path = "/account/" + account;
        assertThat(people.as("administrator", "GET", path, "").body()).contains(person);

        // Who may not search the register sees that there is somebody, and not who.
        var other = people.signedIn("Admin Aiko", "#/accounts/" + account);
        assertThat(other.getByText("To search the register, you need the role of an editor, too."))
                .isVisible();
        assertThat(other.getByText("ID " + person.substring(0, 8) + "…")).isVisible();
        assertThat(other.getByText("音羽 さくら")).hasCount(0);

        page.reload();
        button(page, "Clear").click();
        assertThat(toast(page, "Owner Oto is nobody’s account now")).isVisible();
        assertThat(page.getByText("Not set")).isVisible();
        assertThat(people.as("administrator", "GET", path, "").body()).doesNotContain(person);
    }

    @Test
    void theOwnPasswordIsChangedWithTheOldOne() {
        people.account("Changer Chie", "viewer");
        var page = people.signedIn("Changer Chie", "#/me");
        field(page, "Current password").fill("not the one it is");
        field(page, "New password").fill("another horse battery");
        field(page, "Repeat the new password").fill("another horse battery");
        button(page, "Change the password").click();
        assertThat(page.getByText("The current password is wrong.")).isVisible();
        field(page, "Current password").fill(PASSWORD);
        button(page, "Change the password").click();
        assertThat(toast(page, "The password was changed")).isVisible();
        page.reload();
        assertThat(heading(page, "My account")).isVisible();
        assertThat(page.getByText("this one")).isVisible();
    }

    /** A screen, and what is on it when it is whole. */
    private record SignedScreen(String name, String place, String whole) {}

    private static final List<SignedScreen> SCREENS = List.of(
            new SignedScreen("accounts", "#/accounts", "tbody tr"),
            new SignedScreen("tokens", "#/tokens", "tbody tr"),
            new SignedScreen("audit", "#/audit", "tbody tr"),
            new SignedScreen("me", "#/me", ".listed"),
            new SignedScreen("refused", "#/import", ".state"));

    @ParameterizedTest
    @ValueSource(strings = {"en-GB light", "ja dark"})
    void everyScreenCanBeUsedByEveryone(String look) {
        var language = look.substring(0, look.indexOf(' '));
        var name = look.replace(' ', '-');
        var reader = Reader.ENGLISH
                .in(language)
                .in(look.endsWith("dark") ? ColorScheme.DARK : ColorScheme.LIGHT)
                .wide(360);
        var page = people.console().browser().page(reader, "");
        page.locator("input[type=password]").waitFor();
        UsablePage.checkWithPicture(page, "sign-in-" + name);
        enter(page, "Admin Aiko");
        for (var screen : SCREENS) {
            page.evaluate("place => { location.hash = place; }", screen.place());
            page.locator("main " + screen.whole()).first().waitFor();
            UsablePage.checkWithPicture(page, screen.name() + "-" + name);
        }
        for (var place : List.of("#/accounts", "#/tokens")) {
            page.evaluate("place => { location.hash = place; }", place);
            page.locator("main .primary").click();
            dialog(page).waitFor();
            UsablePage.checkWithPicture(page, "new-of-" + place.substring(2) + "-" + name);
            page.keyboard().press("Escape");
            assertThat(dialog(page)).hasCount(0);
        }
        page.evaluate("place => { location.hash = place; }", "#/accounts");
        page.locator("main tbody a").last().click();
        page.locator(".role-choices").waitFor();
        page.locator(".listed, .reading > .hint").first().waitFor();
        UsablePage.checkWithPicture(page, "account-" + name);
        page.locator(".danger-quiet").click();
        UsablePage.checkWithPicture(page, "erase-" + name);
        page.keyboard().press("Escape");
        page.evaluate("place => { location.hash = place; }", "#/sign-in?link=anything");
        page.locator(".entrance").waitFor();
        UsablePage.checkWithPicture(page, "link-" + name);
    }
}
