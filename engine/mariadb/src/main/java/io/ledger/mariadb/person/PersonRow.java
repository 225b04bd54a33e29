package io.ledger.mariadb.person;

import io.ledger.core.person.Person;
import io.ledger.core.person.PersonDetails;
import io.ledger.core.person.PersonFolding;
import io.ledger.core.person.PersonId;
import io.ledger.core.person.PersonKind;
import io.ledger.mariadb.Parameters;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a person stands in a row of the table {@code persons}. */
final class PersonRow {

    static final String COLUMNS =
            "number, id, version, name, name_kana, kind, student_number, grade, final_grade, major,"
                    + " age, email, erasing, erased_at";

    /** Between the texts that are searched, so that no word is found across two of them; no text has one. */
    private static final String GAP = "\n";

    private PersonRow() {}

    static Person person(ResultSet row) throws SQLException {
        var erasedAt = Optional.ofNullable(row.getObject("erased_at", LocalDateTime.class))
                .map(at -> at.toInstant(ZoneOffset.UTC));
        return new Person(
                id(row),
                row.getInt("version"),
                erasedAt.isPresent() ? Optional.empty() : Optional.of(details(row)),
                erasedAt,
                row.getBoolean("erasing") || erasedAt.isPresent());
    }

    static PersonId id(ResultSet row) throws SQLException {
        return PersonId.parse(row.getString("id")).orElseThrow(() -> new SQLException("A person has no UUID"));
    }

    static PersonDetails details(ResultSet row) throws SQLException {
        return new PersonDetails(
                row.getString("name"),
                Optional.ofNullable(row.getString("name_kana")),
                PersonKind.parse(row.getString("kind"))
                        .orElseThrow(() -> new SQLException("A person is of an unknown kind")),
                Optional.ofNullable(row.getString("student_number")),
                Optional.ofNullable(row.getObject("grade", Integer.class)),
                row.getInt("final_grade"),
                Optional.ofNullable(row.getString("major")),
                Optional.ofNullable(row.getObject("age", Integer.class)),
                Optional.ofNullable(row.getString("email")));
    }

    /** Binds name, name_kana, kind, student_number, grade, final_grade, major, age, email, search_text, search_folding. */
    static Parameters bind(Parameters parameters, PersonDetails details, PersonFolding folding) throws SQLException {
        parameters
                .add(details.name())
                .add(details.nameKana().orElse(null))
                .add(details.kind().label())
                .add(details.studentNumber().orElse(null))
                .add(details.grade().map(String::valueOf).orElse(null))
                .add(details.finalGrade())
                .add(details.major().orElse(null))
                .add(details.age().map(String::valueOf).orElse(null))
                .add(details.email().orElse(null));
        return parameters.add(searchText(details, folding)).add(folding.version());
    }

    static String searchText(PersonDetails details, PersonFolding folding) {
        return Stream.of(Optional.of(details.name()), details.nameKana(), details.studentNumber())
                .flatMap(Optional::stream)
                .map(folding::of)
                .collect(Collectors.joining(GAP));
    }
}
