package io.ledger.core.document;

import java.util.Optional;

/**
 * The read models in one place: the live one, one that is being built, and the one that was live
 * before.
 *
 * <p>Whoever builds claims the place first, because there is room for one.
 */
public interface ReadModels<V extends Document> {

    /** Which of them. */
    enum Slot {
        LIVE,
        REBUILT,
        PREVIOUS
    }

    /** What became of putting another one in the place of the live one. */
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
     * Looks whether read models can be built beside the live one, before anything is written or removed.
     *
     * @return why not, and what to do about it; empty when they can
     */
    Optional<String> obstacle();

    /**
     * Takes the place for one who builds, for a limited time; false when another has it. What is built from then on is a
     * read model that never was.
     */
    boolean claim();

    /** Prolongs the claim; false when it was lost. */
    boolean renewClaim();

    /** Gives the place back if it is still claimed by this one. */
    void release();

    /**
     * Removes every read model that is neither the live one nor the previous one, by steps; false when the claim was lost
     * before it was done.
     */
    boolean clear();

    /**
     * Makes the one in a slot the live one, in one step that no reader sees half done. The one that
     * was live becomes the previous one, and the previous one is what is left of the other when that was
     * made live. Steps that were worked out from it are not applied any
     * more.
     */
    Switch makeLive(Slot slot);
}
