package io.ledger.tool;

import io.ledger.mariadb.backup.Backup;
import io.ledger.mariadb.backup.BackupFile;
import io.ledger.server.ExitCode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** The subcommand {@code backup}: the whole ledger in one file. */
public final class BackupCommand {

    private final ToolSettings settings;
    private final OutputStream out;
    private final PrintStream err;

    public BackupCommand(ToolSettings settings, OutputStream out, PrintStream err) {
        this.settings = settings;
        this.out = out;
        this.err = err;
    }

    /**
     * Writes the backup.
     *
     * @param file none is standard output
     * @return the exit code
     */
    public int backUp(Optional<Path> file) throws InterruptedException {
        var progress = ProgressLine.onStandardError(settings.program());
        try {
            if (file.isPresent()) {
                // Before stores are started for it.
                BackupFile.requireNew(file.get());
            }
            try (var stores = ToolStores.open(settings);
                    var backup = Backup.begin(stores.mariaDb().database(), InstantSource.system())) {
                var head = backup.header().end().position();
                if (file.isPresent()) {
                    BackupFile.write(file.get(), backup, events -> progress.at("backing up", events, head.value()));
                } else {
                    backup.writeTo(out, events -> progress.at("backing up", events, head.value()));
                    out.flush();
                }
                progress.end();
                settings.say(err, "backed up the events up to position " + head + size(file));
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
