package io.ledger.identity;

import java.time.Duration;

/** Every limit of accounts, sessions, tokens and the audit log, in one place. */
public final class IdentityLimits {

    /** How often a server looks whether others have changed who may do what. */
    public static final Duration EPOCH_PERIOD = Duration.ofMillis(250);

    /** When it could not look for so long, it believes nothing that it remembers. */
    public static final Duration EPOCH_TRUST = Duration.ofSeconds(1);

    /** Sessions, and tokens, that a server remembers. */
    public static final int REMEMBERED = 10_000;

    /** Sessions, and tokens, looked up at once in the database: anybody may show some that are none. */
    public static final int LOOKUPS_AT_ONCE = 4;

    /** How long a request waits for its lookup. */
    public static final Duration LOOKUP_WAIT = Duration.ofSeconds(1);

    /** How long it remembers one, so that it notes its use from time to time. */
    public static final Duration REMEMBERED_FOR = Duration.ofSeconds(30);

    /** A session that is not used for so long is over. */
    public static final Duration SESSION_IDLE = Duration.ofHours(12);

    /** A session is over then, however it is used. */
    public static final Duration SESSION_LIFE = Duration.ofDays(7);

    /** Random octets of the secret of a session, and of a link. */
    public static final int SECRET_BYTES = 32;

    /** What is kept of what a browser calls itself, in characters. */
    public static final int AGENT_CHARACTERS = 200;

    /** How often it is noted which sessions and tokens were used. */
    public static final Duration USE_PERIOD = Duration.ofMinutes(1);

    /** Uses noted in one statement. */
    public static final int USES_AT_ONCE = 500;

    /** Random characters of a token: 36 of 62 are 214 bits. */
    public static final int TOKEN_CHARACTERS = 36;

    /** The longest life of a token. */
    public static final int TOKEN_DAYS_MAX = 3_650;

    /** The life of a token that names none. */
    public static final int TOKEN_DAYS_DEFAULT = 90;

    /** How long a link that lets somebody choose a password is valid. */
    public static final Duration LINK_LIFE = Duration.ofDays(3);

    /** The shortest password, in code points. */
    public static final int PASSWORD_CHARACTERS_MIN = 12;

    /** The longest password, in code points. */
    public static final int PASSWORD_CHARACTERS_MAX = 128;

    /** Memory for one hash of a password. */
    public static final int HASH_KIBIBYTES = 19 * 1024;

    /** Passes over that memory. */
    public static final int HASH_PASSES = 2;

    /** The octets of a hash. */
    public static final int HASH_BYTES = 32;

    /** The octets of a hash's salt. */
    public static final int SALT_BYTES = 16;

    /** Passwords hashed at once; each takes 19 MiB and a processor. */
    public static final int HASHES_AT_ONCE = 2;

    /** Passwords that wait to be hashed; more are refused. */
    public static final int HASHES_WAITING = 8;

    /** How long one of them waits. */
    public static final Duration HASH_WAIT = Duration.ofMillis(1_500);

    /** Failed sign-ins that an address, or a network of IPv6, has at once. */
    public static final int ADDRESS_FAILURES = 10;

    /** How long it takes until it has one more. */
    public static final Duration ADDRESS_PAUSE = Duration.ofSeconds(30);

    /** Failed sign-ins that an account has at once, from addresses that it has not signed in from before. */
    public static final int ACCOUNT_FAILURES = 100;

    /** How long it takes until it has one more: less than for an address, so that no single address can use all. */
    public static final Duration ACCOUNT_PAUSE = Duration.ofSeconds(20);

    /** How often the audit log is told that an address is delayed. */
    public static final Duration DELAYS_TOLD_PERIOD = Duration.ofMinutes(1);

    /** Addresses, and accounts, whose failed sign-ins are counted. */
    public static final int THROTTLED = 100_000;

    /** Pairs of an account and an address it has signed in from that are remembered. */
    public static final int KNOWN_ADDRESSES = 100_000;

    /** How long such a pair is remembered. */
    public static final Duration KNOWN_ADDRESS_FOR = Duration.ofDays(30);

    /** Passkeys of an account. */
    public static final int PASSKEYS = 20;

    /** How long somebody may take to show a passkey. */
    public static final Duration CHALLENGE_LIFE = Duration.ofMinutes(5);

    /** How far the clocks of two servers may differ, for challenges of one that are shown to the other. */
    public static final Duration CHALLENGE_SKEW = Duration.ofMinutes(1);

    /** Challenges that a passkey has signed and that might still be taken; beyond that it has to wait. */
    public static final int CHALLENGES_REMEMBERED = 20;

    /** A passkey is added within this time after signing in. */
    public static final Duration RECENT_SIGN_IN = Duration.ofMinutes(10);

    /** Characters of the id of a passkey: 1023 octets in base64url. */
    public static final int PASSKEY_ID_CHARACTERS = 1_364;

    /** Ids whose names are asked for at once. */
    public static final int NAMES_AT_ONCE = 100;

    /** Audit entries that wait to be written; more are counted and lost. */
    public static final int AUDIT_QUEUE = 10_000;

    /** Audit entries written at once. */
    public static final int AUDIT_BATCH = 500;

    /** How long an audit entry waits for others. */
    public static final Duration AUDIT_DELAY = Duration.ofMillis(200);

    /** The pause after audit entries could not be written. */
    public static final Duration AUDIT_PAUSE = Duration.ofSeconds(1);

    /** How often what is over is removed. */
    public static final Duration CLEANUP_PERIOD = Duration.ofMinutes(10);

    /** Rows removed in one statement. */
    public static final int CLEANUP_STEP = 1_000;

    private IdentityLimits() {}
}
