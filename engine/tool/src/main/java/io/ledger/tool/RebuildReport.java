package io.ledger.tool;

import io.ledger.core.document.Document;
import io.ledger.core.document.DocumentDifference;
import io.ledger.core.document.ViewProjection;
import io.ledger.projection.ReadModelRebuild.Changes;
import io.ledger.projection.ReadModelRebuild.RebuildOutcome;
import io.ledger.server.ExitCode;
import java.io.PrintStream;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What came of the rebuild of one read model, told.
 *
 * @param plural what its streams are called
 */
record RebuildReport<S, E, V extends Document>(
        ToolSettings settings, ViewProjection<S, E, V> projection, String plural, PrintStream out, PrintStream err) {

    /** Streams that are named in a report; all of them are counted. */
    private static final int NAMED = 50;

    /** Says what came of it, and gives the exit code. */
    int tell(RebuildOutcome<V> outcome, int acceptSharePercent) {
        return switch (outcome) {
            case RebuildOutcome.Switched<V>(var at, var changes) -> {
                changes.ifPresent(this::tell);
                out.println("switched at position " + at + "; \"" + settings.program()
                        + " rebuild --undo\" puts the replaced" + " read model back, until the next rebuild");
                yield ExitCode.DONE;
            }
            case RebuildOutcome.Refused<V>(var changes) -> {
                tell(changes);
                settings.say(
                        err,
                        String.format(
                                Locale.ROOT,
                                "refused, since %.1f %% of the %s would change and at most %d %% may; nothing was changed."
                                        + " If that is what should happen, run \"%s rebuild --accept-share 100\"",
                                changes.sharePercent(),
                                plural,
                                acceptSharePercent,
                                settings.program()));
                yield ExitCode.NOT_IN_ORDER;
            }
            case RebuildOutcome.Busy<V>() ->
                cannot("another rebuild is at work; wait until it is done, or for a minute if it was killed");
            case RebuildOutcome.Prevented<V>(var reason) -> cannot(reason + ". Nothing was changed");
            case RebuildOutcome.NoPrevious<V>() ->
                cannot("there is no earlier read model to put back; nothing was changed");
            case RebuildOutcome.Outrun<V>() ->
                cannot("the servers' projections were ahead each time; nothing was changed. Try again when there"
                        + " is less to do");
        };
    }

    private int cannot(String reason) {
        settings.say(err, reason);
        return ExitCode.CANNOT_RUN;
    }

    private void tell(Changes<V> changes) {
        changes.found().differences().entrySet().stream().limit(NAMED).forEach(entry -> {
            var pair = entry.getValue();
            out.println(projection.noun() + " " + entry.getKey() + ": "
                    + DocumentDifference.between(pair.live(), pair.wanted(), projection).stream()
                            .map(DocumentDifference::toString)
                            .collect(Collectors.joining("; ")));
        });
        var unnamed = changes.found().differences().size() - NAMED;
        if (unnamed > 0) {
            out.println("… and " + unnamed + " more");
        }
        if (!changes.found().open().isEmpty()) {
            out.println(changes.found().open().size() + " " + plural
                    + " could not be told from lag in time; they count as changed");
        }
        out.println(changes.count() + " of " + changes.streams() + " " + plural + " change");
    }
}
