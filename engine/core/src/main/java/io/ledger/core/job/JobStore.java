package io.ledger.core.job;

import io.ledger.core.lease.Lease;
import io.ledger.core.log.EventMetadata;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/**
 * The jobs of a ledger, which one server at a time carries on with each.
 *
 * <p>Who carries on with a job has it for a term and renews that. A server that dies, or is silent for longer, loses the
 * job to another one; what it wants to write down afterwards is refused, because its tenure has an older epoch.
 *
 * <p>All of it throws {@link io.ledger.core.StoreUnavailableException} when the store does not answer.
 */
public interface JobStore {

    /**
     * A job in the hands of one server.
     *
     * @param tenure which grows with each server that takes it
     */
    record Claim(Job job, Lease.Tenure tenure) {}

    /**
     * Adds a job. Adding it again is harmless.
     *
     * @param maxRunning how many may be running, those that wait included
     * @return whether there was room for it
     */
    boolean add(String id, String kind, String request, EventMetadata startedBy, int maxRunning);

    /** A job, as long as it is kept. */
    Optional<Job> find(String id);

    /** Asks to stop a job, and says what it is like then. One that has ended stays as it is. */
    Optional<Job> stop(String id);

    /** Takes the oldest running job of these kinds that nobody has. */
    Optional<Claim> claim(Collection<String> kinds, String holder, Duration term);

    /** Lengthens the time for which a job is its holder's; false when it is another one's, or has ended. */
    boolean renew(String id, Lease.Tenure tenure, Duration term);

    /**
     * Writes down a step. A running job that somebody has asked to stop is stopped with it.
     *
     * @param state what the job comes to
     * @return the state that the job has then; empty when it is another one's, and nothing was written down
     */
    Optional<JobState> record(
            String id, Lease.Tenure tenure, JobState state, JobProgress progress, String failure, Duration term);

    /** Lets a job go, for another server to go on with. */
    void release(String id, Lease.Tenure tenure);

    /**
     * Forgets jobs that have ended.
     *
     * @param age how long ago that has to be
     * @param limit how many at most
     * @return how many were
     */
    int forget(Duration age, int limit);
}
