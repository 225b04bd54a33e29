package io.ledger.mariadb;

import static io.circleledger.infrastructure.contract.SampleHistories.append;
import static io.circleledger.infrastructure.contract.SampleHistories.created;
import static io.circleledger.infrastructure.contract.SampleHistories.newId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.circleledger.infrastructure.contract.SampleHistories;
import io.ledger.core.StoreUnavailableException;
import io.ledger.core.StoreUnavailableException.Unavailability;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Appends to a log whose end somebody has damaged. */
class DamagedLogTest extends AppendRecorderFixture {

    @Test
    void aHeadThatIsBehindTheLogIsCaughtUp() throws Exception {
        SampleHistories.record(store, newId(), created("chess", 10));
        SampleHistories.record(store, newId(), created("chess", 10));
        execute("UPDATE log_head SET position = 0");

        assertThat(results(creation(), creation())).containsExactly(at(3), at(4));
    }

    @Test
    void withoutTheRowOfLogHeadNothingIsRecordedByAnyConnection() throws Exception {
        // Each connection has given a position before, which it still knows.
        assertThat(results(creation())).containsExactly(at(1));
        assertThat(results(creation(), creation())).containsExactly(at(2), at(3));
        execute("DELETE FROM log_head");

        for (var batch : List.of(pending(creation()), pending(creation(), requested("a", creation())))) {
            recorder.record(batch);
            for (var append : batch) {
                assertDamaged(append, "has lost its row", "INSERT INTO log_head");
            }
        }

        assertThat(count("circle_events")).isEqualTo(3);
        execute("INSERT INTO log_head (id, position) SELECT 1, COALESCE(MAX(position), 0) FROM circle_events");
        assertThat(results(creation())).containsExactly(at(4));
    }

    @Test
    void nothingIsRecordedAfterAGapThatTheEndOfTheLogHasLost() throws Exception {
        assertThat(results(creation(), creation(), creation())).containsExactly(at(1), at(2), at(3));
        execute("DELETE FROM circle_events WHERE position = 3");

        for (var append : pending(creation())) {
            recorder.record(List.of(append));
            assertDamaged(append, "log_head says 3 and the log ends at 2", "SET position = 2");
        }

        execute("UPDATE log_head SET position = 2 WHERE id = 1");
        assertThat(results(creation())).containsExactly(at(3));
    }

    private static void assertDamaged(PendingAppend append, String... words) {
        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(append::result)
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Unavailability.DAMAGED))
                .satisfies(failure -> assertThat(failure.getMessage()).contains(words));
    }
}
