package io.ledger.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleName;
import io.circleledger.domain.circle.Circles;
import io.circleledger.infrastructure.stored.CircleSnapshots;
import io.ledger.core.StreamId;
import org.junit.jupiter.api.Test;

class SnapshotTextTest {

    private static final StreamId ID = Circles.stream("01990000-0000-7000-8000-000000000001");
    private static final String EVENT = "01990000-0000-7000-8000-0000000000ff";
    private static final Circle CIRCLE = Circle.of(CircleDetails.of(new CircleName("テニス"), new Capacity(20)), 5);
    private static final CircleSnapshots CODEC = new CircleSnapshots();

    private static String checksum() {
        return SnapshotText.checksum(ID, 5, EVENT, CODEC.encode(ID, 5, CIRCLE));
    }

    /** What was ever stored must come to the same again. */
    @Test
    void theChecksumIsPinned() {
        assertThat(checksum()).isEqualTo("56c6a6d6b98926c7e9d6cc50444cf817e033db44cad9cf63bda623d6998f3190");
    }

    @Test
    void theOrderInWhichADatabaseKeepsTheStateMakesNoDifference() {
        var reordered = "{\"name\": \"テニス\", \"version\": 5, \"capacity\": 20, \"circle_id\":"
                + " \"01990000-0000-7000-8000-000000000001\", \"dissolved\": false, \"schema_version\": 1}";

        assertThat(SnapshotText.believed(CODEC, ID, 5, EVENT, EVENT, reordered, checksum()))
                .contains(CIRCLE);
    }
}
