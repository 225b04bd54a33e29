package io.ledger.office;

import io.ledger.core.person.PersonDetails;
import io.ledger.core.person.PersonId;
import io.ledger.core.tableimport.ImportRow;
import io.ledger.core.tableimport.RowTraces;
import io.ledger.core.text.NameFolding;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * By what rows about people are found when somebody is erased: every text of them, folded, also in columns that are for no
 * field, and the id of whoever they mean.
 */
public final class PersonTraces implements RowTraces {

    /** Grades and ages are nobody's. */
    private static final Pattern SHORT_NUMBER = Pattern.compile("\\d{0,2}");

    private final NameFolding folding;

    public PersonTraces(NameFolding folding) {
        this.folding = folding;
    }

    @Override
    public Set<String> of(ImportRow row) {
        var traces = new HashSet<String>();
        Stream.concat(row.cells().stream(), row.mended().values().stream())
                .forEach(text -> traces.addAll(folded(text)));
        if (!row.plan().streamId().isEmpty()) {
            traces.add(row.plan().streamId());
        }
        return traces;
    }

    /** Those of somebody: the id, and what nobody else has, or hardly anybody. */
    Set<String> of(PersonId id, PersonDetails details) {
        var traces = new HashSet<String>();
        traces.add(id.toString());
        Stream.of(Optional.of(details.name()), details.studentNumber(), details.email())
                .flatMap(Optional::stream)
                .forEach(text -> traces.addAll(folded(text)));
        return traces;
    }

    private Set<String> folded(String text) {
        if (text.isBlank() || SHORT_NUMBER.matcher(text).matches()) {
            return Set.of();
        }
        return Set.of(folding.fold(text));
    }
}
