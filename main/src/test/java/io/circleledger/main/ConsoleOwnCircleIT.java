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
import static io.circleledger.main.OpenConsole.toast;
import static io.circleledger.main.SignedInConsole.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.circleledger.main.ConsoleBrowser.Reader;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What students who run a circle are offered in the console: the roster and the name of their own, and nothing else. */
@Tag("long")
class ConsoleOwnCircleIT {

    @RegisterExtension
    static final SignedInConsole people = new SignedInConsole();

    private static String own;
    private static String other;

    @BeforeAll
    static void circles() {
        var owner = people.person("代表 一郎", "ダイヒョウ イチロウ", 3);
        var vice = people.person("副代表 花子", "フクダイヒョウ ハナコ", 3);
        own = circle("自分の部", owner);
        other = circle("よその部", people.person("よその 代表", "ヨソノ ダイヒョウ", 3));
        done("PUT", "/circle/" + own + "/members/" + vice, "");
        done("PUT", "/circle/" + own + "/officers/vice", "{\"person_id\":\"%s\"}".formatted(vice));
        people.change(people.account("Owner Ono", "viewer"), "{\"person_id\":\"%s\"}".formatted(owner));
        people.change(people.account("Vice Vicky", "viewer"), "{\"person_id\":\"%s\"}".formatted(vice));
        people.account("Admin Aiko", "administrator");
    }

    private static void done(String method, String path, String json) {
        var answer = people.as("editor", method, path, json);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 204);
    }

    private static String circle(String name, String owner) {
        var json = "{\"circle_name\":\"%s\",\"capacity\":20,\"owner_id\":\"%s\"}".formatted(name, owner);
        return text("circle_id", people.as("editor", "POST", "/circle", json).body());
    }

    private static Page signedIn(String name, String place) {
        return people.signedIn(Reader.ENGLISH.in("ja"), name, place);
    }

    private static Locator tab(Page page) {
        return page.locator("main nav.tabs").getByText("名簿");
    }

    private static Locator choice(Page page, String role) {
        return dialog(page)
                .getByRole(
                        AriaRole.RADIO,
                        new Locator.GetByRoleOptions().setName(role).setExact(true));
    }

    @Test
    void anOwnerRenamesTheCircleAndNothingElse() {
        var page = signedIn("Owner Ono", "#/circle/" + own);
        assertThat(tab(page)).isVisible();
        assertThat(button(page, "解散を登録")).isHidden();
        assertThat(button(page, "活動を停止")).hasCount(0);
        edit(page);
        assertThat(field(page, "定員")).isHidden();
        assertThat(field(page, "種別")).isHidden();
        field(page, "フリガナ").fill("ジブンノブ");
        button(page, "保存").click();
        assertThat(toast(page, "保存しました")).isVisible();
        assertThat(fact(page, "フリガナ")).containsText("ジブンノブ");
        assertThat(fact(page, "定員")).containsText("20人");
    }

    @Test
    void anOfficerSeesTheRosterAndGivesOffices() {
        var page = signedIn("Vice Vicky", "#/circle/" + own);
        tab(page).click();
        assertThat(row(page, "代表 一郎")).isVisible();
        // The register is not theirs, and the circle is the owner's to give away.
        assertThat(page.getByLabel("登録済みの人を検索")).isHidden();
        assertThat(page.getByText("会員の追加は、事務局に依頼してください。")).isVisible();
        assertThat(row(page, "代表 一郎").getByRole(AriaRole.LINK)).hasCount(0);
        assertThat(row(page, "代表 一郎").getByRole(AriaRole.BUTTON)).hasCount(0);
        row(page, "副代表 花子").getByText("役職").click();
        assertThat(choice(page, "代表者")).hasCount(0);
        choice(page, "会計").check();
        inDialog(page, "登録する").click();
        assertThat(row(page, "副代表 花子").locator(".role")).hasText("会計");
        toast(page, "会計").getByText("元に戻す").click();
        assertThat(toast(page, "元に戻しました")).isVisible();
        assertThat(row(page, "副代表 花子").locator(".role")).hasText("副代表");
        UsablePage.checkWithPicture(page, "own-roster");
    }

    @Test
    void nothingOfAnotherCircleIsOfferedAndNoRefusalIsCaused() {
        var page = signedIn("Vice Vicky", "#/circle/" + other);
        page.locator(".what").first().waitFor();
        UsablePage.settled(page);
        assertThat(tab(page)).hasCount(0);
        assertThat(page.locator(".card-actions .edit")).isHidden();
        assertThat(people.console().browser().asked())
                .noneMatch(asked -> asked.contains("/circle/" + other + "/members"));
        page.evaluate("place => { location.hash = place; }", "#/circle/" + other + "/members");
        assertThat(page.getByText("ご自身が代表者または役員を務めるサークルの名簿だけを表示できます。")).isVisible();
    }

    @Test
    void anOwnerHandsTheCircleOverAndHasItNoLonger() {
        var before = people.person("前の 代表", "マエノ ダイヒョウ", 3);
        var next = people.person("次の 代表", "ツギノ ダイヒョウ", 3);
        var circle = circle("交代部", before);
        done("PUT", "/circle/" + circle + "/members/" + next, "");
        done("PUT", "/circle/" + circle + "/officers/vice", "{\"person_id\":\"%s\"}".formatted(next));
        people.change(people.account("Past Pat", "viewer"), "{\"person_id\":\"%s\"}".formatted(before));
        var page = signedIn("Past Pat", "#/circle/" + circle + "/members");
        row(page, "次の 代表").getByText("役職").click();
        choice(page, "代表者").check();
        inDialog(page, "登録する").click();
        assertThat(toast(page, "次の 代表さん")).isVisible();
        assertThat(toast(page, "次の 代表さん").getByText("元に戻す")).hasCount(0);
        assertThat(page.getByText("この名簿は表示できません。")).isVisible();
        var roster =
                people.as("editor", "GET", "/circle/" + circle + "/members", "").body();
        assertThat(roster).containsPattern("次の 代表\"[^}]*\"role\":\"owner\"").doesNotContain("vice");
    }

    @Test
    void theAuditLogIsInWords() {
        people.as("editor", "GET", "/person", "");
        people.console()
                .server()
                .await(
                        "the look is in the audit log",
                        () -> people.as("administrator", "GET", "/audit?kind=personal-data-read&limit=1", "")
                                .body()
                                .contains("people"));
        var page = signedIn("Admin Aiko", "#/audit");
        assertThat(row(page, "個人情報の閲覧").first()).containsText("学生・教職員");
        assertThat(heading(page, "監査ログ")).isVisible();
        for (var word : List.of("personal-data", "target", "person_id", "roles", "password", "editor")) {
            assertThat(page.locator("tbody")).not().containsText(word);
        }
        UsablePage.checkWithPicture(page, "audit");
    }
}
