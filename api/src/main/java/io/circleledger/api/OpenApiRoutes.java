package io.circleledger.api;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Describes the API: as OpenAPI for programs, and as a page for people. */
public final class OpenApiRoutes extends RouteGroup {

    private static final String DOCUMENT = "openapi.json";
    private static final String STYLE = "docs.css";

    /** The page is text and one style sheet; nothing in it runs, and nothing comes from elsewhere. */
    private static final List<Header> CLOSED = List.of(HeaderValues.createCached(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"));

    private final Answer document;
    private final Answer page;
    private final Answer style;

    /** @param basePath the path under which a proxy has the server; empty where it has the whole host */
    public OpenApiRoutes(String basePath) {
        var description = document();
        if (description.at("/servers/0") instanceof ObjectNode server) {
            server.put("url", basePath.isEmpty() ? "/" : basePath);
        }
        document = Answer.json(200, description);
        page = new Answer(200, CLOSED, "text/html; charset=utf-8", DocsPage.of(description));
        style = new Answer(200, List.of(), "text/css; charset=utf-8", resource(STYLE));
    }

    /** The description as it is in the sources. */
    static JsonNode document() {
        return JsonMapper.shared().readTree(resource(DOCUMENT));
    }

    private static String resource(String name) {
        try (var in = OpenApiRoutes.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The program lacks its resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException("The resource " + name + " cannot be read", broken);
        }
    }

    @Override
    void addTo(Routes routes) {
        routes.add("GET", "/openapi", call -> tagged(document, call))
                .add("GET", "/docs", call -> tagged(page, call))
                .add("GET", "/docs/style.css", call -> tagged(style, call));
    }

    private static Answer tagged(Answer answer, Call call) {
        return answer.revalidated().tagged(EntityTag.of(answer.body()), call.headerLines(HeaderNames.IF_NONE_MATCH));
    }
}
