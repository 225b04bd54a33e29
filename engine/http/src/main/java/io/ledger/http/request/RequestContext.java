package io.ledger.http.request;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.ledger.core.Parsed;
import io.ledger.core.Parsed.Invalid;
import io.ledger.core.Parsed.Valid;
import io.ledger.core.log.EventMetadata;
import io.ledger.http.HttpLimits;
import io.ledger.http.access.Caller;
import io.ledger.http.access.Identification;
import io.ledger.http.access.RequestOrigin;
import io.ledger.http.access.Unauthenticated;
import io.ledger.http.answer.Fault;
import io.ledger.http.answer.Problem;
import io.ledger.http.answer.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** What the code that serves a request knows of it without being told. */
public final class RequestContext {

    /** The header with the id of a request. */
    public static final HeaderName REQUEST_ID = HeaderNames.create("X-Request-Id");

    /** Where a log pattern finds the request's id. */
    private static final String MDC_REQUEST_ID = "request_id";

    private static final String MDC_TRACE_ID = "trace_id";
    /** Bound while a request is served. */
    public static final ScopedValue<RequestContext> CURRENT = ScopedValue.newInstance();

    private static final Pattern SHAPE =
            Pattern.compile("[A-Za-z0-9._-]{1,%d}".formatted(HttpLimits.REQUEST_ID_CHARACTERS));

    private final String requestId;
    private final Trace trace;
    private final List<String> namedActor;
    private final Supplier<Identification> identities;
    private final RequestOrigin origin;
    private final BasePath base;

    // Found out when somebody asks: it takes a look-up, and not every request is worth one.
    private @Nullable Identification identification;
    private @Nullable Parsed<String> actor;

    private RequestContext(
            String requestId,
            Trace trace,
            List<String> namedActor,
            Supplier<Identification> identities,
            RequestOrigin origin,
            BasePath base) {
        this.requestId = requestId;
        this.trace = trace;
        this.namedActor = namedActor;
        this.identities = identities;
        this.origin = origin;
        this.base = base;
    }

    /**
     * The context of a new request: with the client's id where that can be taken, else with a new one.
     *
     * @param trustActor whether {@code X-Actor} comes from somebody who may say it
     * @param identities finds out who the caller is
     */
    public static RequestContext of(
            Headers headers,
            boolean trustActor,
            Supplier<Identification> identities,
            RequestOrigin origin,
            BasePath base) {
        var lines = headers.all(REQUEST_ID, List::of);
        var given = Optional.of(lines)
                .filter(it -> it.size() == 1)
                .map(List::getFirst)
                .map(String::strip)
                .filter(id -> SHAPE.matcher(id).matches());
        return new RequestContext(
                given.orElseGet(RequestContext::newId),
                Trace.of(headers),
                trustActor ? headers.all(Actor.HEADER, List::of) : List.of(),
                identities,
                origin,
                base);
    }

    /** Tells this request from every other, in answers, logs and events. */
    public String requestId() {
        return requestId;
    }

    public Trace trace() {
        return trace;
    }

    /** Where the request comes from. */
    public RequestOrigin origin() {
        return origin;
    }

    /** The path under which the server is asked. */
    public BasePath base() {
        return base;
    }

    /** Who the caller is. */
    public Identification identification() {
        var known = identification;
        if (known == null) {
            known = identities.get();
            identification = known;
        }
        return known;
    }

    /** Whose doing it is, or why that cannot be told. Only who is known may name somebody else. */
    private Parsed<String> actor() {
        var known = actor;
        if (known == null) {
            known = switch (identification()) {
                case Identification.KnownCaller(var caller) ->
                    namedActor.isEmpty() ? new Valid<>(caller.accountId()) : Actor.of(namedActor);
                case Identification.Unnamed(), Identification.RejectedProof _ -> new Valid<>(Actor.ANONYMOUS);
            };
            actor = known;
        }
        return known;
    }

    /** Tells requests apart and keeps no secret, so it need not come from a source that is slow. */
    private static String newId() {
        var random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }
    /** That of the request that the running thread serves. */
    public static RequestContext current() {
        return CURRENT.get();
    }

    /** Names the request in every line that is logged until what is returned is closed. */
    public LogNames named() {
        MDC.put(MDC_REQUEST_ID, requestId);
        MDC.put(MDC_TRACE_ID, trace.traceId());
        return new LogNames();
    }

    /** What the lines of a request are known by, while they are logged. */
    public static final class LogNames implements AutoCloseable {

        private LogNames() {}

        @Override
        public void close() {
            MDC.remove(MDC_REQUEST_ID);
            MDC.remove(MDC_TRACE_ID);
        }
    }

    /**
     * Who makes the request.
     *
     * @throws Refusal when that is not known
     */
    public Caller caller() {
        return switch (identification()) {
            case Identification.KnownCaller(var caller) -> caller;
            case Identification.Unnamed() -> throw new Refusal(Unauthenticated.UNNAMED);
            case Identification.RejectedProof(var problem) -> throw new Refusal(problem);
        };
    }

    /** The actor for a log: nobody who was named in a way that cannot be read, or was not asked about. */
    public String actorOrAnonymous() {
        return identification == null ? Actor.ANONYMOUS : readableActor();
    }

    private String readableActor() {
        return switch (actor()) {
            case Valid<String>(var name) -> name;
            case Invalid<String> _ -> Actor.ANONYMOUS;
        };
    }

    /**
     * Ends the request if nobody can tell who asks.
     *
     * @throws Refusal when the actor cannot be told
     */
    public void refuseUnreadableActor() {
        if (!namedActor.isEmpty() && actor() instanceof Invalid<String>(var reason)) {
            throw new Refusal(Problem.invalid(List.of(Fault.header(Actor.HEADER.defaultCase(), reason))));
        }
    }

    /**
     * Who causes what this request leads to.
     *
     * <p>Everything in a trace that the caller began is correlated; a request without one stands for
     * itself. The request is what causes the event directly, and the log knows its span and parent.
     */
    EventMetadata metadata() {
        var correlationId = trace.parentId().isPresent() ? trace.traceId() : requestId;
        return new EventMetadata(readableActor(), correlationId, requestId);
    }
}
