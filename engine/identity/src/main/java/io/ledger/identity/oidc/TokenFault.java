package io.ledger.identity.oidc;

/** Why a token of an identity provider is not believed. */
enum TokenFault {
    TOO_LONG("The token is too long"),
    MALFORMED("The token cannot be read"),
    UNSIGNED("The token is not signed"),
    ENCRYPTED("The token is encrypted"),
    ALGORITHM("The token is signed by a method that is not accepted"),
    CRITICAL("The token has extensions that are not known"),
    KIND("The token is not an access token"),
    BOUND("The token is bound to a key, so it cannot be used as a bearer token"),
    ISSUER("The token is of another issuer"),
    AUDIENCE("The token is for somebody else"),
    SUBJECT("The token does not say whose it is"),
    NO_EXPIRY("The token does not say when it expires"),
    EXPIRED("The token has expired"),
    NOT_YET("The token is not valid yet"),
    KEY("The token is signed with a key that is not known"),
    SIGNATURE("The signature of the token is wrong"),
    NONCE("The token answers another sign-in"),
    HASH("The token does not belong to what came with it"),
    ACCOUNT("The account is disabled");

    private final String reason;

    TokenFault(String reason) {
        this.reason = reason;
    }

    /** A short phrase that tells nothing of the token. */
    String reason() {
        return reason;
    }
}
