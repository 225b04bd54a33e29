package io.circleledger.api;

import io.circleledger.api.Dependency.Health;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says whether the process lives and whether it can do its work.
 *
 * <p>Live asks no dependency: a restart would not bring a database back.
 */
public final class HealthRoutes extends RouteGroup {

    private static final Logger LOG = LoggerFactory.getLogger(HealthRoutes.class);

    private final List<Dependency> dependencies;
    private final ExecutorService checks = Executors.newVirtualThreadPerTaskExecutor();

    public HealthRoutes(List<Dependency> dependencies) {
        this.dependencies = List.copyOf(dependencies);
    }

    @Override
    void addTo(Routes routes) {
        routes.add("GET", "/health/live", Route.Kind.AT_ONCE, _ -> Answer.json(200, Map.of("status", "live")))
                .add("GET", "/health/ready", Route.Kind.PROBE, _ -> ready());
    }

    private Answer ready() {
        var found = ask();
        var states = new LinkedHashMap<String, Object>();
        found.forEach((name, health) -> states.put(name, state(health)));
        var failing = found.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Health.Down)
                .map(entry -> "the " + entry.getKey() + " is " + state(entry.getValue()))
                .collect(Collectors.joining(", "));
        var document = new LinkedHashMap<String, Object>();
        document.put("dependencies", states);
        found.forEach((name, health) -> {
            if (!health.figures().isEmpty()) {
                document.put(name, health.figures());
            }
        });
        if (failing.isEmpty()) {
            document.putFirst("status", "ready");
            return Answer.json(200, document);
        }
        var problem = Problem.of(
                        ProblemType.NOT_READY, "Send requests elsewhere until this answers 200: " + failing + ".")
                .retryLater();
        for (var member : document.entrySet()) {
            problem = problem.member(member.getKey(), member.getValue());
        }
        return problem.answer();
    }

    private Map<String, Health> ask() {
        try {
            var calls = dependencies.stream()
                    .<Callable<Health>>map(dependency -> dependency.check()::get)
                    .toList();
            var answers = checks.invokeAll(calls, ApiLimits.HEALTH_CHECK_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            var found = new LinkedHashMap<String, Health>();
            for (var i = 0; i < answers.size(); i++) {
                var name = dependencies.get(i).name();
                found.put(name, health(name, answers.get(i)));
            }
            return found;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking the dependencies", e);
        }
    }

    private static Health health(String name, Future<Health> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (CancellationException _) {
            return new Health.Down("no answer within %d ms".formatted(ApiLimits.HEALTH_CHECK_TIMEOUT.toMillis()));
        } catch (ExecutionException e) {
            LOG.warn("The check of the {} failed", name, e.getCause());
            return new Health.Down("its check failed");
        }
    }

    private static String state(Health health) {
        return switch (health) {
            case Health.Up _ -> "up";
            case Health.Down down -> "down: " + down.reason();
        };
    }
}
