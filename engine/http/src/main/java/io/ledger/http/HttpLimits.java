package io.ledger.http;

import java.time.Duration;

/** Every limit of the HTTP interface. */
public final class HttpLimits {

    /** The first line of a request: method, target and protocol. */
    public static final int REQUEST_LINE_BYTES = 4 * 1024;

    /** All headers of a request together. */
    public static final int HEADERS_BYTES = 16 * 1024;
    /** The body of a request. */
    public static final int BODY_BYTES = 64 * 1024;

    /** The body of a request that brings a file. */
    public static final int UPLOAD_BYTES = 10 * 1024 * 1024;

    /** From the first wait for an octet of a file to its last. */
    public static final Duration UPLOAD_TIMEOUT = Duration.ofMinutes(2);

    /** Files that are worked on at once. */
    public static final int CONCURRENT_UPLOADS = 2;

    /** How long a file waits for its turn. */
    public static final Duration UPLOAD_TURN_WAIT = Duration.ofSeconds(10);

    /** The name of a field in a body. */
    public static final int FIELD_NAME_CHARACTERS = 256;
    /** Objects and arrays within each other in a body. */
    public static final int JSON_NESTING_DEPTH = 32;

    /** Texts that are folded at once. */
    public static final int FOLDED_TEXTS = 20;

    /** How many faults of one request are reported. */
    public static final int REPORTED_FAULTS = 50;
    /** The id that a client gives its request. */
    public static final int REQUEST_ID_CHARACTERS = 128;

    /** The name in {@code X-Actor}, decoded. */
    public static final int ACTOR_CHARACTERS = 200;
    /** The entries of a page whose size is not named. */
    public static final int PAGE_DEFAULT = 100;
    /** The most entries of a page. */
    public static final int PAGE_MAX = 1_000;

    /** How long a cache may keep an answer that is the same for ever. */
    public static final Duration FINAL_ANSWER_KEPT = Duration.ofDays(365);

    /** Requests in work at once; others wait. One that still waits for its client does not count. */
    public static final int CONCURRENT_REQUESTS = 512;

    /** The same for lists, of which one of 1000 entries takes a few megabytes while it is put together. */
    public static final int CONCURRENT_PAGES = 32;

    /** The same for {@code /health/ready} and {@code /metrics}, which have turns of their own. */
    public static final int CONCURRENT_PROBES = 64;

    /**
     * How long a request waits for its turn, until it is refused as {@code server-busy}: long enough for a
     * thousand clients that come in the same moment, as they do when a server is back.
     */
    public static final Duration TURN_WAIT = Duration.ofSeconds(1);

    /** The same for lists, which take longer: a few hundred get their turn in that time. */
    public static final Duration PAGE_TURN_WAIT = Duration.ofSeconds(5);

    /** A client that does not take one piece of its answer for so long is given up. */
    public static final Duration WRITE_TIMEOUT = Duration.ofSeconds(10);

    /** A piece of an answer: who reads less than 6 KiB a second is too slow. */
    public static final int WRITE_PIECE_BYTES = 64 * 1024;

    /** Files that are written while they are sent, at once. */
    public static final int DOWNLOADS = 8;

    /** How long a stream is silent before a comment shows that it is still there. */
    public static final Duration STREAM_SILENCE = Duration.ofSeconds(15);

    /** How long a listener whose stream ended is asked to wait before it comes back. */
    public static final Duration STREAM_RETRY = Duration.ofSeconds(1);

    /** The types of events one request may name. */
    public static final int FEED_TYPES = 20;

    /** How many may listen to the feed from one address; 2000 may in all. */
    public static final int STREAMS_PER_ADDRESS = 1500;

    /** Open connections, before those that wait for their clients make room. */
    public static final int CONNECTIONS = 4 * 1024;

    /** How many more make room at once, so that not everyone who comes has to look for one. */
    public static final int ROOM_CONNECTIONS = 64;

    /** Beyond {@link #CONNECTIONS}, while some are being closed; then nobody is let in before one is. */
    public static final int CLOSING_CONNECTIONS = 512;

    /** The addresses and ranges of trusted proxies. */
    public static final int TRUSTED_PROXIES = 100;

    /** The proxies that one request may have come through. */
    public static final int PROXY_HOPS = 20;

    /** How long a browser that came by TLS comes by nothing else. */
    public static final Duration TLS_ONLY = Duration.ofDays(365);

    /** For so long refusals of one kind from one address are one entry of the audit log. */
    public static final Duration REFUSALS_JOINED = Duration.ofMinutes(1);

    /** How late the entry of those that were joined may come. */
    public static final Duration REFUSALS_SETTLED = Duration.ofSeconds(5);

    /** A listener whom the ledger no longer knows, or who lost the right, hears nothing more after so long. */
    public static final Duration RIGHT_OF_LISTENERS = Duration.ofSeconds(1);

    /** The addresses and kinds whose refusals are joined apart; beyond them all others are joined. */
    public static final int REFUSALS_APART = 1_000;

    /** So much of an IPv6 address tells one client from another. */
    public static final int IPV6_NETWORK_BYTES = 8;

    /**
     * What all connections hold together for bodies that are arriving and answers that are being read: a sixth of the
     * memory a server has. Of 64 KiB it takes a thousand; then those that wait for their clients make room.
     */
    public static final long BUFFERED_BYTES = 64L * 1024 * 1024;
    /** So much more is freed at once. */
    public static final long ROOM_BYTES = 4L * 1024 * 1024;

    /** What the operating system keeps for one client that does not read; it doubles that. */
    public static final int SEND_BUFFER_BYTES = 128 * 1024;

    /** An answer of no more is sent as it is, whatever its reader accepts. */
    public static final int UNCOMPRESSED_BYTES = 1024;
    /** The pieces that an answer is compressed in. */
    public static final int GZIP_BUFFER_BYTES = 8 * 1024;

    /** An answer of less is not counted: the operating system takes it at once, whoever reads it. */
    public static final int SMALL_ANSWER_BYTES = 8 * 1024;

    /** From the first octet of a request to the end of its headers. */
    public static final Duration HEADERS_TIMEOUT = Duration.ofSeconds(10);

    /** From the first wait for an octet of a body to its last. */
    public static final Duration BODY_TIMEOUT = Duration.ofSeconds(10);

    /** The digits of a size of a chunk, and those of a length of a body. */
    public static final int CHUNK_SIZE_DIGITS = 8;
    /** The digits of a length of a body. */
    public static final int CONTENT_LENGTH_DIGITS = 18;

    /** The extensions of one chunk. */
    public static final int CHUNK_EXTENSION_BYTES = 256;

    /** How late such a timeout may come. */
    public static final Duration DEADLINE_PERIOD = Duration.ofMillis(100);

    /** How much of a refused request is read and dropped so that the client gets to the answer. */
    public static final long LINGER_BYTES = 8L * 1024 * 1024;
    /** How long that may take. */
    public static final Duration LINGER_TIMEOUT = Duration.ofSeconds(3);

    /** When nothing has come for so long, nothing more is waited for. */
    public static final Duration LINGER_SILENCE = Duration.ofMillis(200);

    /** How long one dependency may take to say how it is. */
    public static final Duration HEALTH_CHECK_TIMEOUT = Duration.ofSeconds(2);

    /** What a client is told to wait before it tries again. */
    public static final int RETRY_AFTER_SECONDS = 1;

    private HttpLimits() {}
}
