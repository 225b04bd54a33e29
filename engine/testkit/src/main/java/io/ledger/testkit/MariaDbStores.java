package io.ledger.testkit;

import io.ledger.core.decide.Aggregate;
import io.ledger.core.feed.EventFeed;
import io.ledger.core.log.EventLog;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.MetadataLog;
import io.ledger.core.request.IdempotencyRecords;
import io.ledger.core.stream.EventStamps;
import io.ledger.core.stream.EventStore;
import io.ledger.core.stream.Histories;
import io.ledger.core.stream.QueriedLog;
import io.ledger.core.stream.SnapshotLog;
import io.ledger.mariadb.Appender;
import io.ledger.mariadb.Database;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.MariaDbEventFeed;
import io.ledger.mariadb.MariaDbEventLog;
import io.ledger.mariadb.MariaDbEventStamps;
import io.ledger.mariadb.MariaDbEventStore;
import io.ledger.mariadb.MariaDbHistories;
import io.ledger.mariadb.MariaDbIdempotencyRecords;
import io.ledger.mariadb.MariaDbSnapshotLog;
import io.ledger.mariadb.TableNames;
import java.util.Collection;

/** The stores of one log in MariaDB. */
public final class MariaDbStores implements LedgerStores {

    private static final String SPOIL =
            "UPDATE {events} SET event_type = 'OfAnotherVersion', schema_version = 9 WHERE position = ?";

    private final MariaDb mariaDb;
    private final Database database;
    private final Appender appender;

    /** @param snapshotInterval versions from one snapshot of a stream to the next */
    public MariaDbStores(MariaDb mariaDb, int snapshotInterval) {
        this.mariaDb = mariaDb;
        this.database = mariaDb.database();
        this.appender = new Appender(database, snapshotInterval);
    }

    /** The stores of a log that is made where there is none yet. */
    public static MariaDbStores at(String url, String user, String password, TableNames names, int snapshotInterval) {
        var mariaDb = MariaDb.at(url, user, password, names);
        mariaDb.migrate();
        return new MariaDbStores(mariaDb, snapshotInterval);
    }

    @Override
    public <S, E> EventStore<S> store(Aggregate<?, S, E, ?> aggregate) {
        return new MariaDbEventStore<>(database, aggregate, appender);
    }

    @Override
    public <E> EventLog<E> log(Aggregate<?, ?, E, ?> aggregate) {
        return new MariaDbEventLog<>(database, aggregate);
    }

    /** The log as those read it who decide by events of several streams. */
    public <E> QueriedLog<E> queried(Aggregate<?, ?, E, ?> aggregate) {
        return new MariaDbEventLog<>(database, aggregate);
    }

    @Override
    public MetadataLog metadata(Aggregate<?, ?, ?, ?> aggregate) {
        return new MariaDbEventLog<>(database, aggregate);
    }

    @Override
    public <S, E> Histories<S, E> histories(Aggregate<?, S, E, ?> aggregate) {
        return new MariaDbHistories<>(database, aggregate);
    }

    @Override
    public <S> SnapshotLog<S> snapshots(Aggregate<?, S, ?, ?> aggregate) {
        return new MariaDbSnapshotLog<>(database, aggregate);
    }

    /** When events of the log happened, and who caused them. */
    public EventStamps stamps() {
        return new MariaDbEventStamps(database);
    }

    @Override
    public IdempotencyRecords records() {
        return new MariaDbIdempotencyRecords(database);
    }

    @Override
    public EventFeed feed(Collection<Aggregate<?, ?, ?, ?>> aggregates) {
        return new MariaDbEventFeed(database, aggregates);
    }

    @Override
    public void spoil(GlobalPosition position) {
        var changed = database.ask(SPOIL, update -> {
            update.setLong(1, position.value());
            return update.executeUpdate();
        });
        if (changed != 1) {
            throw new IllegalArgumentException("no event stands at position " + position);
        }
    }

    @Override
    public void close() {
        mariaDb.close();
    }
}
