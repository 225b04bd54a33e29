package io.ledger.testkit;

import io.ledger.core.decide.Aggregate;
import io.ledger.core.feed.EventFeed;
import io.ledger.core.log.EventLog;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.MetadataLog;
import io.ledger.core.request.IdempotencyRecords;
import io.ledger.core.stream.EventStore;
import io.ledger.core.stream.Histories;
import io.ledger.core.stream.SnapshotLog;
import java.util.Collection;

/** The stores of one log, for aggregates of any category. */
public interface LedgerStores extends AutoCloseable {

    <S, E> EventStore<S> store(Aggregate<?, S, E, ?> aggregate);

    <E> EventLog<E> log(Aggregate<?, ?, E, ?> aggregate);

    MetadataLog metadata(Aggregate<?, ?, ?, ?> aggregate);

    <S, E> Histories<S, E> histories(Aggregate<?, S, E, ?> aggregate);

    <S> SnapshotLog<S> snapshots(Aggregate<?, S, ?, ?> aggregate);

    IdempotencyRecords records();

    /**
     * The feed of all events of the log.
     *
     * @param aggregates whose events are known to whoever reads the feed
     */
    EventFeed feed(Collection<Aggregate<?, ?, ?, ?>> aggregates);

    /** Makes an event unreadable where it is stored, as a version that is not known here would have written it. */
    void spoil(GlobalPosition position);

    @Override
    void close();
}
