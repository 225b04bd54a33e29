package io.ledger.identity.oidc;

import java.time.Duration;

/** Every limit of the work with an identity provider, in one place. */
final class OidcLimits {

    /**
     * How far the provider's clock may be ahead of this one: a token is taken so long before it is valid. None is taken
     * after its end, so that what the provider takes away is gone within the life that it gave.
     */
    static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

    /** The longest token that is looked at. */
    static final int TOKEN_CHARACTERS = 16 * 1024;

    /** The longest subject of a provider. */
    static final int SUBJECT_CHARACTERS = 255;

    /** The most that is read of an answer of the provider. */
    static final int ANSWER_BYTES = 256 * 1024;

    /** How long a connection to the provider may take. */
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    /** How long one answer of the provider may take, with its connection and all of its body. */
    static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);

    /** The most keys of a provider. */
    static final int KEYS = 100;

    /** The shortest RSA key that is believed. */
    static final int RSA_BITS = 2048;

    /** How old keys get before they are fetched again. A key that the provider withdraws counts no longer than that. */
    static final Duration KEYS_FRESH = Duration.ofMinutes(5);

    /** How old keys may get while the provider does not answer. */
    static final Duration KEYS_USED = Duration.ofHours(4);

    /** The shortest time between two fetches of the keys, whatever key ids are asked for. */
    static final Duration FETCH_PAUSE = Duration.ofSeconds(5);

    /** How old the provider's description of itself gets before it is fetched again. */
    static final Duration METADATA_FRESH = Duration.ofHours(1);

    /** The characters of all tokens that were found genuine and are remembered: ten thousand usual ones. */
    static final long REMEMBERED_CHARACTERS = 8L * 1024 * 1024;

    /**
     * How long one of them is remembered, within its own life: so long that a program that asks often has each of its
     * requests served without a signature, and so short that a withdrawn key is felt.
     */
    static final Duration TOKEN_REMEMBERED_FOR = Duration.ofSeconds(60);

    /** How long somebody may take to sign in at the provider. */
    static final Duration SIGN_IN_TIME = Duration.ofMinutes(10);

    /** Sign-ins that were finished here and are remembered, so that none is finished twice. */
    static final int SIGN_INS_REMEMBERED = 10_000;

    /** The longest place in the console to come back to. */
    static final int RETURN_CHARACTERS = 1_000;

    /** The longest code of a provider. */
    static final int CODE_CHARACTERS = 4_096;

    /** How long what a provider has said of a session counts, however long it says. */
    static final Duration GRANT_LIFE_MAX = Duration.ofHours(1);

    /** How long it counts if the provider does not say. */
    static final Duration GRANT_LIFE_DEFAULT = Duration.ofMinutes(5);

    /** How long it counts at least, so that no session asks the provider with each of its requests. */
    static final Duration GRANT_LIFE_MIN = Duration.ofSeconds(5);

    /** How old the last answer of the provider may be when health is asked for. */
    static final Duration HEALTH_FRESH = Duration.ofMinutes(1);

    private OidcLimits() {}
}
