package io.circleledger.main;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.circleledger.main.OpenConsole.button;
import static io.circleledger.main.OpenConsole.dialog;
import static io.circleledger.main.OpenConsole.field;
import static io.circleledger.main.OpenConsole.heading;
import static io.circleledger.main.OpenConsole.inDialog;
import static io.circleledger.main.OpenConsole.names;
import static io.circleledger.main.OpenConsole.row;
import static io.circleledger.main.OpenConsole.toast;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.circleledger.main.ConsoleBrowser.Reader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages of people: the roster of a circle, the register, and one person, as an office in Japan uses them. */
@Tag("long")
class ConsoleRosterIT {

    /** Whether the browser would ask somebody who leaves the page now. */
    private static final String LEAVING = """
            () => {
              const leaving = new Event('beforeunload', { cancelable: true });
              window.dispatchEvent(leaving);
              return leaving.defaultPrevented;
            }\
            """;

    @RegisterExtension
    static final OpenConsole console = OpenConsole.plain();

    private static String registered(String name, String kana, int grade) {
        return console.made(
                "/person",
                "{\"name\":\"%s\",\"name_kana\":\"%s\",\"grade\":%d,\"major\":\"法学科\"}".formatted(name, kana, grade));
    }

    private static String circle(String name, int capacity, String owner) {
        return console.made(
                "/circle",
                "{\"circle_name\":\"%s\",\"capacity\":%d,\"owner_id\":\"%s\"}".formatted(name, capacity, owner));
    }

    private static void joined(String circle, String person) {
        assertThat(console.server()
                        .put("/circle/" + circle + "/members/" + person, "")
                        .statusCode())
                .isEqualTo(200);
    }

    private static Page roster(String circle, String name) {
        var page = console.japanese("#/circle/" + circle + "/members");
        assertThat(heading(page, name)).isVisible();
        return page;
    }

    private static Locator candidate(Page page, String name) {
        return page.locator(".candidates li", new Page.LocatorOptions().setHasText(name));
    }

    private static void undo(Page page, String done) {
        toast(page, done).getByText("元に戻す").click();
        assertThat(toast(page, "元に戻しました")).isVisible();
        button(page, "メッセージを閉じる").last().click();
    }

    private static void role(Page page, String person, String role) {
        row(page, person).getByRole(AriaRole.BUTTON).first().click();
        dialog(page)
                .getByLabel(role, new Locator.GetByLabelOptions().setExact(true))
                .check();
        inDialog(page, "登録する").click();
    }

    @Test
    void somebodyIsFoundByReadingAddedAndTakenBack() {
        var circle = circle("茶道会", 4, registered("裏千 家子", "ウラセン イエコ", 3));
        registered("利休 太郎", "リキュウ タロウ", 1);
        registered("利休 四郎", "リキュウ シロウ", 4);
        var page = roster(circle, "茶道会");
        assertThat(page.locator(".roster-facts")).containsText("1人 / 4人");
        field(page, "登録済みの人を検索").fill("りきゅう");
        candidate(page, "利休 太郎").getByText("追加").click();
        assertThat(names(page)).hasText(new String[] {"裏千 家子", "利休 太郎"});
        assertThat(page.locator(".roster-facts")).containsText("2人 / 4人");
        undo(page, "利休 太郎さんを名簿に追加しました");
        assertThat(names(page)).hasText(new String[] {"裏千 家子"});
        field(page, "登録済みの人を検索").fill("リキュウ");
        candidate(page, "利休 四郎").getByText("追加").click();
        assertThat(page.getByText("利休 四郎さんを追加できませんでした。最終学年の学生は入会できません。")).isVisible();
    }

    @Test
    void somebodyNewIsRegisteredAndAddedInOneGo() {
        var circle = circle("落語研究会", 3, registered("桂 一", "カツラ ハジメ", 3));
        var page = roster(circle, "落語研究会");
        for (var name : List.of("三遊 亭子", "古今 亭子")) {
            field(page, "登録済みの人を検索").fill(name);
            button(page, "新しく登録して追加").click();
            assertThat(dialog(page).getByLabel("氏名")).hasValue(name);
            dialog(page)
                    .getByLabel("学年", new Locator.GetByLabelOptions().setExact(true))
                    .selectOption("2");
            inDialog(page, "登録して追加する").click();
            assertThat(toast(page, name + "さんを名簿に追加しました")).isVisible();
        }
        assertThat(names(page)).hasText(new String[] {"桂 一", "三遊 亭子", "古今 亭子"});
        assertThat(page.locator(".full")).hasText("3人 / 3人");
        button(page, "新しく登録して追加").click();
        dialog(page).getByLabel("氏名").fill("満員 知らず");
        inDialog(page, "登録して追加する").click();
        assertThat(toast(page, "満員 知らずさんを登録しましたが、名簿には追加できませんでした。定員に達しています。")).isVisible();
    }

    /** What is sent is not called back by closing its dialog, and a page that waits for it is not left by mistake. */
    @Test
    void somebodyWhoseDialogIsClosedOnTheWayIsAddedAllTheSame() {
        var circle = circle("古書の会", 5, registered("古本 一", "フルホン ハジメ", 3));
        var page = roster(circle, "古書の会");
        var held = HeldRequests.of(page, "POST", "**/person");
        button(page, "新しく登録して追加").click();
        dialog(page).getByLabel("氏名").fill("新刊 二");
        inDialog(page, "登録して追加する").click();
        held.awaitOne();
        assertThat((boolean) page.evaluate(LEAVING)).isTrue();
        page.keyboard().press("Escape");
        assertThat(dialog(page)).hasCount(0);
        held.letGo();
        assertThat(toast(page, "新刊 二さんを名簿に追加しました")).isVisible();
        assertThat(names(page)).hasText(new String[] {"古本 一", "新刊 二"});
        assertThat((boolean) page.evaluate(LEAVING)).isFalse();
    }

    @Test
    void officersAreAppointedAndTheCircleIsHandedOver() {
        var owner = registered("代表 葵", "ダイヒョウ アオイ", 3);
        var young = registered("一年 健", "イチネン ケン", 1);
        var circle = circle("写真部", 20, owner);
        joined(circle, young);
        console.made("/person", "{\"name\":\"顧問 先生\",\"kind\":\"staff\"}");
        var page = roster(circle, "写真部");
        role(page, "一年 健", "副代表");
        assertThat(row(page, "一年 健").locator(".chip")).hasText("副代表");
        undo(page, "一年 健さんを副代表にしました");
        assertThat(row(page, "一年 健").locator(".chip")).hasCount(0);
        field(page, "登録済みの人を検索").fill("顧問");
        candidate(page, "顧問 先生").getByText("顧問にする").click();
        assertThat(row(page, "顧問 先生").locator(".chip")).hasText("顧問");

        // Who is in the first grade becomes the owner by an exception alone, which has a reason.
        role(page, "一年 健", "代表者");
        assertThat(dialog(page)).containsText("代表者になれる学年の学生ではありません。");
        dialog(page).getByLabel("学年の条件を外して代表者にする").check();
        inDialog(page, "登録する").click();
        assertThat(dialog(page)).containsText("学年の条件を外す理由を入力してください");
        dialog(page).getByLabel("理由（任意）").fill("決裁 12号");
        inDialog(page, "登録する").click();
        assertThat(names(page)).hasText(new String[] {"一年 健", "代表 葵", "顧問 先生"});
        undo(page, "代表者を一年 健さんに交代しました");
        assertThat(names(page)).hasText(new String[] {"代表 葵", "一年 健", "顧問 先生"});
        console.server()
                .await(
                        "the owner is back",
                        () -> console.server().get("/circle/" + circle).body().contains(owner));
    }

    @Test
    void somebodyLeavesAndComesBackWithTheOffice() {
        var circle = circle("将棋部", 20, registered("王将 守", "オウショウ マモル", 3));
        var member = registered("歩兵 進", "フヒョウ ススム", 2);
        joined(circle, member);
        var page = roster(circle, "将棋部");
        role(page, "歩兵 進", "会計");
        assertThat(row(page, "歩兵 進").locator(".chip")).hasText("会計");
        row(page, "歩兵 進").getByText("退会").click();
        dialog(page).getByLabel("除名").check();
        inDialog(page, "退会を登録する").click();
        assertThat(names(page)).hasText(new String[] {"王将 守"});
        assertThat(console.server()
                        .get("/circle/" + circle + "/events?order=desc&limit=1")
                        .body())
                .contains("MemberLeft", "removed");
        undo(page, "歩兵 進さんの退会を登録しました");
        assertThat(row(page, "歩兵 進").locator(".chip")).hasText("会計");
    }

    @Test
    void aRosterIsAFileWithHeadingsOfTheLanguage() throws IOException {
        var circle = circle("天文/同好会", 20, registered("星野 =光", "ホシノ ヒカル", 3));
        var page = roster(circle, "天文/同好会");
        var csv = page.waitForDownload(() -> button(page, "CSV").click());
        assertThat(csv.suggestedFilename()).startsWith("名簿_天文_同好会-").endsWith(".csv");
        assertThat(Files.readString(csv.path()))
                .startsWith("\uFEFF番号,役職,氏名,フリガナ,学年,学科・所属,入会日,サークルID,学生・教職員ID\r\n1,代表者,星野 =光,ホシノ ヒカル,3,法学科,20");
        var xlsx = page.waitForDownload(() -> button(page, "Excel").click());
        try (var zip = new ZipFile(xlsx.path().toFile())) {
            var sheet = zip.getEntry("xl/worksheets/sheet1.xml");
            assertThat(new String(zip.getInputStream(sheet).readAllBytes(), StandardCharsets.UTF_8))
                    .contains("フリガナ", "星野 =光", "<c r=\"E2\"><v>3</v></c>");
        }
    }

    @Test
    void aLongRosterHasPagesAndItsFileHasEverybody() throws IOException {
        var circle = circle("大所帯の会", 200, registered("大 将", "タイ ショウ", 3));
        for (var n = 0; n < 104; n++) {
            joined(circle, registered("会員 %03d".formatted(n), "カイイン", 1 + n % 3));
        }
        var page = roster(circle, "大所帯の会");
        assertThat(page.locator(".where")).hasText("全105件中 1–100件");
        button(page, "次へ").click();
        assertThat(names(page)).hasText(new String[] {"会員 099", "会員 100", "会員 101", "会員 102", "会員 103"});
        assertThat(button(page, "前へ")).isFocused();
        var csv = page.waitForDownload(() -> button(page, "CSV").click());
        assertThat(Files.readAllLines(csv.path())).hasSize(106);
    }

    @Test
    void aCircleIsRenewedSuspendedAndReinstatedOnItsPage() {
        var circle = circle("登山部", 20, registered("山野 登", "ヤマノ ノボル", 3));
        var page = console.japanese("#/circle/" + circle);
        page.getByText(Pattern.compile("\\d{4}年度の継続を登録")).click();
        inDialog(page, "継続を登録する").click();
        assertThat(toast(page, "年度の継続を登録しました")).isVisible();
        assertThat(page.locator(".what").first()).hasText(Pattern.compile("継続（\\d{4}年度）"));
        button(page, "活動を停止").click();
        dialog(page).getByLabel("理由（任意）").fill("事故");
        inDialog(page, "活動停止を登録する").click();
        assertThat(page.locator(".titled .status")).hasText("活動停止中");
        page.getByText("名簿").first().click();
        assertThat(heading(page, "役員")).isVisible();
        assertThat(heading(page, "名簿に追加")).isHidden();
        assertThat(page.getByText("活動停止中のため、会員を追加できません。")).isVisible();
        page.goBack();
        button(page, "活動を再開").click();
        inDialog(page, "活動再開を登録する").click();
        assertThat(page.locator(".titled .status")).hasText("活動中");
        button(page, "解散を登録").click();
        dialog(page).getByRole(AriaRole.TEXTBOX).first().fill("登山部");
        inDialog(page, "解散").click();
        assertThat(page.locator(".titled .status")).hasText("解散済み");
        button(page, "解散を取り消す").click();
        inDialog(page, "活動再開を登録する").click();
        assertThat(page.locator(".titled .status")).hasText("活動中");
    }

    @Test
    void aPersonIsChangedUnderTheVersionAndErasedWithTheNameTyped() {
        var person = registered("佐々木 花", "ササキ ハナ", 3);
        registered("鈴木 葉", "スズキ ヨウ", 3);
        var circle = circle("華道部", 20, person);
        var page = console.japanese("#/people");
        field(page, "氏名、フリガナ、学籍番号の一部").fill("ささき");
        assertThat(names(page)).hasText(new String[] {"佐々木 花"});
        row(page, "佐々木 花").getByText("佐々木 花").click();
        assertThat(page.getByText("華道部")).isVisible();
        button(page, "編集").click();
        dialog(page).getByLabel("学籍番号").fill("B26-001");
        // Somebody else is faster: what was typed stays, the rest is as it is now.
        assertThat(console.server()
                        .put("/person/" + person, "{\"major\":\"文学科\",\"version\":1}")
                        .statusCode())
                .isEqualTo(200);
        inDialog(page, "保存").click();
        assertThat(dialog(page)).containsText("ほかの人が先に更新しました。");
        assertThat(dialog(page).getByLabel("学科・所属")).hasValue("文学科");
        assertThat(dialog(page).getByLabel("学籍番号")).hasValue("B26-001");
        inDialog(page, "保存").click();
        assertThat(page.locator(".person-facts")).containsText("B26-001");
        assertThat(page.locator(".person-facts")).containsText("文学科");

        button(page, "個人情報を削除").click();
        assertThat(dialog(page)).containsText("「華道部」の代表者です。");
        assertThat(inDialog(page, "削除する")).isDisabled();
        dialog(page).getByRole(AriaRole.TEXTBOX).fill("佐々木 花");
        inDialog(page, "削除する").click();
        assertThat(heading(page, "この人の個人情報は削除されています")).isVisible();
        assertThat(console.server().get("/person/" + person).statusCode()).isEqualTo(410);
        console.server()
                .await(
                        "the circle has nobody",
                        () -> console.server().get("/circle/" + circle).body().contains("\"members\":0"));
    }

    /** What others do is shown once the button of the mouse is up. */
    @Test
    void aButtonThatIsPressedIsNotTakenAway() {
        var circle = circle("押花部", 20, registered("押田 主", "オシダ アルジ", 3));
        joined(circle, registered("押井 花", "オシイ ハナ", 2));
        var third = registered("押切 三", "オシキリ ミツ", 1);
        var page = console.japanese("#/circle/" + circle + "/members");
        row(page, "押井 花").getByText("役職").hover();
        console.listening(page);
        page.mouse().down();
        page.waitForResponse("**/circle/*/members*", () -> joined(circle, third))
                .finished();
        page.mouse().up();
        assertThat(dialog(page)).containsText("押井 花");
        page.keyboard().press("Escape");
        assertThat(row(page, "押切 三")).isVisible();
    }

    private static Stream<Reader> readers() {
        return Stream.of(
                Reader.ENGLISH.in("ja").wide(360).in(ColorScheme.DARK),
                Reader.ENGLISH.in("ja"),
                Reader.ENGLISH.wide(640));
    }

    @ParameterizedTest
    @MethodSource("readers")
    void thePagesOfPeopleFitAndHaveNoFaults(Reader reader) {
        var person = registered("長井 名前之助", "ナガイ ナマエノスケ", 3);
        var circle = circle("書道部", 20, person);
        joined(circle, registered("二人目 次", "フタリメ ツギ", 2));
        // Of each page, what opens its dialogs.
        var pages = Map.of(
                "#/circle/" + circle + "/members",
                List.of("[data-focus^=role]", "[data-focus^=leave]", ".adding-line button"),
                "#/circle/" + circle,
                List.<String>of(),
                "#/people",
                List.of(".head-actions .primary"),
                "#/person/" + person,
                List.of(".card .edit", ".danger-quiet"));
        pages.forEach((place, openers) -> {
            var page = console.browser().page(reader, place);
            page.locator("table, .person-facts").first().waitFor();
            UsablePage.check(page, place + " " + reader);
            for (var opener : openers) {
                page.locator(opener).first().click();
                dialog(page).waitFor();
                UsablePage.check(page, opener + " of " + place + " " + reader);
                page.keyboard().press("Escape");
                assertThat(dialog(page)).hasCount(0);
            }
            page.context().close();
        });
    }
}
