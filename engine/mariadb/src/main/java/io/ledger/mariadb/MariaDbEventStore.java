package io.ledger.mariadb;

import io.ledger.core.StreamId;
import io.ledger.core.decide.Aggregate;
import io.ledger.core.log.Complete;
import io.ledger.core.stream.Append;
import io.ledger.core.stream.AppendResult;
import io.ledger.core.stream.EventStore;
import io.ledger.core.stream.Versioned;
import java.util.Optional;

/**
 * The streams of one category in MariaDB or MySQL.
 *
 * <p><b>Appending</b> is shared by all categories of a log: see {@link Appender}.
 *
 * <p><b>Loading</b> starts from the latest snapshot that can be believed: see {@link StreamLoader}.
 */
public final class MariaDbEventStore<S, E> implements EventStore<S> {

    private final Database database;
    private final StreamLoader<S, E> loader;
    private final Appender appender;

    /** @param appender the log's only one in this process */
    public MariaDbEventStore(Database database, Aggregate<?, S, E, ?> aggregate, Appender appender) {
        this.database = database;
        this.loader = new StreamLoader<>(database, aggregate);
        this.appender = appender;
    }

    @Override
    public AppendResult append(Append append) {
        return appender.append(append);
    }

    @Override
    public Complete<Optional<Versioned<S>>> load(StreamId id) {
        return database.ask(connection -> loader.load(connection, id));
    }

    @Override
    public Complete<Optional<Versioned<S>>> loadSince(Versioned<S> known) {
        return database.ask(connection -> loader.loadSince(connection, known));
    }

    @Override
    public Complete<Optional<Versioned<S>>> loadToChange(StreamId id) {
        return database.ask(connection -> loader.loadToChange(connection, id));
    }

    @Override
    public Complete<Optional<Versioned<S>>> replay(StreamId id) {
        return database.ask(connection -> loader.replay(connection, id));
    }
}
