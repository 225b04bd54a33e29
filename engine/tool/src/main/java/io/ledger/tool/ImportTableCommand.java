package io.ledger.tool;

import io.ledger.core.document.Document;
import io.ledger.core.identity.AuditLog;
import io.ledger.core.log.EventMetadata;
import io.ledger.office.ImportReport;
import io.ledger.redis.Redis;
import io.ledger.server.ExitCode;
import io.ledger.server.LedgerModule;
import io.ledger.server.LedgerParts;
import io.ledger.server.PartStack;
import io.ledger.server.Role;
import io.ledger.server.ServerSettings;
import io.ledger.server.StreamParts;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** The subcommand {@code import-table}: what it says is in {@link ImportReport}, here it gets what it needs. */
public final class ImportTableCommand {

    private static final String ACTOR = "import-table";

    private final ToolSettings settings;
    private final PrintStream out;

    public ImportTableCommand(ToolSettings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    /**
     * Says what an import would do, or does it.
     *
     * @param kind of what
     * @param reason of the changes, empty if there is none
     * @param isApplied whether to do it
     * @return the exit code
     */
    public int run(Path table, String kind, String reason, boolean isApplied) throws InterruptedException {
        byte[] file;
        try {
            file = Files.readAllBytes(table);
        } catch (IOException failure) {
            throw new IllegalStateException("%s cannot be read: %s".formatted(table, failure), failure);
        }
        var progress = ProgressLine.onStandardError(settings.program());
        try (var stores = ToolStores.open(settings);
                var parts = new PartStack()) {
            var ledger = LedgerParts.wire(
                    settings.modules().aggregates(),
                    stores.mariaDb(),
                    new ServerSettings(Role.ALL, settings.snapshotInterval(), settings.idempotencyKept()),
                    AuditLog.NONE,
                    parts);
            settings.modules().all().forEach(module -> addImports(module, ledger, stores.redis()));
            ledger.startJobs();
            var id = UUID.randomUUID().toString();
            var report = new ImportReport(ledger.imports(), new EventMetadata(ACTOR, id, id), out, progress::at);
            var isInOrder = report.run(kind, file, reason, isApplied);
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
