package io.circleledger.api;

import static io.circleledger.api.TestServer.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.CircleName;
import io.ledger.core.document.DocumentReader;
import io.ledger.core.feed.EventFeed;
import io.ledger.http.HttpLimits;
import io.ledger.http.answer.ProblemType;
import io.ledger.http.answer.ServerProblem;
import io.ledger.http.person.PersonProblem;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class OpenApiTest {

    private static final JsonNode DOCUMENT = CircleApi.openApi();

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.feed.close();
        server.close();
    }

    /** Those of identities and of the office are held to the running server by the table of rights and by OpenApiIT. */
    @Test
    void every_route_is_described_and_nothing_else() {
        var described = new TreeMap<String, Set<String>>();
        for (var path : DOCUMENT.get("paths").properties()) {
            var tags = path.getValue().findValues("tags").toString();
            if (tags.contains("identities") || tags.contains("office")) {
                continue;
            }
            var methods = new TreeSet<String>();
            path.getValue().propertyNames().stream()
                    .filter(name -> !name.equals("parameters"))
                    .forEach(name -> methods.add(name.toUpperCase(java.util.Locale.ROOT)));
            described.put(path.getKey(), methods);
        }
        assertThat(described).isEqualTo(server.methods());
    }

    @Test
    void every_operation_tells_what_any_request_may_meet() {
        for (var path : DOCUMENT.get("paths").properties()) {
            for (var operation : path.getValue()) {
                if (operation.has("operationId")) {
                    assertThat(operation.get("responses").propertyNames())
                            .as(operation.get("operationId").asString())
                            .contains("400", "403", "413", "414", "421", "431", "500", "501", "503", "505");
                }
            }
        }
    }

    /** Tools that compile patterns for text in UTF-8 refuse halves of surrogate pairs, which such a text cannot have. */
    @Test
    void every_pattern_can_be_compiled_for_text_in_utf_8() {
        assertThat(DOCUMENT.findValuesAsString("pattern"))
                .isNotEmpty()
                .allSatisfy(pattern -> assertThat(Pattern.compile(pattern)).isNotNull())
                .noneMatch(pattern -> pattern.toLowerCase(java.util.Locale.ROOT).matches(".*\\\\ud[89a-f].*"));
    }

    static Stream<ProblemType> problems() {
        return Stream.of(ServerProblem.values(), CircleProblem.values(), PersonProblem.values())
                .flatMap(Stream::of);
    }

    @ParameterizedTest
    @MethodSource("problems")
    void every_problem_has_an_example_with_its_title(ProblemType type) {
        var examples = DOCUMENT.at("/components/examples")
                .valueStream()
                .map(example -> example.get("value"))
                .filter(problem -> problem.path("type").asString("").equals(type.uri()))
                .toList();
        assertThat(examples).isNotEmpty().allSatisfy(problem -> {
            assertThat(problem.get("title").asString()).isEqualTo(type.title());
            assertThat(problem.get("detail").asString()).endsWith(".");
        });
        assertThat(examples).anyMatch(problem -> problem.get("status").asInt() == type.status());
    }

    @Test
    void a_page_of_the_api_is_none_too_many_for_those_who_answer_it() {
        assertThat(HttpLimits.PAGE_MAX)
                .isLessThanOrEqualTo(DocumentReader.MAX_PAGE)
                .isLessThanOrEqualTo(EventFeed.MAX_PAGE);
    }

    @Test
    void the_limits_are_those_of_the_server() {
        var schemas = DOCUMENT.at("/components/schemas");
        assertThat(schemas.at("/CircleName/maxLength").asInt()).isEqualTo(CircleName.MAX_CHARACTERS);
        assertThat(schemas.at("/Capacity/minimum").asInt()).isEqualTo(Capacity.MIN);
        assertThat(schemas.at("/Capacity/maximum").asInt()).isEqualTo(Capacity.MAX);
        var parameters = DOCUMENT.at("/components/parameters");
        assertThat(parameters.at("/Limit/schema/maximum").asInt()).isEqualTo(HttpLimits.PAGE_MAX);
        assertThat(parameters.at("/Limit/schema/default").asInt()).isEqualTo(HttpLimits.PAGE_DEFAULT);
        assertThat(parameters.at("/Text/schema/maxLength").asInt()).isEqualTo(ApiLimits.SEARCH_CHARACTERS);
        assertThat(parameters.at("/OfType/schema/maxItems").asInt()).isEqualTo(HttpLimits.FEED_TYPES);
        assertThat(parameters.at("/SearchOrListCursor/schema/maxLength").asInt())
                .isEqualTo(ApiLimits.SEARCH_CURSOR_CHARACTERS);
    }

    @Test
    void every_reference_leads_somewhere_and_every_part_is_referred_to() {
        var text = DOCUMENT.toString();
        var references = new HashSet<String>();
        Pattern.compile("\"\\$ref\":\"#([^\"]+)\"")
                .matcher(text)
                .results()
                .forEach(found -> references.add(found.group(1)));
        assertThat(references)
                .allSatisfy(reference -> assertThat(DOCUMENT.at(reference).isMissingNode())
                        .as(reference)
                        .isFalse());
        for (var alternative : DOCUMENT.get("security")) {
            alternative.propertyNames().forEach(name -> references.add("/components/securitySchemes/" + name));
        }
        // What any path may answer, and no operation.
        references.addAll(Set.of("/components/responses/PathNotFound", "/components/responses/MethodNotAllowed"));
        for (var kind : DOCUMENT.get("components").properties()) {
            for (var name : kind.getValue().propertyNames()) {
                assertThat(references).contains("/components/" + kind.getKey() + "/" + name);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/openapi", "/docs", "/docs/style.css"})
    void what_does_not_change_is_asked_for_again_by_its_tag(String path) {
        var first = server.get(path);
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(header(first, "Cache-Control")).isEqualTo("private, no-cache");
        var again = server.get(path, "If-None-Match", header(first, "ETag"));
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void the_page_tells_every_operation_and_loads_nothing_but_its_style() {
        var response = server.get("/docs");
        assertThat(header(response, "Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(header(response, "Content-Security-Policy")).startsWith("default-src 'none'; style-src 'self';");
        var page = response.body();
        for (var path : DOCUMENT.get("paths").properties()) {
            for (var operation : path.getValue()) {
                if (operation.has("operationId")) {
                    assertThat(page)
                            .contains("<article id=\""
                                    + operation.get("operationId").asString() + "\">");
                }
            }
        }
        assertThat(page).doesNotContain("<script", "style=", "src=", "url(");
        var links = Pattern.compile("href=\"([^\"]*)\"").matcher(page).results().map(found -> found.group(1));
        assertThat(links).allSatisfy(link -> {
            if (link.startsWith("#")) {
                assertThat(page).contains("id=\"" + link.substring(1) + "\"");
            } else {
                assertThat(link).isIn("openapi", "docs/style.css");
            }
        });
        assertThat(header(server.get("/docs/style.css"), "Content-Type")).isEqualTo("text/css; charset=utf-8");
    }
}
