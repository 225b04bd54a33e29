package io.ledger.server;

import io.ledger.core.command.Fingerprint;
import io.ledger.core.decide.Aggregate;
import io.ledger.core.document.Document;
import io.ledger.core.document.ViewProjection;
import io.ledger.http.access.AccessTable;
import io.ledger.http.routing.RouteGroup;
import io.ledger.mariadb.Database;
import io.ledger.office.ImportKind;
import io.ledger.redis.RedisReadModel;
import java.util.List;
import java.util.Optional;

/**
 * A module describes one kind of stream and all that a program needs for it.
 *
 * <p>From a module the server makes a store, a command handler, a read model in Redis with its projection, auditor,
 * rebuild and near cache, queries and histories. {@code verify}, {@code rebuild}, {@code export} and {@code import} use
 * it as well.
 *
 * @param <C> commands
 * @param <S> states
 * @param <E> events
 * @param <R> rejections
 * @param <V> documents of the read model
 */
public interface LedgerModule<C, S, E, R, V extends Document> {

    /** The rules, and how events and states are stored. */
    Aggregate<C, S, E, R> aggregate();

    /** The documents, and how events change them. */
    ViewProjection<S, E, V> projection();

    /** The documents' keys and form in Redis. */
    RedisReadModel<V> documents();

    /** Distinguishes requests under the same idempotency key. */
    Fingerprint<C> fingerprint();

    /** The plural noun for these streams. */
    String plural();

    /** The read model's name in logs and metrics. */
    default String label() {
        return aggregate().category();
    }

    /** The projection's name in the health of the server. */
    default String health() {
        return aggregate().category() + "_projection";
    }

    /** The name of a stream's id in answers. */
    default String id() {
        return aggregate().category() + "_id";
    }

    /**
     * What an event tells, in plain words.
     *
     * @param before the state before it; empty where there was none
     * @param type what the event is called where it is stored
     */
    default String words(Optional<S> before, E event, String type) {
        return type;
    }

    /** The rules over several of these streams; a ledger from before is made fit for them here. */
    default StreamRules<C, S, E, R> rules(Database database) {
        return StreamRules.none(aggregate());
    }

    /** Who may take the routes of these streams, as {@link AccessTable} has it, unless the program's own table says it. */
    default String rights() {
        return "";
    }

    /** What can be imported of these streams as tables. */
    default List<ImportKind> imports(StreamParts<C, S, E, R, V> streams, LedgerParts ledger) {
        return List.of();
    }

    /**
     * The routes of these streams. Further parts that they need are created here, and closed with the ledger's parts.
     */
    List<RouteGroup> routes(StreamParts<C, S, E, R, V> streams, LedgerParts ledger);
}
