package io.circleledger.main;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.circleledger.main.OpenConsole.button;
import static io.circleledger.main.OpenConsole.dialog;
import static io.circleledger.main.OpenConsole.inDialog;
import static io.circleledger.main.OpenConsole.names;
import static io.circleledger.main.OpenConsole.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import io.circleledger.main.ConsoleBrowser.Reader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.dhatim.fastexcel.Workbook;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Imports of rosters in the console, as an office brings those that circles hand in. */
@Tag("long")
class ConsoleMembersImportIT {

    private static final Pattern IMPORT = Pattern.compile("#/import/[0-9a-f-]{36}$");

    @RegisterExtension
    static final OpenConsole console = OpenConsole.plain();

    private static void registered(String name, String number, int grade) {
        console.made(
                "/person", "{\"name\":\"%s\",\"student_number\":\"%s\",\"grade\":%d}".formatted(name, number, grade));
    }

    /** The rosters of two circles: a title, headings, and a role that is none of the ledger. */
    private static byte[] rosters() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var workbook = new Workbook(out, "office", "1.0")) {
            var sheet = workbook.newWorksheet("名簿");
            sheet.value(0, 0, "令和8年度 団体所属者名簿");
            var lines = List.of(
                    List.of("団体名", "学籍番号", "氏名", "役職"),
                    List.of("ハンドベル部", "R24001", "青木 蓮", "部長"),
                    List.of("ハンドベル部", "R25002", "石田 結衣", "会計"),
                    List.of("ハンドベル部", "R25003", "上野 陽菜", ""),
                    List.of("囲碁将棋部", "R25003", "上野 陽菜", "庶務"));
            for (var line = 0; line < lines.size(); line++) {
                for (var cell = 0; cell < lines.get(line).size(); cell++) {
                    sheet.value(line + 2, cell, lines.get(line).get(cell));
                }
            }
        }
        return out.toByteArray();
    }

    private static void choose(Page page, String name, byte[] file) {
        page.locator("input[type=file]").setInputFiles(new FilePayload(name, "application/octet-stream", file));
        assertThat(page).hasURL(IMPORT);
    }

    private static void summed(Page page, String text) {
        assertThat(page.locator(".summary")).hasText(text, new LocatorAssertions.HasTextOptions().setTimeout(30_000));
    }

    private static void mended(Page page) {
        assertThat(page.locator(".imported .fault")).hasText("「庶務」は役職として読めません。「代表者」「副代表」「会計」「顧問」「会員」のどれかを入力してください。");
        page.getByLabel("7行目の役職").fill("会員");
        page.keyboard().press("Tab");
    }

    @Test
    void theRostersOfAnOfficeAreLookedAtMendedAppliedAndTakenBack() throws IOException {
        var bells = console.created("ハンドベル部", 20);
        var go = console.created("囲碁将棋部", 20);
        registered("青木 蓮", "R24001", 3);
        registered("石田 結衣", "R25002", 2);
        registered("上野 陽菜", "R25003", 2);
        var page = console.japanese("#/circle/" + bells + "/members");
        page.getByText("名簿を取り込む").click();
        assertThat(page.getByRole(
                        AriaRole.RADIO,
                        new Page.GetByRoleOptions().setName("名簿").setExact(true)))
                .isChecked();
        choose(page, "名簿.xlsx", rosters());
        summed(page, "3件を名簿に追加します。エラーのある1行は取り込みません。");
        UsablePage.picture(page, "rosters-errors");
        mended(page);
        summed(page, "4件を名簿に追加します。");
        var address = page.url();
        button(page, "4件を名簿に追加する").click();
        summed(page, "4件を名簿に追加しました");
        UsablePage.picture(page, "rosters-result");
        var saved = page.waitForDownload(() -> button(page, "結果をダウンロード（CSV）").click());
        assertThat(Files.readString(saved.path())).contains("サークル名,学籍番号,氏名,役職,結果", "ハンドベル部,R24001,青木 蓮,部長,追加", go);

        page.navigate(page.url().replaceAll("#.*", "#/circle/" + bells + "/members"));
        assertThat(names(page)).hasText(new String[] {"青木 蓮", "石田 結衣", "上野 陽菜"});
        assertThat(row(page, "青木 蓮")).containsText("代表者");
        assertThat(row(page, "石田 結衣")).containsText("会計");

        var file = page.waitForDownload(() -> button(page, "CSV").click());
        page.getByText("名簿を取り込む").click();
        assertThat(page.locator("table.rows tbody tr").first()).containsText("名簿");
        choose(page, "保存した名簿.csv", Files.readAllBytes(file.path()));
        summed(page, "何もすることがありません。すべての行が台帳と同じ内容です。");
        page.navigate(page.url().replaceAll("#.*", "#/import?kind=members"));
        choose(page, "名簿.xlsx", rosters());
        summed(page, "何もすることがありません。エラーのある1行は取り込みません。");
        mended(page);
        summed(page, "何もすることがありません。すべての行が台帳と同じ内容です。");
        assertThat(button(page, "取り込むものはありません")).isDisabled();

        page.navigate(address);
        button(page, "この取り込みを取り消す").click();
        assertThat(dialog(page)).containsText("名簿に追加した4件の退会を登録します。");
        inDialog(page, "取り消す").click();
        // Who owns a circle that had no owner before stays: an ownership only goes to somebody else.
        summed(page, "3件を取り込む前の状態に戻しました");
        assertThat(row(page, "青木 蓮")).containsText("取り消せませんでした。必要なら、サークルの名簿で変更してください。");
        assertThat(row(page, "青木 蓮").getByText("ハンドベル部")).hasAttribute("href", "#/circle/" + bells + "/members");
        assertThat(console.server().get("/circle/" + go + "/members").body()).isEqualTo("[]");
    }

    @Test
    void eachRowThatCannotBeIsToldWhyAndARoleThatChangesIsShown() {
        console.created("満員の会", 3);
        console.created("双子の会", 20);
        var twin = console.created("双子の会", 20);
        for (var n = 1; n <= 4; n++) {
            registered("学生 " + n, "F2500" + n, 2);
        }
        registered("卒業 近し", "F22009", 4);
        var page = console.japanese("#/import?kind=members");
        choose(page, "a.csv", """
                サークル名,学籍番号,氏名,役職
                満員の会,F25001,,会員
                満員の会,F25001,,副代表
                満員の会,F25002,別の 名前,会員
                満員の会,F25002,,副代表
                満員の会,F22009,,会員
                双子の会,F25003,,会員
                どこにもない会,F25003,,会員
                満員の会,X99999,,会員
                満員の会,,学生 4,会員
                満員の会,F25001,,会員
                """.getBytes(StandardCharsets.UTF_8));
        summed(page, "1件を名簿に追加します。1件の役職を変更します。ほかの行と同じ内容の1行は取り込みません。エラーのある7行は取り込みません。");
        assertThat(page.locator("tbody tr").nth(0)).containsText("別の氏名で登録されています");
        assertThat(page.locator("tbody tr").nth(1)).containsText("3行目で、ほかの人がこのサークルの同じ役職になっています");
        assertThat(page.locator("tbody tr").nth(2)).containsText("最終学年の学生は新たに入会できません");
        assertThat(page.locator("tbody tr").nth(3)).containsText("同じ名前のサークルが台帳に2件あります。サークルIDを入力してください。");
        assertThat(page.locator("tbody tr").nth(4)).containsText("「どこにもない会」という名前のサークルは台帳にありません。");
        assertThat(page.locator("tbody tr").nth(5)).containsText("学籍番号「X99999」の人は登録されていません。");
        assertThat(page.locator("tbody tr").nth(6)).containsText("氏名だけでは、だれのことか決められません。");
        UsablePage.picture(page, "rosters-faults");

        page.getByLabel("7行目のサークルID").fill(twin);
        page.keyboard().press("Tab");
        summed(page, "2件を名簿に追加します。1件の役職を変更します。ほかの行と同じ内容の1行は取り込みません。エラーのある6行は取り込みません。");
        page.locator(".counts button[data-state=duplicate]").click();
        assertThat(page.locator("tbody tr")).containsText(new String[] {"2行目と同じ内容です。"});
        assertThat(page.locator("tbody .deeds button")).hasText(new String[] {"修正"});
        page.locator(".counts button[data-state=changed]").click();
        assertThat(page.locator("tbody tr td[data-label=役職]")).hasText(new String[] {"会員 → 副代表"});
        button(page, "2件を追加、1件の役職を変更する").click();
        summed(page, "2件を名簿に追加し、1件の役職を変更しました");
        assertThat(console.server().get("/circle/" + twin + "/members").body()).contains("学生 3");
    }

    @Test
    void aFileWithoutACircleOrANumberSaysWhichColumnIsMissing() {
        var page = console.japanese("#/import?kind=members");
        choose(page, "a.csv", "氏名,役職\n学生 9,会員\n".getBytes(StandardCharsets.UTF_8));
        assertThat(page.locator(".mapping")).containsText("「サークル名」「学籍番号」の列が見つかりません。どの列を使うか選んでください。");
    }

    @ParameterizedTest
    @CsvSource({"ja, DARK, 360", "en-GB, LIGHT, 1280"})
    void anImportOfRostersCanBeUsedByEveryone(String language, ColorScheme scheme, int width) {
        console.created("Usable %d".formatted(width), 3);
        registered("西 悠%d".formatted(width), "U%d1".formatted(width), 2);
        registered("東 南%d".formatted(width), "U%d2".formatted(width), 2);
        var page = console.browser().page(Reader.ENGLISH.in(language).in(scheme).wide(width), "#/import?kind=members");
        page.locator("input[type=radio]").first().waitFor();
        UsablePage.checkWithPicture(page, "rosters-begin-%s-%d".formatted(language, width));
        choose(
                page,
                "a.csv",
                "サークル名,学籍番号,氏名,役職\nUsable %1$d,U%1$d1,西 悠%1$d,会員\nUsable %1$d,U%1$d1,,会計\nUsable %1$d,U%1$d2,,顧問\nUsable %1$d,U%1$d9,,会員\n"
                        .formatted(width)
                        .getBytes(StandardCharsets.UTF_8));
        page.locator(".imported").waitFor();
        for (var state : List.of("error", "changed", "all")) {
            page.locator(".counts button[data-state=" + state + "]").click();
            page.locator(".imported tbody tr").first().waitFor();
            UsablePage.checkWithPicture(page, "rosters-%s-%s-%d".formatted(state, language, width));
        }
        page.locator(".import-go button").click();
        page.locator("ul.counts").waitFor();
        UsablePage.checkWithPicture(page, "rosters-result-%s-%d".formatted(language, width));
    }
}
