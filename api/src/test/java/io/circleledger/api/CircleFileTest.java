package io.circleledger.api;

import static io.circleledger.api.TestServer.header;
import static io.circleledger.api.TestServer.node;
import static io.circleledger.api.TestServer.pointers;
import static io.circleledger.api.TestServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.tables.Table;
import io.ledger.tables.TableColumn;
import io.ledger.tables.TableField;
import io.ledger.tables.TableOrigin;
import io.ledger.tables.TableReader;
import io.ledger.tables.TableReading;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of circles as files for offices. */
class CircleFileTest {

    private static final String WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /** What an import looks for. */
    private static final List<TableField> FIELDS = List.of(
            new TableField(
                    "circle_id",
                    List.of("circle_id", "Circle ID", "団体ID"),
                    Optional.of(Pattern.compile("[0-9a-f-]{36}"))),
            new TableField("circle_name", List.of("Circle", "団体名")),
            new TableField("capacity", List.of("Capacity", "定員")),
            new TableField("name_kana", List.of("Reading", "フリガナ")),
            new TableField("kind", List.of("Kind", "種別")),
            new TableField("version", List.of("Version", "版")));

    private final TestServer server = new TestServer();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private Table table(String path, String... headers) throws Exception {
        return table(bytes(path, headers));
    }

    private HttpResponse<byte[]> bytes(String path, String... headers) throws Exception {
        return client.send(TestServer.with(server.request(path), headers).build(), BodyHandlers.ofByteArray());
    }

    private static Table table(HttpResponse<byte[]> response) {
        assertThat(response.statusCode()).isEqualTo(200);
        return switch (new TableReader(FIELDS).read(response.body())) {
            case TableReading.Read(Table table) -> table;
            case TableReading.UnreadableTable(var refusal, var detail) ->
                throw new AssertionError(refusal + ": " + detail);
        };
    }

    private static List<String> names(Table table) {
        return table.rows().stream()
                .map(row -> table.values(row).get("circle_name"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "xlsx"})
    void a_file_has_the_whole_list_with_headings_that_an_import_knows(String format) throws Exception {
        var id = server.create("=1+1", 20);
        for (var i = 0; i < 1_050; i++) {
            server.create("サークル" + i, 3 + i % 50);
        }
        var table = table("/circle?format=" + format);

        assertThat(table.rows()).hasSize(1_051);
        assertThat(table.columns()).extracting(TableColumn::field).doesNotContain(Optional.empty());
        assertThat(table.values(table.rows().getFirst()))
                .containsEntry("circle_id", id)
                .containsEntry("circle_name", "=1+1")
                .containsEntry("capacity", "20")
                .containsEntry("version", "1");
        assertThat(names(table)).doesNotHaveDuplicates();
    }

    @Test
    void csv_is_text_as_excel_opens_it() {
        server.create("テニス, 部", 20);
        var response = server.get("/circle?format=csv", "Accept-Language", "ja-JP,ja;q=0.9,en;q=0.8");

        assertThat(header(response, "Content-Type")).isEqualTo("text/csv; charset=utf-8");
        assertThat(header(response, "Content-Disposition"))
                .isEqualTo("attachment; filename=\"circles-" + LocalDate.now(ZoneId.of("Asia/Tokyo")) + ".csv\"");
        assertThat(header(response, "Vary")).isEqualTo("Accept, Accept-Language, Authorization, Cookie");
        assertThat(header(response, "Cache-Control")).isEqualTo("no-store");
        assertThat(header(response, "Ledger-Position")).isEqualTo("1");
        assertThat(response.body())
                .startsWith("\uFEFF団体ID,団体名,定員,フリガナ,種別,版\r\n")
                .endsWith(",\"テニス, 部\",20,,,1\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "'ja','団体ID,団体名,定員,フリガナ,種別,版'",
        "'fr,ja;q=0.5','団体ID,団体名,定員,フリガナ,種別,版'",
        "'en-GB,ja;q=0.5','Circle ID,Circle,Capacity,Reading,Kind,Version'",
        "'fr','Circle ID,Circle,Capacity,Reading,Kind,Version'",
        "'*','Circle ID,Circle,Capacity,Reading,Kind,Version'",
        "';;q','Circle ID,Circle,Capacity,Reading,Kind,Version'"
    })
    void headings_are_in_the_language_of_the_reader(String languages, String headings) {
        assertThat(server.get("/circle?format=csv", "Accept-Language", languages)
                        .body())
                .isEqualTo("\uFEFF" + headings + "\r\n");
    }

    @Test
    void the_format_is_also_the_one_that_is_accepted() throws Exception {
        server.create("a", 20);

        assertThat(table("/circle", "Accept", "text/csv").origin()).isInstanceOf(TableOrigin.TextFile.class);
        var workbook = bytes("/circle", "Accept", WORKBOOK, "Accept-Language", "ja");
        assertThat(workbook.headers().firstValue("Content-Type")).contains(WORKBOOK);
        assertThat(table(workbook).origin()).isEqualTo(new TableOrigin.ExcelFile("団体", List.of("団体")));
        for (var accept : List.of("*/*", "application/json", "text/csv;q=0.5, application/json", "text/html")) {
            assertThat(node(server.get("/circle", "Accept", accept)).size()).isEqualTo(1);
        }
        assertThat(node(server.get("/circle?format=json", "Accept", "text/csv")).size())
                .isEqualTo(1);
    }

    @Test
    void a_file_has_all_that_a_search_finds() throws Exception {
        for (var i = 0; i < 2_100; i++) {
            server.create((i % 3 == 0 ? "Tennis " : "Chess ") + i, 20 + i % 7);
        }
        var table = table("/circle?q=chess&sort=capacity&order=desc&min_capacity=21&format=csv");

        assertThat(names(table)).hasSize(1_200).allMatch(name -> name.startsWith("Chess"));
        assertThat(table.rows().stream()
                        .map(row -> table.values(row).get("capacity"))
                        .toList())
                .isSortedAccordingTo(Comparator.reverseOrder())
                .doesNotContain("20");
        assertThat(names(table)).doesNotHaveDuplicates();
    }

    @Test
    void what_only_pages_have_is_refused() {
        assertThat(pointers(problem(server.get("/circle?format=csv&limit=10&cursor=x"), 400, "invalid-request")))
                .containsExactly("?limit", "?cursor");
        assertThat(pointers(problem(server.get("/circle?format=xls"), 400, "invalid-request")))
                .containsExactly("?format");
        assertThat(pointers(problem(server.get("/circle?format=csv&sort=x"), 400, "invalid-request")))
                .containsExactly("?sort");
        problem(server.get("/circle?format=csv", "Ledger-Position", "99"), 409, "position-unknown");
    }

    @Test
    void head_asks_about_the_page() {
        var response = server.send(
                server.request("/circle?format=csv").method("HEAD", java.net.http.HttpRequest.BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Content-Type")).isEqualTo("application/json");
    }
}
