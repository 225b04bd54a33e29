package io.ledger.mariadb.job;

import io.ledger.core.job.Job;
import io.ledger.core.job.JobProgress;
import io.ledger.core.job.JobState;
import io.ledger.core.job.JobStore;
import io.ledger.core.lease.Lease;
import io.ledger.core.log.EventMetadata;
import io.ledger.mariadb.Database;
import io.ledger.mariadb.Parameters;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;

/**
 * Jobs in the table {@code jobs}.
 *
 * <p>A row is its own lease, by the clock of the database: one statement gives a job to a server if the last term is
 * over, and raises the epoch with it. Whatever that server writes down later names its epoch.
 */
public final class MariaDbJobs implements JobStore {

    private static final String TERM = "UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND";

    private static final String ADD = "INSERT IGNORE INTO jobs (id, kind, request, actor, correlation_id, causation_id,"
            + " reason, state, stopping, steps, done, total, progress, outcome, failure, holder, epoch, leased_until,"
            + " created_at, changed_at) SELECT ?, ?, ?, ?, ?, ?, ?, 'running', FALSE, 0, 0, 0, '', '{}', '', '', 0,"
            + " UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) FROM (SELECT COUNT(*) AS running FROM jobs"
            + " WHERE state = 'running') open_jobs WHERE running < ?";

    private static final String SELECT = "SELECT id, kind, request, actor, correlation_id, causation_id, reason, state,"
            + " stopping, steps, done, total, progress, outcome, failure, created_at FROM jobs WHERE ";

    private static final String BY_ID = SELECT + "id = ?";

    private static final String STOP = "UPDATE jobs SET stopping = TRUE WHERE id = ? AND state = 'running'";

    private static final String FREE =
            "SELECT id FROM jobs WHERE state = 'running' AND leased_until <= UTC_TIMESTAMP(6) AND kind IN (";

    private static final String TAKE = "UPDATE jobs SET holder = ?, epoch = epoch + 1, leased_until = " + TERM
            + " WHERE id = ? AND state = 'running' AND leased_until <= UTC_TIMESTAMP(6)";

    private static final String OWN = " WHERE id = ? AND holder = ? AND epoch = ?";

    private static final String EPOCH = "SELECT epoch FROM jobs WHERE id = ? AND holder = ?";

    private static final String RENEW = "UPDATE jobs SET leased_until = " + TERM + OWN + " AND state = 'running'";

    private static final String RELEASE = "UPDATE jobs SET leased_until = UTC_TIMESTAMP(6)" + OWN;

    private static final String RECORD = "UPDATE jobs SET state = IF(stopping AND ? = 'running', 'stopped', ?),"
            + " steps = steps + 1, done = ?, total = ?, progress = ?, outcome = ?, failure = ?, leased_until = " + TERM
            + ", changed_at = UTC_TIMESTAMP(6)" + OWN + " AND state = 'running'";

    private static final String STATE = "SELECT state FROM jobs" + OWN;

    private static final String FORGET = "DELETE FROM jobs WHERE state <> 'running'"
            + " AND changed_at < UTC_TIMESTAMP(6) - INTERVAL ? SECOND LIMIT ?";

    private final Database database;

    public MariaDbJobs(Database database) {
        this.database = database;
    }

    @Override
    public boolean add(String id, String kind, String request, EventMetadata startedBy, int maxRunning) {
        var isAdded = database.ask(ADD, insert -> {
            new Parameters(insert)
                    .add(id)
                    .add(kind)
                    .add(request)
                    .add(startedBy.actor())
                    .add(startedBy.correlationId())
                    .add(startedBy.causationId())
                    .add(startedBy.reason())
                    .add(maxRunning);
            return insert.executeUpdate() == 1;
        });
        return isAdded || find(id).isPresent();
    }

    @Override
    public Optional<Job> find(String id) {
        return database.ask(BY_ID, select -> {
            new Parameters(select).add(id);
            try (var rows = select.executeQuery()) {
                return rows.next() ? Optional.of(job(rows)) : Optional.empty();
            }
        });
    }

    private static Job job(ResultSet row) throws SQLException {
        var state = row.getString("state");
        return new Job(
                row.getString("id"),
                row.getString("kind"),
                row.getString("request"),
                new EventMetadata(
                        row.getString("actor"),
                        row.getString("correlation_id"),
                        row.getString("causation_id"),
                        row.getString("reason")),
                JobState.parse(state).orElseThrow(() -> new IllegalStateException("A job has the state " + state)),
                row.getBoolean("stopping"),
                row.getLong("steps"),
                new JobProgress(
                        row.getLong("done"), row.getLong("total"), row.getString("progress"), row.getString("outcome")),
                row.getString("failure"),
                row.getObject("created_at", LocalDateTime.class).toInstant(ZoneOffset.UTC));
    }

    @Override
    public Optional<Job> stop(String id) {
        database.ask(STOP, update -> {
            new Parameters(update).add(id);
            return update.executeUpdate();
        });
        return find(id);
    }

    @Override
    public Optional<Claim> claim(Collection<String> kinds, String holder, Duration term) {
        if (kinds.isEmpty()) {
            return Optional.empty();
        }
        return database.ask(connection -> {
                    var free = free(connection, kinds);
                    return free.isPresent() && isTaken(connection, free.get(), holder, term)
                            ? free
                            : Optional.<String>empty();
                })
                .flatMap(id -> claimed(id, holder));
    }

    private static Optional<String> free(Connection connection, Collection<String> kinds) throws SQLException {
        var sql = FREE + String.join(", ", Collections.nCopies(kinds.size(), "?")) + ") ORDER BY number LIMIT 1";
        try (var select = connection.prepareStatement(sql)) {
            var parameters = new Parameters(select);
            for (var kind : kinds) {
                parameters.add(kind);
            }
            try (var rows = select.executeQuery()) {
                return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
            }
        }
    }

    private static boolean isTaken(Connection connection, String id, String holder, Duration term) throws SQLException {
        try (var update = connection.prepareStatement(TAKE)) {
            new Parameters(update).add(holder).add(micros(term)).add(id);
            return update.executeUpdate() == 1;
        }
    }

    /** Empty when the term was over before this was asked, and another one has begun. */
    private Optional<Claim> claimed(String id, String holder) {
        var epoch = database.ask(EPOCH, select -> {
            new Parameters(select).add(id).add(holder);
            try (var rows = select.executeQuery()) {
                return rows.next() ? Optional.of(rows.getLong(1)) : Optional.<Long>empty();
            }
        });
        return epoch.flatMap(own -> find(id).map(job -> new Claim(job, new Lease.Tenure(holder, own))));
    }

    @Override
    public boolean renew(String id, Lease.Tenure tenure, Duration term) {
        return database.ask(RENEW, update -> {
            own(new Parameters(update).add(micros(term)), id, tenure);
            return update.executeUpdate() == 1;
        });
    }

    private static void own(Parameters parameters, String id, Lease.Tenure tenure) throws SQLException {
        parameters.add(id).add(tenure.holder()).add(tenure.epoch());
    }

    @Override
    public Optional<JobState> record(
            String id, Lease.Tenure tenure, JobState state, JobProgress progress, String failure, Duration term) {
        return database.ask(connection -> {
            try (var update = connection.prepareStatement(RECORD)) {
                own(
                        new Parameters(update)
                                .add(state.label())
                                .add(state.label())
                                .add(progress.done())
                                .add(progress.total())
                                .add(progress.cursor())
                                .add(progress.outcome())
                                .add(failure)
                                .add(micros(term)),
                        id,
                        tenure);
                update.executeUpdate();
            }
            // Also where the answer to the same was lost: what has ended stays so.
            try (var select = connection.prepareStatement(STATE)) {
                own(new Parameters(select), id, tenure);
                try (var rows = select.executeQuery()) {
                    return rows.next() ? JobState.parse(rows.getString(1)) : Optional.empty();
                }
            }
        });
    }

    @Override
    public void release(String id, Lease.Tenure tenure) {
        database.ask(RELEASE, update -> {
            own(new Parameters(update), id, tenure);
            return update.executeUpdate();
        });
    }

    @Override
    public int forget(Duration age, int limit) {
        return database.ask(FORGET, delete -> {
            new Parameters(delete).add(age.toSeconds()).add(limit);
            return delete.executeUpdate();
        });
    }

    private static long micros(Duration term) {
        return term.toNanos() / 1_000;
    }
}
