package io.ledger.tool;

import io.ledger.core.Parsed;
import io.ledger.core.StreamId;
import io.ledger.core.decide.CorruptStreamException;
import io.ledger.core.decide.Fold;
import io.ledger.core.log.LogEntry;
import io.ledger.core.stream.Histories;
import io.ledger.mariadb.Database;
import io.ledger.mariadb.MariaDbHistories;
import io.ledger.server.ExitCode;
import io.ledger.server.LedgerModule;
import java.io.PrintStream;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** The subcommand {@code history}: what became of a stream, in plain words. */
public final class HistoryCommand {

    private final PrintStream out;

    public HistoryCommand(PrintStream out) {
        this.out = out;
    }

    /**
     * Tells what became of a stream of the main kind.
     *
     * @return the exit code
     */
    public int history(ToolSettings settings, StreamId id) throws InterruptedException {
        try (var stores = ToolStores.open(settings)) {
            return history(settings.modules().all().getFirst(), stores.mariaDb().database(), id);
        }
    }

    private <S, E> int history(LedgerModule<?, S, E, ?, ?> module, Database database, StreamId id) {
        var histories = new MariaDbHistories<>(database, module.aggregate());
        var page = histories.after(id, 0, Histories.MAX_PAGE);
        if (page.currentVersion() == 0) {
            throw new IllegalStateException("there never was a " + id.label());
        }
        var fold = Fold.start(module.aggregate(), id);
        while (!page.entries().isEmpty() && !out.checkError()) {
            for (var entry : page.entries()) {
                var line = String.format(
                        Locale.ROOT,
                        "%5d  %s  %s  %s",
                        entry.version(),
                        entry.occurredAt().equals(LogEntry.UNKNOWN_TIME)
                                ? "(no time)"
                                : entry.occurredAt().truncatedTo(ChronoUnit.SECONDS),
                        entry.metadataFault()
                                .map(_ -> "(metadata cannot be read)")
                                .orElse(entry.metadata().actor()),
                        words(module, fold.state(), entry) + reason(entry));
                out.println(TerminalText.of(line));
                fold = after(fold, entry);
            }
            page = histories.after(id, page.entries().getLast().version(), Histories.MAX_PAGE);
        }
        out.flush();
        return ExitCode.DONE;
    }

    /** The state after an event, or as before where the event does not fit. */
    private static <S, E> Fold<S, E> after(Fold<S, E> fold, Histories.Entry<E> entry) {
        try {
            return entry.event() instanceof Parsed.Valid<E>(var event) ? fold.then(event) : fold;
        } catch (CorruptStreamException _) {
            return fold;
        }
    }

    private static String reason(Histories.Entry<?> entry) {
        var reason = entry.metadata().reason();
        return reason.isEmpty() ? "" : " (" + reason + ")";
    }

    private static <S, E> String words(
            LedgerModule<?, S, E, ?, ?> module, Optional<S> before, Histories.Entry<E> entry) {
        return switch (entry.event()) {
            case Parsed.Valid<E>(var event) -> module.words(before, event, entry.eventType());
            case Parsed.Invalid<E>(var reason) -> entry.eventType() + ", which cannot be read: " + reason;
        };
    }
}
