package io.circleledger.main;

import io.circleledger.domain.StoreUnavailableException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A run of a subcommand: ends the process with its exit code, and cleanly when told to stop. */
final class Tool {

    /** How long a stop waits for the work to let go of its stores. */
    private static final long STOP_MILLIS = 60_000;

    private final CountDownLatch ended = new CountDownLatch(1);

    private volatile int exitCode = ExitCode.CANNOT_RUN;

    private Tool() {}

    static void run(Subcommand subcommand, Configuration configuration, String version) {
        var tool = new Tool();
        var worker = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> tool.stop(worker), "stop"));
        try {
            tool.exitCode = work(subcommand, configuration, version);
        } catch (InterruptedException | IllegalStateException failure) {
            tool.exitCode = cannot(
                    failure instanceof InterruptedException ? "stopped before it was done" : failure.getMessage());
        } catch (StartFailure failure) {
            tool.exitCode = cannot(failure.getMessage());
        } catch (StoreUnavailableException unavailable) {
            tool.exitCode = cannot(LedgerStores.reason(unavailable));
        } finally {
            tool.ended.countDown();
        }
        System.exit(tool.exitCode);
    }

    private static int work(Subcommand subcommand, Configuration configuration, String version)
            throws InterruptedException {
        return switch (subcommand) {
            case Subcommand.Rebuild(var share) ->
                new RebuildCommand(System.out, System.err).rebuild(configuration, share);
            case Subcommand.UndoRebuild() -> new RebuildCommand(System.out, System.err).undo(configuration);
            case Subcommand.Verify() -> new VerifyCommand(System.out).verify(configuration);
            case Subcommand.Rehearse() -> {
                Rehearsal.run(version);
                yield ExitCode.DONE;
            }
            case Subcommand.Serve _, Subcommand.Help _, Subcommand.Unusable _ ->
                throw new IllegalStateException("This is no tool: " + subcommand);
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
            Runtime.getRuntime().halt(exitCode);
        }
    }
}
