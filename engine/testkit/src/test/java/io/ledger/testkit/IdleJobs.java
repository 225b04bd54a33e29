package io.ledger.testkit;

import io.ledger.core.job.Job;
import io.ledger.core.job.JobProgress;
import io.ledger.core.job.JobState;
import io.ledger.core.job.JobStore;
import io.ledger.core.lease.Lease;
import io.ledger.core.log.EventMetadata;
import io.ledger.testkit.contract.JobStoreContract;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/** Keeps no jobs, and so must fail every test of their contract. {@link IdleAdaptersTest} runs it. */
class IdleJobs extends JobStoreContract implements JobStore {

    @Override
    protected JobStore jobs() {
        return this;
    }

    @Override
    public boolean add(String id, String kind, String request, EventMetadata startedBy, int maxRunning) {
        return true;
    }

    @Override
    public Optional<Job> find(String id) {
        return Optional.empty();
    }

    @Override
    public Optional<Job> stop(String id) {
        return Optional.empty();
    }

    @Override
    public Optional<Claim> claim(Collection<String> kinds, String holder, Duration term) {
        return Optional.empty();
    }

    @Override
    public boolean renew(String id, Lease.Tenure tenure, Duration term) {
        return false;
    }

    @Override
    public Optional<JobState> record(
            String id, Lease.Tenure tenure, JobState state, JobProgress progress, String failure, Duration term) {
        return Optional.empty();
    }

    @Override
    public void release(String id, Lease.Tenure tenure) {}

    @Override
    public int forget(Duration age, int limit) {
        return 0;
    }
}
