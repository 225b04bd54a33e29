package io.ledger.mariadb;

import io.ledger.core.lease.Lease;
import java.time.Duration;
import java.util.Optional;

/**
 * A lease in the database of the log.
 *
 * <p>One statement decides who has it: it changes the row only if the last term is over by the database's own clock, and
 * raises the epoch with it. The row's lock lets one of several through.
 */
public final class MariaDbLease implements Lease {

    private static final String TERM = "UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND";

    private static final String ADD =
            "INSERT IGNORE INTO leases (name, holder, epoch, expires_at) VALUES (?, '', 0, UTC_TIMESTAMP(6))";

    private static final String TAKE = "UPDATE leases SET epoch = epoch + 1, holder = ?, expires_at = " + TERM
            + " WHERE name = ? AND expires_at <= UTC_TIMESTAMP(6)";

    private static final String EPOCH = "SELECT epoch FROM leases WHERE name = ? AND holder = ?";

    private static final String RENEW =
            "UPDATE leases SET expires_at = " + TERM + " WHERE name = ? AND holder = ? AND epoch = ?";

    private static final String RELEASE =
            "UPDATE leases SET expires_at = UTC_TIMESTAMP(6) WHERE name = ? AND holder = ? AND epoch = ?";

    private static final String EXISTS = "SELECT 1 FROM leases WHERE name = ?";

    private final Database database;
    private final String name;

    /** @param name of the task, up to 64 characters of ASCII */
    public MariaDbLease(Database database, String name) {
        this.database = database;
        this.name = name;
    }

    @Override
    public Optional<Tenure> take(String holder, Duration term) {
        if (taken(holder, term) || (isNew() && taken(holder, term))) {
            return epochOf(holder).map(epoch -> new Tenure(holder, epoch));
        }
        return Optional.empty();
    }

    private boolean taken(String holder, Duration term) {
        return database.ask(TAKE, update -> {
            new Parameters(update).add(holder).add(micros(term)).add(name);
            return update.executeUpdate() == 1;
        });
    }

    /** Makes the row, for whoever is the first ever to ask. */
    private boolean isNew() {
        var exists = database.ask(EXISTS, select -> {
            new Parameters(select).add(name);
            try (var rows = select.executeQuery()) {
                return rows.next();
            }
        });
        if (!exists) {
            database.ask(ADD, insert -> {
                new Parameters(insert).add(name);
                return insert.executeUpdate();
            });
        }
        return !exists;
    }

    /** Empty when the term was over before this was asked, and another one has begun. */
    private Optional<Long> epochOf(String holder) {
        return database.ask(EPOCH, select -> {
            new Parameters(select).add(name).add(holder);
            try (var rows = select.executeQuery()) {
                return rows.next() ? Optional.of(rows.getLong(1)) : Optional.empty();
            }
        });
    }

    @Override
    public boolean renew(Tenure tenure, Duration term) {
        return database.ask(RENEW, update -> {
            new Parameters(update)
                    .add(micros(term))
                    .add(name)
                    .add(tenure.holder())
                    .add(tenure.epoch());
            return update.executeUpdate() == 1;
        });
    }

    @Override
    public void release(Tenure tenure) {
        database.ask(RELEASE, update -> {
            new Parameters(update).add(name).add(tenure.holder()).add(tenure.epoch());
            return update.executeUpdate();
        });
    }

    private static long micros(Duration term) {
        return term.toNanos() / 1_000;
    }
}
