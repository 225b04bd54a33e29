package io.circleledger.main;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.circleledger.main.OpenConsole.button;
import static io.circleledger.main.OpenConsole.field;
import static io.circleledger.main.OpenConsole.heading;
import static io.circleledger.main.OpenConsole.inDialog;
import static io.circleledger.main.OpenConsole.names;
import static io.circleledger.main.OpenConsole.row;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import io.circleledger.main.ConsoleBrowser.Reader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.dhatim.fastexcel.Workbook;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Imports of people in the console, as an office brings its lists of students. */
@Tag("long")
class ConsolePeopleImportIT {

    private static final Pattern IMPORT = Pattern.compile("#/import/[0-9a-f-]{36}$");

    @RegisterExtension
    static final OpenConsole console = OpenConsole.plain();

    /** The list of those who have just begun: a title, headings, and a grade that nobody can read. */
    private static byte[] freshmen() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var workbook = new Workbook(out, "office", "1.0")) {
            var sheet = workbook.newWorksheet("名簿");
            sheet.value(0, 0, "令和8年度 新入生名簿");
            var lines = List.of(
                    List.of("氏名", "フリガナ", "学籍番号", "学年"),
                    List.of("花田 咲", "ハナダ サキ", "B26001", "1"),
                    List.of("森 健太", "モリ ケンタ", "B26002", "1年"),
                    List.of("小川 凛", "オガワ リン", "B26003", "未定"));
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

    private static Locator kind(Page page, String name) {
        return page.getByRole(
                AriaRole.RADIO, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static void mended(Page page) {
        assertThat(page.locator(".imported .fault")).hasText("「未定」は学年として読めません。1〜9の数字を入力してください。");
        page.getByLabel("6行目の学年").fill("1");
        page.keyboard().press("Tab");
    }

    @Test
    void theListOfFreshmenIsLookedAtMendedAppliedAndFoundInTheRegister() throws IOException {
        var page = console.japanese("#/people");
        page.getByRole(AriaRole.MAIN).getByText("取り込み").first().click();
        assertThat(kind(page, "学生・教職員")).isChecked();
        page.getByLabel("理由（任意）").fill("令和8年度 入学");
        UsablePage.picture(page, "freshmen-begin");
        choose(page, "新入生.xlsx", freshmen());
        summed(page, "2件を新規登録します。エラーのある1行は取り込みません。");
        UsablePage.picture(page, "freshmen-errors");
        mended(page);
        summed(page, "3件を新規登録します。");
        // Whoever imports people is not asked about circles.
        assertThat(page.getByRole(AriaRole.MAIN)).not().containsText("サークル");
        button(page, "3件を新規登録する").click();
        summed(page, "3件を新規登録しました");
        assertThat(page.getByRole(AriaRole.MAIN)).not().containsText("サークル");
        UsablePage.picture(page, "freshmen-result");

        page.getByText("学生・教職員の一覧へ").click();
        field(page, "氏名、フリガナ、学籍番号の一部").fill("おがわ");
        assertThat(names(page)).hasText(new String[] {"小川 凛"});
        assertThat(row(page, "小川 凛")).containsText("B26003");
        assertThat(row(page, "小川 凛")).containsText("1年");

        page.getByRole(AriaRole.MAIN).getByText("取り込み").first().click();
        assertThat(page.locator("table.rows tbody tr").first()).containsText("学生・教職員");
        choose(page, "新入生.xlsx", freshmen());
        summed(page, "何もすることがありません。エラーのある1行は取り込みません。");
        mended(page);
        summed(page, "何もすることがありません。すべての行が台帳と同じ内容です。");
        assertThat(button(page, "取り込むものはありません")).isDisabled();
    }

    @Test
    void whatIsImportedIsChosenBeforeTheFileAndStaysInTheAddress() {
        var page = console.japanese("#/import");
        assertThat(kind(page, "サークル")).isChecked();
        kind(page, "学生・教職員").check();
        assertThat(page).hasURL(Pattern.compile("#/import\\?kind=persons$"));
        page.reload();
        assertThat(kind(page, "学生・教職員")).isChecked();
        choose(page, "a.csv", "氏名,学籍番号\n白石 葵,B25101\n".getBytes(StandardCharsets.UTF_8));
        assertThat(page.getByText("取り込む対象：学生・教職員")).isVisible();
        page.reload();
        summed(page, "1件を新規登録します。");
        page.getByText("別のファイルを取り込む").click();
        assertThat(kind(page, "学生・教職員")).isChecked();
        assertThat(heading(page, "最近の取り込み")).isVisible();
    }

    @Test
    void anImportOfPeopleIsTakenBack() {
        console.made("/person", "{\"name\":\"岡 真琴\",\"student_number\":\"B24301\",\"grade\":2}");
        var page = console.japanese("#/import?kind=persons");
        choose(page, "a.csv", "氏名,学籍番号,学年\n岡 真琴,B24301,3\n三浦 陸,B24302,3\n".getBytes(StandardCharsets.UTF_8));
        summed(page, "1件を新規登録します。1件を更新します。");
        button(page, "1件を登録、1件を更新する").click();
        summed(page, "1件を新規登録し、1件を更新しました");
        button(page, "この取り込みを取り消す").click();
        inDialog(page, "取り消す").click();
        summed(page, "2件を取り込む前の状態に戻しました");
        page.getByText("学生・教職員の一覧へ").click();
        field(page, "氏名、フリガナ、学籍番号の一部").fill("B2430");
        assertThat(names(page)).hasText(new String[] {"岡 真琴"});
        assertThat(row(page, "岡 真琴")).containsText("2年");
    }

    @Test
    void whoMayBeInTheRegisterAlreadyIsDecidedRowByRow() {
        console.made("/person", "{\"name\":\"岡田 恵\",\"grade\":2}");
        console.made("/person", "{\"name\":\"原 未来\",\"grade\":2}");
        var page = console.japanese("#/import?kind=persons");
        choose(
                page,
                "a.csv",
                "氏名,学籍番号,学年\n岡田 恵,,3\n原 未来,,3\n森 翼,B26101,1\n林 大和,B26101,1\n".getBytes(StandardCharsets.UTF_8));
        summed(page, "1件を新規登録します。重複の疑いがある3行は、選ぶまで取り込みません。");
        assertThat(row(page, "岡田 恵")).containsText("同じ氏名の人が登録されています。");
        // No two have one number, so nothing but another number makes a second one of them.
        assertThat(row(page, "林 大和")).containsText("4行目と学籍番号が同じです。");
        assertThat(button(page, "5行目：新規に登録する")).hasCount(0);
        UsablePage.picture(page, "freshmen-doubts");
        button(page, "2行目：登録済みの人と同じ").click();
        summed(page, "1件を新規登録します。1件を更新します。重複の疑いがある2行は、選ぶまで取り込みません。");
        button(page, "3行目：新規に登録する").click();
        summed(page, "2件を新規登録します。1件を更新します。重複の疑いがある1行は、選ぶまで取り込みません。");
        button(page, "2件を登録、1件を更新する").click();
        summed(page, "2件を新規登録し、1件を更新しました");
        page.getByText("学生・教職員の一覧へ").click();
        field(page, "氏名、フリガナ、学籍番号の一部").fill("原 未来");
        assertThat(names(page)).hasText(new String[] {"原 未来", "原 未来"});
        field(page, "氏名、フリガナ、学籍番号の一部").fill("岡田 恵");
        assertThat(row(page, "岡田 恵")).containsText("3年");
    }

    @ParameterizedTest
    @CsvSource({"ja, DARK, 360", "en-GB, LIGHT, 1280"})
    void anImportOfPeopleCanBeUsedByEveryone(String language, ColorScheme scheme, int width) {
        console.made("/person", "{\"name\":\"西 悠%d\",\"student_number\":\"C%d\",\"grade\":1}".formatted(width, width));
        var page = console.browser().page(Reader.ENGLISH.in(language).in(scheme).wide(width), "#/import?kind=persons");
        page.locator("input[type=radio]").first().waitFor();
        UsablePage.checkWithPicture(page, "people-import-begin-%s-%d".formatted(language, width));
        choose(
                page,
                "a.csv",
                "氏名,フリガナ,区分,学籍番号,学年\n西 悠%d,ニシ ユウ,教職員,C%d,2\n,アキ,学生,D%d,1\n東 南,,学外,E%d,十年\n北 新,キタ アラタ,学生,F%d,1\n"
                        .formatted(width, width, width, width, width)
                        .getBytes(StandardCharsets.UTF_8));
        page.locator(".imported").waitFor();
        for (var state : List.of("error", "changed", "all")) {
            page.locator(".counts button[data-state=" + state + "]").click();
            page.locator(".imported tbody tr").first().waitFor();
            UsablePage.checkWithPicture(page, "people-import-%s-%s-%d".formatted(state, language, width));
        }
        page.locator(".import-go button").click();
        page.locator("ul.counts").waitFor();
        UsablePage.checkWithPicture(page, "people-import-result-%s-%d".formatted(language, width));
    }
}
