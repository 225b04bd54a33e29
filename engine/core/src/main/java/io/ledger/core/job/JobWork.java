package io.ledger.core.job;

/** A job in the hands of one server, which may remember something from step to step. */
@FunctionalInterface
public interface JobWork {

    /**
     * Does the next piece, of about a second at most: a job is stopped between two steps.
     *
     * <p>A step whose end was not written down is done again, by this server or another one. So a step that is done again
     * must do nothing twice: it carries out its commands under idempotency keys, or compares first.
     *
     * @param soFar what is written down
     * @throws io.ledger.core.StoreUnavailableException when a store does not answer; the step is tried again until it does
     * @throws RuntimeException when the step fails; it is tried again a few times
     */
    JobStep step(JobProgress soFar);
}
