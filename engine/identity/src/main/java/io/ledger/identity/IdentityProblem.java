package io.ledger.identity;

import io.ledger.http.answer.ProblemType;

/** The kinds of problems that the routes of accounts, sessions and tokens answer with. */
public enum IdentityProblem implements ProblemType {
    /** The name or the password is wrong; nobody is told which. */
    WRONG_PASSWORD("wrong-password", 401, "The name or the password is wrong"),
    /** The link was used, was replaced by another one, or is over. */
    LINK_NOT_VALID("link-not-valid", 401, "The link is not valid"),
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
    /** The identity provider says what the account is called and may do. */
    GIVEN_BY_PROVIDER("given-by-provider", 409, "The identity provider decides this"),
    /** Too many sign-ins have failed. */
    TOO_MANY_SIGN_INS("too-many-sign-ins", 429, "Too many sign-ins have failed");

    private final String key;
    private final int status;
    private final String title;

    IdentityProblem(String key, int status, String title) {
        this.key = key;
        this.status = status;
        this.title = title;
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String title() {
        return title;
    }
}
