package io.circleledger.api;

/** The kinds of problems the API answers with; their names are part of its contract. */
public enum ProblemType {
    /** The body is not one well-formed JSON text in UTF-8. */
    MALFORMED_JSON("malformed-json", 400, "The body is not valid JSON"),
    /** A field, a parameter, a header or the request itself has a fault that the caller can put right. */
    INVALID_REQUEST("invalid-request", 400, "The request is not valid"),
    /** A browser sent it from a page of another site. */
    CROSS_SITE("cross-site", 403, "The request comes from another site"),
    /** The path leads nowhere. */
    NOT_FOUND("not-found", 404, "There is nothing at this path"),
    /** There never was a circle with this id. */
    CIRCLE_NOT_FOUND("circle-not-found", 404, "There is no such circle"),
    /** The circle has not come to this version yet. */
    VERSION_NOT_FOUND("version-not-found", 404, "The circle has no such version"),
    /** The circle was created later. */
    CIRCLE_NOT_YET_CREATED("circle-not-yet-created", 404, "The circle did not exist yet"),
    /** The path is known and does not take this method. */
    METHOD_NOT_ALLOWED("method-not-allowed", 405, "This path does not take this method"),
    /** The circle came to its end: 410 for who reads it, 409 for who changes it. */
    CIRCLE_DISSOLVED("circle-dissolved", 410, "The circle is dissolved"),
    /** The caller has read another version: 409 when the body names it, 412 when If-Match does. */
    VERSION_CONFLICT("version-conflict", 409, "The circle has changed since it was read"),
    /** The history of a parked circle still cannot be read. */
    STILL_PARKED("still-parked", 409, "The circle stays parked"),
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
    /** A change says which version of the circle it is made for. */
    PRECONDITION_REQUIRED("precondition-required", 428, "The change must name a version"),
    /** The headers have more bytes than any request needs. */
    HEADERS_TOO_LARGE("headers-too-large", 431, "The headers are too large"),
    /** A bug in this server. */
    INTERNAL_ERROR("internal-error", 500, "The server failed"),
    /** The recorded history of a circle breaks the rules. */
    CORRUPT_STREAM("corrupt-stream", 500, "The history of the circle is corrupt"),
    /** The body is framed in a way other than chunked. */
    UNSUPPORTED_TRANSFER_CODING("unsupported-transfer-coding", 501, "The transfer coding is not known"),
    /** A store does not answer; nothing was changed. */
    STORE_UNAVAILABLE("store-unavailable", 503, "A store is not available"),
    /** A store did not confirm a change, which may have been recorded all the same. */
    OUTCOME_UNKNOWN("outcome-unknown", 503, "The outcome of the change is not known"),
    /** The answer would lack what the caller has already seen. */
    READ_MODEL_BEHIND("read-model-behind", 503, "The read model is behind"),
    /** Something this server depends on is down. */
    NOT_READY("not-ready", 503, "The server is not ready"),
    /** More requests at once than this server takes. */
    SERVER_BUSY("server-busy", 503, "The server is busy"),
    /** The client speaks another HTTP than 1.1. */
    HTTP_VERSION_NOT_SUPPORTED("http-version-not-supported", 505, "This version of HTTP is not supported");

    private final String name;
    private final int status;
    private final String title;

    ProblemType(String name, int status, String title) {
        this.name = name;
        this.status = status;
        this.title = title;
    }

    /** The reference that stands in the member {@code type}. */
    public String uri() {
        return "/problems/" + name;
    }

    /** The HTTP status, where the situation does not ask for another. */
    public int status() {
        return status;
    }

    public String title() {
        return title;
    }
}
