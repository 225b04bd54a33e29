package io.ledger.projection;

import io.ledger.core.document.Checkpoint;
import io.ledger.core.document.Document;
import io.ledger.core.document.DocumentChange;
import io.ledger.core.document.DocumentStore;
import io.ledger.core.document.ViewProjection;
import io.ledger.core.log.EventLog;
import io.ledger.core.log.EventSource;
import io.ledger.core.log.EventSource.SourcePage;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry;
import io.ledger.core.stream.EventStore;
import io.ledger.projection.history.LogObserver;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One step of the projection: the next events of the log, folded into the read model.
 *
 * <p>A step reads the checkpoint, the log from there on, and the current documents of the streams that the events
 * belong to. It folds the events in memory. Then it writes the changed documents and the new checkpoint in one call,
 * which has an effect only if the checkpoint has not moved meanwhile. So an interrupted step has no effect, and if two
 * servers take the same step, only one of them has one.
 *
 * <p>Entries are read from the checkpoint's own event on, and that event must be the one that the checkpoint names. If it
 * is not, the read model was built from another log, or from an end of this one that was lost. Then it is emptied and
 * rebuilt, and the {@link LogObserver} is notified.
 *
 * <p>A step that is far behind the log folds many pages, so that a stream that has changed a hundred times is written
 * once.
 *
 * <p>A stream whose history cannot be read is parked: it leaves the read model, so a read of it goes to the log and
 * reports the error. It does not stop other streams.
 */
public final class ProjectionStep<S, E, V extends Document> {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionStep.class);

    /**
     * The limits of a step.
     *
     * @param page events read at once, at most one less than a page of the log
     * @param events no further page is read after this many events
     * @param streams no further page is read after this many streams
     * @param write streams written in one call
     */
    record Stride(int page, int events, int streams, int write) {}

    /** Notified of how far a step has read, and between its writes; ends the step by throwing. */
    interface ProgressListener {

        ProgressListener NONE = _ -> {};

        void reached(GlobalPosition position);
    }

    private final ViewProjection<S, E, V> projection;
    private final EventSource<E> source;
    private final EventStore<S> store;
    private final DocumentStore<V> views;
    private final InstantSource clock;
    private final Stride stride;
    private final LogObserver observer;

    /** A step without an observer of the log. */
    public ProjectionStep(
            ViewProjection<S, E, V> projection,
            EventLog<E> log,
            EventStore<S> store,
            DocumentStore<V> views,
            InstantSource clock) {
        this(projection, new LogSource<>(log), store, views, clock, ProjectionLimits.STEP, LogObserver.UNHEARD);
    }

    ProjectionStep(
            ViewProjection<S, E, V> projection,
            EventSource<E> source,
            EventStore<S> store,
            DocumentStore<V> views,
            InstantSource clock,
            Stride stride,
            LogObserver observer) {
        this.projection = projection;
        this.source = source;
        this.store = store;
        this.views = views;
        this.clock = clock;
        this.stride = stride;
        this.observer = observer;
    }

    /** The result of a step. */
    public sealed interface Outcome {

        /**
         * The step has made progress, and there may be more to do at once.
         *
         * @param startedOver why the read model was emptied, when it was
         */
        record Progressed(GlobalPosition position, Optional<String> startedOver) implements Outcome {

            Progressed(GlobalPosition position) {
                this(position, Optional.empty());
            }
        }

        /** The read model includes the whole log as it was when the step read it. */
        record CaughtUp(GlobalPosition position) implements Outcome {}
    }

    /**
     * Takes the step.
     *
     * @throws io.ledger.core.StoreUnavailableException when a store does not answer
     */
    public Outcome run() {
        return run(ProgressListener.NONE);
    }

    /**
     * @throws io.ledger.core.StoreUnavailableException when a store does not answer
     */
    Outcome run(ProgressListener listener) {
        var found = views.checkpoint();
        if (found.isEmpty()) {
            return startOver(found, "the read model has no valid checkpoint");
        }
        var from = found.get();
        var page = source.from(from.place(), from.source(), stride.page() + 1);
        var entries = page.entries();
        var isLast = entries.size() <= stride.page();
        if (!from.position().equals(GlobalPosition.START)) {
            if (entries.isEmpty() || !isAt(from, entries.getFirst())) {
                observer.noticed("a projection");
                return startOver(Optional.of(from), "the read model was built from another log");
            }
            observer.saw(from.place());
            entries = entries.subList(1, entries.size());
        }
        if (entries.isEmpty()) {
            return new Outcome.CaughtUp(from.position());
        }
        var fold = new ProjectionFold<>(projection, store, views, from, clock);
        fold.page(entries);
        var to = checkpoint(page);
        listener.reached(to.position());
        if (!isLast) {
            to = readPages(fold, from.position(), to, listener);
        }
        observer.saw(to.place());
        var reached = write(from, fold.changes(), to, listener);
        // An append since then has woken the projector again, or is found after its pause. Another step now would query
        // both stores in vain after each single event.
        return isLast && reached.equals(to.position())
                ? new Outcome.CaughtUp(reached)
                : new Outcome.Progressed(reached);
    }

    /** Folds further pages, and returns the checkpoint after them. */
    private Checkpoint readPages(
            ProjectionFold<S, E, V> fold, GlobalPosition from, Checkpoint after, ProgressListener listener) {
        try (var pages = source.after(after.place(), stride.page())) {
            var last = after;
            while (fold.streams() < stride.streams() && last.position().value() - from.value() < stride.events()) {
                var page = pages.next();
                if (page.entries().isEmpty()) {
                    break;
                }
                fold.page(page.entries());
                last = checkpoint(page);
                listener.reached(last.position());
            }
            return last;
        }
    }

    /**
     * Writes the changes in parts. Only the last part moves the checkpoint. If the process dies before, the next step
     * writes all of them again with the same result: each part contains all changes of its streams, and an older
     * document never replaces a newer one.
     *
     * @return the position of the checkpoint that was written, or that another step had already written
     */
    private GlobalPosition write(
            Checkpoint from, List<DocumentChange<V>> changes, Checkpoint to, ProgressListener listener) {
        var part = stride.write();
        var done = 0;
        for (; changes.size() - done > part; done += part) {
            if (!views.apply(from, changes.subList(done, done + part), from)) {
                return from.position();
            }
            listener.reached(to.position());
        }
        return views.apply(from, changes.subList(done, changes.size()), to) ? to.position() : from.position();
    }

    private Outcome startOver(Optional<Checkpoint> found, String reason) {
        if (!views.reset(found)) {
            return new Outcome.Progressed(GlobalPosition.START);
        }
        LOG.atInfo().addKeyValue("reason", reason).log("read model starts over from the log");
        return new Outcome.Progressed(GlobalPosition.START, Optional.of(reason));
    }

    private static Checkpoint checkpoint(SourcePage<?> page) {
        var last = page.entries().getLast();
        return new Checkpoint(last.position(), last.eventId(), "", page.place());
    }

    private static boolean isAt(Checkpoint checkpoint, LogEntry<?> entry) {
        return entry.position().equals(checkpoint.position()) && entry.eventId().equals(checkpoint.eventId());
    }
}
