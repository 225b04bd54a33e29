package io.ledger.guide;

import io.ledger.core.command.CommandHandler;
import io.ledger.core.command.Fingerprint;
import io.ledger.core.decide.Aggregate;
import io.ledger.core.document.Document;
import io.ledger.core.document.DocumentReader;
import io.ledger.core.document.DocumentStore;
import io.ledger.core.document.Projection;
import io.ledger.core.document.ViewProjection;
import io.ledger.core.log.OtherHistory;
import io.ledger.core.read.DocumentQueries;
import io.ledger.core.read.Floor;
import io.ledger.core.read.Freshness;
import io.ledger.core.read.HistoryQueries;
import io.ledger.core.stream.RecentStates;
import io.ledger.mariadb.Appender;
import io.ledger.mariadb.Database;
import io.ledger.mariadb.MariaDbEventLog;
import io.ledger.mariadb.MariaDbEventStore;
import io.ledger.mariadb.MariaDbHistories;
import io.ledger.mariadb.MariaDbIdempotencyRecords;
import io.ledger.projection.ProjectionStep;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;

/** Everything an application has of one kind of stream: its commands, its questions, and what keeps its documents. */
public record StreamSide<C, S, E, R, V extends Document>(
        CommandHandler<C, S, E, R> commands,
        DocumentQueries<S, V> documents,
        HistoryQueries<S, E> histories,
        ProjectionStep<S, E, V> projection) {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    /**
     * Wires one kind of stream.
     *
     * @param appender the log's only one in this process, shared by all kinds of streams
     */
    public static <C, S, E, R, V extends Document, D extends DocumentStore<V> & DocumentReader<V>>
            StreamSide<C, S, E, R, V> of(
                    Database database,
                    Appender appender,
                    Aggregate<C, S, E, R> aggregate,
                    ViewProjection<S, E, V> projection,
                    Fingerprint<C> fingerprint,
                    D documents) {
        var clock = InstantSource.system();
        var store = new MariaDbEventStore<>(database, aggregate, appender);
        var log = new MariaDbEventLog<>(database, aggregate);
        var floor = new Floor(log.head());
        var freshness = new Freshness(floor, LONGEST_WAIT, log::head, OtherHistory.UNHEARD);
        return new StreamSide<>(
                new CommandHandler<>(
                        aggregate,
                        fingerprint,
                        store,
                        RecentStates.none(),
                        new MariaDbIdempotencyRecords(database),
                        _ -> {},
                        UUID::randomUUID,
                        clock),
                new DocumentQueries<>(documents, store, projection, freshness, Projection.NONE),
                new HistoryQueries<>(new MariaDbHistories<>(database, aggregate), projection, floor),
                new ProjectionStep<>(projection, log, store, documents, clock));
    }
}
