package io.circleledger.cli;

import io.circleledger.configuration.Configuration;
import io.circleledger.configuration.ExitCode;
import io.circleledger.domain.circle.NameTags;
import io.circleledger.infrastructure.icu.IcuNameFolding;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.log.LogPlace;
import io.ledger.mariadb.Database;
import io.ledger.mariadb.EventTagging;
import io.ledger.mariadb.backup.BackupFile;
import io.ledger.mariadb.backup.Restoration;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** The subcommand {@code restore}: a backup in the place of what the ledger has. */
final class RestoreCommand {

    private final InputStream in;
    private final PrintStream err;

    RestoreCommand(InputStream in, PrintStream err) {
        this.in = in;
        this.err = err;
    }

    /**
     * @param file none is standard input
     * @param isReplacing whether the ledger may have events, which are then gone
     */
    int restore(Configuration configuration, Optional<Path> file, boolean isReplacing) throws InterruptedException {
        try {
            if (file.isPresent()) {
                return restore(
                        configuration, BackupFile.open(file.get(), file.get().toString()), isReplacing);
            }
            var copy = Files.createTempFile("circle-ledger-restore", ".backup");
            try {
                Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
                return restore(configuration, BackupFile.open(copy, "standard input"), isReplacing);
            } finally {
                Files.deleteIfExists(copy);
            }
        } catch (IOException failure) {
            throw new IllegalStateException(
                    "the backup cannot be read, and nothing was changed; check its name: " + failure, failure);
        }
    }

    private int restore(Configuration configuration, BackupFile file, boolean isReplacing)
            throws IOException, InterruptedException {
        var progress = ProgressLine.onStandardError();
        try {
            // Before a ledger is made for it.
            var bytes = file.bytes();
            file.check(done -> progress.at("checking bytes", done, bytes));
            try (var stores = ToolStores.openOrCreate(configuration);
                    var restoration = Restoration.begin(stores.mariaDb().database())) {
                var there = restoration.end();
                if (!isReplacing && !there.equals(LogPlace.START)) {
                    err.printf(
                            "circle-ledger: refused, nothing was changed: the ledger is not empty, it ends at position %s;"
                                    + " restore --replace puts the backup in its place%n",
                            there.position());
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

    /** Servers with UNIQUE_NAMES take it that every event has its tags. */
    private static void tag(Database database, Restoration.Replaced replaced, ProgressLine progress)
            throws InterruptedException {
        if (replaced.untagged().contains(NameTags.KEY)) {
            var tagged = CircleStreams.AGGREGATE.tagged(new NameTags(new IcuNameFolding()));
            new EventTagging<>(database, tagged, NameTags.KEY)
                    .complete(circles -> progress.at("looking through the names of circles", circles, circles));
            progress.end();
        }
    }

    private int tell(BackupFile file, Restoration.Replaced replaced) {
        var end = file.header().end().position();
        err.printf(
                "circle-ledger: restored the backup of %s; the ledger ends at position %s%n",
                file.header().madeAt(), end);
        if (replaced.isKept()) {
            err.printf(
                    "circle-ledger: somebody recorded %s events meanwhile, in a ledger that was empty before; they are not in"
                            + " the ledger, but in the tables circle_…_replaced, which the next restore drops%n",
                    replaced.end().position());
            return ExitCode.NOT_IN_ORDER;
        }
        if (!replaced.end().equals(LogPlace.START)) {
            err.printf(
                    "circle-ledger: the log that ended at position %s is gone; servers notice by themselves%n",
                    replaced.end().position());
        }
        return ExitCode.DONE;
    }
}
