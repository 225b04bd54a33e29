package io.circleledger.cli;

import io.circleledger.configuration.Configuration;
import io.circleledger.configuration.ExitCode;
import io.ledger.mariadb.backup.Backup;
import io.ledger.mariadb.backup.BackupFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** The subcommand {@code backup}: the whole ledger in one file. */
final class BackupCommand {

    private final OutputStream out;
    private final PrintStream err;

    BackupCommand(OutputStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** @param file none is standard output */
    int backUp(Configuration configuration, Optional<Path> file) throws InterruptedException {
        var progress = ProgressLine.onStandardError();
        try {
            if (file.isPresent()) {
                // Before stores are started for it.
                BackupFile.requireNew(file.get());
            }
            try (var stores = ToolStores.open(configuration);
                    var backup = Backup.begin(stores.mariaDb().database(), InstantSource.system())) {
                var head = backup.header().end().position();
                if (file.isPresent()) {
                    BackupFile.write(file.get(), backup, events -> progress.at("backing up", events, head.value()));
                } else {
                    backup.writeTo(out, events -> progress.at("backing up", events, head.value()));
                    out.flush();
                }
                progress.end();
                err.println("circle-ledger: backed up the events up to position " + head + size(file));
                return ExitCode.DONE;
            }
        } catch (FileAlreadyExistsException taken) {
            throw new IllegalStateException(
                    taken.getFile() + " is there already, and no backup is overwritten; choose another name", taken);
        } catch (IOException failure) {
            throw new IllegalStateException(
                    "the backup cannot be written; check its folder and the free space: " + failure, failure);
        } finally {
            progress.end();
        }
    }

    private static String size(Optional<Path> file) throws IOException {
        return file.isEmpty() ? "" : ", in %s, %,d bytes".formatted(file.get(), Files.size(file.get()));
    }
}
