package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.infrastructure.stored.CircleStreams;
import io.circleledger.main.ApiDescription.Operation;
import io.ledger.core.identity.AccountRole;
import io.ledger.mariadb.MariaDb;
import io.ledger.server.IdentityTools;
import io.ledger.stores.TestStores;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The packaged server, held to the description that it gives of itself. */
class OpenApiIT {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 400);

    @TempDir
    Path directory;

    private ServerProcess server;
    private ApiDescription description;
    private final Map<AccountRole, String> tokens = new EnumMap<>(AccountRole.class);

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
        description = new ApiDescription(server.send(request("/openapi").GET()).body());
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

    @Test
    void everyExampleIsAsItsSchemaSays() {
        var count = 0;
        for (var operation : description.operations()) {
            var contents = new ArrayList<JsonNode>();
            operation
                    .node()
                    .get("responses")
                    .forEach(response ->
                            contents.add(description.resolved(response).path("content")));
            contents.add(operation.node().path("requestBody").path("content"));
            for (var content : contents) {
                for (var media : content) {
                    for (var example : media.path("examples")) {
                        var value = description.resolved(example).get("value");
                        assertThat(description.faults(media.get("schema"), value))
                                .as(operation.name() + ": " + value)
                                .isEmpty();
                        count++;
                    }
                }
            }
            for (var parameter : operation.parameters()) {
                if (parameter.has("example")) {
                    assertThat(description.faults(parameter.get("schema"), parameter.get("example")))
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
        description
                .operations()
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
        var operations = description.operations();
        var ids = IntStream.range(0, 20).mapToObj(i -> created("circle " + i)).toList();
        var requests = new DescribedRequests(description, random, ids);
        var statuses = new TreeMap<String, Integer>();
        for (var i = 0; i < REQUESTS; i++) {
            var operation = operations.get(random.nextInt(operations.size()));
            var request = requests.request(operation, random.nextInt(3) == 0);
            var response = answer(operation, request);
            var where = "fuzz.seed=%d, request %d: %s%nis answered %d %s %s"
                    .formatted(
                            seed,
                            i,
                            request,
                            response.statusCode(),
                            response.headers().map(),
                            response.body());
            description.check(operation, response, where);
            if (request.isBroken()) {
                assertThat(response.statusCode())
                        .as("not as described, and taken. " + where)
                        .isBetween(400, 499);
            } else if (operation.name().equals("POST /circle")) {
                assertThat(response.statusCode())
                        .as("as described, and refused. " + where)
                        .isIn(201, 404, 409, 422);
            }
            requests.remember(response);
            statuses.merge(operation.name() + " " + response.statusCode(), 1, Integer::sum);
        }
        assertThat(statuses.keySet()).hasSizeGreaterThan(35);
        assertThat(server.log().lines().filter(line -> line.matches("\\S+ ERROR .*")))
                .as("fuzz.seed=%d%n%s", seed, server.log())
                .isEmpty();
    }

    /** As it is described, a store that hangs for a moment is told, and who sends the same again gets on. */
    private HttpResponse<String> answer(Operation operation, DescribedRequests.FuzzRequest request) {
        var response = send(request);
        var isToGetOn = request.isBroken() || operation.name().equals("POST /circle");
        for (var again = 0; isToGetOn && response.statusCode() == 503 && again < 5; again++) {
            description.check(operation, response, request + " is answered " + response.body());
            response = send(request);
        }
        return response;
    }

    private String created(String name) {
        var response = server.send(request("/circle")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"circle_name\":\"" + name + "\",\"capacity\":20}")));
        return JSON.readTree(response.body()).get("circle_id").asString();
    }

    private HttpResponse<String> send(DescribedRequests.FuzzRequest request) {
        var builder = request(request.target())
                .method(
                        request.method(),
                        request.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(request.body()));
        request.headers().forEach(builder::header);
        return server.send(builder);
    }
}
