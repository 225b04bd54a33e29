package io.ledger.projection.check;

import io.ledger.core.log.GlobalPosition;
import io.ledger.core.log.LogEntry;
import io.ledger.projection.check.Findings.Kind;
import java.util.Set;

/**
 * The rules of the log itself: its positions follow each other without a gap, and every event is of a category that
 * somebody knows. Each reader of the log sees them, so one of them alone holds the log to them.
 */
public final class LogOrder {

    private final Set<String> categories;
    private final Findings findings;
    private GlobalPosition last = GlobalPosition.START;

    /** @param categories all that the program knows */
    public LogOrder(Set<String> categories, Findings findings) {
        this.categories = Set.copyOf(categories);
        this.findings = findings;
    }

    /** Looks at the next entry. */
    void next(LogEntry<?> entry) {
        var next = last.value() + 1;
        if (entry.position().value() != next) {
            findings.add(
                    Kind.LOG,
                    "log: positions %d to %d are missing"
                            .formatted(next, entry.position().value() - 1));
        }
        if (entry instanceof LogEntry.Foreign<?> foreign && !categories.contains(foreign.category())) {
            findings.add(
                    Kind.LOG,
                    "log: position %s has the category \"%s\", which this program does not know"
                            .formatted(entry.position(), foreign.category()));
        }
        last = entry.position();
    }
}
