package io.circleledger.main;

import io.circleledger.main.ApiDescription.Operation;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Random requests that are as a description says, or that are so but for one thing. */
final class DescribedRequests {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern CURSOR = Pattern.compile("[?&]cursor=([^&>]+)");

    private static final List<JsonNode> NASTY = List.of(
            NODES.stringNode(""),
            NODES.stringNode(" "),
            NODES.stringNode("x"),
            NODES.stringNode("\u0000"),
            NODES.stringNode("\u0085\u2028"),
            NODES.stringNode("a".repeat(1_000)),
            NODES.stringNode("../%2e%2e"),
            NODES.stringNode("' OR 1=1 --"),
            NODES.numberNode(-1),
            NODES.numberNode(0),
            NODES.numberNode(32_768),
            NODES.numberNode(Long.MAX_VALUE),
            NODES.numberNode(1.5),
            NODES.booleanNode(true),
            NODES.nullNode(),
            NODES.arrayNode(),
            NODES.objectNode());

    private final ApiDescription description;
    private final Random random;
    private final List<String> ids;
    private final List<String> cursors = new ArrayList<>();

    /** @param ids of circles that there are */
    DescribedRequests(ApiDescription description, Random random, List<String> ids) {
        this.description = description;
        this.random = random;
        this.ids = new ArrayList<>(ids);
    }

    /** @param isBroken whether its query or its body is not as described */
    record FuzzRequest(String method, String target, Map<String, String> headers, String body, boolean isBroken) {}

    /** @param breaks whether one thing of it is not to be as described, where there is something to break */
    FuzzRequest request(Operation operation, boolean breaks) {
        var path = operation
                .path()
                .replace("{id}", encoded(id()))
                .replace("{session_id}", encoded(id()))
                .replace("{key_id}", encoded(id()))
                .replace("{row}", String.valueOf(random.nextInt(20)))
                .replace("{person_id}", encoded(id()))
                .replace(
                        "{office}",
                        List.of("vice", "treasurer", "advisor", "king").get(random.nextInt(4)));
        var query = new StringJoiner("&", "?", "").setEmptyValue("");
        var headers = new TreeMap<String, String>();
        var content = operation.node().path("requestBody").path("content").path("application/json");
        var candidates = operation.parameters().stream()
                .filter(parameter -> parameter.get("in").asString().equals("query"))
                .filter(parameter -> brokenText(parameter.get("schema")).isPresent())
                .toList();
        // One thing is broken and no more, so that it is known what is refused.
        var breaksBody = breaks && !content.isMissingNode();
        var broken = breaks && !breaksBody && !candidates.isEmpty()
                ? candidates.get(random.nextInt(candidates.size()))
                : NODES.nullNode();
        for (var parameter : operation.parameters()) {
            var name = parameter.get("name").asString();
            switch (parameter.get("in").asString()) {
                case "query" -> {
                    if (parameter.equals(broken)) {
                        query.add(name + "="
                                + encoded(brokenText(parameter.get("schema")).orElseThrow()));
                    } else if (random.nextInt(4) == 0) {
                        values(parameter).forEach(value -> query.add(name + "=" + encoded(value)));
                    }
                }
                case "header" -> {
                    if (random.nextInt(6) == 0) {
                        values(parameter).stream()
                                // What else there is, is no text that a header can have.
                                .filter(value -> value.matches("[\\x20-\\x7e]+"))
                                .forEach(value -> headers.put(name, value));
                    }
                }
                default -> {}
            }
        }
        var body = "";
        if (!content.isMissingNode()) {
            headers.put("Content-Type", "application/json");
            var value = valid(content.get("schema"));
            body = JSON.writeValueAsString(breaksBody ? broken(content.get("schema"), value) : value);
        }
        return new FuzzRequest(operation.method(), path + query, headers, body, breaksBody || !broken.isNull());
    }

    private String id() {
        return switch (random.nextInt(10)) {
            case 0 -> new UUID(random.nextLong(), random.nextLong()).toString();
            case 1 -> NASTY.get(2).asString();
            default -> ids.get(random.nextInt(ids.size()));
        };
    }

    private List<String> values(JsonNode parameter) {
        if (parameter.get("name").asString().equals("cursor") && !cursors.isEmpty()) {
            return List.of(cursors.get(random.nextInt(cursors.size())));
        }
        var value = parameter.has("example") && random.nextInt(3) == 0
                ? parameter.get("example")
                : valid(parameter.get("schema"));
        if (value.isArray()) {
            return value.valueStream().map(JsonNode::asString).toList();
        }
        return List.of(value.isString() ? value.stringValue() : value.toString());
    }

    /** A value that the schema takes. */
    private JsonNode valid(JsonNode described) {
        var schema = description.resolved(described);
        for (var attempt = 0; attempt < 50; attempt++) {
            var value = candidate(schema);
            if (description.faults(described, value).isEmpty()) {
                return value;
            }
        }
        return schema.at("/examples/0");
    }

    private JsonNode candidate(JsonNode schema) {
        if (schema.has("enum")) {
            return schema.get("enum").get(random.nextInt(schema.get("enum").size()));
        }
        return switch (schema.path("type").asString("")) {
            case "integer" -> {
                var least = schema.path("minimum").asLong(0);
                var most = schema.path("maximum").asLong(Long.MAX_VALUE);
                yield NODES.numberNode(
                        switch (random.nextInt(4)) {
                            case 0 -> least;
                            case 1 -> most;
                            default -> Math.min(most, least + random.nextInt(5));
                        });
            }
            case "array" -> {
                var array = NODES.arrayNode();
                for (var i = random.nextInt(3); i >= 0; i--) {
                    array.add(valid(schema.get("items")));
                }
                yield array;
            }
            case "object" -> object(schema);
            default -> text(schema);
        };
    }

    private ObjectNode object(JsonNode schema) {
        var object = NODES.objectNode();
        for (var property : schema.get("properties").properties()) {
            var isRequired = schema.path("required")
                    .valueStream()
                    .anyMatch(name -> name.asString().equals(property.getKey()));
            if (isRequired || random.nextBoolean()) {
                object.set(property.getKey(), valid(property.getValue()));
            }
        }
        return object;
    }

    private JsonNode text(JsonNode schema) {
        var example = schema.at("/examples/0");
        if (!example.isMissingNode() && random.nextInt(4) == 0) {
            return example;
        }
        return NODES.stringNode(
                switch (random.nextInt(8)) {
                    case 0 -> Integer.toString(random.nextInt(100));
                    case 1 -> "\"" + (1 + random.nextInt(3)) + "\"";
                    case 2 -> UUID.randomUUID().toString();
                    case 3 -> "テニス 👍 " + random.nextInt(10);
                    case 4 -> "2026-11-24T0" + random.nextInt(10) + ":00:00+09:00";
                    case 5 -> "%E7%94%B0";
                    case 6 -> "CircleCreated";
                    default -> "é".repeat(1 + random.nextInt(100));
                });
    }

    /** A text that is not what the schema describes; there may be none. */
    private Optional<String> brokenText(JsonNode schema) {
        var texts = NASTY.stream()
                .map(nasty -> nasty.isString() ? nasty.stringValue() : nasty.toString())
                .filter(text -> !description
                        .faults(schema, description.asTyped(schema, text))
                        .isEmpty())
                .toList();
        return texts.isEmpty() ? Optional.empty() : Optional.of(texts.get(random.nextInt(texts.size())));
    }

    /** The body with one thing in it that the schema does not take. */
    private JsonNode broken(JsonNode schema, JsonNode value) {
        while (true) {
            var nasty = NASTY.get(random.nextInt(NASTY.size()));
            JsonNode broken = nasty;
            if (value instanceof ObjectNode object && !object.isEmpty() && random.nextInt(5) != 0) {
                var copy = object.deepCopy();
                var names = List.copyOf(object.propertyNames());
                var name = names.get(random.nextInt(names.size()));
                switch (random.nextInt(3)) {
                    case 0 -> copy.remove(name);
                    case 1 -> copy.set("unknown", nasty);
                    default -> copy.set(name, nasty);
                }
                broken = copy;
            }
            if (!description.faults(schema, broken).isEmpty()) {
                return broken;
            }
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Keeps the ids and the cursors of an answer, for requests to come. */
    void remember(HttpResponse<String> response) {
        response.headers()
                .firstValue("Link")
                .map(CURSOR::matcher)
                .filter(Matcher::find)
                .ifPresent(found -> cursors.add(found.group(1)));
        var location = response.headers().firstValue("Location").orElse("");
        if (response.statusCode() == 201 && location.matches("/(circle|person)/.*")) {
            ids.add(location.substring(location.lastIndexOf('/') + 1));
        }
    }
}
