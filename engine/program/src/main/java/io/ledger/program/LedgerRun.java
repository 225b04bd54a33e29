package io.ledger.program;

import io.ledger.program.ProgramSettings.Reading.UnusableSettings;
import io.ledger.program.ProgramSettings.Reading.Usable;
import io.ledger.server.ExitCode;
import io.ledger.server.LedgerModules;
import io.ledger.server.StartFailure;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** A run of a program: of its server, or of one of its subcommands. */
public final class LedgerRun {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerRun.class);

    /** How long a stop waits for a start that is still going on. */
    private static final long START_END_MILLIS = 150_000;

    private final LedgerProgram program;
    private final LedgerModules modules;
    private final ProgramSettings settings;
    private final boolean withKafka;
    private final CountDownLatch startEnded = new CountDownLatch(1);

    private volatile boolean stopping;
    private volatile int exitCode = ExitCode.DONE;
    private volatile @Nullable Application application;

    private LedgerRun(LedgerProgram program, LedgerModules modules, ProgramSettings settings, boolean withKafka) {
        this.program = program;
        this.modules = modules;
        this.settings = settings;
        this.withKafka = withKafka;
    }

    /** Does what the arguments ask for. The server goes on when this returns; anything else ends the process. */
    public static void of(LedgerProgram program, Map<String, String> environment, String[] args) {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        switch (Subcommand.parse(List.of(args), program.words())) {
            case Subcommand.ShowHelp() -> System.out.print(Subcommand.usage(program.words()));
            case Subcommand.UnusableArguments(var fault) -> throw fail(program, fault);
            case Subcommand.Serve(var withKafka) -> {
                var read = settings(program, environment);
                checkServable(program, read.settings(), withKafka);
                new LedgerRun(program, read.modules(), read.settings(), withKafka).run();
            }
            case Subcommand.LedgerWork work -> {
                var read = settings(program, environment);
                ToolRun.run(work, program, read.modules(), read.settings());
            }
        }
    }

    private static Usable settings(LedgerProgram program, Map<String, String> environment) {
        return switch (ProgramSettings.read(environment, program)) {
            case UnusableSettings(var faults) -> throw fail(program, String.join("; ", faults));
            case Usable usable -> usable;
        };
    }

    /** Other commands listen to nobody, and project nothing by themselves. */
    private static void checkServable(LedgerProgram program, ProgramSettings settings, boolean withKafka) {
        settings.exposure().or(() -> settings.missingKafka(withKafka)).ifPresent(fault -> {
            throw fail(program, fault);
        });
    }

    /** Ends the process. */
    private static IllegalStateException fail(LedgerProgram program, String reason) {
        System.err.println(program.words().command() + ": " + reason);
        System.exit(ExitCode.BAD_USAGE);
        return new IllegalStateException("The process has ended");
    }

    private void run() {
        var starting = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(starting), "stop"));
        try {
            application = Application.start(program, modules, settings, withKafka, version());
            startEnded.countDown();
        } catch (StartFailure failure) {
            if (!stopping) {
                LOG.atDebug().setCause(failure).log("start failed");
                System.err.println(program.words().command() + ": " + failure.getMessage());
                exitCode = ExitCode.CANNOT_RUN;
            }
            startEnded.countDown();
            System.exit(exitCode);
        }
    }

    /**
     * Runs when the process is told to end. A signal would end it with a code of its own once the
     * hooks are done; a stop that went well is 0, so this hook has the last word.
     */
    private void stop(Thread starting) {
        stopping = true;
        if (exitCode == ExitCode.DONE) {
            // Said before anything else: a stop in the middle of a start would leave no trace.
            LOG.atInfo().addKeyValue("started", startEnded.getCount() == 0).log("told to stop");
        }
        try {
            starting.interrupt();
            if (!startEnded.await(START_END_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.atError().log("the start did not end; stopping all the same");
            }
            var running = application;
            if (running != null) {
                running.close();
                LOG.atInfo().log(program.words().title() + " has stopped");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            ProcessEnd.with(exitCode);
        }
    }

    private String version() {
        var version = program.getClass().getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
