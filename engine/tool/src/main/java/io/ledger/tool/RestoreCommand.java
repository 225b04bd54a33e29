package io.ledger.tool;

import io.ledger.core.decide.Aggregate;
import io.ledger.core.log.LogPlace;
import io.ledger.mariadb.Database;
import io.ledger.mariadb.EventTagging;
import io.ledger.mariadb.backup.BackupFile;
import io.ledger.mariadb.backup.Restoration;
import io.ledger.server.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;

/** The subcommand {@code restore}: a backup in the place of what the ledger has. */
public final class RestoreCommand {

    private final ToolSettings settings;
    private final Map<String, Aggregate<?, ?, ?, ?>> taggings;
    private final InputStream in;
    private final PrintStream err;

    /**
     * A restore that is yet to be done.
     *
     * @param taggings for each rule that needs tags, by its key, the aggregate that gives them
     */
    public RestoreCommand(
            ToolSettings settings, Map<String, Aggregate<?, ?, ?, ?>> taggings, InputStream in, PrintStream err) {
        this.settings = settings;
        this.taggings = Map.copyOf(taggings);
        this.in = in;
        this.err = err;
    }

    /**
     * Puts the backup in the place of the ledger.
     *
     * @param file none is standard input
     * @param isReplacing whether the ledger may have events, which are then gone
     */
    public int restore(Optional<Path> file, boolean isReplacing) throws InterruptedException {
        try {
            if (file.isPresent()) {
                return restore(BackupFile.open(file.get(), file.get().toString()), isReplacing);
            }
            var copy = Files.createTempFile(settings.program() + "-restore", ".backup");
            try {
                Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
                return restore(BackupFile.open(copy, "standard input"), isReplacing);
            } finally {
                Files.deleteIfExists(copy);
            }
        } catch (IOException failure) {
            throw new IllegalStateException(
                    "the backup cannot be read, and nothing was changed; check its name: " + failure, failure);
        }
    }

    private int restore(BackupFile file, boolean isReplacing) throws IOException, InterruptedException {
        var progress = ProgressLine.onStandardError(settings.program());
        try {
            // Before a ledger is made for it.
            var bytes = file.bytes();
            file.check(done -> progress.at("checking bytes", done, bytes));
            try (var stores = ToolStores.openOrCreate(settings);
                    var restoration = Restoration.begin(stores.mariaDb().database())) {
                var there = restoration.end();
                if (!isReplacing && !there.equals(LogPlace.START)) {
                    settings.say(
                            err,
                            "refused, nothing was changed: the ledger is not empty, it ends at position %s; restore --replace puts the backup in its place"
                                    .formatted(there.position()));
                    return ExitCode.NOT_IN_ORDER;
                }
                var head = file.header().end().position();
                restoration.load(file, events -> progress.at("restoring", events, head.value()));
                progress.end();
                var replaced = restoration.exchange(isReplacing);
                tag(stores.mariaDb().database(), replaced, progress);
                return tell(file, replaced);
            }
        } finally {
            progress.end();
        }
    }

    /** Servers with a rule over several streams take it that every event has its tags. */
    private void tag(Database database, Restoration.Replaced replaced, ProgressLine progress)
            throws InterruptedException {
        for (var tagging : taggings.entrySet()) {
            if (replaced.untagged().contains(tagging.getKey())) {
                new EventTagging<>(database, tagging.getValue(), tagging.getKey())
                        .complete(streams -> progress.at("tagging the events of streams", streams, streams));
                progress.end();
            }
        }
    }

    private int tell(BackupFile file, Restoration.Replaced replaced) {
        var end = file.header().end().position();
        settings.say(
                err,
                "restored the backup of %s; the ledger ends at position %s"
                        .formatted(file.header().madeAt(), end));
        if (replaced.isKept()) {
            settings.say(
                    err,
                    ("somebody recorded %s events meanwhile, in a ledger that was empty before; they are not in the ledger,"
                                    + " but in the tables whose names end in _replaced, which the next restore drops")
                            .formatted(replaced.end().position()));
            return ExitCode.NOT_IN_ORDER;
        }
        if (!replaced.end().equals(LogPlace.START)) {
            settings.say(
                    err,
                    "the log that ended at position %s is gone; servers notice by themselves"
                            .formatted(replaced.end().position()));
        }
        return ExitCode.DONE;
    }
}
