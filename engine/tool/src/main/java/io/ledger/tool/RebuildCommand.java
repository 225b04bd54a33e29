package io.ledger.tool;

import io.ledger.core.document.Document;
import io.ledger.core.log.EventSource;
import io.ledger.kafka.KafkaSettings;
import io.ledger.kafka.SourceTrouble;
import io.ledger.kafka.TopicEventSource;
import io.ledger.mariadb.Appender;
import io.ledger.mariadb.MariaDbEventLog;
import io.ledger.mariadb.MariaDbEventStore;
import io.ledger.projection.LogSource;
import io.ledger.projection.ReadModelRebuild;
import io.ledger.server.ExitCode;
import io.ledger.server.LedgerModule;
import io.ledger.server.TopicSource;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The subcommand {@code rebuild}: what it does is in {@link ReadModelRebuild}, here it is told. */
public final class RebuildCommand {

    private final ToolSettings settings;
    private final PrintStream out;
    private final PrintStream err;

    public RebuildCommand(ToolSettings settings, PrintStream out, PrintStream err) {
        this.settings = settings;
        this.out = out;
        this.err = err;
    }

    public int rebuild(int acceptSharePercent) throws InterruptedException {
        return each(OptionalInt.of(acceptSharePercent));
    }

    public int undo() throws InterruptedException {
        return each(OptionalInt.empty());
    }

    /**
     * Does it with the read model of each kind of stream; the first that is not switched is the last.
     *
     * @param acceptSharePercent what share may change; empty to put back what was there before
     */
    private int each(OptionalInt acceptSharePercent) throws InterruptedException {
        var progress = ProgressLine.onStandardError(settings.program());
        try (var stores = ToolStores.open(settings)) {
            for (var module : settings.modules().all()) {
                var exitCode = one(module, stores, acceptSharePercent, progress);
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
            OptionalInt acceptSharePercent,
            ProgressLine progress)
            throws InterruptedException {
        var database = stores.mariaDb().database();
        var log = new MariaDbEventLog<>(database, module.aggregate());
        var topic = settings.projectedTopic()
                .filter(_ -> acceptSharePercent.isPresent())
                .map(kafka -> TopicSource.once(module.label(), kafka, database, module.aggregate()));
        var rebuild = new ReadModelRebuild<>(
                module.projection(),
                log,
                topic.<EventSource<E>>map(Function.identity()).orElseGet(() -> new LogSource<>(log)),
                new MariaDbEventStore<>(
                        database, module.aggregate(), new Appender(database, settings.snapshotInterval())),
                stores.redis().readModels(module.documents()),
                InstantSource.system(),
                progress);
        var outcome = acceptSharePercent.isPresent() ? rebuild.rebuild(acceptSharePercent.getAsInt()) : rebuild.undo();
        progress.end();
        if (settings.modules().all().size() > 1) {
            out.println(module.plural() + ":");
        }
        if (acceptSharePercent.isPresent()) {
            out.println(topic.map(this::told).orElse("read from the log"));
        }
        return new RebuildReport<>(settings, module.projection(), module.plural(), out, err)
                .tell(outcome, acceptSharePercent.orElse(ReadModelRebuild.DEFAULT_SHARE_PERCENT));
    }

    /** Where the events were taken from. */
    private String told(TopicEventSource<?> topic) {
        var read = "read from the topic "
                + settings.projectedTopic().map(KafkaSettings::topic).orElse("") + ": " + topic.fromTopic() + " events";
        return topic.fromLog() == 0
                ? read
                : read + "; from the log: " + topic.fromLog() + ", since "
                        + topic.troubles().stream().map(SourceTrouble::text).collect(Collectors.joining(", and "));
    }
}
