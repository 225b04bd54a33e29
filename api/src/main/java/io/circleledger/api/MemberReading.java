package io.circleledger.api;

import io.ledger.core.tableimport.ImportColumn;
import io.ledger.core.tableimport.ImportRow;
import io.ledger.core.text.NameFolding;
import io.ledger.office.PersonCells;
import java.util.List;
import java.util.Locale;

/**
 * What a row of a roster says, each text empty where it does not.
 *
 * @param circleId in lower case, as ids are
 * @param circleName folded
 * @param personId in lower case
 * @param number in the usual width of its characters
 * @param name folded
 * @param role as it stands there
 */
record MemberReading(
        ImportRow row, String circleId, String circleName, String personId, String number, String name, String role) {

    static MemberReading of(ImportRow row, List<ImportColumn> columns, NameFolding folding) {
        var written = row.values(columns);
        return new MemberReading(
                row,
                written.getOrDefault(MemberCells.CIRCLE, "").strip().toLowerCase(Locale.ROOT),
                folded(written.getOrDefault(MemberCells.CIRCLE_NAME, ""), folding),
                written.getOrDefault(MemberCells.PERSON, "").strip().toLowerCase(Locale.ROOT),
                PersonCells.plain(written.getOrDefault(MemberCells.NUMBER, "")),
                folded(written.getOrDefault(MemberCells.NAME, ""), folding),
                written.getOrDefault(MemberCells.ROLE, ""));
    }

    private static String folded(String name, NameFolding folding) {
        return name.isBlank() ? "" : folding.fold(name.strip());
    }

    /** Whether the circle is called by its name alone. */
    boolean isByCircleName() {
        return circleId.isEmpty() && !circleName.isEmpty();
    }

    /** The column by which the circle is meant. */
    String circleField() {
        return circleId.isEmpty() ? MemberCells.CIRCLE_NAME : MemberCells.CIRCLE;
    }

    /** The column by which the person is meant. */
    String personField() {
        return personId.isEmpty() ? MemberCells.NUMBER : MemberCells.PERSON;
    }
}
