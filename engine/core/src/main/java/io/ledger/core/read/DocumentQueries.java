package io.ledger.core.read;

import io.ledger.core.StoreUnavailableException;
import io.ledger.core.StreamId;
import io.ledger.core.document.Document;
import io.ledger.core.document.DocumentReader;
import io.ledger.core.document.DocumentReader.Listed;
import io.ledger.core.document.Projection;
import io.ledger.core.document.ViewProjection;
import io.ledger.core.log.Complete;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.EventStore;
import io.ledger.core.stream.Versioned;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * Queries for documents of one category. They are answered from the read model, unless it is behind the position that
 * the answer must include ({@link Freshness}).
 *
 * <p>If it is behind, or does not have the stream, one stream is folded from the log: only the log can say that a
 * stream does not exist. A list is too large for that, so it waits for the read model, for a bounded time.
 */
public final class DocumentQueries<S, V extends Document> {

    private final DocumentReader<V> documents;
    private final EventStore<S> store;
    private final ViewProjection<S, ?, V> projection;
    private final Freshness freshness;
    private final Projection source;
    private final LongAdder folded = new LongAdder();

    /** @param source the projection that fills the read model */
    public DocumentQueries(
            DocumentReader<V> documents,
            EventStore<S> store,
            ViewProjection<S, ?, V> projection,
            Freshness freshness,
            Projection source) {
        this.documents = documents;
        this.store = store;
        this.projection = projection;
        this.freshness = freshness;
        this.source = source;
    }

    /**
     * Finds the document of a stream. The answer includes everything up to {@code atLeast}.
     *
     * @throws PositionUnknownException when the log itself ends before {@code atLeast}
     * @throws StoreUnavailableException when neither store answers
     */
    public StreamAnswer<V> find(StreamId id, GlobalPosition atLeast) {
        var level = freshness.level();
        var needed = freshness.needed(atLeast);
        try {
            var found = documents.find(id, needed);
            if (!found.completeTo().isBefore(needed) && found.value().isPresent()) {
                freshness.shown(level, found.completeTo());
                return new StreamAnswer.Visible<>(
                        found.completeTo(), found.value().get());
            }
        } catch (StoreUnavailableException readModelIsDown) {
            // The log has the answer too; if it is down as well, its failure is reported.
        }
        return fold(id, atLeast);
    }

    private StreamAnswer<V> fold(StreamId id, GlobalPosition atLeast) {
        folded.increment();
        var shownBefore = freshness.shown();
        var level = freshness.level();
        var stored = store.load(id);
        var end = stored.completeTo();
        freshness.checkEnd(shownBefore, end, atLeast);
        return shown(stored, level).map(state -> answer(end, state)).orElseGet(() -> new StreamAnswer.NeverWas<>(end));
    }

    private StreamAnswer<V> answer(GlobalPosition completeTo, Versioned<S> state) {
        return projection
                .view(state)
                .<StreamAnswer<V>>map(document -> new StreamAnswer.Visible<>(completeTo, document))
                .orElseGet(() -> new StreamAnswer.Hidden<>(completeTo, state.version()));
    }

    /** How many reads of one stream were answered from the log since the start. */
    public long foldedFromLog() {
        return folded.sum();
    }

    /**
     * Lists the documents of streams created after a position. The answer includes everything up to {@code atLeast}.
     *
     * @param limit 1 to {@link DocumentReader#MAX_PAGE}
     * @throws PositionUnknownException when the log ends before {@code atLeast}
     * @throws ReadModelBehindException when the read model did not get there in time
     * @throws StoreUnavailableException when the read model does not answer
     */
    public DocumentList<V> list(GlobalPosition createdAfter, int limit, GlobalPosition atLeast) {
        var page = freshness.readAtLeast(
                () -> documents.page(createdAfter, limit), DocumentReader.Page::completeTo, atLeast, source);
        var listed = new ArrayList<V>(page.entries().size());
        for (var entry : page.entries()) {
            document(entry).ifPresent(listed::add);
        }
        var next =
                page.hasMore() ? Optional.of(page.entries().getLast().createdAt()) : Optional.<GlobalPosition>empty();
        return new DocumentList<>(page.completeTo(), listed, next, page.total());
    }

    /** A listed stream whose document is missing is folded from the log. */
    private Optional<V> document(Listed<V> listed) {
        var level = freshness.level();
        return listed.document().or(() -> shown(store.load(listed.id()), level).flatMap(projection::view));
    }

    /**
     * Returns the stream as the log has it, and raises the floor to its last event.
     *
     * <p>The floor is not raised to the head of the log: then every read would avoid the read model until it has caught
     * up.
     */
    private Optional<Versioned<S>> shown(Complete<Optional<Versioned<S>>> stored, Floor.Level level) {
        stored.value().ifPresent(latest -> freshness.shown(level, latest.position()));
        return stored.value();
    }
}
