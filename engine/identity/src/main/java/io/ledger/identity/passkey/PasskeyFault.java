package io.ledger.identity.passkey;

/** Why a passkey is not accepted. Whoever shows one is told no more than that; the audit log has the reason. */
enum PasskeyFault {
    /** What was sent is nothing that an authenticator makes. */
    MALFORMED("malformed"),
    /** The challenge is over, was signed before, or was given to somebody else. */
    CHALLENGE("challenge"),
    /** A page of another origin asked for it. */
    ORIGIN("origin"),
    /** It was signed for another site. */
    SITE("site"),
    /** The authenticator did not find out whose finger, face or PIN it was. */
    USER_VERIFICATION("user-verification"),
    /** Nobody has this passkey, or not the account that is named. */
    UNKNOWN("unknown"),
    /** The signature is another key's. */
    SIGNATURE("signature"),
    /** It has counted back: there may be a copy of it. */
    COUNTER("counter"),
    /** It has signed too many challenges lately. */
    BUSY("busy");

    private final String key;

    PasskeyFault(String key) {
        this.key = key;
    }

    /** The stable name of the reason. */
    String key() {
        return key;
    }
}
