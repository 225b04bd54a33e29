package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** The description that a server gives of itself, and what is held to it. */
final class ApiDescription {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Map<JsonNode, Schema> compiled = new HashMap<>();
    private final JsonNode document;

    ApiDescription(String json) {
        this.document = JSON.readTree(json);
    }

    /** One method of one path as it is described. */
    record Operation(String method, String path, JsonNode node, List<JsonNode> parameters) {

        String name() {
            return method + " " + path;
        }
    }

    List<Operation> operations() {
        var operations = new ArrayList<Operation>();
        for (var path : document.get("paths").properties()) {
            for (var method : path.getValue().properties()) {
                if (!method.getKey().equals("parameters")) {
                    var parameters = new ArrayList<JsonNode>();
                    path.getValue().path("parameters").forEach(parameter -> parameters.add(resolved(parameter)));
                    method.getValue().path("parameters").forEach(parameter -> parameters.add(resolved(parameter)));
                    operations.add(new Operation(
                            method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue(), parameters));
                }
            }
        }
        return operations;
    }

    JsonNode resolved(JsonNode node) {
        var reference = node.path("$ref").asString("");
        return reference.isEmpty() ? node : resolved(document.at(reference.substring(1)));
    }

    /** What is wrong with a value, by the schema; nothing when it is as described. */
    List<Error> faults(JsonNode schema, JsonNode value) {
        return compiled.computeIfAbsent(schema, described -> {
                    var root = NODES.objectNode();
                    root.set("components", document.get("components"));
                    root.putArray("allOf").add(described);
                    return schemas.getSchema(root);
                })
                .validate(value);
    }

    /** What stands for a text in a query: a number where it is one, and a list where one is meant. */
    JsonNode asTyped(JsonNode described, String text) {
        var schema = resolved(described);
        if (schema.path("type").asString("").equals("array")) {
            return NODES.arrayNode().add(text);
        }
        if (schema.path("type").asString("").equals("integer") && text.matches("-?[0-9]{1,19}")) {
            return NODES.numberNode(Long.parseLong(text));
        }
        return NODES.stringNode(text);
    }

    /** Checks that an answer is described, with its status, its headers and its body. */
    void check(Operation operation, HttpResponse<String> response, String where) {
        assertThat(response.statusCode()).as(where).isNotEqualTo(500);
        var described = resolved(operation.node().get("responses").path(Integer.toString(response.statusCode())));
        assertThat(described.isMissingNode())
                .as("a status that is not described: " + where)
                .isFalse();
        for (var header : described.path("headers").properties()) {
            var schema = resolved(header.getValue());
            var value = response.headers().firstValue(header.getKey());
            if (schema.path("required").asBoolean(false)) {
                assertThat(value)
                        .as("without " + header.getKey() + ": " + where)
                        .isPresent();
            }
            value.ifPresent(text -> assertThat(faults(schema.get("schema"), asTyped(schema.get("schema"), text)))
                    .as(header.getKey() + ": " + where)
                    .isEmpty());
        }
        var content = described.path("content");
        if (content.isMissingNode()) {
            assertThat(response.body()).as(where).isEmpty();
            return;
        }
        var type = response.headers().firstValue("Content-Type").orElse("").split(";", -1)[0];
        var media = content.path(type);
        assertThat(media.isMissingNode())
                .as("a type that is not described: " + where)
                .isFalse();
        if (type.endsWith("json")) {
            assertThat(faults(media.get("schema"), JSON.readTree(response.body())))
                    .as(where)
                    .isEmpty();
        }
    }
}
