package io.circleledger.main;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.circleledger.main.OpenConsole.button;
import static io.circleledger.main.OpenConsole.dialog;
import static io.circleledger.main.OpenConsole.edit;
import static io.circleledger.main.OpenConsole.heading;
import static io.circleledger.main.OpenConsole.inDialog;
import static io.circleledger.main.OpenConsole.row;
import static io.circleledger.main.OpenConsole.toast;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import io.circleledger.main.ConsoleBrowser.Reader;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A day at an office's desk: fast hands, a slow line, a phone, paper, and circles that are full or have ended. */
@Tag("long")
class ConsoleDeskIT {

    @RegisterExtension
    static final OpenConsole console = OpenConsole.plain();

    private static Page at(int width, int height, String place) {
        var page = console.browser().page(new Reader("ja", ColorScheme.LIGHT, width, height), place);
        page.locator("#content").waitFor();
        return page;
    }

    private static double bottom(Locator element) {
        var box = element.boundingBox();
        return box.y + box.height;
    }

    private static String person(String name) {
        return console.made("/person", "{\"name\":\"%s\",\"grade\":1}".formatted(name));
    }

    private static void dissolved(String id, int version) {
        var request = console.server().request("/circle/" + id + "?version=" + version);
        assertThat(console.server().send(request.DELETE()).statusCode()).isEqualTo(204);
    }

    private static void joined(String circle, String person) {
        var request = console.server().request("/circle/%s/members/%s".formatted(circle, person));
        assertThat(console.server().send(request.PUT(BodyPublishers.noBody())).statusCode())
                .isEqualTo(200);
    }

    private static String text(Locator element, String script) {
        return String.valueOf(element.evaluate(script));
    }

    @Test
    void whoTypesFastIsToldOfACircleWithTheSameNameBeforeThereAreTwo() {
        console.created("ボート部", 10);
        var page = console.japanese("");
        assertThat(row(page, "ボート部")).isVisible();
        page.keyboard().press("Alt+n");
        var held = HeldRequests.of(page, "GET", "**/circle?*");
        dialog(page).locator("input").first().fill("ぼーと部");
        dialog(page).locator("input.number").fill("10");
        dialog(page).locator("input.number").press("Enter");
        held.awaitOne();
        held.letGo();
        assertThat(dialog(page)).containsText("同じ名前のサークルがすでに登録されています");
        assertThat(inDialog(page, "それでも登録する")).isInViewport();
        assertThat(console.named("ボート部")).isOne();
        inDialog(page, "それでも登録する").click();
        assertThat(toast(page, "「ぼーと部」を登録しました")).isVisible();
        assertThat(console.named("ボート部")).isEqualTo(2);
    }

    /** One that was told of another name is told of this one as well. */
    @Test
    void anotherNameThatIsThereIsToldToo() {
        console.created("カヌー部", 10);
        console.created("ヨット部", 10);
        var page = console.japanese("");
        assertThat(row(page, "ヨット部")).isVisible();
        page.keyboard().press("Alt+n");
        dialog(page).locator("input").first().fill("カヌー部");
        assertThat(inDialog(page, "それでも登録する")).isVisible();
        var held = HeldRequests.of(page, "GET", "**/circle?*");
        dialog(page).locator("input.number").fill("10");
        dialog(page).locator("input").first().fill("ヨット部");
        dialog(page).locator("input").first().press("Enter");
        held.awaitOne();
        held.letGo();
        assertThat(dialog(page)).containsText("同じ名前のサークルがすでに登録されています");
        assertThat(console.named("ヨット部")).isOne();
    }

    /** Before the console there was another page in that tab, to which nobody wants to go now. */
    @Test
    void aStepBackFromADialogOverTheFirstPageClosesIt() {
        console.created("もどる部", 10);
        var page = console.japanese("?#/?q=%E3%82%82%E3%81%A9%E3%82%8B");
        assertThat(row(page, "もどる部")).isVisible();
        page.keyboard().press("Alt+n");
        dialog(page).locator("input").first().fill("途中の部");
        var place = page.evaluate("navigation.currentEntry.index");
        page.goBack();
        assertThat(dialog(page)).hasCount(0);
        page.waitForFunction("place => navigation.currentEntry.index === place", place);
        assertThat(row(page, "もどる部")).isVisible();
        page.keyboard().press("Alt+n");
        assertThat(dialog(page)).containsText("前回の入力を復元しました。");
        assertThat(dialog(page).locator("input").first()).hasValue("途中の部");
    }

    @Test
    void theRosterOfACircleThatHasEndedSaysWhoseItWas() {
        var id = console.created("名簿なし部", 10);
        var page = console.japanese("#/circle/" + id + "/members");
        assertThat(heading(page, "名簿なし部")).isVisible();
        dissolved(id, 1);
        assertThat(page.getByText("解散したため、名簿は表示できません。")).isVisible();
        page.reload();
        assertThat(heading(page, "名簿なし部")).isVisible();
        assertThat(button(page, "もう一度試す")).hasCount(0);
        page.getByRole(AriaRole.MAIN)
                .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("登録内容と履歴"))
                .last()
                .click();
        assertThat(page.getByText("内容は変更できません。")).isVisible();
        assertThat(page.getByText("名簿", new Page.GetByTextOptions().setExact(true)))
                .hasCount(0);
    }

    @Test
    void aFullCircleSaysSoBeforeSomebodyIsLookedFor() {
        var id = console.created("満員部", 3);
        for (var n = 0; n < 3; n++) {
            joined(id, person("満員 " + n));
        }
        var page = console.japanese("#/circle/" + id + "/members");
        assertThat(page.getByText("定員に達しているため、会員を追加できません。")).isVisible();
        console.changed(id, "{\"capacity\":4,\"version\":4}");
        assertThat(page.getByText("定員に達しているため、会員を追加できません。")).isHidden();
    }

    @Test
    void onAPhoneTheRowsAreSeenAndTheFiltersStandBehindAWord() {
        IntStream.range(0, 60)
                .forEach(n -> console.made("/circle", "{\"circle_name\":\"電話%d部\",\"capacity\":9}".formatted(n)));
        var page = at(360, 740, "");
        assertThat(page.locator("tbody tr").nth(2)).isVisible();
        assertThat(button(page, "次へ")).isVisible();
        assertThat(bottom(page.locator("tbody tr").nth(2)))
                .isLessThan(page.locator(".pages").boundingBox().y);
        assertThat(page.getByLabel("基準日")).isHidden();
        button(page, "絞り込み").click();
        assertThat(button(page, "絞り込み")).hasAttribute("aria-expanded", "true");
        page.getByLabel("定員（下限）").fill("400");
        page.getByLabel("定員（下限）").press("Tab");
        assertThat(page.getByText("条件に合うサークルはありません")).isVisible();
        UsablePage.check(page, "filters of a phone");

        // What stays at the end of a low window, as of one at 200 %, would hide what it belongs to.
        var low = at(640, 400, "");
        assertThat(low.locator("tbody tr").first()).isVisible();
        assertThat(text(low.locator(".pages"), "it => getComputedStyle(it).position"))
                .isEqualTo("static");
        var wide = at(1280, 800, "");
        assertThat(wide.getByLabel("基準日")).isVisible();
        assertThat(button(wide, "絞り込み")).isHidden();
    }

    @Test
    void whatAValueIsCanBeReadOnAPhone() {
        console.created("見出し部", 10);
        var page = at(360, 740, "#/renewal?year=2040");
        var cell = row(page, "見出し部").locator("td[data-label=代表者]");
        assertThat(text(cell, "it => getComputedStyle(it, '::before').display")).isNotEqualTo("none");
        assertThat(page.locator(".settings select").last()).isVisible();
        assertThat(text(
                        page.locator(".settings select").last(),
                        "it => it.scrollWidth <= it.clientWidth && getComputedStyle(it).maxWidth"))
                .isEqualTo("none");
    }

    @Test
    void beforeTheCirclesAreReadNothingIsSaidOfThem() {
        console.created("読み込み部", 10);
        var page = console.japanese("#/renewal?year=2041");
        assertThat(row(page, "読み込み部")).isVisible();
        var held = HeldRequests.of(page, "GET", "**/circle?*");
        page.evaluate("() => { location.hash = '#/renewal?year=2042'; }");
        assertThat(page.getByLabel("年度", new Page.GetByLabelOptions().setExact(true)))
                .hasValue("2042");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("提出済み"))
                .click();
        held.awaitOne();
        assertThat(page.locator(".people-page .state")).hasCount(0);
        held.letGo();
        assertThat(page.getByText(Pattern.compile("提出済み \\d+件"))).isVisible();
        assertThat(page.locator(".people-page .state")).isVisible();
    }

    @Test
    void theHeadOfManyChangesSaysWhenTheyAreOver() {
        console.created("一括甲部", 10);
        console.created("一括乙部", 10);
        var page = console.japanese("?#/?q=%E4%B8%80%E6%8B%AC");
        assertThat(page.locator("tbody tr")).hasCount(2);
        page.getByLabel("このページをすべて選択").check();
        button(page, "定員を変更").click();
        dialog(page).locator("input").first().fill("12");
        inDialog(page, "2件を変更する").click();
        assertThat(dialog(page)).containsText("2件の定員を変更しました。");
        assertThat(dialog(page).getByRole(AriaRole.HEADING)).hasText("定員の変更の結果");
    }

    @Test
    void whatIsLookedForIsInTheTitle() {
        console.created("題名部", 10);
        var page = console.japanese("");
        page.getByRole(AriaRole.SEARCHBOX).fill("題名");
        assertThat(page).hasTitle("検索「題名」 – サークル – サークル台帳");
        page.reload();
        assertThat(page).hasTitle("検索「題名」 – サークル – サークル台帳");
        page.getByText("解散済み").click();
        assertThat(page).hasTitle(Pattern.compile("解散済み"));
    }

    @Test
    void paperSaysWhenItIsOf() {
        var id = console.created("印刷部", 10);
        var page = console.japanese("#/circle/" + id);
        page.locator(".what").first().waitFor();
        assertThat(page.locator(".on-paper")).isHidden();
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        assertThat(page.locator(".on-paper")).isVisible();
        assertThat(page.locator(".on-paper")).hasText(Pattern.compile("^\\d{4}年\\d+月\\d+日 \\d\\d:\\d\\d 現在$"));
        var changes = console.japanese("#/changes?circle=" + id + "&type=CircleCreated");
        assertThat(row(changes, "印刷部")).isVisible();
        changes.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        changes.evaluate("() => dispatchEvent(new Event('beforeprint'))");
        assertThat(changes.locator(".on-paper")).containsText("現在・印刷部・新規登録・1件");
    }

    @Test
    void inAMergeEachColumnHasRoom() {
        var id = console.created("合流部", 10);
        var page = console.japanese("#/circle/" + id);
        page.locator(".what").first().waitFor();
        edit(page);
        page.locator("input.number").first().fill("44");
        var name = "とても長い名前の合流部でありますから折り返しが必要になるかもしれない団体";
        console.changed(id, "{\"capacity\":12,\"circle_name\":\"%s\",\"version\":1}".formatted(name));
        assertThat(page.getByText("編集中に、")).isVisible();
        button(page, "保存").click();
        var original = dialog(page).locator("tbody tr").first().locator("td").first();
        assertThat(original).hasText("合流部");
        assertThat(original.boundingBox().width).isGreaterThan(100);
    }

    @Test
    void theCursorOfThePictureStandsAtItsVersion() {
        var id = console.created("図の部", 10);
        assertThat(console.server().post("/circle/" + id + "/suspension", "{}").statusCode())
                .isEqualTo(200);
        var page = console.japanese("#/circle/" + id);
        assertThat(page.locator(".events li")).hasCount(2);
        var last = page.locator(".plot .tick", new Page.LocatorOptions().setHasText("第2版"));
        assertThat(last.getAttribute("x"))
                .isEqualTo(page.locator(".plot .cursor").getAttribute("x1"));
        dissolved(id, 2);
        assertThat(page.locator(".events li")).hasCount(3);
        var dots = page.locator(".plot .dot:not(.chosen)");
        assertThat(List.of(dots.last().getAttribute("cx")))
                .doesNotContain(page.locator(".plot .cursor").getAttribute("x1"));
    }
}
