package io.circleledger.api;

import io.circleledger.command.CircleCommands;
import io.circleledger.domain.circle.CircleRejection;
import io.circleledger.domain.circle.CircleStatus;
import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.query.CircleQueries;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.command.CommandOutcome;
import io.ledger.core.command.Precondition;
import io.ledger.core.command.Request;
import io.ledger.core.log.GlobalPosition;
import io.ledger.office.BatchKind;
import io.ledger.office.BatchOrder;
import io.ledger.office.BatchProgress;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The deadline for renewals: active circles that were not renewed for the year lapse. */
public final class RenewalDeadlineJob extends BatchKind {

    static final String NAME = "renewal-deadline";

    /** The ids in the outcome of a batch. */
    static final String IDS = "circles";

    private static final String LAPSED = "lapsed";

    private final CircleCommands commands;
    private final CircleQueries queries;
    private final Supplier<GlobalPosition> head;

    /** @param head reads the end of the log */
    public RenewalDeadlineJob(CircleCommands commands, CircleQueries queries, Supplier<GlobalPosition> head) {
        super(NAME);
        this.commands = commands;
        this.queries = queries;
        this.head = head;
    }

    @Override
    protected BatchProgress plan(BatchOrder order, BatchProgress progress) {
        var place = progress.place();
        var after = place.isEmpty() ? GlobalPosition.START : new GlobalPosition(Long.parseLong(place));
        var page = queries.list(after, ApiLimits.DEADLINE_PAGE, head.get());
        var due = page.documents().stream()
                .filter(circle -> isDue(circle, order.year()))
                .map(CircleView::id)
                .toList();
        return progress.plan(page.next().map(GlobalPosition::toString).orElse(END), due)
                .at(progress.done() + page.documents().size(), page.total())
                .count(LAPSED, 0)
                .tell(IDS, List.of());
    }

    private static boolean isDue(CircleView circle, int year) {
        return circle.status() == CircleStatus.ACTIVE
                && circle.standing().renewedFor().filter(it -> it >= year).isEmpty();
    }

    @Override
    protected BatchProgress carryOut(BatchOrder order, Request request, List<String> words, BatchProgress done) {
        var lapsed = order.isDryRun()
                ? words
                : each(words, id -> lapse(id, order.year(), request)).stream()
                        .flatMap(Optional::stream)
                        .toList();
        return done.count(LAPSED, lapsed.size()).tell(IDS, lapsed);
    }

    /** Empty when the circle was dissolved since it was looked at. */
    private Optional<String> lapse(String id, int year, Request request) {
        var circle = Circles.stream(id);
        return switch (commands.lapse(circle, year, new Precondition.AnyVersion(), request)) {
            case CommandOutcome.Done<CircleRejection> _ -> Optional.of(id);
            case CommandOutcome.ConflictingCommand<CircleRejection> _ ->
                throw StoreUnavailableException.of(
                        "log", new IllegalStateException("%s changed all the time".formatted(circle.label())));
            case CommandOutcome.RejectedCommand<CircleRejection> _,
                    CommandOutcome.InProgress<CircleRejection> _,
                    CommandOutcome.KeyReused<CircleRejection> _ -> Optional.empty();
        };
    }
}
