package io.ledger.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.person.PersonDetails;
import io.ledger.core.person.PersonFilter;
import io.ledger.core.person.PersonFolding;
import io.ledger.core.person.PersonId;
import io.ledger.core.person.PersonKind;
import io.ledger.core.person.PersonRegister;
import io.ledger.mariadb.MariaDb;
import io.ledger.mariadb.person.MariaDbPersons;
import io.ledger.stores.TestStores;
import io.ledger.testkit.contract.PersonRegisterContract;
import io.ledger.testkit.counter.Counters;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** MariaDB keeps the contract of registers of people. */
class MariaDbPersonsTest extends PersonRegisterContract {

    private static final PersonFolding LOWER = new PersonFolding(
            "lower 1", text -> text.toLowerCase(Locale.ROOT), text -> List.of(text.toLowerCase(Locale.ROOT)));

    private static MariaDb mariaDb;

    @BeforeAll
    static void open() {
        var access = TestStores.shared().freshDatabase();
        mariaDb = MariaDb.at(access.jdbcUrl(), access.user(), access.password(), Counters.TABLES);
        mariaDb.migrate();
    }

    @AfterAll
    static void close() {
        mariaDb.close();
    }

    @Override
    protected PersonRegister empty() {
        for (var table : List.of("persons", "idempotency_keys")) {
            mariaDb.database().ask("DELETE FROM " + table, delete -> delete.executeUpdate());
        }
        return new MariaDbPersons(mariaDb.database(), LOWER);
    }

    @Test
    void anotherFoldingFoldsAnewWhatIsThere() {
        var upper = new PersonFolding(
                "upper 1", text -> text.toUpperCase(Locale.ROOT), text -> List.of(text.toUpperCase(Locale.ROOT)));
        var id = new PersonId(UUID.randomUUID());
        empty().add(
                        id,
                        new PersonDetails(
                                "Hanako",
                                Optional.empty(),
                                PersonKind.STUDENT,
                                Optional.empty(),
                                Optional.empty(),
                                4,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()),
                        Optional.empty());
        var later = new MariaDbPersons(mariaDb.database(), upper);
        var wanted = new PersonFilter(Optional.of("hanako"), Optional.empty(), Optional.empty());
        assertThat(later.list(wanted, 0, 10).people()).isEmpty();

        later.refold();

        assertThat(later.list(wanted, 0, 10).people()).hasSize(1);
    }
}
