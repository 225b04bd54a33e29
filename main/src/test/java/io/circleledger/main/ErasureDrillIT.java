package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The drill of the page on personal data: what was known of an erased person is in no answer, and then in no file. */
@Tag("long")
class ErasureDrillIT {

    private static final List<String> PERSONAL = List.of(
            "Hanako Verborgen",
            "hanako verborgen",
            "ハナコ ヒミツ",
            "S-77777-X",
            "s-77777-x",
            "Xenolinguistik",
            "hanako@verborgen.example",
            "Hanako Anders");

    @TempDir
    Path directory;

    @Test
    void anErasedPersonIsInNoAnswerAndInNoFileOfALedgerThatWasRestored() throws Exception {
        String circle;
        try (var server = ServerProcess.start(directory, Map.of())) {
            var imported = imported(server);
            // Another file with the same person is looked at, and left so.
            var open = previewed(server, "persons", "x,Hanako Verborgen,S-77777-X\n");
            var person = JsonMapper.shared()
                    .readTree(server.get(imported + "/result").body())
                    .get(0)
                    .get("person_id")
                    .asString();
            circle = id(server, "/circle", "circle_id", """
                    {"circle_name":"Chess","capacity":5,"owner_id":"%s"}""".formatted(person));
            var roster = previewed(
                    server,
                    "members",
                    "団体名,学籍番号,氏名,備考\nChess,S-77777-X,Hanako Verborgen,Hanako Anders\nGo,S-77777-X,Hanako Verborgen,\nChess,S-77777-X,Taro,\n");
            assertThat(server.get(roster + "/rows").body()).contains(person, "\"state\":\"unchanged\"");
            assertThat(server.put("/person/" + person, "{\"name\":\"Hanako Anders\",\"version\":1}")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(server.get("/person?q=anders").body()).contains(person);

            assertThat(server.send(server.request("/person/" + person).DELETE()).statusCode())
                    .isEqualTo(204);

            var paths = Stream.concat(paths(circle, person).stream(), pathsOf(imported, open, roster));
            for (var path : paths.toList()) {
                server.await(path + " answers", () -> server.get(path).statusCode() != 503);
                var answer = server.get(path);
                assertThat(answer.statusCode()).as(path).isIn(200, 404, 410);
                assertThat(answer.body()).as(path).doesNotContainIgnoringCase(PERSONAL.toArray(String[]::new));
            }
            assertThat(run(Map.of(), "backup", "a.backup")).contains("up to position 3");
            assertThat(server.log()).doesNotContainIgnoringCase(PERSONAL.toArray(String[]::new));
        }
        assertThat(filesThatTell(directory.resolve("data")))
                .as("the store's own log of changes keeps them for a while")
                .isNotEmpty();

        var fresh = Map.of("DATA_DIR", "fresh");
        assertThat(run(fresh, "restore", "a.backup")).contains("the ledger ends at position 3");
        try (var server = ServerProcess.start(directory, fresh)) {
            server.await("the list has it", () -> server.get("/circle").body().contains(circle));
        }

        assertThat(filesThatTell(directory.resolve("fresh"))).isEmpty();
    }

    private static String previewed(ServerProcess server, String kind, String file) {
        var response = server.send(server.request("/import?kind=" + kind)
                .header("Content-Type", "text/csv")
                .POST(BodyPublishers.ofString(file)));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return response.headers().firstValue("Location").orElseThrow();
    }

    /** The person comes by a file, with a column that is for nothing, and a remark below. */
    private static String imported(ServerProcess server) {
        var path = previewed(server, "persons", """
                氏名,フリガナ,学籍番号,学年,専攻,年齢,メール,備考
                Hanako Verborgen,ハナコ ヒミツ,S-77777-X,3年生,Xenolinguistik,20歳,hanako@verborgen.example,Hanako Anders
                ※ Hanako Verborgen は休学中
                """);
        var started = server.send(server.request(path + "/apply").POST(BodyPublishers.noBody()));
        var job = started.headers().firstValue("Location").orElseThrow();
        server.await("the job is done", () -> server.get(job).body().contains("\"done\",\"done\":1"));
        return path;
    }

    private static Stream<String> pathsOf(String... imports) {
        return Stream.concat(
                Stream.of("/import"),
                Stream.of(imports).flatMap(path -> Stream.of(path, path + "/rows", imports[0] + "/result")));
    }

    private static List<String> paths(String circle, String person) {
        return List.of(
                "/circle",
                "/circle/" + circle,
                "/circle/" + circle + "/events",
                "/circle/" + circle + "/members",
                "/circle?q=hanako",
                "/circle?format=csv",
                "/circle?as_of=2000-01-01",
                "/events",
                "/person",
                "/person?q=verborgen",
                "/person?q=anders",
                "/person?major=Xenolinguistik",
                "/person/" + person,
                "/person/" + person + "/circles",
                "/projection",
                "/metrics",
                "/health/ready");
    }

    private static String id(ServerProcess server, String path, String field, String body) {
        var created = server.send(
                server.request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return JsonMapper.shared().readTree(created.body()).get(field).asString();
    }

    private String run(Map<String, String> environment, String... arguments) throws IOException {
        try (var process = ServerProcess.launch(directory, environment, arguments)) {
            assertThat(process.exitCode()).as(process.log()).isZero();
            return process.log();
        }
    }

    /** As {@code grep -rF} over all files, the programs of the stores aside. */
    private static List<String> filesThatTell(Path dataDir) throws IOException {
        var found = new ArrayList<String>();
        try (var files = Files.walk(dataDir)) {
            for (var file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(dataDir.resolve("binaries")))
                    .toList()) {
                var bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
                for (var text : PERSONAL) {
                    if (bytes.contains(
                            new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))) {
                        found.add(file + " has " + text);
                    }
                }
            }
        }
        return found;
    }
}
