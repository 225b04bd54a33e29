package io.circleledger.query;

import io.ledger.core.stream.Versioned;
import io.ledger.core.Complete;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.readmodel.CircleView;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.document.DocumentReader.Listed;
import io.ledger.core.document.DocumentReader;
import io.ledger.core.document.Projection;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.OtherHistory;
import io.ledger.core.stream.EventStore;
import io.ledger.core.stream.RecentStates;
import io.ledger.core.stream.StreamId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Answers reads from the read model, and from the log where the read model cannot.
 *
 * <p>A read model may lag, and it may lose everything. Three things keep that from becoming a wrong
 * answer:
 *
 * <ol>
 *   <li>A caller may name a position that the answer must include.
 *   <li>The <em>floor</em>: what this server has shown once is in every later answer, so a read
 *       model that starts over is not believed before it has caught up.
 *   <li>A circle the read model does not have is looked up in the log, which alone can say that it
 *       never was.
 * </ol>
 *
 * <p>One circle is then folded from the log. A list is too much for that, so it waits a bounded
 * time for the read model.
 */
public final class CircleQueries {

    /** The first pause of a list that waits; it doubles with each further one, up to the longest. */
    private static final long FIRST_PAUSE_MILLIS = 2;

    private static final long LONGEST_PAUSE_MILLIS = 20;

    /** How long a list waits for what was appended at this server and nobody has asked for. */
    static final Duration COURTESY = Duration.ofMillis(250);

    private final DocumentReader<CircleView> views;
    private final EventStore<Circle> store;
    private final RecentStates<Circle> recent;
    private final Duration pageWait;
    private final Floor floor;
    private final Projection projection;
    private final Supplier<GlobalPosition> head;
    private final OtherHistory otherHistory;

    private final LongAdder folded = new LongAdder();

    /**
     * @param recent what was changed at this server, which is shown before the read model has it
     * @param pageWait how long a page may wait for the read model to reach the position it needs
     * @param floor the one of this server
     * @param projection of the views
     * @param head asks the log where it ends
     * @param otherHistory is told when the log ends before what was shown
     */
    public CircleQueries(
            DocumentReader<CircleView> views,
            EventStore<Circle> store,
            RecentStates<Circle> recent,
            Duration pageWait,
            Floor floor,
            Projection projection,
            Supplier<GlobalPosition> head,
            OtherHistory otherHistory) {
        this.views = views;
        this.store = store;
        this.recent = recent;
        this.pageWait = pageWait;
        this.floor = floor;
        this.projection = projection;
        this.head = head;
        this.otherHistory = otherHistory;
    }

    /**
     * Tells what is known of a circle, including everything up to {@code atLeast}.
     *
     * @throws PositionUnknownException when the log itself ends before {@code atLeast}
     * @throws StoreUnavailableException when neither store answers
     */
    public CircleAnswer find(StreamId id, GlobalPosition atLeast) {
        var level = floor.level();
        var needed = later(atLeast, floor.shown());
        try {
            var found = views.find(id, needed);
            if (!found.completeTo().isBefore(needed) && found.value().isPresent()) {
                floor.raise(level, found.completeTo());
                return newest(id, found.completeTo(), found.value().get(), level);
            }
        } catch (StoreUnavailableException readModelIsDown) {
            // The log has the answer too; when it is down as well, its failure is the one to tell.
        }
        return fold(id, atLeast);
    }

    /** The view, or the circle as it was changed at this server since. */
    private CircleAnswer newest(StreamId id, GlobalPosition completeTo, CircleView view, Floor.Level level) {
        var changed = recent.find(id).filter(latest -> latest.version() > view.version());
        changed.ifPresent(latest -> floor.raiseForLists(level, latest.position()));
        return changed.map(latest -> answer(completeTo, latest))
                .orElseGet(() -> new CircleAnswer.Living(completeTo, view));
    }

    private static CircleAnswer answer(GlobalPosition completeTo, Versioned<Circle> circle) {
        return circle.state().dissolved()
                ? new CircleAnswer.Dissolved(completeTo, circle.version())
                : new CircleAnswer.Living(completeTo, CircleView.of(circle));
    }

    /** How many reads of one circle were answered from the log since the start. */
    public long foldedFromLog() {
        return folded.sum();
    }

    private CircleAnswer fold(StreamId id, GlobalPosition atLeast) {
        folded.increment();
        var shownBefore = floor.position();
        var level = floor.level();
        var stored = store.load(id);
        var end = stored.completeTo();
        if (end.isBefore(shownBefore)) {
            // The log has lost its end, or was restored from a backup. No answer can have again what
            // was shown of it, so that is not waited for.
            floor.lower(shownBefore, end);
            otherHistory.noticed("a read");
        }
        if (end.isBefore(atLeast)) {
            throw new PositionUnknownException(atLeast, end);
        }
        return shown(stored, level).map(circle -> answer(end, circle)).orElseGet(() -> new CircleAnswer.Unknown(end));
    }

    /**
     * Reads the living circles created after a position, including everything up to {@code
     * atLeast}.
     *
     * @param limit 1 to {@link DocumentReader#MAX_PAGE}
     * @throws PositionUnknownException when the log ends before {@code atLeast}
     * @throws ReadModelBehindException when the read model did not get there in time
     * @throws StoreUnavailableException when the read model does not answer
     */
    public CirclePage list(GlobalPosition createdAfter, int limit, GlobalPosition atLeast) {
        var page = awaited(() -> views.page(createdAfter, limit), DocumentReader.Page<CircleView>::completeTo, atLeast, projection);
        var circles = new ArrayList<CircleView>(page.entries().size());
        for (var listed : page.entries()) {
            view(listed).ifPresent(circles::add);
        }
        var next =
                page.hasMore() ? Optional.of(page.entries().getLast().createdAt()) : Optional.<GlobalPosition>empty();
        return new CirclePage(page.completeTo(), circles, next);
    }

    /**
     * Asks a read model until its answer includes everything that any answer has to, and {@code
     * atLeast}.
     *
     * <p>What was appended at this server is waited for a moment too: who has just created a circle looks for it
     * next, and may know nothing of positions.
     *
     * @param projection the one of that read model
     * @throws PositionUnknownException when the log ends before {@code atLeast}
     * @throws ReadModelBehindException when the read model did not get there in time
     */
    <T> T awaited(
            Supplier<T> ask, Function<T, GlobalPosition> completeTo, GlobalPosition atLeast, Projection projection) {
        var isKnown = false;
        var started = System.nanoTime();
        var pauseMillis = FIRST_PAUSE_MILLIS;
        while (true) {
            var level = floor.level();
            var answer = ask.get();
            var reached = completeTo.apply(answer);
            // Each time anew: the floor and the goal come down when the log loses its end.
            var needed = later(atLeast, floor.position());
            var wished = later(needed, projection.goal());
            if (!isKnown && reached.isBefore(atLeast)) {
                refuseUnknown(atLeast);
                isKnown = true;
            }
            var isEnough = !reached.isBefore(needed);
            var longest = isEnough ? shorter(COURTESY, pageWait) : pageWait;
            if (!reached.isBefore(wished) || System.nanoTime() - started >= longest.toNanos()) {
                if (!isEnough) {
                    throw new ReadModelBehindException(needed, reached);
                }
                floor.raise(level, reached);
                return answer;
            }
            projection.hurry();
            pause(pauseMillis);
            pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
        }
    }

    /** What the log does not have is not waited for; another server may have recorded it a moment ago, so it is asked. */
    private void refuseUnknown(GlobalPosition atLeast) {
        var end = head.get();
        if (end.isBefore(atLeast)) {
            throw new PositionUnknownException(atLeast, end);
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** A listed circle whose document is missing is folded from the log. */
    private Optional<CircleView> view(Listed<CircleView> listed) {
        var level = floor.level();
        return listed.document()
                .or(() -> shown(store.load(listed.id()), level)
                        .filter(circle -> !circle.state().dissolved())
                        .map(CircleView::of));
    }

    /**
     * The circle as the log has it, and the floor raised to its last event.
     *
     * <p>Not to the head: then every read would avoid the read model until that has caught up.
     */
    private Optional<Versioned<Circle>> shown(
            Complete<Optional<Versioned<Circle>>> stored, Floor.Level level) {
        stored.value().ifPresent(latest -> floor.raise(level, latest.position()));
        return stored.value();
    }

    private static GlobalPosition later(GlobalPosition one, GlobalPosition other) {
        return one.isBefore(other) ? other : one;
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the read model");
        }
    }
}
