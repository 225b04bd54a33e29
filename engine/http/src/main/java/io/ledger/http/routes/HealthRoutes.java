package io.ledger.http.routes;

import io.ledger.http.HttpLimits;
import io.ledger.http.answer.Answer;
import io.ledger.http.answer.Problem;
import io.ledger.http.answer.ServerProblem;
import io.ledger.http.routes.Dependency.Health;
import io.ledger.http.routing.RouteGroup;
import io.ledger.http.routing.RouteKind;
import io.ledger.http.routing.Routes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says whether the process lives and whether it can do its work.
 *
 * <p>Live asks no dependency: a restart would not bring a database back. Ready fails only where no request is better
 * sent here than nowhere: all servers share their stores, so a balancer would drop all of them at once.
 */
public final class HealthRoutes implements RouteGroup {

    private static final Logger LOG = LoggerFactory.getLogger(HealthRoutes.class);

    private static final String OPEN_ACCESS =
            "Anybody who reaches this server may change everything: OPEN_ACCESS is true and nobody logs in.";

    private final List<Dependency> dependencies;
    private final boolean openAccess;
    private final Duration checkTimeout;
    private final ExecutorService checks = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * The health of a server that needs these.
     *
     * @param openAccess whether anybody who reaches the server may change everything
     */
    public HealthRoutes(List<Dependency> dependencies, boolean openAccess) {
        this(dependencies, openAccess, HttpLimits.HEALTH_CHECK_TIMEOUT);
    }

    HealthRoutes(List<Dependency> dependencies, boolean openAccess, Duration checkTimeout) {
        this.dependencies = List.copyOf(dependencies);
        this.openAccess = openAccess;
        this.checkTimeout = checkTimeout;
    }

    @Override
    public void addTo(Routes routes) {
        routes.add("GET", "/health/live", RouteKind.AT_ONCE, _ -> Answer.json(200, Map.of("status", "live")))
                .add("GET", "/health/ready", RouteKind.PROBE, _ -> ready());
    }

    private Answer ready() {
        var found = ask();
        var unready = new ArrayList<String>();
        var degraded = new LinkedHashMap<String, Object>();
        for (var dependency : dependencies) {
            var health = found.get(dependency.name());
            switch (health) {
                case Health.Up _ -> {}
                case Health.Degraded known -> degraded.put(dependency.name(), known.reason());
                case Health.Down down ->
                    dependency
                            .without()
                            .ifPresentOrElse(
                                    without -> degraded.put(dependency.name(), down.reason() + "; " + without),
                                    () -> unready.add("the " + dependency.name() + " is down: " + down.reason()));
                case null -> throw new IllegalStateException("Two dependencies are called " + dependency.name());
            }
        }
        var document = document(found, degraded);
        if (unready.isEmpty()) {
            document.putFirst("status", degraded.isEmpty() ? "ready" : "degraded");
            return Answer.json(200, document);
        }
        var problem = Problem.of(
                        ServerProblem.NOT_READY,
                        "Send requests elsewhere until this answers 200: " + String.join(", ", unready) + ".")
                .retryLater();
        for (var member : document.entrySet()) {
            problem = problem.member(member.getKey(), member.getValue());
        }
        return problem.answer();
    }

    private SequencedMap<String, Object> document(Map<String, Health> found, Map<String, Object> degraded) {
        var document = new LinkedHashMap<String, Object>();
        var states = new LinkedHashMap<String, Object>();
        found.forEach((name, health) -> states.put(name, state(health)));
        document.put("dependencies", states);
        if (!degraded.isEmpty()) {
            document.put("degraded", degraded);
        }
        if (openAccess) {
            document.put("open_access", OPEN_ACCESS);
        }
        found.forEach((name, health) -> {
            if (!health.figures().isEmpty()) {
                document.put(name, health.figures());
            }
        });
        return document;
    }

    private Map<String, Health> ask() {
        try {
            var calls = dependencies.stream()
                    .<Callable<Health>>map(dependency -> dependency.check()::get)
                    .toList();
            var answers = checks.invokeAll(calls, checkTimeout.toMillis(), TimeUnit.MILLISECONDS);
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

    private Health health(String name, Future<Health> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (CancellationException _) {
            return new Health.Down("no answer within %d ms".formatted(checkTimeout.toMillis()));
        } catch (ExecutionException e) {
            LOG.warn("The check of the {} failed", name, e.getCause());
            return new Health.Down("its check failed");
        }
    }

    private static String state(Health health) {
        return switch (health) {
            case Health.Up _ -> "up";
            case Health.Degraded degraded -> "degraded: " + degraded.reason();
            case Health.Down down -> "down: " + down.reason();
        };
    }
}
