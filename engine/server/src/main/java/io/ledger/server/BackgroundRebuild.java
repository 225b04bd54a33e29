package io.ledger.server;

import io.ledger.core.log.GlobalPosition;
import io.ledger.http.routes.Rebuilds;
import io.ledger.projection.ReadModelRebuild;
import io.ledger.projection.ReadModelRebuild.Changes;
import io.ledger.projection.ReadModelRebuild.RebuildOutcome;
import io.ledger.projection.check.Progress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A rebuild in the background of the server that is asked for it: what the command {@code rebuild} does. */
public final class BackgroundRebuild implements Rebuilds, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundRebuild.class);

    /** How long a stop waits for the step at hand. */
    private static final Duration STOP = Duration.ofSeconds(10);

    private final List<? extends ReadModelRebuild<?, ?, ?>> rebuilds;
    private final InstantSource clock;
    private volatile RebuildState state = new RebuildState.NoRebuild();
    private volatile boolean closed;
    private @Nullable Thread worker;

    /**
     * Rebuilds of some read models, one after the other.
     *
     * @param rebuilds makes them, of what is told of how far each of them is
     */
    public BackgroundRebuild(
            Function<Progress, List<? extends ReadModelRebuild<?, ?, ?>>> rebuilds, InstantSource clock) {
        this.clock = clock;
        this.rebuilds = rebuilds.apply(this::at);
    }

    @Override
    public RebuildState state() {
        return state;
    }

    @Override
    public synchronized boolean begin() {
        if (closed || state instanceof RebuildState.OngoingRebuild) {
            return false;
        }
        var startedAt = clock.instant();
        state = new RebuildState.OngoingRebuild(startedAt, RebuildStage.BUILDING, 0, 0);
        worker = Thread.ofVirtual().name("rebuild").start(() -> run(startedAt));
        return true;
    }

    private void run(Instant startedAt) {
        var result = result();
        LOG.atInfo().addKeyValue("result", result).log("rebuild ended");
        state = new RebuildState.EndedRebuild(startedAt, clock.instant(), result);
    }

    /** What came of all of them: of the first that was not switched, or of the last one. */
    private RebuildResult result() {
        try {
            var position = GlobalPosition.START;
            var changed = 0L;
            for (var rebuild : rebuilds) {
                var result = result(rebuild.rebuild(ReadModelRebuild.DEFAULT_SHARE_PERCENT));
                if (!(result instanceof RebuildResult.ModelSwitch(var at, var changes))) {
                    return result;
                }
                position = at;
                changed += changes;
            }
            return new RebuildResult.ModelSwitch(position, changed);
        } catch (Stopped | InterruptedException _) {
            return new RebuildResult.Breakdown("the server was stopped");
        } catch (RuntimeException failure) {
            LOG.atWarn().setCause(failure).log("rebuild failed");
            return new RebuildResult.Breakdown(String.valueOf(failure.getMessage()));
        }
    }

    private static RebuildResult result(RebuildOutcome<?> outcome) {
        return switch (outcome) {
            case RebuildOutcome.Switched<?>(var at, var changes) ->
                new RebuildResult.ModelSwitch(at, changes.map(Changes::count).orElse(0L));
            case RebuildOutcome.Refused<?>(var changes) ->
                new RebuildResult.TooManyChanges(changes.count(), changes.streams());
            case RebuildOutcome.Busy<?>() -> new RebuildResult.OtherRebuild();
            case RebuildOutcome.Prevented<?>(var reason) -> new RebuildResult.Obstacle(reason);
            case RebuildOutcome.NoPrevious<?>() ->
                throw new IllegalStateException("only an undo needs a previous model");
            case RebuildOutcome.Outrun<?>() -> new RebuildResult.LostRace();
        };
    }

    /** Notes how far it is; this is where a rebuild that is no longer wanted ends. */
    private void at(String work, long done, long total) {
        if (closed) {
            throw new Stopped();
        }
        if (state instanceof RebuildState.OngoingRebuild running) {
            state = new RebuildState.OngoingRebuild(
                    running.startedAt(), RebuildStage.valueOf(work.toUpperCase(Locale.ROOT)), done, total);
        }
    }

    /** Ends a rebuild at its next step; it lets go of its claim itself, and has changed nothing that is read. */
    @Override
    public void close() {
        Thread working;
        synchronized (this) {
            closed = true;
            working = worker;
        }
        try {
            if (working != null && !working.join(STOP)) {
                working.interrupt();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends a rebuild whose server is stopped; never leaves this class. */
    private static final class Stopped extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Stopped() {
            super("the server is stopped", null, false, false);
        }
    }
}
