package io.circleledger.cli;

import io.circleledger.configuration.Configuration;
import io.circleledger.configuration.ExitCode;
import io.circleledger.wiring.Modules;
import io.ledger.core.document.Document;
import io.ledger.core.log.EventMetadata;
import io.ledger.office.ImportReport;
import io.ledger.redis.Redis;
import io.ledger.server.LedgerModule;
import io.ledger.server.LedgerParts;
import io.ledger.server.PartStack;
import io.ledger.server.Role;
import io.ledger.server.ServerSettings;
import io.ledger.server.StreamParts;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.UUID;

/** The subcommand {@code import-table}: what it says is in {@link ImportReport}, here it gets what it needs. */
final class ImportTableCommand {

    private static final String ACTOR = "import-table";

    private final Modules modules;
    private final PrintStream out;

    ImportTableCommand(Modules modules, PrintStream out) {
        this.modules = modules;
        this.out = out;
    }

    int run(Configuration configuration, Subcommand.ImportTable table) throws InterruptedException {
        byte[] file;
        try {
            file = Files.readAllBytes(table.file());
        } catch (IOException failure) {
            throw new IllegalStateException("%s cannot be read: %s".formatted(table.file(), failure), failure);
        }
        var progress = ProgressLine.onStandardError();
        try (var stores = ToolStores.open(configuration);
                var parts = new PartStack()) {
            var ledger = LedgerParts.wire(
                    modules.aggregates(),
                    stores.mariaDb(),
                    new ServerSettings(Role.ALL, configuration.snapshotInterval(), configuration.idempotencyKept()),
                    parts);
            modules.all().forEach(module -> addImports(module, ledger, stores.redis()));
            ledger.startJobs();
            var id = UUID.randomUUID().toString();
            var report = new ImportReport(ledger.imports(), new EventMetadata(ACTOR, id, id), out, progress::at);
            var isInOrder = report.run(table.kind(), file, table.reason(), table.isApplied());
            progress.end();
            out.flush();
            return isInOrder ? ExitCode.DONE : ExitCode.NOT_IN_ORDER;
        } finally {
            progress.end();
        }
    }

    private static <C, S, E, R, V extends Document> void addImports(
            LedgerModule<C, S, E, R, V> module, LedgerParts ledger, Redis redis) {
        module.imports(new StreamParts<>(module, ledger, redis), ledger).forEach(ledger.imports()::add);
    }
}
