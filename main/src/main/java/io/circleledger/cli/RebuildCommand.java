package io.circleledger.cli;

import io.circleledger.configuration.Configuration;
import io.circleledger.configuration.ExitCode;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.document.DocumentDifference;
import io.ledger.mariadb.Appender;
import io.ledger.mariadb.MariaDbEventLog;
import io.ledger.mariadb.MariaDbEventStore;
import io.ledger.projection.ReadModelRebuild;
import io.ledger.projection.ReadModelRebuild.Changes;
import io.ledger.projection.ReadModelRebuild.RebuildOutcome;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Locale;
import java.util.stream.Collectors;

/** The subcommand {@code rebuild}: what it does is in {@link ReadModelRebuild}, here it is told. */
final class RebuildCommand {

    /** Circles that are named in a report; all of them are counted. */
    private static final int NAMED = 50;

    private final PrintStream out;
    private final PrintStream err;

    RebuildCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    int rebuild(Configuration configuration, int acceptSharePercent) throws InterruptedException {
        var progress = ProgressLine.onStandardError();
        try (var stores = ToolStores.open(configuration)) {
            var outcome = of(stores, configuration, progress).rebuild(acceptSharePercent);
            progress.end();
            return tell(outcome, acceptSharePercent);
        } finally {
            progress.end();
        }
    }

    int undo(Configuration configuration) throws InterruptedException {
        var progress = ProgressLine.onStandardError();
        try (var stores = ToolStores.open(configuration)) {
            var outcome = of(stores, configuration, progress).undo();
            progress.end();
            return tell(outcome, Subcommand.DEFAULT_SHARE_PERCENT);
        } finally {
            progress.end();
        }
    }

    private static ReadModelRebuild<Circle, CircleEvent, CircleView> of(
            ToolStores stores, Configuration configuration, ProgressLine progress) {
        var database = stores.mariaDb().database();
        return new ReadModelRebuild<>(
                CircleStreams.PROJECTION,
                new MariaDbEventLog<>(database, CircleStreams.AGGREGATE),
                new MariaDbEventStore<>(
                        database, CircleStreams.AGGREGATE, new Appender(database, configuration.snapshotInterval())),
                stores.redis().readModels(CircleStreams.REDIS),
                InstantSource.system(),
                progress);
    }

    /** Says what came of it, and gives the exit code. */
    int tell(RebuildOutcome<CircleView> outcome, int acceptSharePercent) {
        return switch (outcome) {
            case RebuildOutcome.Switched<CircleView>(var at, var changes) -> {
                changes.ifPresent(this::tell);
                out.println("switched at position " + at + "; \"circle-ledger rebuild --undo\" puts the replaced"
                        + " read model back, until the next rebuild");
                yield ExitCode.DONE;
            }
            case RebuildOutcome.Refused<CircleView>(var changes) -> {
                tell(changes);
                err.printf(
                        Locale.ROOT,
                        "circle-ledger: refused, since %.1f %% of the circles would change and at most %d %% may;"
                                + " nothing was changed. If that is what should happen, run"
                                + " \"circle-ledger rebuild --accept-share 100\"%n",
                        changes.sharePercent(),
                        acceptSharePercent);
                yield ExitCode.NOT_IN_ORDER;
            }
            case RebuildOutcome.Busy<CircleView>() ->
                cannot("another rebuild is at work; wait until it is done, or for a minute if it was killed");
            case RebuildOutcome.Prevented<CircleView>(var reason) -> cannot(reason + ". Nothing was changed");
            case RebuildOutcome.NoPrevious<CircleView>() ->
                cannot("there is no earlier read model to put back; nothing was changed");
            case RebuildOutcome.Outrun<CircleView>() ->
                cannot("the servers' projections were ahead each time; nothing was changed. Try again when there"
                        + " is less to do");
        };
    }

    private int cannot(String reason) {
        err.println("circle-ledger: " + reason);
        return ExitCode.CANNOT_RUN;
    }

    private void tell(Changes<CircleView> changes) {
        changes.found().differences().entrySet().stream().limit(NAMED).forEach(entry -> {
            var pair = entry.getValue();
            out.println("circle " + entry.getKey() + ": "
                    + DocumentDifference.between(pair.live(), pair.wanted(), CircleStreams.PROJECTION).stream()
                            .map(DocumentDifference::toString)
                            .collect(Collectors.joining("; ")));
        });
        var unnamed = changes.found().differences().size() - NAMED;
        if (unnamed > 0) {
            out.println("… and " + unnamed + " more");
        }
        if (!changes.found().open().isEmpty()) {
            out.println(changes.found().open().size()
                    + " circles could not be told from lag in time; they count as changed");
        }
        out.println(changes.count() + " of " + changes.streams() + " circles change");
    }
}
