package io.circleledger.cli;

import io.circleledger.configuration.Configuration;
import io.circleledger.configuration.ExitCode;
import io.circleledger.wiring.Modules;
import io.ledger.core.document.Document;
import io.ledger.mariadb.Appender;
import io.ledger.mariadb.MariaDbEventLog;
import io.ledger.mariadb.MariaDbEventStore;
import io.ledger.projection.ReadModelRebuild;
import io.ledger.server.LedgerModule;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.OptionalInt;

/** The subcommand {@code rebuild}: what it does is in {@link ReadModelRebuild}, here it is told. */
final class RebuildCommand {

    private final Modules modules;
    private final PrintStream out;
    private final PrintStream err;

    RebuildCommand(Modules modules, PrintStream out, PrintStream err) {
        this.modules = modules;
        this.out = out;
        this.err = err;
    }

    int rebuild(Configuration configuration, int acceptSharePercent) throws InterruptedException {
        return each(configuration, OptionalInt.of(acceptSharePercent));
    }

    int undo(Configuration configuration) throws InterruptedException {
        return each(configuration, OptionalInt.empty());
    }

    /**
     * Does it with the read model of each kind of stream; the first that is not switched is the last.
     *
     * @param acceptSharePercent what share may change; empty to put back what was there before
     */
    private int each(Configuration configuration, OptionalInt acceptSharePercent) throws InterruptedException {
        var progress = ProgressLine.onStandardError();
        try (var stores = ToolStores.open(configuration)) {
            for (var module : modules.all()) {
                var exitCode = one(module, stores, configuration, acceptSharePercent, progress);
                if (exitCode != ExitCode.DONE) {
                    return exitCode;
                }
            }
            return ExitCode.DONE;
        } finally {
            progress.end();
        }
    }

    private <S, E, V extends Document> int one(
            LedgerModule<?, S, E, ?, V> module,
            ToolStores stores,
            Configuration configuration,
            OptionalInt acceptSharePercent,
            ProgressLine progress)
            throws InterruptedException {
        var database = stores.mariaDb().database();
        var rebuild = new ReadModelRebuild<>(
                module.projection(),
                new MariaDbEventLog<>(database, module.aggregate()),
                new MariaDbEventStore<>(
                        database, module.aggregate(), new Appender(database, configuration.snapshotInterval())),
                stores.redis().readModels(module.documents()),
                InstantSource.system(),
                progress);
        var outcome = acceptSharePercent.isPresent() ? rebuild.rebuild(acceptSharePercent.getAsInt()) : rebuild.undo();
        progress.end();
        if (modules.all().size() > 1) {
            out.println(module.plural() + ":");
        }
        return new RebuildReport<>(module.projection(), module.plural(), out, err)
                .tell(outcome, acceptSharePercent.orElse(ReadModelRebuild.DEFAULT_SHARE_PERCENT));
    }
}
