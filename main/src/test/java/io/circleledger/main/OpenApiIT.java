package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.identity.AccountRole;
import io.ledger.mariadb.MariaDb;
import io.ledger.server.IdentityTools;
import io.ledger.stores.TestStores;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The packaged server, held to the description that it gives of itself. */
class OpenApiIT {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 800);
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

    @TempDir
    Path directory;

    private ServerProcess server;
    private JsonNode document;
    private final SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Map<JsonNode, Schema> compiled = new HashMap<>();
    private final List<String> ids = new ArrayList<>();
    private final Map<AccountRole, String> tokens = new EnumMap<>(AccountRole.class);
    private final List<String> cursors = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        var database = TestStores.shared().freshDatabase();
        server = ServerProcess.start(
                directory,
                Map.of(
                        "DATABASE_URL", database.jdbcUrl(),
                        "DATABASE_USER", database.user(),
                        "DATABASE_PASSWORD", database.password(),
                        "REDIS_URL", TestStores.shared().freshRedis().url(),
                        "ACCOUNTS", "local",
                        // Nobody answers there: the routes of a provider are there all the same.
                        "OIDC_ISSUER", "http://127.0.0.1:9/realms/nowhere",
                        "OIDC_CLIENT_ID", "ledger"));
        try (var stores = MariaDb.at(database.jdbcUrl(), database.user(), database.password(), CircleStreams.TABLES)) {
            var tools = new IdentityTools(stores.database());
            for (var role : AccountRole.values()) {
                tokens.put(role, tools.addToken(role.label(), role, Duration.ofDays(1)));
            }
        }
        document = JSON.readTree(server.send(request("/openapi").GET()).body());
    }

    /** A request of somebody who may do what it asks for. */
    private HttpRequest.Builder request(String target) {
        var role = target.matches("/(session|account|token|audit).*")
                ? AccountRole.ADMINISTRATOR
                : target.matches("/(projection|metrics).*") ? AccountRole.OPERATOR : AccountRole.EDITOR;
        return server.request(target).header("Authorization", "Bearer " + tokens.get(role));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** One method of one path as it is described. */
    private record Operation(String method, String path, JsonNode node, List<JsonNode> parameters) {

        String name() {
            return method + " " + path;
        }
    }

    private List<Operation> operations() {
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

    private JsonNode resolved(JsonNode node) {
        var reference = node.path("$ref").asString("");
        return reference.isEmpty() ? node : resolved(document.at(reference.substring(1)));
    }

    /** What is wrong with a value, by the schema; nothing when it is as described. */
    private List<Error> faults(JsonNode schema, JsonNode value) {
        return compiled.computeIfAbsent(schema, described -> {
                    var root = NODES.objectNode();
                    root.set("components", document.get("components"));
                    root.putArray("allOf").add(described);
                    return schemas.getSchema(root);
                })
                .validate(value);
    }

    @Test
    void everyExampleIsAsItsSchemaSays() {
        var count = 0;
        for (var operation : operations()) {
            var contents = new ArrayList<JsonNode>();
            operation
                    .node()
                    .get("responses")
                    .forEach(response -> contents.add(resolved(response).path("content")));
            contents.add(operation.node().path("requestBody").path("content"));
            for (var content : contents) {
                for (var media : content) {
                    for (var example : media.path("examples")) {
                        var value = resolved(example).get("value");
                        assertThat(faults(media.get("schema"), value))
                                .as(operation.name() + ": " + value)
                                .isEmpty();
                        count++;
                    }
                }
            }
            for (var parameter : operation.parameters()) {
                if (parameter.has("example")) {
                    assertThat(faults(parameter.get("schema"), parameter.get("example")))
                            .as(operation.name() + ": " + parameter)
                            .isEmpty();
                }
            }
        }
        assertThat(count).isGreaterThan(100);
    }

    @Test
    void methodsThatAreNotDescribedAreRefused() {
        var methods = new TreeMap<String, List<String>>();
        operations()
                .forEach(operation -> methods.computeIfAbsent(operation.path(), _ -> new ArrayList<>())
                        .add(operation.method()));
        for (var path : methods.entrySet()) {
            for (var method : List.of("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "QUERY")) {
                if (!path.getValue().contains(method)) {
                    var response = server.send(request(path.getKey()
                                    .replace("{id}", UUID.randomUUID().toString())
                                    .replace("{session_id}", UUID.randomUUID().toString())
                                    .replace("{key_id}", UUID.randomUUID().toString())
                                    .replace("{row}", "7")
                                    .replace("{person_id}", UUID.randomUUID().toString())
                                    .replace("{office}", "vice"))
                            .method(method, BodyPublishers.noBody()));
                    assertThat(response.statusCode())
                            .as(method + " " + path.getKey())
                            .isEqualTo(405);
                    assertThat(response.headers().firstValue("Allow").orElse(""))
                            .contains(path.getValue().getFirst());
                }
            }
        }
    }

    @Test
    void noAnswerIsOutsideOfTheDescription() {
        var seed = Long.getLong("fuzz.seed", System.nanoTime());
        System.out.println("fuzz.seed=" + seed);
        var random = new Random(seed);
        var operations = operations();
        for (var i = 0; i < 20; i++) {
            ids.add(created("circle " + i));
        }
        var statuses = new TreeMap<String, Integer>();
        for (var i = 0; i < REQUESTS; i++) {
            var operation = operations.get(random.nextInt(operations.size()));
            var request = request(operation, random, random.nextInt(3) == 0);
            var response = send(request);
            var where = "fuzz.seed=%d, request %d: %s%nis answered %d %s %s"
                    .formatted(
                            seed,
                            i,
                            request,
                            response.statusCode(),
                            response.headers().map(),
                            response.body());
            check(operation, response, where);
            if (request.isBroken()) {
                assertThat(response.statusCode())
                        .as("not as described, and taken. " + where)
                        .isBetween(400, 499);
            } else if (operation.name().equals("POST /circle")) {
                assertThat(response.statusCode())
                        .as("as described, and refused. " + where)
                        .isIn(201, 404, 409, 422);
            }
            remember(response);
            statuses.merge(operation.name() + " " + response.statusCode(), 1, Integer::sum);
        }
        assertThat(statuses.keySet()).hasSizeGreaterThan(35);
        assertThat(server.log()).doesNotContain("Exception");
    }

    private String created(String name) {
        var response = server.send(request("/circle")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"circle_name\":\"" + name + "\",\"capacity\":20}")));
        return JSON.readTree(response.body()).get("circle_id").asString();
    }

    /** @param isBroken whether its query or its body is not as described */
    private record FuzzRequest(
            String method, String target, Map<String, String> headers, String body, boolean isBroken) {}

    private FuzzRequest request(Operation operation, Random random, boolean breaks) {
        var path = operation
                .path()
                .replace("{id}", encoded(id(random)))
                .replace("{session_id}", encoded(id(random)))
                .replace("{key_id}", encoded(id(random)))
                .replace("{row}", String.valueOf(random.nextInt(20)))
                .replace("{person_id}", encoded(id(random)))
                .replace(
                        "{office}",
                        List.of("vice", "treasurer", "advisor", "king").get(random.nextInt(4)));
        var query = new StringJoiner("&", "?", "").setEmptyValue("");
        var headers = new TreeMap<String, String>();
        var content = operation.node().path("requestBody").path("content").path("application/json");
        var candidates = operation.parameters().stream()
                .filter(parameter -> parameter.get("in").asString().equals("query"))
                .filter(parameter -> brokenText(parameter.get("schema"), random).isPresent())
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
                                + encoded(brokenText(parameter.get("schema"), random)
                                        .orElseThrow()));
                    } else if (random.nextInt(4) == 0) {
                        values(parameter, random).forEach(value -> query.add(name + "=" + encoded(value)));
                    }
                }
                case "header" -> {
                    if (random.nextInt(6) == 0) {
                        values(parameter, random).stream()
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
            var value = valid(content.get("schema"), random);
            body = JSON.writeValueAsString(breaksBody ? broken(content.get("schema"), value, random) : value);
        }
        return new FuzzRequest(operation.method(), path + query, headers, body, breaksBody || !broken.isNull());
    }

    private String id(Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> new UUID(random.nextLong(), random.nextLong()).toString();
            case 1 -> NASTY.get(2).asString();
            default -> ids.get(random.nextInt(ids.size()));
        };
    }

    private List<String> values(JsonNode parameter, Random random) {
        if (parameter.get("name").asString().equals("cursor") && !cursors.isEmpty()) {
            return List.of(cursors.get(random.nextInt(cursors.size())));
        }
        var value = parameter.has("example") && random.nextInt(3) == 0
                ? parameter.get("example")
                : valid(parameter.get("schema"), random);
        if (value.isArray()) {
            return value.valueStream().map(JsonNode::asString).toList();
        }
        return List.of(value.isString() ? value.stringValue() : value.toString());
    }

    /** A value that the schema takes. */
    private JsonNode valid(JsonNode described, Random random) {
        var schema = resolved(described);
        for (var attempt = 0; attempt < 50; attempt++) {
            var value = candidate(schema, random);
            if (faults(described, value).isEmpty()) {
                return value;
            }
        }
        return schema.at("/examples/0");
    }

    private JsonNode candidate(JsonNode schema, Random random) {
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
                    array.add(valid(schema.get("items"), random));
                }
                yield array;
            }
            case "object" -> object(schema, random);
            default -> text(schema, random);
        };
    }

    private ObjectNode object(JsonNode schema, Random random) {
        var object = NODES.objectNode();
        for (var property : schema.get("properties").properties()) {
            var isRequired = schema.path("required")
                    .valueStream()
                    .anyMatch(name -> name.asString().equals(property.getKey()));
            if (isRequired || random.nextBoolean()) {
                object.set(property.getKey(), valid(property.getValue(), random));
            }
        }
        return object;
    }

    private static JsonNode text(JsonNode schema, Random random) {
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
    private Optional<String> brokenText(JsonNode schema, Random random) {
        var texts = NASTY.stream()
                .map(nasty -> nasty.isString() ? nasty.stringValue() : nasty.toString())
                .filter(text -> !faults(schema, asTyped(schema, text)).isEmpty())
                .toList();
        return texts.isEmpty() ? Optional.empty() : Optional.of(texts.get(random.nextInt(texts.size())));
    }

    /** What stands for a text in a query: a number where it is one, and a list where one is meant. */
    private JsonNode asTyped(JsonNode described, String text) {
        var schema = resolved(described);
        if (schema.path("type").asString("").equals("array")) {
            return NODES.arrayNode().add(text);
        }
        if (schema.path("type").asString("").equals("integer") && text.matches("-?[0-9]{1,19}")) {
            return NODES.numberNode(Long.parseLong(text));
        }
        return NODES.stringNode(text);
    }

    /** The body with one thing in it that the schema does not take. */
    private JsonNode broken(JsonNode schema, JsonNode value, Random random) {
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
            if (!faults(schema, broken).isEmpty()) {
                return broken;
            }
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpResponse<String> send(FuzzRequest request) {
        var builder = request(request.target())
                .method(
                        request.method(),
                        request.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(request.body()));
        request.headers().forEach(builder::header);
        return server.send(builder);
    }

    private void check(Operation operation, HttpResponse<String> response, String where) {
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

    private void remember(HttpResponse<String> response) {
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
