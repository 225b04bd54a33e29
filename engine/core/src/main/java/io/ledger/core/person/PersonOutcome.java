package io.ledger.core.person;

/** What a change in the register came to. */
public sealed interface PersonOutcome {

    /** The register has the person as wanted. */
    record Saved(PersonId id, int version) implements PersonOutcome {}

    /** Somebody else has the student number. */
    record NumberTaken() implements PersonOutcome {}

    /** There never was such a person. */
    record UnknownPerson() implements PersonOutcome {}

    /** The person was erased, or is being erased. */
    record ErasedPerson() implements PersonOutcome {}

    /** The caller has read another version. */
    record StaleVersion(int currentVersion) implements PersonOutcome {}

    /** The idempotency key stands for another request. */
    record ReusedKey() implements PersonOutcome {}
}
