package io.circleledger.cli;

import io.circleledger.configuration.Configuration;
import io.circleledger.configuration.ExitCode;
import io.circleledger.configuration.ProcessEnd;
import io.circleledger.configuration.StartFailure;
import io.circleledger.wiring.Modules;
import io.ledger.core.StoreUnavailableException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A run of a subcommand: ends the process with its exit code, and cleanly when told to stop. */
public final class Tool {

    /** How long a stop waits for the work to let go of its stores. */
    private static final long STOP_MILLIS = 60_000;

    private final CountDownLatch ended = new CountDownLatch(1);

    private volatile int exitCode = ExitCode.CANNOT_RUN;

    private Tool() {}

    public static void run(Subcommand.LedgerWork subcommand, Modules modules, Configuration configuration) {
        var tool = new Tool();
        var worker = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> tool.stop(worker), "stop"));
        try {
            tool.exitCode = work(subcommand, modules, configuration);
        } catch (InterruptedException | IllegalStateException failure) {
            tool.exitCode = cannot(
                    failure instanceof InterruptedException ? "stopped before it was done" : failure.getMessage());
        } catch (StartFailure failure) {
            tool.exitCode = cannot(failure.getMessage());
        } catch (StoreUnavailableException unavailable) {
            tool.exitCode = cannot(ToolStores.reason(unavailable));
        } finally {
            tool.ended.countDown();
        }
        System.exit(tool.exitCode);
    }

    private static int work(Subcommand.LedgerWork subcommand, Modules modules, Configuration configuration)
            throws InterruptedException {
        // Names are told in whatever script, also where the locale is not set.
        var output = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        return switch (subcommand) {
            case Subcommand.RebuildReadModel(var share) ->
                new RebuildCommand(modules, System.out, System.err).rebuild(configuration, share);
            case Subcommand.UndoRebuild() -> new RebuildCommand(modules, System.out, System.err).undo(configuration);
            case Subcommand.Verify() -> new VerifyCommand(modules, System.out).verify(configuration);
            case Subcommand.ShowEvents(var circle, var after, var follow) ->
                new EventsCommand(modules, output, System.err).events(configuration, circle, after, follow);
            case Subcommand.ShowHistory(var circle) -> new HistoryCommand(output).history(configuration, circle);
            case Subcommand.Export(var file) ->
                new ExportCommand(modules, output, System.err).export(configuration, file);
            case Subcommand.Import(var file, var asIs) ->
                new ImportCommand(modules, System.in, System.err).take(configuration, file, asIs);
            case Subcommand.ImportTable table -> new ImportTableCommand(modules, output).run(configuration, table);
            case Subcommand.BackUp(var file) ->
                new BackupCommand(new FileOutputStream(FileDescriptor.out), System.err).backUp(configuration, file);
            case Subcommand.Restore(var file, var isReplacing) ->
                new RestoreCommand(System.in, System.err).restore(configuration, file, isReplacing);
            case Subcommand.ManageIdentities(var task) ->
                new IdentityCommand(output, System.err).manage(configuration, task);
        };
    }

    private static int cannot(@Nullable String reason) {
        System.err.println("circle-ledger: " + reason);
        return ExitCode.CANNOT_RUN;
    }

    /** Lets the work end by itself when a signal came; its exit code has the last word. */
    private void stop(Thread worker) {
        try {
            worker.interrupt();
            if (!ended.await(STOP_MILLIS, TimeUnit.MILLISECONDS)) {
                System.err.println("circle-ledger: the work did not end; stopping all the same");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            System.out.flush();
            ProcessEnd.with(exitCode);
        }
    }
}
