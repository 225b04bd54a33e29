package io.circleledger.api;

import io.circleledger.domain.circle.CircleRejection;
import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.circle.RosterRole;
import io.ledger.core.StreamId;
import io.ledger.core.person.PersonId;
import io.ledger.core.tableimport.ImportRow;
import io.ledger.core.tableimport.RowEnd;
import io.ledger.core.tableimport.RowResult;
import io.ledger.office.ImportRun;

/** What a row of a roster says: whom it makes what, and where. */
record MemberAssignment(String circle, PersonId person, RosterRole role) {

    /** That of a row whose plan has no faults. */
    static MemberAssignment of(ImportRow row, ImportRun run) {
        var role = row.values(run.found().columns()).getOrDefault(MemberCells.ROLE, "");
        return new MemberAssignment(
                row.plan().within(),
                PersonId.parse(row.plan().streamId()).orElseThrow(),
                MemberCells.role(role).orElseThrow(IllegalStateException::new));
    }

    StreamId stream() {
        return Circles.stream(circle);
    }

    RowResult result(RowEnd end, int version, String detail) {
        return new RowResult(end, person.toString(), version, detail);
    }

    RowResult dissolved(int version) {
        return result(RowEnd.ERROR, version, RowRefusal.words(CircleRejection.CIRCLE_IS_DISSOLVED));
    }
}
