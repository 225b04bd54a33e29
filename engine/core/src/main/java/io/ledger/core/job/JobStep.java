package io.ledger.core.job;

/** What came of one step of a job. */
public sealed interface JobStep {

    /** What is done after the step. */
    JobProgress progress();

    /** There is more to do. */
    record Further(JobProgress progress) implements JobStep {}

    /** The job is done. */
    record Finished(JobProgress progress) implements JobStep {}

    /**
     * The job cannot be carried on with.
     *
     * @param failure a sentence that tells whoever started it what to do
     */
    record Unfeasible(JobProgress progress, String failure) implements JobStep {}
}
