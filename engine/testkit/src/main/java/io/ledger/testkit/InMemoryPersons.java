package io.ledger.testkit;

import io.ledger.core.command.Precondition;
import io.ledger.core.person.Person;
import io.ledger.core.person.PersonDetails;
import io.ledger.core.person.PersonFilter;
import io.ledger.core.person.PersonId;
import io.ledger.core.person.PersonKind;
import io.ledger.core.person.PersonOutcome;
import io.ledger.core.person.PersonPage;
import io.ledger.core.person.PersonRegister;
import io.ledger.core.request.IdempotencyKey;
import io.ledger.core.request.IdempotentRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A register of people in memory. It compares texts without regard for case, and for nothing else. */
public final class InMemoryPersons implements PersonRegister {

    private final Map<PersonId, Person> people = new LinkedHashMap<>();
    private final Map<PersonId, Integer> raisedFor = new HashMap<>();
    private final Set<PersonId> graduates = new HashSet<>();
    private final Map<IdempotencyKey, Answer> answers = new HashMap<>();

    private record Answer(String fingerprint, PersonOutcome outcome) {}

    private PersonOutcome once(Optional<IdempotentRequest> request, Supplier<PersonOutcome> change) {
        var before = request.map(IdempotentRequest::key).map(answers::get);
        if (before.isPresent()) {
            return before.get().fingerprint().equals(request.orElseThrow().fingerprint())
                    ? before.get().outcome()
                    : new PersonOutcome.ReusedKey();
        }
        var outcome = change.get();
        if (outcome instanceof PersonOutcome.Saved) {
            request.ifPresent(it -> answers.put(it.key(), new Answer(it.fingerprint(), outcome)));
        }
        return outcome;
    }

    @Override
    public synchronized PersonOutcome add(PersonId id, PersonDetails details, Optional<IdempotentRequest> request) {
        return once(request, () -> isTaken(id, details) ? new PersonOutcome.NumberTaken() : put(id, 1, details));
    }

    private PersonOutcome put(PersonId id, int version, PersonDetails details) {
        var before = people.put(id, new Person(id, version, Optional.of(details), Optional.empty(), false));
        if (before != null && !before.details().flatMap(PersonDetails::grade).equals(details.grade())) {
            graduates.remove(id);
        }
        return new PersonOutcome.Saved(id, version);
    }

    private boolean isTaken(PersonId id, PersonDetails details) {
        return details.studentNumber().isPresent()
                && people.values().stream()
                        .filter(person -> !person.id().equals(id))
                        .flatMap(person -> person.details().stream())
                        .anyMatch(other -> other.studentNumber().equals(details.studentNumber()));
    }

    @Override
    public synchronized Optional<Person> find(PersonId id) {
        return Optional.ofNullable(people.get(id));
    }

    @Override
    public synchronized Map<PersonId, Person> find(Collection<PersonId> ids) {
        var found = new HashMap<PersonId, Person>();
        ids.forEach(id -> find(id).ifPresent(person -> found.put(id, person)));
        return found;
    }

    @Override
    public synchronized PersonOutcome change(
            PersonId id, PersonDetails details, Precondition precondition, Optional<IdempotentRequest> request) {
        return once(request, () -> {
            var refusal = refusal(id, precondition);
            if (!(refusal instanceof PersonOutcome.Saved saved)) {
                return refusal;
            }
            return isTaken(id, details) ? new PersonOutcome.NumberTaken() : put(id, saved.version() + 1, details);
        });
    }

    private PersonOutcome refusal(PersonId id, Precondition precondition) {
        var person = people.get(id);
        if (person == null) {
            return new PersonOutcome.UnknownPerson();
        }
        if (person.isErasing()) {
            return new PersonOutcome.ErasedPerson();
        }
        return precondition.takes(person.version())
                ? new PersonOutcome.Saved(id, person.version())
                : new PersonOutcome.StaleVersion(person.version());
    }

    @Override
    public synchronized PersonPage list(PersonFilter filter, long after, int limit) {
        return page(person -> takes(filter, person.details().orElseThrow()), after, limit);
    }

    private PersonPage page(Predicate<Person> filter, long after, int limit) {
        var page = new ArrayList<Person>();
        var number = 0L;
        for (var person : people.values()) {
            number++;
            if (number <= after || person.isErasing() || !filter.test(person)) {
                continue;
            }
            if (page.size() == limit) {
                return new PersonPage(page, OptionalLong.of(number - 1));
            }
            page.add(person);
        }
        return new PersonPage(page, OptionalLong.empty());
    }

    private static boolean takes(PersonFilter filter, PersonDetails details) {
        var text = String.join(
                        "\n",
                        Stream.of(Optional.of(details.name()), details.nameKana(), details.studentNumber())
                                .flatMap(Optional::stream)
                                .toList())
                .toLowerCase(Locale.ROOT);
        return filter.text().map(it -> it.toLowerCase(Locale.ROOT)).stream().allMatch(text::contains)
                && (filter.grade().isEmpty() || filter.grade().equals(details.grade()))
                && (filter.major().isEmpty() || filter.major().equals(details.major()));
    }

    @Override
    public synchronized PersonOutcome beginErasure(PersonId id, Precondition precondition) {
        var person = people.get(id);
        if (person != null && person.isErasing()) {
            return new PersonOutcome.Saved(id, person.version());
        }
        var refusal = refusal(id, precondition);
        if (refusal instanceof PersonOutcome.Saved && person != null) {
            people.put(id, new Person(id, person.version(), person.details(), Optional.empty(), true));
        }
        return refusal;
    }

    @Override
    public synchronized void finishErasure(PersonId id, Instant now) {
        people.computeIfPresent(
                id,
                (_, person) -> person.erasedAt().isPresent()
                        ? person
                        : new Person(id, person.version() + 1, Optional.empty(), Optional.of(now), true));
    }

    @Override
    public synchronized List<PersonId> erasing() {
        return people.values().stream()
                .filter(person -> person.isErasing() && person.erasedAt().isEmpty())
                .map(Person::id)
                .toList();
    }

    @Override
    public synchronized PersonPage graduating(int year, long after, int limit) {
        return page(
                person -> isOpen(person, year) && !isBelowFinalGrade(person) && !graduates.contains(person.id()),
                after,
                limit);
    }

    private boolean isOpen(Person person, int year) {
        return person.details()
                        .filter(it -> it.kind() == PersonKind.STUDENT)
                        .flatMap(PersonDetails::grade)
                        .isPresent()
                && raisedFor.getOrDefault(person.id(), Integer.MIN_VALUE) < year;
    }

    private static boolean isBelowFinalGrade(Person person) {
        return person.details()
                .filter(it -> it.grade().orElseThrow() < it.finalGrade())
                .isPresent();
    }

    @Override
    public synchronized void graduated(Collection<PersonId> ids, int year) {
        for (var id : ids) {
            raisedFor.put(id, year);
            graduates.add(id);
        }
    }

    @Override
    public synchronized long raisable(int year) {
        return below(year).size();
    }

    private List<Person> below(int year) {
        return people.values().stream()
                .filter(person -> isOpen(person, year) && isBelowFinalGrade(person))
                .toList();
    }

    @Override
    public synchronized int raise(int year, int limit) {
        var raised = below(year).stream().limit(limit).toList();
        for (var person : raised) {
            var details = person.details().map(InMemoryPersons::inNextGrade);
            people.put(
                    person.id(),
                    new Person(person.id(), person.version() + 1, details, Optional.empty(), person.isErasing()));
            raisedFor.put(person.id(), year);
            graduates.remove(person.id());
        }
        return raised.size();
    }

    private static PersonDetails inNextGrade(PersonDetails details) {
        return new PersonDetails(
                details.name(),
                details.nameKana(),
                details.kind(),
                details.studentNumber(),
                details.grade().map(grade -> grade + 1),
                details.finalGrade(),
                details.major(),
                details.age(),
                details.email());
    }

    @Override
    public synchronized void remove(PersonId id, int version, Optional<IdempotencyKey> key) {
        var isThere = find(id).filter(person -> person.version() == version && !person.isErasing());
        if (isThere.isPresent()) {
            people.remove(id);
            key.ifPresent(answers::remove);
        }
    }
}
