package io.ledger.core.identity;

/** What came of a change of accounts. */
public sealed interface AccountOutcome {

    /** It is done. */
    record Changed(Account account) implements AccountOutcome {}

    /** There is no such account, or it was erased. */
    record UnknownAccount() implements AccountOutcome {}

    /** Another account has the name. */
    record NameTaken() implements AccountOutcome {}

    /** There is no such person in the register, or no longer. */
    record NobodyRegistered() implements AccountOutcome {}

    /** Another account is of that person. */
    record PersonTaken() implements AccountOutcome {}

    /** Nobody would be left who could manage accounts. */
    record LastAdministrator() implements AccountOutcome {}

    /** The provider says what the account is called and may do. */
    record GivenByProvider() implements AccountOutcome {}
}
