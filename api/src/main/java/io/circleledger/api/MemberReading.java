package io.circleledger.api;

import io.ledger.core.tableimport.ImportColumn;
import io.ledger.core.tableimport.ImportRow;
import io.ledger.core.text.NameFolding;
import io.ledger.office.MeantPeople.RowPerson;
import java.util.List;
import java.util.Locale;

/**
 * What a row of a roster says, each text empty where it does not.
 *
 * @param circleId in lower case, as ids are
 * @param circleName folded
 * @param role as it stands there
 */
record MemberReading(ImportRow row, String circleId, String circleName, RowPerson person, String role) {

    static MemberReading of(ImportRow row, List<ImportColumn> columns, NameFolding folding) {
        var written = row.values(columns);
        var name = written.getOrDefault(MemberCells.CIRCLE_NAME, "").strip();
        return new MemberReading(
                row,
                written.getOrDefault(MemberCells.CIRCLE, "").strip().toLowerCase(Locale.ROOT),
                name.isEmpty() ? "" : folding.fold(name),
                RowPerson.of(written, folding),
                written.getOrDefault(MemberCells.ROLE, ""));
    }

    /** Whether the circle is called by its name alone. */
    boolean isByCircleName() {
        return circleId.isEmpty() && !circleName.isEmpty();
    }

    /** The column by which the circle is meant. */
    String circleField() {
        return circleId.isEmpty() ? MemberCells.CIRCLE_NAME : MemberCells.CIRCLE;
    }
}
