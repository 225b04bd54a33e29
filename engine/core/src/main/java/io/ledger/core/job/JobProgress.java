package io.ledger.core.job;

/**
 * What has been done of a job, as far as it is written down.
 *
 * @param done items that are done
 * @param total items in all, 0 while that is not known
 * @param cursor where to go on, in the words of the job's kind; empty at the start
 * @param outcome what came of it so far: a JSON object
 */
public record JobProgress(long done, long total, String cursor, String outcome) {

    /** That of a job which nobody has begun. */
    public static final JobProgress NONE = new JobProgress(0, 0, "", "{}");
}
