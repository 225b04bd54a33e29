package io.circleledger.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The load generator's process: takes an order a line on standard input, carries it out, and answers
 * with a line on standard output. It ends with its input, so it never outlives who started it.
 */
public final class LoadMain {

    private final Map<String, ReadCircles> reads = new HashMap<>();
    private final Map<String, ChangeCircles> changes = new HashMap<>();
    private final Map<String, JoinCircles> joins = new HashMap<>();
    private final CreateCircles creations = new CreateCircles();
    private final AtomicLong insertPosition = new AtomicLong();

    private LoadMain() {}

    public static void main(String[] args) throws IOException {
        var load = new LoadMain();
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            out.println(load.answer(line));
        }
        System.exit(0);
    }

    private String answer(String line) {
        try {
            return carryOut(LoadOrder.parse(line)).line();
        } catch (IOException | SQLException | InterruptedException | RuntimeException failure) {
            var reason = failure instanceof LoadFailure ? failure.getMessage() : failure.toString();
            return "failed: " + String.valueOf(reason).replaceAll("\\p{Cntrl}+", " ");
        }
    }

    private LoadResult carryOut(LoadOrder order) throws IOException, SQLException, InterruptedException {
        return switch (order.text("kind")) {
            case "path" -> http(order, new SamePath(order.text("path")));
            case "read" -> read(order);
            case "create" -> create(order);
            case "change" -> change(order);
            case "join" -> join(order);
            case "insert" ->
                new InsertLoad(
                                order.text("url"),
                                order.text("user"),
                                order.text("password"),
                                order.text("commit", "").equals("apart"),
                                insertPosition)
                        .run(order.number("connections"), order.number("millis"));
            default -> throw new LoadFailure("no such load: " + order.text("kind"));
        };
    }

    private static LoadResult http(LoadOrder order, Requests requests) throws IOException {
        var server = new InetSocketAddress(InetAddress.getLoopbackAddress(), order.number("port"));
        return new HttpLoad(server, requests, order.decimal("rate", 0))
                .run(order.number("connections"), order.number("millis"));
    }

    private LoadResult read(LoadOrder order) throws IOException {
        var file = order.text("file");
        var after = order.text("after", "");
        var token = order.text("token", "");
        return http(
                order,
                reads.computeIfAbsent(
                        file + " " + after + " " + token, _ -> new ReadCircles(Path.of(file), after, token)));
    }

    private LoadResult join(LoadOrder order) throws IOException {
        var requests = joins.computeIfAbsent(
                order.text("people"), people -> new JoinCircles(Path.of(order.text("circles")), Path.of(people)));
        requests.begin(order.number("joins"));
        return http(order, requests);
    }

    private LoadResult change(LoadOrder order) throws IOException {
        var requests = changes.computeIfAbsent(order.text("file"), file -> new ChangeCircles(Path.of(file)));
        requests.begin(order.number("connections"), order.number("each"));
        return http(order, requests);
    }

    private LoadResult create(LoadOrder order) throws IOException, InterruptedException {
        var redis = order.text("redis", "");
        if (redis.isEmpty()) {
            creations.showTo(null);
            return http(order, creations);
        }
        try (var probe = LagProbe.start(redis, order.number("every_millis"))) {
            creations.showTo(probe);
            var result = http(order, creations);
            return new LoadResult(
                    result.count(), result.perSecond(), result.latency(), LoadResult.Latency.of(probe.finish()));
        }
    }
}
