package io.ledger.http.routes;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.ledger.http.answer.Answer;
import io.ledger.http.answer.EntityTag;
import io.ledger.http.request.Call;
import io.ledger.http.routing.RouteGroup;
import io.ledger.http.routing.Routes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Describes the API: as OpenAPI for programs, and as a page for people. */
public final class OpenApiRoutes implements RouteGroup {

    private static final String STYLE = "docs.css";

    /** The page is text and one style sheet; nothing in it runs, and nothing comes from elsewhere. */
    private static final List<Header> CLOSED = PageHeaders.of(
            "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");

    private final Answer document;
    private final Answer page;
    private final Answer style;

    /**
     * The description as it is under a path.
     *
     * @param openApi the description of the API
     * @param basePath the path under which a proxy has the server; empty where it has the whole host
     */
    public OpenApiRoutes(JsonNode openApi, String basePath) {
        var description = openApi.deepCopy();
        if (description.at("/servers/0") instanceof ObjectNode server) {
            server.put("url", basePath.isEmpty() ? "/" : basePath);
        }
        document = Answer.json(200, description);
        page = new Answer(200, CLOSED, "text/html; charset=utf-8", DocsPage.of(description));
        style = new Answer(200, List.of(), "text/css; charset=utf-8", style());
    }

    private static String style() {
        try (var in = OpenApiRoutes.class.getResourceAsStream(STYLE)) {
            if (in == null) {
                throw new IllegalStateException("The program lacks its resource " + STYLE);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException("The resource " + STYLE + " cannot be read", broken);
        }
    }

    @Override
    public void addTo(Routes routes) {
        routes.add("GET", "/openapi", call -> tagged(document, call))
                .add("GET", "/docs", call -> tagged(page, call))
                .add("GET", "/docs/style.css", call -> tagged(style, call));
    }

    private static Answer tagged(Answer answer, Call call) {
        return answer.revalidated().tagged(EntityTag.of(answer.body()), call.headerLines(HeaderNames.IF_NONE_MATCH));
    }
}
