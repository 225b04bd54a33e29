package io.ledger.mariadb;

import io.ledger.core.StreamId;
import io.ledger.core.decide.Aggregate;
import io.ledger.core.decide.CorruptStreamException;
import io.ledger.core.decide.Fold;
import io.ledger.core.decide.Tag;
import io.ledger.core.stream.Histories;
import io.ledger.core.stream.StreamIndex;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds tags to events that were recorded without them, for a rule over several streams that is turned on later.
 *
 * <p>It visits the streams in the order of their ids and records its progress in the database. After an interruption it
 * continues there and may tag some streams again, which changes nothing. New events must be recorded with their tags
 * meanwhile. Several servers may do this at the same time.
 */
public final class EventTagging<S, E> {

    private static final Logger LOG = LoggerFactory.getLogger(EventTagging.class);

    private static final String STATE = "SELECT {stream_id} AS stream_id, complete FROM log_tagging WHERE tag_key = ?";
    private static final String KEEP = "REPLACE INTO log_tagging (tag_key, {stream_id}, complete) VALUES (?, ?, ?)";
    private static final String FORGET = "DELETE FROM log_tagging WHERE tag_key = ?";
    private static final String FORGET_ALL = "DELETE FROM log_tagging";
    private static final String INSERT = "INSERT IGNORE INTO {events}_tags (tag, position) VALUES ";

    private final Database database;
    private final Aggregate<?, S, E, ?> aggregate;
    private final String key;
    private final StreamIndex index;
    private final Histories<S, E> histories;

    /** @param key the key of the tags that the aggregate's tagger computes */
    public EventTagging(Database database, Aggregate<?, S, E, ?> aggregate, String key) {
        this.database = database;
        this.aggregate = aggregate;
        this.key = key;
        this.index = new MariaDbStreamIndex(
                database, aggregate.category(), aggregate.events().types());
        this.histories = new MariaDbHistories<>(database, aggregate);
    }

    private record State(String lastStream, boolean isComplete) {}

    private Optional<State> state() {
        return database.ask(STATE, select -> {
            new Parameters(select).add(key);
            try (var rows = select.executeQuery()) {
                return rows.next()
                        ? Optional.of(new State(rows.getString("stream_id"), rows.getBoolean("complete")))
                        : Optional.empty();
            }
        });
    }

    /** Whether every event has its tags, provided that new ones are recorded with them. */
    public boolean isComplete() {
        return state().filter(State::isComplete).isPresent();
    }

    /**
     * Discards the progress, because events are recorded without their tags from now on: the next run tags all events
     * again.
     */
    public void forget() {
        database.ask(FORGET, delete -> {
            new Parameters(delete).add(key);
            return delete.executeUpdate();
        });
    }

    /** Discards the progress for all keys, because events were recorded without any tags. */
    public static void forgetAll(Database database) {
        database.ask(FORGET_ALL, PreparedStatement::executeUpdate);
    }

    /**
     * Tags every event that has no tags yet.
     *
     * @param progress receives the number of streams that were visited
     * @throws InterruptedException when the thread is interrupted; the next call continues from there
     */
    public void complete(LongConsumer progress) throws InterruptedException {
        var last = state().filter(state -> !state.isComplete())
                .map(State::lastStream)
                .orElse("");
        var done = 0L;
        while (true) {
            if (Thread.interrupted()) {
                throw new InterruptedException("the tagging of events was stopped");
            }
            var page = index.after(last, StreamIndex.MAX_PAGE);
            var rows = new ArrayList<TagRow>();
            for (var lifespan : page) {
                StreamId.parse(aggregate.category(), lifespan.streamId()).ifPresent(id -> tags(id, rows));
            }
            var isEnd = page.size() < StreamIndex.MAX_PAGE;
            last = page.isEmpty() ? last : page.getLast().streamId();
            keep(rows, last, isEnd);
            done += page.size();
            progress.accept(done);
            if (isEnd) {
                return;
            }
        }
    }

    private record TagRow(Tag tag, long position) {}

    private void tags(StreamId id, List<TagRow> rows) {
        var fold = Fold.start(aggregate, id);
        try {
            while (true) {
                var page = histories.after(id, fold.version(), Histories.MAX_PAGE);
                for (var entry : page.entries()) {
                    var before = fold.state();
                    fold = fold.then(entry.version(), entry.event());
                    for (var tag :
                            aggregate.tagger().tags(before, entry.event().orElseThrow(IllegalStateException::new))) {
                        rows.add(new TagRow(tag, entry.position().value()));
                    }
                }
                if (page.entries().size() < Histories.MAX_PAGE) {
                    return;
                }
            }
        } catch (CorruptStreamException corrupt) {
            LOG.atWarn().setCause(corrupt).log("the rest of a history that cannot be read gets no tags");
        }
    }

    private void keep(List<TagRow> rows, String last, boolean isEnd) {
        database.ask(connection -> {
            connection.setAutoCommit(false);
            try {
                for (var from = 0; from < rows.size(); from += MariaDbLimits.TAGS_AT_ONCE) {
                    insert(connection, rows.subList(from, Math.min(rows.size(), from + MariaDbLimits.TAGS_AT_ONCE)));
                }
                try (var replace = database.prepare(connection, KEEP)) {
                    new Parameters(replace).add(key).add(last).add(isEnd ? 1 : 0);
                    replace.executeUpdate();
                }
                connection.commit();
                return last;
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        });
    }

    private void insert(Connection connection, List<TagRow> rows) throws SQLException {
        var sql = database.sql(INSERT) + String.join(", ", Collections.nCopies(rows.size(), "(?, ?)"));
        try (var insert = connection.prepareStatement(sql)) {
            var parameters = new Parameters(insert);
            for (var row : rows) {
                parameters.add(QueryText.digest(row.tag())).add(row.position());
            }
            insert.executeUpdate();
        }
    }
}
