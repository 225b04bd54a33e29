package io.ledger.core.document;

import java.util.Optional;

/**
 * The generations of one read model: the live one, one that is being built, and the one that was live before.
 *
 * <p>A rebuild takes the claim first, because only one can run at a time.
 */
public interface ReadModels<V extends Document> {

    /** Which of them. */
    enum Slot {
        LIVE,
        REBUILT,
        PREVIOUS
    }

    /** The result of making another one live. */
    enum Switch {
        DONE,
        /** The live one covers more of the log; nothing was changed. */
        BEHIND,
        /** It has no valid checkpoint; nothing was changed. */
        UNUSABLE,
        /** The claim was lost; nothing was changed. */
        CLAIM_LOST
    }

    DocumentStore<V> store(Slot slot);

    DocumentScan<V> scan(Slot slot);

    /**
     * Checks whether read models can be built beside the live one, before anything is written or removed.
     *
     * @return why not, and what to do about it; empty when they can
     */
    Optional<String> obstacle();

    /**
     * Takes the claim for a limited time; false when another rebuild has it. What is built from then on is a new, empty
     * generation.
     */
    boolean claim();

    /** Prolongs the claim; false when it was lost. */
    boolean renewClaim();

    /** Releases the claim if this one still has it. */
    void release();

    /**
     * Removes every read model that is neither the live one nor the previous one, by steps; false when the claim was lost
     * before it was done.
     */
    boolean clear();

    /**
     * Makes the one in a slot the live one, in one atomic step. The one that was live becomes the previous one. Steps
     * that were computed from it are no longer applied.
     */
    Switch makeLive(Slot slot);
}
