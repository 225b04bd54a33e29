package io.circleledger.main;

import io.circleledger.cli.Subcommand;
import io.circleledger.cli.Tool;
import io.circleledger.configuration.Configuration;
import io.circleledger.configuration.Configuration.Reading.UnusableSettings;
import io.circleledger.configuration.Configuration.Reading.Usable;
import io.circleledger.configuration.ProcessEnd;
import io.circleledger.wiring.Modules;
import io.ledger.server.ExitCode;
import io.ledger.server.StartFailure;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The program {@code circle-ledger}. */
public final class Main {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    /** How long a stop waits for a start that is still going on. */
    private static final long START_END_MILLIS = 150_000;

    private final Configuration configuration;
    private final boolean withKafka;
    private final CountDownLatch startEnded = new CountDownLatch(1);

    private volatile boolean stopping;
    private volatile int exitCode = ExitCode.DONE;
    private volatile @Nullable Application application;

    private Main(Configuration configuration, boolean withKafka) {
        this.configuration = configuration;
        this.withKafka = withKafka;
    }

    public static void main(String[] args) {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        var subcommand = Subcommand.parse(List.of(args));
        switch (subcommand) {
            case Subcommand.ShowHelp() -> System.out.print(Subcommand.USAGE);
            case Subcommand.UnusableArguments(var fault) -> throw fail(fault);
            case Subcommand.Serve(var withKafka) -> new Main(servable(configuration(), withKafka), withKafka).run();
            case Subcommand.LedgerWork work -> Tool.run(work, configuration());
        }
    }

    private static Configuration configuration() {
        return switch (Configuration.read(System.getenv())) {
            case UnusableSettings(var faults) -> throw fail(String.join("; ", faults));
            case Usable(var configuration) -> configuration;
        };
    }

    /** Other commands listen to nobody, and project nothing by themselves. */
    private static Configuration servable(Configuration configuration, boolean withKafka) {
        configuration.exposure().or(() -> configuration.missingKafka(withKafka)).ifPresent(fault -> {
            throw fail(fault);
        });
        return configuration;
    }

    /** Ends the process. */
    private static IllegalStateException fail(String reason) {
        System.err.println("circle-ledger: " + reason);
        System.exit(ExitCode.BAD_USAGE);
        return new IllegalStateException("The process has ended");
    }

    private void run() {
        var starting = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(starting), "stop"));
        try {
            application = Application.start(Modules.of(configuration), configuration, withKafka, version());
            startEnded.countDown();
        } catch (StartFailure failure) {
            if (!stopping) {
                LOG.atDebug().setCause(failure).log("start failed");
                System.err.println("circle-ledger: " + failure.getMessage());
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
                LOG.atInfo().log("circle ledger has stopped");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            ProcessEnd.with(exitCode);
        }
    }

    private static String version() {
        var version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
