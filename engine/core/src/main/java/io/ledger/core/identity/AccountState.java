package io.ledger.core.identity;

/** Whether an account can be used. */
public enum AccountState {
    /** It can. */
    ACTIVE,
    /** It cannot, until an administrator enables it. */
    DISABLED,
    /** It never can again; its id is all that is left of it. */
    ERASED
}
