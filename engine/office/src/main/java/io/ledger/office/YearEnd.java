package io.ledger.office;

import io.ledger.core.command.Request;
import io.ledger.core.person.PersonId;
import io.ledger.core.person.PersonRegister;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The end of a year: students in their final grade graduate, and then the grade of the others rises.
 *
 * <p>The register notes for each student the year for which that was done, so another batch of the year finds nothing. A plan
 * has words of a graduate and what they own, which nobody could tell later. How many were raised is the difference of those who
 * were to be raised before and are still: so a rise counts also if the end of its step was not written down.
 */
public abstract class YearEnd extends BatchKind {

    /** The place of those who are raised, with how many there were. */
    private static final String RAISE = "raise ";

    /** @param owned the ids of what they own; empty when that is not known, because a history is damaged */
    private record Graduate(PersonId person, Optional<List<String>> owned) {

        private static final String OWNS = "/";
        private static final String UNKNOWN = "?";

        static Graduate parse(String word) {
            var parts = List.of(word.split(OWNS));
            var owned = parts.subList(1, parts.size());
            return new Graduate(
                    PersonId.parse(parts.getFirst()).orElseThrow(),
                    owned.equals(List.of(UNKNOWN)) ? Optional.empty() : Optional.of(owned));
        }

        String word() {
            return Stream.concat(Stream.of(person.toString()), owned.orElse(List.of(UNKNOWN)).stream())
                    .collect(Collectors.joining(OWNS));
        }
    }

    private final PersonRegister persons;
    private final String owned;

    /** @param owned what the outcome calls the ids of what is suspended, because graduates own it */
    protected YearEnd(String name, PersonRegister persons, String owned) {
        super(name);
        this.persons = persons;
        this.owned = owned;
    }

    /** The ids of what somebody owns, without what is suspended already. */
    protected abstract List<String> ownedBy(PersonId person);

    /**
     * Ends everything that somebody takes part in; does nothing the second time.
     *
     * @throws io.ledger.core.decide.CorruptStreamException when one of them has a damaged history; the others have ended
     */
    protected abstract void graduate(PersonId person, Request request);

    @Override
    protected final BatchProgress plan(BatchOrder order, BatchProgress progress) {
        return progress.place().startsWith(RAISE)
                ? raise(order, progress)
                : plan(order.year(), progress, OfficeLimits.GRADUATES);
    }

    /** The next graduates; fewer of them when they own more than can be written down. */
    private BatchProgress plan(int year, BatchProgress progress, int limit) {
        var after = progress.place().isEmpty() ? 0 : Long.parseLong(progress.place());
        var page = persons.graduating(year, after, limit);
        if (page.people().isEmpty()) {
            var raisable = persons.raisable(year);
            return progress.plan(RAISE + raisable, List.of())
                    .at(progress.done(), progress.done() + raisable)
                    .count("graduated", 0)
                    .count("suspended", 0)
                    .count("raised", 0)
                    .tell(owned, List.of());
        }
        var words = page.people().stream()
                .map(person -> planned(person.id()).word())
                .toList();
        var planned = progress.plan(String.valueOf(page.next().orElse(Long.MAX_VALUE)), words);
        var fitting = planned.fitting();
        return fitting == words.size() ? planned : plan(year, progress, fitting);
    }

    private Graduate planned(PersonId person) {
        var owned = unlessDamaged(
                () -> ownedBy(person).stream().limit(OfficeLimits.GRADUATE_OWNS).toList());
        return new Graduate(person, owned);
    }

    @Override
    protected final BatchProgress carryOut(BatchOrder order, Request request, List<String> words, BatchProgress done) {
        var graduates = words.stream().map(Graduate::parse).toList();
        var gone = order.isDryRun()
                ? graduates.stream()
                        .filter(graduate -> graduate.owned().isPresent())
                        .toList()
                : gone(graduates, request);
        if (!order.isDryRun() && !gone.isEmpty()) {
            persons.graduated(gone.stream().map(Graduate::person).toList(), order.year());
        }
        var suspended = gone.stream()
                .flatMap(graduate -> graduate.owned().orElseGet(List::of).stream())
                .toList();
        return done.at(done.done() + words.size(), 0)
                .count("graduated", gone.size())
                .count("suspended", suspended.size())
                .tell(owned, suspended)
                .leaveOut(graduates.stream()
                        .filter(graduate -> !gone.contains(graduate))
                        .map(graduate -> graduate.person().toString())
                        .toList());
    }

    private List<Graduate> gone(List<Graduate> graduates, Request request) {
        var ends = each(graduates, graduate -> {
            graduate(graduate.person(), request);
            return graduate;
        });
        return ends.values().stream().flatMap(Optional::stream).toList();
    }

    private BatchProgress raise(BatchOrder order, BatchProgress progress) {
        var before = Long.parseLong(progress.place().substring(RAISE.length()));
        var isEnd = order.isDryRun() || persons.raise(order.year(), OfficeLimits.RAISED) == 0;
        var raised = order.isDryRun() ? before : Math.max(0, before - persons.raisable(order.year()));
        return progress.plan(isEnd ? END : progress.place(), List.of())
                .set("raised", raised)
                .at(progress.total() - before + raised, progress.total());
    }
}
