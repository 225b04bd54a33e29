package io.circleledger.main;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.circleledger.main.OpenConsole.button;
import static io.circleledger.main.OpenConsole.dialog;
import static io.circleledger.main.OpenConsole.field;
import static io.circleledger.main.OpenConsole.heading;
import static io.circleledger.main.OpenConsole.inDialog;
import static io.circleledger.main.OpenConsole.row;
import static io.circleledger.main.OpenConsole.toast;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import io.circleledger.main.ConsoleBrowser.Reader;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The year of circles in the console: who goes on, what comes after the deadline, and the end of the year. */
@Tag("long")
class ConsoleYearIT {

    @RegisterExtension
    static final OpenConsole console = OpenConsole.plain();

    private static String student(String name, int grade) {
        return console.made("/person", "{\"name\":\"%s\",\"grade\":%d}".formatted(name, grade));
    }

    /** Until what the list is read from has that, too. */
    private static void stands(String id, String status) {
        console.server()
                .await(
                        "the circle is " + status,
                        () -> console.state(id).contains("\"status\":\"%s\"".formatted(status)));
    }

    @Test
    void circlesAreRenewedFromTheirRowsAndTheOthersLapseAfterTheDeadline() {
        var ids = IntStream.range(0, 4)
                .mapToObj(n -> console.created("継続%d部".formatted(n), 10))
                .toList();
        var page = console.japanese("#/renewal?year=2031");
        field(page, "サークルを検索").fill("ケイゾク");
        assertThat(page.getByText("条件に合うサークルはありません。")).isVisible();
        field(page, "サークルを検索").fill("継続");
        assertThat(page.locator("tbody tr")).hasCount(4);
        row(page, "継続1部").getByText("継続を登録").click();
        assertThat(toast(page, "「継続1部」の2031年度の継続を登録しました")).isVisible();
        assertThat(page.locator("tbody tr")).hasCount(3);
        page.getByText(Pattern.compile("提出済み 1件")).click();
        assertThat(row(page, "継続1部")).containsText("2031年度");

        page.getByText(Pattern.compile("代表者未定 \\d+件")).click();
        assertThat(row(page, "継続1部")).containsText("未定");
        assertThat(row(page, "継続1部").getByText("継続を登録")).hasCount(0);

        // The deadline is the reader's own, and there again.
        var tomorrow = LocalDate.now(ZoneId.of("Asia/Tokyo")).plusDays(1).toString();
        field(page, "提出期限").fill(tomorrow);
        assertThat(page.getByText("期限まであと1日")).isVisible();
        page.reload();
        assertThat(field(page, "提出期限")).hasValue(tomorrow);

        button(page, "対象を確認").click();
        assertThat(page.locator(".batch")).containsText("継続0部");
        assertThat(page.locator(".batch-circles")).not().containsText("継続1部");
        stands(ids.getFirst(), "active");
        page.getByText(Pattern.compile("\\d+件を失効にする")).click();
        assertThat(dialog(page)).containsText("2031年度の継続届が未提出の");
        dialog(page).getByText(Pattern.compile("件を失効にする$")).click();
        assertThat(page.locator(".batch .counts")).containsText("失効したサークル");
        stands(ids.getFirst(), "lapsed");
        stands(ids.get(1), "active");

        // What a job has come to is there for who comes back to the address.
        page.reload();
        assertThat(page.locator(".batch .counts")).containsText("失効したサークル");
        row(page, "継続0部").getByText("継続を登録").click();
        assertThat(toast(page, "「継続0部」の2031年度の継続を登録しました")).isVisible();
        stands(ids.getFirst(), "active");
    }

    @Test
    void theEndOfTheYearIsCountedThenDoneOnce() {
        var leaver = student("卒業 生", 3);
        var club = console.made(
                "/circle", "{\"circle_name\":\"卒業部\",\"capacity\":10,\"owner_id\":\"%s\"}".formatted(leaver));
        assertThat(console.server()
                        .put("/person/" + leaver, "{\"grade\":4,\"version\":1}")
                        .statusCode())
                .isEqualTo(200);
        var stayer = student("進級 生", 1);
        var page = console.japanese("#/year-end?year=2032");
        button(page, "対象を確認").click();
        assertThat(page.locator(".batch-result .counts")).containsText("卒業する学生 1人");
        assertThat(page.locator(".batch-result .counts")).containsText("活動停止になるサークル 1件");
        assertThat(page.locator(".batch-result .counts")).containsText("学年が上がる学生 1人");
        assertThat(page.locator(".batch-circles")).hasText("卒業部");
        button(page, "2032年度の年度更新を実行する").click();
        assertThat(inDialog(page, "2032年度の年度更新を実行する")).isDisabled();
        dialog(page).locator("input").fill("２０３２");
        inDialog(page, "2032年度の年度更新を実行する").click();
        assertThat(page.locator(".batch-result .counts")).containsText("卒業した学生 1人");
        assertThat(page.getByText("名簿で新しい代表者を決め、活動を再開してください。")).isVisible();
        stands(club, "suspended");
        assertThat(console.state(club)).contains("\"members\":0");
        assertThat(console.server().get("/person/" + stayer).body()).contains("\"grade\":2");
        button(page, "対象を確認").click();
        assertThat(page.getByText("対象はありません。")).isVisible();
    }

    @Test
    void thePagesOfTheYearFitAndHaveNoFaults() {
        console.created("体裁部", 10);
        for (var reader : List.of(
                Reader.ENGLISH.in("ja").wide(360).in(ColorScheme.DARK),
                Reader.ENGLISH.in("ja"),
                Reader.ENGLISH.wide(640))) {
            for (var place : List.of("#/renewal?year=2033", "#/year-end?year=2033")) {
                var page = console.browser().page(reader, place);
                page.locator(".batch button").first().click();
                page.locator(".batch-result > *").first().waitFor();
                UsablePage.check(page, place + " " + reader);
                page.context().close();
            }
        }
    }

    @Test
    void whoGoesBackAndForthIsOnThePageOfTheAddress() {
        var page = console.japanese("#/renewal?year=2030");
        assertThat(heading(page, "継続届の状況")).isVisible();
        field(page, "年度").fill("2029");
        field(page, "年度").press("Tab");
        page.waitForURL("**#/renewal?year=2029");
        page.locator("main nav.tabs").getByText("年度更新").click();
        assertThat(page.getByText("2029年度を締めます。")).isVisible();
        page.goBack();
        assertThat(heading(page, "継続届の状況")).isVisible();
        assertThat(field(page, "年度")).hasValue("2029");
    }
}
