package io.ledger.projection.check;

/** Somebody who is told how far a long work is. */
@FunctionalInterface
public interface Progress {

    /** Says what is being done and how much of it is; called often. */
    void at(String work, long done, long total);
}
