package io.ledger.http.server;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.ledger.http.access.AccessSettings;
import io.ledger.http.access.AccessTable;
import io.ledger.http.access.AllowedHosts;
import io.ledger.http.access.Authority;
import io.ledger.http.access.Identification;
import io.ledger.http.access.Identities;
import io.ledger.http.access.OneProof;
import io.ledger.http.access.RefusalLog;
import io.ledger.http.access.RightsCheck;
import io.ledger.http.answer.Problem;
import io.ledger.http.answer.ServerProblem;
import io.ledger.http.request.RequestContext;
import io.ledger.http.routing.Route;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says which requests are answered: by the name they ask for, the page they come from, and who makes them.
 *
 * <p>A browser runs the pages of strangers, and they may send requests here. These checks stop them:
 *
 * <ol>
 *   <li>{@code Host} is a known name ({@link AllowedHosts}), so no stranger's name leads here.
 *   <li>The browser says that the request is of this server's own page: by {@code Sec-Fetch-Site}, or by
 *       {@code Origin} where it is too old for that, or the server is reached by plain HTTP. Of another site's page
 *       only a click on a link is answered: it shows the answer to a person and to no script.
 * </ol>
 *
 * <p>Programs other than browsers send neither of the two headers, and pass. The table of rights comes
 * last ({@link RightsCheck}).
 */
final class AccessRules {

    private static final HeaderName SEC_FETCH_SITE = HeaderNames.create("Sec-Fetch-Site");
    private static final HeaderName SEC_FETCH_MODE = HeaderNames.create("Sec-Fetch-Mode");
    private static final HeaderName SEC_FETCH_DEST = HeaderNames.create("Sec-Fetch-Dest");

    /** What a balancer or a monitor asks, which knows the address of each server and no name of it. */
    private static final Set<String> FOR_PROBES = Set.of("/health/live", "/health/ready", "/metrics");

    private static final Pattern ORIGIN = Pattern.compile("https?://([^/?#@]+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern ABSOLUTE_FORM = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://([^/?#]*).*");

    private final AllowedHosts hosts;
    private final Identities identities;
    private final RightsCheck rights;
    private final RefusalLog refusals;

    /** The {@code Host} that was found to be allowed last: nearly always that of the next request, too. */
    private volatile @Nullable String lastAllowed;

    /** @param refusals is told of each */
    AccessRules(AccessSettings access, RefusalLog refusals) {
        this.hosts = access.hosts();
        this.identities = access.identities();
        this.rights = new RightsCheck(access.table(), access.ties());
        this.refusals = refusals;
    }

    /** Why a request is refused, whatever its route would answer; empty if it is not. */
    Optional<Problem> refusal(Route route) {
        var request = route.call().request();
        var context = RequestContext.current();
        var before = host(request, FOR_PROBES.contains(route.pattern())).or(() -> site(request));
        var refusal = before.isPresent() || !identities.required()
                ? before
                : rights.refusal(need(route), () -> id(route), context::identification);
        refusal.ifPresent(problem -> refusals.refused(
                problem,
                before.isPresent() ? new Identification.Unnamed() : context.identification(),
                context.origin(),
                context.requestId()));
        return refusal;
    }

    /** Whether the caller would still be let in: an answer may take longer than a session. */
    boolean stillAllows(Route route) {
        if (!identities.required()) {
            return true;
        }
        var headers = route.call().request().headers();
        var origin = RequestContext.current().origin();
        return rights.refusal(need(route), () -> id(route), () -> OneProof.identify(identities, headers, origin))
                .isEmpty();
    }

    /** A path that leads nowhere, or not by that method, is told apart for all those who are known. */
    private Optional<AccessTable.Need> need(Route route) {
        return route.isKnown()
                ? rights.need(route.method(), route.pattern())
                : Optional.of(new AccessTable.Need.Name());
    }

    private static String id(Route route) {
        return route.call().segment("id");
    }

    private static boolean isUnsafe(ServerRequest request) {
        var method = request.prologue().method();
        return !method.equals(Method.GET) && !method.equals(Method.HEAD);
    }

    private Optional<Problem> host(ServerRequest request, boolean isProbe) {
        var target = request.prologue().uriPath().rawPath();
        var absolute = target.startsWith("/") ? Optional.<String>empty() : authorityOf(target);
        return absolute.flatMap(authority -> host(authority, isProbe)).or(() -> {
            var lines = request.headers().all(HeaderNames.HOST, List::of);
            return lines.isEmpty() || lines.getFirst().isBlank()
                    ? unnamed(request, isProbe)
                    : host(lines.size() == 1 ? lines.getFirst().strip() : "", isProbe);
        });
    }

    private Optional<Problem> host(String text, boolean isProbe) {
        if (text.equals(lastAllowed)) {
            return Optional.empty();
        }
        var host = Authority.parse(text);
        if (host.filter(hosts::allows).isPresent()) {
            lastAllowed = text;
            return Optional.empty();
        }
        return host.filter(it -> isProbe && it.isAddress()).isPresent()
                ? Optional.empty()
                : Optional.of(misdirected(host.map(Authority::name).orElse("")));
    }

    private static Optional<String> authorityOf(String target) {
        return Optional.of(ABSOLUTE_FORM.matcher(target))
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1));
    }

    /** HTTP/1.0 need not name the host, and no browser leaves it out; such a caller has reached an address. */
    private Optional<Problem> unnamed(ServerRequest request, boolean isProbe) {
        return request.localPeer().address() instanceof InetSocketAddress address
                        && address.getAddress() != null
                        && !address.getAddress().isLoopbackAddress()
                ? host("[" + address.getAddress().getHostAddress() + "]", isProbe)
                : Optional.empty();
    }

    private static Problem misdirected(String name) {
        return Problem.of(
                ServerProblem.MISDIRECTED_REQUEST,
                name.isEmpty()
                        ? "The header Host is no host name; ask for http://localhost with the server's port."
                        : ("This server does not answer to the name %s; ask for localhost, or have the server"
                                        + " started with ALLOWED_HOSTS=%s.")
                                .formatted(name, name));
    }

    private Optional<Problem> site(ServerRequest request) {
        var headers = request.headers();
        if (headers.contains(SEC_FETCH_SITE)) {
            var site = only(headers, SEC_FETCH_SITE);
            return site.equals("same-origin") || site.equals("none") || isFollowedLink(request)
                    ? Optional.empty()
                    : Optional.of(crossSite());
        }
        if (!headers.contains(HeaderNames.ORIGIN)) {
            return Optional.empty();
        }
        return isOwn(only(headers, HeaderNames.ORIGIN), headers) ? Optional.empty() : Optional.of(crossSite());
    }

    /** Whether a person came by a link of another site: to a page of its own, which that site cannot look into. */
    private static boolean isFollowedLink(ServerRequest request) {
        return !isUnsafe(request)
                && only(request.headers(), SEC_FETCH_MODE).equals("navigate")
                && only(request.headers(), SEC_FETCH_DEST).equals("document");
    }

    private boolean isOwn(String text, Headers headers) {
        var origin = Optional.of(ORIGIN.matcher(text))
                .filter(Matcher::matches)
                .flatMap(matcher -> Authority.parse(matcher.group(1)));
        return origin.filter(hosts::isOwnOrigin).isPresent()
                || origin.filter(it -> Authority.parse(only(headers, HeaderNames.HOST))
                                .filter(host -> host.name().equals(it.name()) && host.isAtPortOf(it))
                                .isPresent())
                        .isPresent();
    }

    /** The one value of a header; nothing where there are none or several. */
    private static String only(Headers headers, HeaderName name) {
        var lines = headers.all(name, List::of);
        return lines.size() == 1 ? lines.getFirst().strip() : "";
    }

    private static Problem crossSite() {
        return Problem.of(
                ServerProblem.CROSS_SITE,
                "A browser sent this from a page of another site, which may not use this server; use the server's own"
                        + " console, or a program that is no browser. Behind a proxy, have it pass on Host and set"
                        + " ALLOWED_HOSTS to the host of the page.");
    }
}
