package io.ledger.server.job;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.job.Job;
import io.ledger.core.job.JobProgress;
import io.ledger.core.job.JobState;
import io.ledger.core.job.JobStore;
import io.ledger.core.lease.Lease;
import io.ledger.core.log.EventMetadata;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;

/** The jobs of a server that can be cut off from its database, as one that is killed is, or one that sleeps. */
final class SeveredStore implements JobStore {

    private final JobStore store;
    private volatile boolean severed;

    SeveredStore(JobStore store) {
        this.store = store;
    }

    void sever() {
        severed = true;
    }

    void mend() {
        severed = false;
    }

    private <T> T ask(Supplier<T> question) {
        if (severed) {
            throw StoreUnavailableException.of("database", new IllegalStateException("severed"));
        }
        return question.get();
    }

    @Override
    public boolean add(String id, String kind, String request, EventMetadata startedBy, int maxRunning) {
        return ask(() -> store.add(id, kind, request, startedBy, maxRunning));
    }

    @Override
    public Optional<Job> find(String id) {
        return ask(() -> store.find(id));
    }

    @Override
    public Optional<Job> stop(String id) {
        return ask(() -> store.stop(id));
    }

    @Override
    public Optional<Claim> claim(Collection<String> kinds, String holder, Duration term) {
        return ask(() -> store.claim(kinds, holder, term));
    }

    @Override
    public boolean renew(String id, Lease.Tenure tenure, Duration term) {
        return ask(() -> store.renew(id, tenure, term));
    }

    @Override
    public Optional<JobState> record(
            String id, Lease.Tenure tenure, JobState state, JobProgress progress, String failure, Duration term) {
        return ask(() -> store.record(id, tenure, state, progress, failure, term));
    }

    @Override
    public void release(String id, Lease.Tenure tenure) {
        ask(() -> {
            store.release(id, tenure);
            return true;
        });
    }

    @Override
    public int forget(Duration age, int limit) {
        return ask(() -> store.forget(age, limit));
    }
}
