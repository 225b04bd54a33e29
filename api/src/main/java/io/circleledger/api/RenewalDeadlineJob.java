package io.circleledger.api;

import io.circleledger.command.CircleCommands;
import io.circleledger.domain.circle.CircleRejection;
import io.circleledger.domain.circle.CircleStatus;
import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.query.CircleQueries;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.StreamId;
import io.ledger.core.command.CommandOutcome;
import io.ledger.core.command.Precondition;
import io.ledger.core.command.Request;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.read.StreamAnswer;
import io.ledger.core.stream.ExpectedVersion;
import io.ledger.office.BatchKind;
import io.ledger.office.BatchOrder;
import io.ledger.office.BatchProgress;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The deadline for renewals: active circles that were not renewed for the year lapse.
 *
 * <p>A plan names circles with the versions that they were due at, and each lapses at just such a version, under an idempotency
 * key of the job. So one that is renewed meanwhile is left alone and not counted, and one that has lapsed in a step whose end
 * was not written down is counted, and does not lapse again if somebody has reinstated it since.
 */
public final class RenewalDeadlineJob extends BatchKind {

    public static final String NAME = "renewal-deadline";

    /** The ids in the outcome of a batch. */
    static final String IDS = "circles";

    private static final String LAPSED = "lapsed";

    /** A circle with a version that it is due at. */
    private record DueCircle(String id, int version) {

        private static final String GAP = "/";

        static DueCircle of(CircleView circle) {
            return new DueCircle(circle.id(), circle.version());
        }

        static DueCircle parse(String word) {
            var parts = word.split(GAP, 2);
            return new DueCircle(parts[0], Integer.parseInt(parts[1]));
        }

        String word() {
            return id + GAP + version;
        }
    }

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
                .map(circle -> DueCircle.of(circle).word())
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
        var due = words.stream().map(DueCircle::parse).toList();
        if (order.isDryRun()) {
            return done.count(LAPSED, due.size())
                    .tell(IDS, due.stream().map(DueCircle::id).toList());
        }
        var ends = each(due, circle -> lapse(circle, order.year(), once(request, circle.id())));
        var lapsed = ends.values().stream()
                .flatMap(Optional::stream)
                .flatMap(Optional::stream)
                .toList();
        return done.count(LAPSED, lapsed.size())
                .tell(IDS, lapsed)
                .leaveOut(due.stream()
                        .filter(circle ->
                                ends.getOrDefault(circle, Optional.empty()).isEmpty())
                        .map(DueCircle::id)
                        .toList());
    }

    /** Empty when the circle is not due any more, and this job is not why. */
    private Optional<String> lapse(DueCircle planned, int year, Request request) {
        var circle = Circles.stream(planned.id());
        var due = Optional.of(planned);
        for (var attempt = 0; attempt < ApiLimits.DEADLINE_ATTEMPTS && due.isPresent(); attempt++) {
            var version = new Precondition.Exactly(new ExpectedVersion(due.get().version()));
            switch (commands.lapse(circle, year, version, request)) {
                // The key stands for another version if this job let the circle lapse at a later one than the planned.
                case CommandOutcome.Done<CircleRejection> _, CommandOutcome.KeyReused<CircleRejection> _ -> {
                    return Optional.of(planned.id());
                }
                case CommandOutcome.RejectedCommand<CircleRejection> _ -> {
                    return Optional.empty();
                }
                case CommandOutcome.ConflictingCommand<CircleRejection> _ -> due = due(circle, year);
                case CommandOutcome.InProgress<CircleRejection> _ ->
                    throw again(circle, "is being changed by this job");
            }
        }
        if (due.isPresent()) {
            throw again(circle, "changed all the time");
        }
        return Optional.empty();
    }

    private Optional<DueCircle> due(StreamId circle, int year) {
        return queries.find(circle, head.get()) instanceof StreamAnswer.Visible<CircleView>(var _, var view)
                        && isDue(view, year)
                ? Optional.of(DueCircle.of(view))
                : Optional.empty();
    }

    private static StoreUnavailableException again(StreamId circle, String why) {
        return StoreUnavailableException.of("log", new IllegalStateException("%s %s".formatted(circle.label(), why)));
    }
}
