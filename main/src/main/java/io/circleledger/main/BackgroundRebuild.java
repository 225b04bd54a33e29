package io.circleledger.main;

import io.circleledger.cli.Subcommand;
import io.ledger.core.document.Document;
import io.ledger.core.document.ReadModels;
import io.ledger.core.document.ViewProjection;
import io.ledger.core.log.EventLog;
import io.ledger.core.stream.EventStore;
import io.ledger.http.routes.Rebuilds;
import io.ledger.projection.ReadModelRebuild;
import io.ledger.projection.ReadModelRebuild.Changes;
import io.ledger.projection.ReadModelRebuild.RebuildOutcome;
import io.ledger.projection.check.Progress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A rebuild in the background of the server that is asked for it: what {@code circle-ledger rebuild} does. */
final class BackgroundRebuild implements Rebuilds, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundRebuild.class);

    /** How long a stop waits for the step at hand. */
    private static final Duration STOP = Duration.ofSeconds(10);

    private final ReadModelRebuild<?, ?, ?> rebuild;
    private final InstantSource clock;
    private volatile RebuildState state = new RebuildState.NoRebuild();
    private volatile boolean closed;
    private @Nullable Thread worker;

    /** @param onProgress told as well of how far it is */
    <S, E, V extends Document> BackgroundRebuild(
            ViewProjection<S, E, V> projection,
            EventLog<E> log,
            EventStore<S> store,
            ReadModels<V> models,
            InstantSource clock,
            Progress onProgress) {
        this.clock = clock;
        this.rebuild = new ReadModelRebuild<>(projection, log, store, models, clock, (work, done, total) -> {
            at(work, done, total);
            onProgress.at(work, done, total);
        });
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

    private RebuildResult result() {
        try {
            return switch (rebuild.rebuild(Subcommand.DEFAULT_SHARE_PERCENT)) {
                case RebuildOutcome.Switched(var at, var changes) ->
                    new RebuildResult.ModelSwitch(
                            at, changes.map(Changes::count).orElse(0L));
                case RebuildOutcome.Refused(var changes) ->
                    new RebuildResult.TooManyChanges(changes.count(), changes.streams());
                case RebuildOutcome.Busy() -> new RebuildResult.OtherRebuild();
                case RebuildOutcome.Prevented(var reason) -> new RebuildResult.Obstacle(reason);
                case RebuildOutcome.NoPrevious() -> throw new IllegalStateException("only an undo needs a previous model");
                case RebuildOutcome.Outrun() -> new RebuildResult.LostRace();
            };
        } catch (Stopped | InterruptedException _) {
            return new RebuildResult.Breakdown("the server was stopped");
        } catch (RuntimeException failure) {
            LOG.atWarn().setCause(failure).log("rebuild failed");
            return new RebuildResult.Breakdown(String.valueOf(failure.getMessage()));
        }
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
