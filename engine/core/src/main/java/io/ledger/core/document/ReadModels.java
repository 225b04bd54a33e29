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
        CLAIM_LOST,
        /** Somebody else uses the place of one that is not live; nothing was changed. */
        TAKEN
    }

    DocumentStore<V> store(Slot slot);

    DocumentScan<V> scan(Slot slot);

    /**
     * Makes sure that there is room beside the live one which nobody else uses, before anything is
     * written or removed there.
     *
     * @return why there is none, and what to do about it; empty when there is
     */
    Optional<String> obstacle();

    /** Takes the place for one who builds, for a limited time; false when another has it. */
    boolean claim();

    /** Prolongs the claim; false when it was lost. */
    boolean renewClaim();

    /** Gives the place back if it is still claimed by this one. */
    void release();

    /** Removes one that is not live, by steps; false when the claim was lost before it was done. */
    boolean drop(Slot slot);

    /**
     * Makes the one in a slot the live one, in one step that no reader sees half done. The one that
     * was live becomes the previous one, and the previous one is what is left of the other when that was
     * made live. Steps that were worked out from it are not applied any
     * more.
     */
    Switch makeLive(Slot slot);
}
