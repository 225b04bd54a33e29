package io.ledger.identity;

import io.ledger.http.answer.ProblemType;

/** The kinds of problems that the routes of accounts, sessions and tokens answer with. */
public enum IdentityProblem implements ProblemType {
    /** The name or the password is wrong; nobody is told which. */
    WRONG_PASSWORD("wrong-password", 401, "The name or the password is wrong"),
    /** The link was used, was replaced by another one, or is over. */
    LINK_NOT_VALID("link-not-valid", 401, "The link is not valid"),
    /** The passkey is not one of an account here, or what it has signed is not accepted. */
    PASSKEY_REFUSED("passkey-refused", 401, "The passkey is not accepted"),
    /** What an authenticator has made cannot be added. */
    PASSKEY_NOT_VALID("passkey-not-valid", 400, "The passkey cannot be added"),
    /** Somebody who has found an open browser could otherwise give themselves a way in. */
    SIGN_IN_TOO_OLD("sign-in-too-old", 403, "This needs a recent sign-in"),
    /** The account has no such passkey. */
    PASSKEY_NOT_FOUND("passkey-not-found", 404, "There is no such passkey"),
    /** The account has as many passkeys as it can have. */
    TOO_MANY_PASSKEYS("too-many-passkeys", 409, "The account has too many passkeys"),
    /** The account would have nothing left to sign in with. */
    LAST_KEY("last-key", 409, "This is the last way to sign in"),
    /** Browsers have no passkeys at this address. */
    NO_PASSKEYS_HERE("no-passkeys-here", 409, "There are no passkeys at this address"),
    /** There is no such account. */
    ACCOUNT_NOT_FOUND("account-not-found", 404, "There is no such account"),
    /** The account has no such session. */
    SESSION_NOT_FOUND("session-not-found", 404, "There is no such session"),
    /** There is no such token. */
    TOKEN_NOT_FOUND("token-not-found", 404, "There is no such token"),
    /** Nobody would be left who could manage accounts. */
    LAST_ADMINISTRATOR("last-administrator", 409, "This is the last administrator"),
    /** Another account has the name. */
    ACCOUNT_NAME_TAKEN("account-name-taken", 409, "Another account has this name"),
    /** Another account is of the person. */
    ACCOUNT_PERSON_TAKEN("account-person-taken", 409, "Another account is of this person"),
    /** The identity provider says what the account is called and may do. */
    GIVEN_BY_PROVIDER("given-by-provider", 409, "The identity provider decides this"),
    /** Too many sign-ins have failed. */
    TOO_MANY_SIGN_INS("too-many-sign-ins", 429, "Too many sign-ins have failed");

    @SuppressWarnings("ImmutableEnumChecker") // A record of texts and a number.
    private final ProblemKind kind;

    IdentityProblem(String key, int status, String title) {
        kind = new ProblemKind(key, status, title);
    }

    @Override
    public ProblemKind kind() {
        return kind;
    }
}
