package io.circleledger.cli;

import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleEvent;
import io.circleledger.domain.circle.CircleEvent.CircleCreated;
import io.circleledger.domain.circle.CircleEvent.CircleDissolved;
import io.circleledger.domain.circle.CircleEvent.CircleLapsed;
import io.circleledger.domain.circle.CircleEvent.CircleReinstated;
import io.circleledger.domain.circle.CircleEvent.CircleRenewed;
import io.circleledger.domain.circle.CircleEvent.CircleSuspended;
import io.circleledger.domain.circle.CircleEvent.CircleUpdated;
import io.circleledger.domain.circle.CircleEvent.MemberJoined;
import io.circleledger.domain.circle.CircleEvent.MemberLeft;
import io.circleledger.domain.circle.CircleEvent.OfficerAppointed;
import io.circleledger.domain.circle.CircleEvent.OfficerRelieved;
import io.circleledger.domain.circle.CircleEvent.OwnerChanged;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.Parsed;
import io.ledger.core.StreamId;
import io.ledger.core.decide.CorruptStreamException;
import io.ledger.core.decide.Fold;
import io.ledger.core.log.LogEntry;
import io.ledger.core.stream.Histories;
import io.ledger.mariadb.MariaDbHistories;
import io.ledger.server.ExitCode;
import io.ledger.tool.TerminalText;
import io.ledger.tool.ToolSettings;
import io.ledger.tool.ToolStores;
import java.io.PrintStream;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;

/** The subcommand {@code history}: what became of a circle, in plain words. */
final class HistoryCommand {

    private final PrintStream out;

    HistoryCommand(PrintStream out) {
        this.out = out;
    }

    int history(ToolSettings settings, StreamId id) throws InterruptedException {
        try (var stores = ToolStores.open(settings)) {
            return history(new MariaDbHistories<>(stores.mariaDb().database(), CircleStreams.AGGREGATE), id);
        }
    }

    private int history(Histories<Circle, CircleEvent> histories, StreamId id) {
        var page = histories.after(id, 0, Histories.MAX_PAGE);
        if (page.currentVersion() == 0) {
            throw new IllegalStateException("there never was a circle " + id);
        }
        var fold = Fold.start(CircleStreams.AGGREGATE, id);
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
                        words(fold.state(), entry) + reason(entry));
                out.println(TerminalText.of(line));
                fold = after(fold, entry);
            }
            page = histories.after(id, page.entries().getLast().version(), Histories.MAX_PAGE);
        }
        out.flush();
        return ExitCode.DONE;
    }

    /** The circle after an event, or as before where the event does not fit. */
    private static Fold<Circle, CircleEvent> after(Fold<Circle, CircleEvent> fold, Histories.Entry<CircleEvent> entry) {
        try {
            return entry.event() instanceof Parsed.Valid<CircleEvent>(var event) ? fold.then(event) : fold;
        } catch (CorruptStreamException _) {
            return fold;
        }
    }

    private static String reason(Histories.Entry<CircleEvent> entry) {
        var reason = entry.metadata().reason();
        return reason.isEmpty() ? "" : " (" + reason + ")";
    }

    private static String words(Optional<Circle> before, Histories.Entry<CircleEvent> entry) {
        return switch (entry.event()) {
            case Parsed.Valid<CircleEvent>(var event) -> words(before, event, entry.eventType());
            case Parsed.Invalid<CircleEvent>(var reason) -> entry.eventType() + ", which cannot be read: " + reason;
        };
    }

    private static String words(Optional<Circle> before, CircleEvent event, String type) {
        return switch (event) {
            case CircleCreated(var details, var owner) -> {
                var words = new StringJoiner(", ");
                for (var field : CircleDetails.FIELDS) {
                    if (field != CircleDetails.NAME) {
                        field.shown(details, HistoryCommand::quoted)
                                .ifPresent(value -> words.add(field.words() + " " + value));
                    }
                }
                owner.ifPresent(id -> words.add("owner " + id));
                yield "created " + quoted(details.name().value()) + " with " + words;
            }
            case CircleUpdated(var change) -> {
                var words = new StringJoiner(", ");
                for (var field : CircleDetails.FIELDS) {
                    field.shown(change, HistoryCommand::quoted).ifPresent(now -> {
                        var old = before.flatMap(circle -> field.shown(circle.details(), HistoryCommand::quoted));
                        words.add(
                                field.words() + " " + old.map(it -> it + " → ").orElse("") + now);
                    });
                }
                yield words.toString();
            }
            case CircleDissolved() -> "dissolved";
            case MemberJoined _,
                    MemberLeft _,
                    OwnerChanged _,
                    OfficerAppointed _,
                    OfficerRelieved _,
                    CircleRenewed _,
                    CircleLapsed _,
                    CircleSuspended _,
                    CircleReinstated _ -> {
                var words = new StringJoiner(" ").add(type);
                event.plain().values().forEach(value -> words.add(value.toString()));
                yield words.toString();
            }
        };
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }
}
