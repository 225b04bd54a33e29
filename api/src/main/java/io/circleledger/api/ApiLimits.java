package io.circleledger.api;

import io.circleledger.domain.circle.CircleName;
import io.circleledger.domain.readmodel.CircleViews;
import java.time.Duration;

/** Every limit of the HTTP interface. */
final class ApiLimits {

    /** The first line of a request: method, target and protocol. */
    static final int REQUEST_LINE_BYTES = 4 * 1024;

    /** All headers of a request together. */
    static final int HEADERS_BYTES = 16 * 1024;

    static final int BODY_BYTES = 64 * 1024;

    /** The name of a field in a body. */
    static final int FIELD_NAME_CHARACTERS = 256;

    static final int JSON_NESTING_DEPTH = 32;

    /** How many faults of one request are reported. */
    static final int REPORTED_FAULTS = 50;

    static final int REQUEST_ID_CHARACTERS = 128;

    /** The name in {@code X-Actor}, decoded. */
    static final int ACTOR_CHARACTERS = 200;

    static final int PAGE_DEFAULT = 100;

    static final int PAGE_MAX = CircleViews.MAX_PAGE;

    /** What is looked for in names, trimmed: as long as a name. */
    static final int SEARCH_CHARACTERS = CircleName.MAX_CHARACTERS;

    /** Texts that are folded at once. */
    static final int FOLDED_TEXTS = 20;

    /** What somebody types for a name can be longer than one. */
    static final int FOLDED_CHARACTERS = 2 * CircleName.MAX_CHARACTERS;

    /** The cursor of a search, which has the key of a name in it: 100 characters of 4 octets, in base 64. */
    static final int SEARCH_CURSOR_CHARACTERS = 640;

    /** How long a cache may keep an answer that is the same for ever. */
    static final Duration FINAL_ANSWER_KEPT = Duration.ofDays(365);

    /** Requests in work at once; others wait. */
    static final int CONCURRENT_REQUESTS = 512;

    /**
     * How long a request waits for its turn, until it is refused as {@link ProblemType#SERVER_BUSY}: long enough for a
     * thousand clients that come in the same moment, as they do when a server is back.
     */
    static final Duration TURN_WAIT = Duration.ofSeconds(1);

    /** A listener that takes nothing for so long is given up. */
    static final Duration STREAM_WRITE_TIMEOUT = Duration.ofSeconds(10);

    /** How long a stream is silent before a comment shows that it is still there. */
    static final Duration STREAM_SILENCE = Duration.ofSeconds(15);

    /** How long a listener whose stream ended is asked to wait before it comes back. */
    static final Duration STREAM_RETRY = Duration.ofSeconds(1);

    /** The types of events one request may name. */
    static final int FEED_TYPES = 20;

    /** More than this at once wait in the backlog of the operating system. */
    static final int CONNECTIONS = 4 * 1024;

    /** From the first line of a request to its last header. */
    static final Duration HEADERS_TIMEOUT = Duration.ofSeconds(10);

    /** From the first byte of a body to its last. */
    static final Duration BODY_TIMEOUT = Duration.ofSeconds(10);

    /** How late such a timeout may come. */
    static final Duration DEADLINE_PERIOD = Duration.ofMillis(100);

    /** How long a connection may wait for the next request. */
    static final Duration IDLE_TIMEOUT = Duration.ofSeconds(60);

    /** How often connections are looked over for idle ones. */
    static final Duration IDLE_CHECK_PERIOD = Duration.ofSeconds(5);

    /** How much of a refused body is read and dropped so that the client gets to the answer. */
    static final long LINGER_BYTES = 8L * 1024 * 1024;

    static final Duration LINGER_TIMEOUT = Duration.ofSeconds(3);

    /** How long one dependency may take to say how it is. */
    static final Duration HEALTH_CHECK_TIMEOUT = Duration.ofSeconds(2);

    /** What a client is told to wait before it tries again. */
    static final int RETRY_AFTER_SECONDS = 1;

    private ApiLimits() {}
}
