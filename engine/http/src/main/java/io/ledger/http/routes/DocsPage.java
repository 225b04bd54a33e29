package io.ledger.http.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The description of the API as a page of HTML, which needs no script and nothing from elsewhere. */
final class DocsPage {

    private static final JsonMapper PRETTY =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** What of a schema is told in a line, and the word before it. */
    private static final List<Keyword> KEYWORDS = List.of(
            new Keyword("type", ""),
            new Keyword("format", ""),
            new Keyword("enum", "one of "),
            new Keyword("minimum", "from "),
            new Keyword("maximum", "to "));

    private record Keyword(String name, String word) {}

    private final JsonNode document;
    private final StringBuilder html = new StringBuilder(256 * 1024);

    private DocsPage(JsonNode document) {
        this.document = document;
    }

    static String of(JsonNode document) {
        var page = new DocsPage(document);
        page.write();
        return page.html.toString();
    }

    private void write() {
        var title = text(document.at("/info/title"));
        html.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
                .append(title)
                .append(": the API</title>\n<link rel=\"stylesheet\" href=\"docs/style.css\">\n</head>\n<body>\n");
        contents(title);
        html.append("<main>\n<h1>").append(title).append("</h1>\n");
        paragraphs(document.at("/info/description"));
        html.append("<p>The same for programs: <a href=\"openapi\">OpenAPI 3.1</a>.</p>\n");
        for (var tag : document.get("tags")) {
            html.append("<section>\n<h2>")
                    .append(capitalised(text(tag.get("name"))))
                    .append("</h2>\n");
            paragraphs(tag.path("description"));
            operations(tag.get("name").asString()).forEach(this::operation);
            html.append("</section>\n");
        }
        schemas();
        html.append("</main>\n</body>\n</html>\n");
    }

    private void contents(String title) {
        html.append("<nav aria-label=\"Contents\">\n<p class=\"name\">")
                .append(title)
                .append("</p>\n");
        for (var tag : document.get("tags")) {
            html.append("<p>").append(capitalised(text(tag.get("name")))).append("</p>\n<ul>\n");
            for (var operation : operations(tag.get("name").asString())) {
                html.append("<li><a href=\"#")
                        .append(operation.id())
                        .append("\">")
                        .append(text(operation.node().get("summary")))
                        .append("</a></li>\n");
            }
            html.append("</ul>\n");
        }
        html.append("<p><a href=\"#schemas\">Schemas</a></p>\n</nav>\n");
    }

    /** One method of one path. */
    private record ListedOperation(String method, String path, JsonNode node, JsonNode shared) {

        String id() {
            return text(node.get("operationId"));
        }
    }

    private List<ListedOperation> operations(String tag) {
        var operations = new ArrayList<ListedOperation>();
        for (var path : document.get("paths").properties()) {
            for (var method : path.getValue().properties()) {
                if (method.getValue().path("tags").path(0).asString("").equals(tag)) {
                    operations.add(new ListedOperation(
                            method.getKey().toUpperCase(Locale.ROOT),
                            path.getKey(),
                            method.getValue(),
                            path.getValue().path("parameters")));
                }
            }
        }
        return operations;
    }

    private void operation(ListedOperation operation) {
        html.append("<article id=\"")
                .append(operation.id())
                .append("\">\n<h3><a href=\"#")
                .append(operation.id());
        html.append("\">").append(text(operation.node().get("summary"))).append("</a></h3>\n<p class=\"call\"><b>");
        html.append(operation.method()).append("</b> <code>").append(escaped(operation.path()));
        html.append("</code></p>\n");
        paragraphs(operation.node().path("description"));
        for (var sample : operation.node().path("x-codeSamples")) {
            code(sample.get("source").asString());
        }
        parameters(operation);
        var body = operation.node().path("requestBody");
        if (!body.isMissingNode()) {
            html.append("<h4>Body</h4>\n");
            contents(body.path("content"));
        }
        html.append("<h4>Answers</h4>\n");
        for (var response : operation.node().get("responses").properties()) {
            response(response.getKey(), resolved(response.getValue()));
        }
        html.append("</article>\n");
    }

    private void parameters(ListedOperation operation) {
        html.append(
                "<h4>Parameters</h4>\n<div class=\"wide\"><table>\n<tr><th>name</th><th>in</th><th>what it is</th></tr>\n");
        for (var list : List.of(operation.node().path("parameters"), operation.shared())) {
            for (var reference : list) {
                var parameter = resolved(reference);
                html.append("<tr><td><code>")
                        .append(text(parameter.get("name")))
                        .append("</code>");
                html.append(parameter.path("required").asBoolean(false) ? "<br><em>required</em>" : "");
                html.append("</td><td>").append(text(parameter.get("in"))).append("</td><td>");
                html.append(text(parameter.path("description"))).append(" <small>");
                html.append(shape(parameter.path("schema"))).append("</small></td></tr>\n");
            }
        }
        html.append("</table></div>\n");
    }

    private void response(String status, JsonNode response) {
        html.append("<details>\n<summary><b class=\"s")
                .append(escaped(status.substring(0, 1)))
                .append("\">");
        html.append(escaped(status))
                .append("</b> ")
                .append(text(response.path("description")))
                .append("</summary>\n");
        var headers = new ArrayList<String>();
        response.path("headers")
                .properties()
                .forEach(header -> headers.add("<code>" + escaped(header.getKey()) + "</code>"));
        if (!headers.isEmpty()) {
            html.append("<p>Headers: ").append(String.join(", ", headers)).append("</p>\n");
        }
        contents(response.path("content"));
        html.append("</details>\n");
    }

    /** The media types of a body, each with its shape and its examples. */
    private void contents(JsonNode content) {
        for (var media : content.properties()) {
            html.append("<p><code>").append(escaped(media.getKey())).append("</code>: ");
            html.append(shape(media.getValue().path("schema"))).append("</p>\n");
            for (var example : media.getValue().path("examples").properties()) {
                var value = resolved(example.getValue()).path("value");
                code(value.isString() ? value.asString() : PRETTY.writeValueAsString(value));
            }
        }
    }

    private void schemas() {
        html.append("<section id=\"schemas\">\n<h2>Schemas</h2>\n");
        for (var schema : document.at("/components/schemas").properties()) {
            html.append("<details id=\"schema-")
                    .append(escaped(schema.getKey()))
                    .append("\">\n<summary><b>");
            html.append(escaped(schema.getKey())).append("</b> ");
            html.append(text(schema.getValue().path("description"))).append("</summary>\n");
            code(PRETTY.writeValueAsString(schema.getValue()));
            html.append("</details>\n");
        }
        html.append("</section>\n");
    }

    /** A schema in a few words, with links to those that have a name. */
    private static String shape(JsonNode schema) {
        var reference = schema.path("$ref").asString("");
        if (!reference.isEmpty()) {
            var name = escaped(reference.substring(reference.lastIndexOf('/') + 1));
            return "<a href=\"#schema-" + name + "\">" + name + "</a>";
        }
        if (schema.has("items")) {
            return "a list of " + shape(schema.get("items"));
        }
        if (schema.has("oneOf")) {
            var several = new ArrayList<String>();
            schema.get("oneOf").forEach(one -> several.add(shape(one)));
            return String.join(" or ", several);
        }
        var words = new ArrayList<String>();
        for (var keyword : KEYWORDS) {
            var value = schema.path(keyword.name());
            if (!value.isMissingNode()) {
                words.add(keyword.word() + escaped(value.isString() ? value.asString() : value.toString()));
            }
        }
        return String.join(", ", words);
    }

    private JsonNode resolved(JsonNode node) {
        var reference = node.path("$ref").asString("");
        return reference.isEmpty() ? node : document.at(reference.substring(1));
    }

    private void paragraphs(JsonNode description) {
        for (var paragraph : description.asString("").split("\n\n", -1)) {
            if (!paragraph.isBlank()) {
                html.append("<p>")
                        .append(escaped(paragraph).replaceAll("`([^`]*)`", "<code>$1</code>"))
                        .append("</p>\n");
            }
        }
    }

    private void code(String text) {
        html.append("<pre tabindex=\"0\"><code>").append(escaped(text)).append("</code></pre>\n");
    }

    private static String text(JsonNode node) {
        return escaped(node.asString(""));
    }

    private static String capitalised(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
