package io.ledger.tool;

import io.ledger.core.feed.EventFeed;
import io.ledger.core.feed.FeedFilter;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogPlace;
import io.ledger.http.feed.CloudEventCodec;
import io.ledger.mariadb.MariaDbEventFeed;
import io.ledger.server.ExitCode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** The subcommand {@code export}: all events as CloudEvents, one a line. */
public final class ExportCommand {

    private final ToolSettings settings;
    private final PrintStream out;
    private final PrintStream err;

    public ExportCommand(ToolSettings settings, PrintStream out, PrintStream err) {
        this.settings = settings;
        this.out = out;
        this.err = err;
    }

    public int export(Optional<Path> file) throws InterruptedException {
        var progress = ProgressLine.onStandardError(settings.program());
        try (var stores = ToolStores.open(settings)) {
            var feed = new MariaDbEventFeed(
                    stores.mariaDb().database(), settings.modules().aggregates());
            var head = feed.head();
            if (file.isPresent()) {
                toFile(feed, head, file.get(), progress);
            } else {
                var writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
                write(feed, head, writer, progress);
                writer.flush();
                if (out.checkError()) {
                    throw new IOException("standard output was closed");
                }
            }
            progress.end();
            settings.say(err, "exported the events up to position " + head);
            return ExitCode.DONE;
        } catch (IOException | UncheckedIOException failure) {
            throw new IllegalStateException("the export cannot be written: " + failure, failure);
        } finally {
            progress.end();
        }
    }

    /** A file of that name is there when it is whole, and not before. */
    private static void toFile(EventFeed feed, GlobalPosition head, Path file, ProgressLine progress)
            throws IOException, InterruptedException {
        var target = file.toAbsolutePath();
        var part = Files.createTempFile(target.getParent(), target.getFileName() + ".", ".part");
        try {
            try (var writer = Files.newBufferedWriter(part)) {
                write(feed, head, writer, progress);
            }
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void write(EventFeed feed, GlobalPosition head, Writer writer, ProgressLine progress)
            throws IOException, InterruptedException {
        var place = LogPlace.START;
        while (place.position().isBefore(head)) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            var page = feed.after(place.position(), FeedFilter.ALL, EventFeed.MAX_PAGE);
            if (!page.after().equals(place) || !place.position().isBefore(page.upTo())) {
                throw new IllegalStateException(
                        "the log was replaced while it was exported, so the export is not whole; export it again");
            }
            for (var event : page.events()) {
                if (!head.isBefore(event.position())) {
                    writer.write(CloudEventCodec.encode(event));
                    writer.write('\n');
                }
            }
            place = page.end();
            progress.at("exporting", Math.min(page.upTo().value(), head.value()), head.value());
        }
    }
}
