package io.ledger.core.job;

/** A kind of jobs: what is to be done for one. */
public interface JobKind {

    /** The name it is stored under, which never changes. */
    String name();

    /**
     * Takes up a job, at its beginning or wherever the last server has left it.
     *
     * @throws io.ledger.core.StoreUnavailableException when a store does not answer; this is tried again until it does
     */
    JobWork begin(Job job);
}
