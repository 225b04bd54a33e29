package io.ledger.program;

import io.ledger.core.StoreUnavailableException;
import io.ledger.server.ExitCode;
import io.ledger.server.LedgerModules;
import io.ledger.server.StartFailure;
import io.ledger.tool.BackupCommand;
import io.ledger.tool.EventsCommand;
import io.ledger.tool.ExportCommand;
import io.ledger.tool.HistoryCommand;
import io.ledger.tool.IdentityCommand;
import io.ledger.tool.ImportCommand;
import io.ledger.tool.ImportTableCommand;
import io.ledger.tool.RebuildCommand;
import io.ledger.tool.RestoreCommand;
import io.ledger.tool.ToolSettings;
import io.ledger.tool.ToolStores;
import io.ledger.tool.VerifyCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A run of a subcommand: ends the process with its exit code, and cleanly when told to stop. */
public final class ToolRun {

    /** How long a stop waits for the work to let go of its stores. */
    private static final long STOP_MILLIS = 60_000;

    private final LedgerProgram program;
    private final CountDownLatch ended = new CountDownLatch(1);

    private volatile int exitCode = ExitCode.CANNOT_RUN;

    private ToolRun(LedgerProgram program) {
        this.program = program;
    }

    static void run(
            Subcommand.LedgerWork subcommand, LedgerProgram program, LedgerModules modules, ProgramSettings settings) {
        var tool = new ToolRun(program);
        var worker = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> tool.stop(worker), "stop"));
        try {
            tool.exitCode = tool.work(subcommand, settings(program, modules, settings));
        } catch (InterruptedException | IllegalStateException failure) {
            tool.exitCode = tool.cannot(
                    failure instanceof InterruptedException ? "stopped before it was done" : failure.getMessage());
        } catch (StartFailure failure) {
            tool.exitCode = tool.cannot(failure.getMessage());
        } catch (StoreUnavailableException unavailable) {
            tool.exitCode = tool.cannot(ToolStores.reason(unavailable));
        } finally {
            tool.ended.countDown();
        }
        System.exit(tool.exitCode);
    }

    private int work(Subcommand.LedgerWork subcommand, ToolSettings settings) throws InterruptedException {
        // Names are told in whatever script, also where the locale is not set.
        var output = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        return switch (subcommand) {
            case Subcommand.RebuildReadModel(var share) ->
                new RebuildCommand(settings, System.out, System.err).rebuild(share);
            case Subcommand.UndoRebuild() -> new RebuildCommand(settings, System.out, System.err).undo();
            case Subcommand.Verify() -> new VerifyCommand(settings, System.out).verify();
            case Subcommand.ShowEvents(var stream, var after, var follow) ->
                new EventsCommand(settings, output, System.err).events(stream, after, follow);
            case Subcommand.ShowHistory(var stream) -> new HistoryCommand(output).history(settings, stream);
            case Subcommand.Export(var file) -> new ExportCommand(settings, output, System.err).export(file);
            case Subcommand.Import(var file, var asIs) ->
                new ImportCommand(settings, System.in, System.err).take(file, asIs);
            case Subcommand.ImportTable(var file, var kind, var isApplied, var reason) ->
                new ImportTableCommand(settings, output).run(file, kind, reason, isApplied);
            case Subcommand.BackUp(var file) ->
                new BackupCommand(settings, new FileOutputStream(FileDescriptor.out), System.err).backUp(file);
            case Subcommand.Restore(var file, var isReplacing) ->
                new RestoreCommand(settings, program.taggings(), System.in, System.err).restore(file, isReplacing);
            case Subcommand.ManageIdentities(var task) ->
                new IdentityCommand(settings, output, System.err).manage(task);
        };
    }

    /** What the subcommands of a program are told. */
    public static ToolSettings settings(LedgerProgram program, LedgerModules modules, ProgramSettings settings) {
        return new ToolSettings(
                program.words().command(),
                modules,
                program.tables(),
                settings.dataDir(),
                settings.database(),
                settings.redis(),
                settings.snapshotInterval(),
                settings.idempotencyKept(),
                settings.projectedTopic(),
                settings.url(settings.httpPort()));
    }

    private int cannot(@Nullable String reason) {
        System.err.println(program.words().command() + ": " + reason);
        return ExitCode.CANNOT_RUN;
    }

    /** Lets the work end by itself when a signal came; its exit code has the last word. */
    private void stop(Thread worker) {
        try {
            worker.interrupt();
            if (!ended.await(STOP_MILLIS, TimeUnit.MILLISECONDS)) {
                System.err.println(program.words().command() + ": the work did not end; stopping all the same");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            System.out.flush();
            ProcessEnd.with(exitCode);
        }
    }
}
