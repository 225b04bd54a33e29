package io.ledger.tool;

import io.ledger.core.feed.EventFeed;
import io.ledger.core.feed.FeedFilter;
import io.ledger.core.feed.StoredEvent;
import io.ledger.core.log.GlobalPosition;
import io.ledger.http.feed.CloudEventCodec;
import io.ledger.mariadb.EventTagging;
import io.ledger.mariadb.MariaDbEventFeed;
import io.ledger.mariadb.MariaDbEventImport;
import io.ledger.projection.check.Findings;
import io.ledger.projection.check.LogImport;
import io.ledger.server.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The subcommand {@code import}: exported events into an empty ledger.
 *
 * <p>The whole file is read twice, first only to look at it. What was broken off is gone on with: a
 * ledger that has the beginning of the file, and nothing else, gets the rest.
 */
public final class ImportCommand {

    private final ToolSettings settings;
    private final InputStream in;
    private final PrintStream err;

    public ImportCommand(ToolSettings settings, InputStream in, PrintStream err) {
        this.settings = settings;
        this.in = in;
        this.err = err;
    }

    /** What a file has in it. */
    private record Content(GlobalPosition last, long events, String streams) {}

    public int take(Optional<Path> file, boolean asIs) throws InterruptedException {
        if (file.isPresent()) {
            return take(file.get(), file.get().toString(), asIs);
        }
        Path copy;
        try {
            copy = Files.createTempFile(settings.program() + "-import", ".ndjson");
        } catch (IOException failure) {
            throw new IllegalStateException("there is no place for a copy of standard input: " + failure, failure);
        }
        try {
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            return take(copy, "standard input", asIs);
        } catch (IOException failure) {
            throw new IllegalStateException("standard input cannot be copied: " + failure, failure);
        } finally {
            copy.toFile().delete();
        }
    }

    private int take(Path file, String name, boolean asIs) throws InterruptedException {
        // Before a ledger is made for it.
        EventFile.open(file, name).close();
        var progress = ProgressLine.onStandardError(settings.program());
        try (var stores = ToolStores.openOrCreate(settings)) {
            var database = stores.mariaDb().database();
            var log = new MariaDbEventImport(database);
            var lines = new ArrayList<String>();
            var findings = new Findings(lines::add);
            var content = content(
                    file,
                    name,
                    new LogImport(settings.modules().aggregates(), log, findings, settings.snapshotInterval()),
                    progress);
            progress.end();
            lines.forEach(err::println);
            if (!findings.isEmpty() && !asIs) {
                settings.say(err, "refused, nothing was recorded; mend the file, or take it --as-is");
                return ExitCode.NOT_IN_ORDER;
            }
            var taken = new LogImport(
                    settings.modules().aggregates(), log, new Findings(_ -> {}), settings.snapshotInterval());
            record(
                    new MariaDbEventFeed(database, settings.modules().aggregates()),
                    taken,
                    file,
                    name,
                    content,
                    progress);
            // What was taken over has no tags yet: the next start with a rule that needs them gives them.
            EventTagging.forgetAll(database);
            progress.end();
            settings.say(
                    err,
                    "the ledger has the %d events of %s, up to position %s"
                            .formatted(content.events(), content.streams(), content.last()));
            return ExitCode.DONE;
        } finally {
            progress.end();
        }
    }

    private Content content(Path file, String name, LogImport check, ProgressLine progress)
            throws InterruptedException {
        var last = GlobalPosition.START;
        var events = 0L;
        var claims = new DuplicateIdFilter();
        try (var input = EventFile.open(file, name)) {
            for (var page = input.page(); !page.isEmpty(); page = input.page()) {
                stopIfTold();
                check.check(page);
                page.forEach(claims::add);
                last = page.getLast().position();
                events += page.size();
                progress.at(
                        "checking bytes",
                        input.bytes(),
                        Math.max(input.bytes(), file.toFile().length()));
            }
        }
        var suspects = claims.repeated();
        if (!suspects.isEmpty()) {
            try (var again = EventFile.open(file, name)) {
                again.refuseRepeats(suspects);
            }
        }
        var streams = settings.modules().all().stream()
                .map(module -> check.streams(module.aggregate().category()) + " " + module.plural())
                .collect(Collectors.joining(", "));
        return new Content(last, events, streams);
    }

    private static void record(
            EventFeed log, LogImport taken, Path file, String name, Content content, ProgressLine progress)
            throws InterruptedException {
        var there = log.head();
        if (content.last().isBefore(there)) {
            throw notEmpty(name, there);
        }
        var place = GlobalPosition.START;
        try (var input = EventFile.open(file, name)) {
            for (var page = input.page(); !page.isEmpty(); page = input.page()) {
                stopIfTold();
                var known = known(page, there);
                compare(log, place, page.subList(0, known), name, there);
                taken.check(page.subList(0, known));
                var rest = page.subList(known, page.size());
                var after = known == 0 ? place : page.get(known - 1).position();
                if (!rest.isEmpty() && !taken.record(after, rest)) {
                    throw new IllegalStateException(
                            "somebody else has recorded events in this ledger meanwhile; import into an empty one");
                }
                place = page.getLast().position();
                progress.at("importing", place.value(), content.last().value());
            }
        }
    }

    /** How many events of a page the ledger should have already. */
    private static int known(List<StoredEvent> page, GlobalPosition there) {
        return (int)
                page.stream().filter(event -> !there.isBefore(event.position())).count();
    }

    private static void compare(
            EventFeed log, GlobalPosition after, List<StoredEvent> expected, String name, GlobalPosition there) {
        if (expected.isEmpty()) {
            return;
        }
        var present = log.after(after, FeedFilter.ALL, expected.size()).events();
        for (var i = 0; i < expected.size(); i++) {
            if (i >= present.size()
                    || !CloudEventCodec.encode(present.get(i)).equals(CloudEventCodec.encode(expected.get(i)))) {
                throw notEmpty(name, there);
            }
        }
    }

    private static IllegalStateException notEmpty(String name, GlobalPosition there) {
        return new IllegalStateException(
                "the ledger is not empty, and what it has up to position %s is not the beginning of %s; import into an empty one"
                        .formatted(there, name));
    }

    private static void stopIfTold() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
