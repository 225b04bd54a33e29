package io.circleledger.cli;

import io.circleledger.configuration.Configuration;
import io.circleledger.configuration.ExitCode;
import io.circleledger.domain.readmodel.ViewDifference;
import io.circleledger.infrastructure.mariadb.MariaDbEventLog;
import io.circleledger.infrastructure.mariadb.MariaDbEventStore;
import io.circleledger.infrastructure.projection.ReadModelRebuild;
import io.circleledger.infrastructure.projection.ReadModelRebuild.Changes;
import io.circleledger.infrastructure.projection.ReadModelRebuild.Outcome;
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
        try (var stores = LedgerStores.open(configuration)) {
            var outcome = of(stores, configuration, progress).rebuild(acceptSharePercent);
            progress.end();
            return tell(outcome, acceptSharePercent);
        } finally {
            progress.end();
        }
    }

    int undo(Configuration configuration) throws InterruptedException {
        var progress = ProgressLine.onStandardError();
        try (var stores = LedgerStores.open(configuration)) {
            var outcome = of(stores, configuration, progress).undo();
            progress.end();
            return tell(outcome, Subcommand.DEFAULT_SHARE_PERCENT);
        } finally {
            progress.end();
        }
    }

    private static ReadModelRebuild of(LedgerStores stores, Configuration configuration, ProgressLine progress) {
        var database = stores.mariaDb().dataSource();
        return new ReadModelRebuild(
                new MariaDbEventLog(database, stores.codec()),
                new MariaDbEventStore(database, stores.codec(), configuration.snapshotInterval()),
                stores.redis().readModels(),
                InstantSource.system(),
                progress);
    }

    /** Says what came of it, and gives the exit code. */
    int tell(Outcome outcome, int acceptSharePercent) {
        return switch (outcome) {
            case Outcome.Switched(var at, var changes) -> {
                changes.ifPresent(this::tell);
                out.println("switched at position " + at + "; \"circle-ledger rebuild --undo\" puts the replaced"
                        + " read model back, until the next rebuild");
                yield ExitCode.DONE;
            }
            case Outcome.Refused(var changes) -> {
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
            case Outcome.Busy() ->
                cannot("another rebuild is at work; wait until it is done, or for a minute if it was killed");
            case Outcome.Prevented(var reason) -> cannot(reason + ". Nothing was changed");
            case Outcome.NoPrevious() -> cannot("there is no earlier read model to put back; nothing was changed");
            case Outcome.Outrun() ->
                cannot("the servers' projections were ahead each time; nothing was changed. Try again when there"
                        + " is less to do");
        };
    }

    private int cannot(String reason) {
        err.println("circle-ledger: " + reason);
        return ExitCode.CANNOT_RUN;
    }

    private void tell(Changes changes) {
        changes.found().differences().entrySet().stream().limit(NAMED).forEach(entry -> {
            var pair = entry.getValue();
            out.println("circle " + entry.getKey() + ": "
                    + ViewDifference.between(pair.live(), pair.wanted()).stream()
                            .map(ViewDifference::toString)
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
        out.println(changes.count() + " of " + changes.circles() + " circles change");
    }
}
