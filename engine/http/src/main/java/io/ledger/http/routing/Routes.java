package io.ledger.http.routing;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.ledger.http.answer.Answer;
import io.ledger.http.answer.Problem;
import io.ledger.http.answer.Refusal;
import io.ledger.http.answer.ServerProblem;
import io.ledger.http.request.BasePath;
import io.ledger.http.request.Call;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The table of paths and methods.
 *
 * <p>Paths are compared as they were received. The router of the web server would decode and
 * normalize them first, and then {@code //events} or {@code /x/../events} would be found as well:
 * second names for one thing, which proxies and caches take for two.
 */
public final class Routes {

    private final List<Path> paths = new ArrayList<>();
    private final BasePath base;
    /** An empty table. */
    public Routes(BasePath base) {
        this.base = base;
    }

    /** What answers a method. */
    private record Target(Endpoint endpoint, RouteKind kind) {}

    /** One path with its methods; a segment in braces is variable. */
    private record Path(String pattern, List<String> names, TreeMap<String, Target> endpoints) {

        Optional<Map<String, String>> match(List<String> segments) {
            if (segments.size() != names.size()) {
                return Optional.empty();
            }
            for (var i = 0; i < segments.size(); i++) {
                var segment = segments.get(i);
                if (!names.get(i).equals(segment) && (segment.isEmpty() || !isVariable(i))) {
                    return Optional.empty();
                }
            }
            var variables = new HashMap<String, String>();
            for (var i = 0; i < segments.size(); i++) {
                if (isVariable(i)) {
                    variables.put(names.get(i).substring(1, names.get(i).length() - 1), segments.get(i));
                }
            }
            return Optional.of(variables);
        }

        private boolean isVariable(int segment) {
            return names.get(segment).startsWith("{");
        }
    }

    /** Adds an endpoint; one for GET answers HEAD too. */
    public Routes add(String method, String pattern, Endpoint endpoint) {
        return add(method, pattern, RouteKind.PLAIN, endpoint);
    }
    /** Adds an endpoint of some kind; one for GET answers HEAD too. */
    public Routes add(String method, String pattern, RouteKind kind, Endpoint endpoint) {
        var path = paths.stream()
                .filter(known -> known.pattern().equals(pattern))
                .findFirst()
                .orElseGet(() -> {
                    var added = new Path(pattern, segments(pattern), new TreeMap<>());
                    paths.add(added);
                    return added;
                });
        var target = new Target(endpoint, kind);
        path.endpoints().put(method, target);
        if (method.equals("GET")) {
            path.endpoints().put("HEAD", target);
        }
        return this;
    }

    /** The methods of each path, but for HEAD, which follows from GET. */
    public Map<String, Set<String>> methods() {
        var methods = new TreeMap<String, Set<String>>();
        for (var path : paths) {
            var own = new TreeSet<>(path.endpoints().keySet());
            own.remove("HEAD");
            methods.put(path.pattern(), own);
        }
        return methods;
    }

    /** Finds where a request leads; to a refusal when there is no such path, or not with that method. */
    public Route find(ServerRequest request) {
        var prologue = request.prologue();
        var requested = originForm(prologue.uriPath().rawPath());
        var own = base.without(requested);
        if (own.isEmpty()) {
            Endpoint outside = base.isConsoleWithoutSlash(requested) ? _ -> toConsole() : _ -> refuseOutside();
            return new Route(Route.NONE, Route.NONE, outside, RouteKind.AT_ONCE, new Call(request, Map.of()));
        }
        var segments = segments(own.get());
        for (var path : paths) {
            var variables = path.match(segments);
            if (variables.isPresent()) {
                var call = new Call(request, variables.get());
                var method = prologue.method().text();
                var target = path.endpoints().get(method);
                return target == null
                        ? new Route(path.pattern(), Route.NONE, _ -> refuseMethod(path), RouteKind.AT_ONCE, call)
                        : new Route(path.pattern(), method, target.endpoint(), target.kind(), call);
            }
        }
        return new Route(Route.NONE, Route.NONE, _ -> refusePath(), RouteKind.AT_ONCE, new Call(request, Map.of()));
    }

    /** With the slash at its end, which the relative addresses of the page need. */
    private static Answer toConsole() {
        return Answer.empty(308).with(HeaderNames.LOCATION, "/");
    }

    private Answer refuseOutside() {
        throw new Refusal(Problem.of(
                ServerProblem.NOT_FOUND,
                "The paths of this server begin with %s; a proxy in front of it has to pass them on as they are."
                        .formatted(base.path())));
    }

    private static Answer refusePath() {
        throw new Refusal(Problem.of(
                ServerProblem.NOT_FOUND,
                "No path of this API matches; check its spelling: it has no trailing slash and is case-sensitive."));
    }

    private static Answer refuseMethod(Path path) {
        var allowed = String.join(", ", path.endpoints().keySet());
        throw new Refusal(Problem.of(ServerProblem.METHOD_NOT_ALLOWED, "Use one of: " + allowed + ".")
                .header(HeaderNames.ALLOW, allowed));
    }

    /** The path of a target that came in absolute form, as a proxy sends it. */
    private static String originForm(String target) {
        var authority = target.indexOf("://");
        if (target.startsWith("/") || authority < 0) {
            return target;
        }
        var path = target.indexOf('/', authority + 3);
        return path < 0 ? "/" : target.substring(path);
    }

    private static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }
}
