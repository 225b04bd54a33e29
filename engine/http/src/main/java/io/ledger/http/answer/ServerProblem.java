package io.ledger.http.answer;

/** The kinds of problems that any API of a ledger answers with. */
public enum ServerProblem implements ProblemType {
    /** The body is not one well-formed JSON text in UTF-8. */
    MALFORMED_JSON("malformed-json", 400, "The body is not valid JSON"),
    /** A field, a parameter, a header or the request itself has a fault that the caller can put right. */
    INVALID_REQUEST("invalid-request", 400, "The request is not valid"),
    /** The request does not say who asks, or what it says is not believed. */
    UNAUTHENTICATED("unauthenticated", 401, "Sign in first"),
    /** Who asks has no right to this. */
    FORBIDDEN("forbidden", 403, "This is not allowed"),
    /** A browser sent it from a page of another site. */
    CROSS_SITE("cross-site", 403, "The request comes from another site"),
    /** The path leads nowhere. */
    NOT_FOUND("not-found", 404, "There is nothing at this path"),
    /** The path is known and does not take this method. */
    METHOD_NOT_ALLOWED("method-not-allowed", 405, "This path does not take this method"),
    /** There is no such job, or it is forgotten. */
    JOB_NOT_FOUND("job-not-found", 404, "There is no such job"),
    /** A rebuild is at work in this server. */
    REBUILD_RUNNING("rebuild-running", 409, "A rebuild is at work"),
    /** A request with the same idempotency key is being carried out. */
    REQUEST_IN_PROGRESS("request-in-progress", 409, "The same request is being carried out"),
    /** The caller has seen a position that the log does not have. */
    POSITION_UNKNOWN("position-unknown", 409, "The log does not have this position"),
    /** Where the caller wants to go on, another event stands now, or none. */
    OTHER_HISTORY("other-history", 409, "The log has another history"),
    /** The body has more bytes than any request needs. */
    BODY_TOO_LARGE("body-too-large", 413, "The body is too large"),
    /** The request line has more bytes than any request needs. */
    URI_TOO_LONG("uri-too-long", 414, "The request line is too long"),
    /** The body is something other than plain JSON. */
    UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "The body must be JSON"),
    /** The server does not go by the name that the request asks for. */
    MISDIRECTED_REQUEST("misdirected-request", 421, "The server does not answer to this name"),
    /** The idempotency key was used for another request. */
    IDEMPOTENCY_KEY_REUSED("idempotency-key-reused", 422, "The idempotency key stands for another request"),
    /** A list as it was would take more than one request may. */
    PAST_TOO_LARGE("past-too-large", 422, "The past of this list is too large"),
    /** The headers have more bytes than any request needs. */
    HEADERS_TOO_LARGE("headers-too-large", 431, "The headers are too large"),
    /** A bug in this server. */
    INTERNAL_ERROR("internal-error", 500, "The server failed"),
    /** The body is framed in a way other than chunked. */
    UNSUPPORTED_TRANSFER_CODING("unsupported-transfer-coding", 501, "The transfer coding is not known"),
    /** A store does not answer; nothing was changed. */
    STORE_UNAVAILABLE("store-unavailable", 503, "A store is not available"),
    /** A store did not confirm a change, which may have been recorded all the same. */
    OUTCOME_UNKNOWN("outcome-unknown", 503, "The outcome of the change is not known"),
    /** The answer would lack what the caller has already seen. */
    READ_MODEL_BEHIND("read-model-behind", 503, "The read model is behind"),
    /** Who asks cannot be checked: the identity provider does not answer. */
    PROVIDER_UNAVAILABLE("provider-unavailable", 503, "The identity provider does not answer"),
    /** Something this server depends on is down. */
    NOT_READY("not-ready", 503, "The server is not ready"),
    /** As many jobs are running as a ledger has at once. */
    TOO_MANY_JOBS("too-many-jobs", 503, "Too many jobs are running"),
    /** More requests at once than this server takes. */
    SERVER_BUSY("server-busy", 503, "The server is busy"),
    /** The client speaks another HTTP than 1.1. */
    HTTP_VERSION_NOT_SUPPORTED("http-version-not-supported", 505, "This version of HTTP is not supported");

    @SuppressWarnings("ImmutableEnumChecker") // A record of texts and a number.
    private final ProblemKind kind;

    ServerProblem(String key, int status, String title) {
        kind = new ProblemKind(key, status, title);
    }

    @Override
    public ProblemKind kind() {
        return kind;
    }
}
