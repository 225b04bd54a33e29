package io.ledger.office;

import io.ledger.core.person.Person;
import io.ledger.core.person.PersonFilter;
import io.ledger.core.person.PersonId;
import io.ledger.core.person.PersonPage;
import io.ledger.core.person.PersonRegister;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The register as imports look at it: everybody once, or those with some ids. */
public final class RegisteredPeople {

    private static final PersonFilter ALL = new PersonFilter(Optional.empty(), Optional.empty(), Optional.empty());

    private final PersonRegister register;

    public RegisteredPeople(PersonRegister register) {
        this.register = register;
    }

    /** Goes through everybody who was not erased. */
    public void each(Consumer<Person> known) {
        var after = OptionalLong.of(0);
        while (after.isPresent()) {
            var page = register.list(ALL, after.getAsLong(), PersonPage.MAX);
            page.people().forEach(known);
            after = page.next();
        }
    }

    /**
     * Those with some ids, erased ones among them.
     *
     * @param ids of any shape, and as many as there may be
     */
    public Map<PersonId, Person> find(Collection<String> ids) {
        var wanted = ids.stream()
                .map(PersonId::parse)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        var found = new HashMap<PersonId, Person>();
        for (var from = 0; from < wanted.size(); from += PersonPage.MAX) {
            found.putAll(register.find(
                    List.copyOf(wanted.subList(from, Math.min(from + PersonPage.MAX, wanted.size())))));
        }
        return found;
    }

    /** Which of some ids are those of people who were erased, or are being erased. */
    public Set<String> erased(Collection<String> ids) {
        return find(ids).values().stream()
                .filter(Person::isErasing)
                .map(person -> person.id().toString())
                .collect(Collectors.toSet());
    }
}
