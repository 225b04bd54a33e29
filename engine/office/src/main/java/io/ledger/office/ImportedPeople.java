package io.ledger.office;

import io.ledger.core.person.Person;
import io.ledger.core.person.PersonId;
import io.ledger.core.person.PersonRegister;
import io.ledger.core.tableimport.TableImportStore;

/** What imports hold of people, which is erased with them. */
public final class ImportedPeople {

    private final PersonRegister register;
    private final TableImportStore store;
    private final PersonTraces traces;

    public ImportedPeople(PersonRegister register, TableImportStore store, PersonTraces traces) {
        this.register = register;
        this.store = store;
        this.traces = traces;
    }

    /** Empties the rows that are about somebody; the register must still know who that is. The second time there are none. */
    public void erase(PersonId id) {
        register.find(id)
                .flatMap(Person::details)
                .ifPresent(details -> store.erase(id.toString(), traces.of(id, details)));
    }
}
