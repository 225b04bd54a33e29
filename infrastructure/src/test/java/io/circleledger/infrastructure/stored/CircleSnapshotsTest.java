package io.circleledger.infrastructure.stored;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleName;
import io.circleledger.domain.circle.Circles;
import io.ledger.core.StreamId;
import org.junit.jupiter.api.Test;

class CircleSnapshotsTest {

    private static final StreamId ID = Circles.stream("01990000-0000-7000-8000-000000000001");
    private static final Circle CIRCLE = Circle.of(CircleDetails.of(new CircleName("テニス"), new Capacity(20)), 5);

    private final CircleSnapshots codec = new CircleSnapshots();

    /** What was ever stored must come to the same again; SnapshotTextTest pins the checksum over it. */
    @Test
    void theTextIsPinned() {
        assertThat(codec.encode(ID, 5, CIRCLE))
                .isEqualTo("{\"schema_version\":2,\"circle_id\":\"01990000-0000-7000-8000-000000000001\",\"version\":5,"
                        + "\"name\":\"テニス\",\"capacity\":20,\"status\":\"active\",\"members\":\"\"}");
    }

    @Test
    void theOrderInWhichADatabaseKeepsTheStateMakesNoDifference() {
        var reordered = "{\"name\": \"テニス\", \"version\": 5, \"capacity\": 20, \"circle_id\":"
                + " \"01990000-0000-7000-8000-000000000001\", \"status\": \"active\","
                + " \"members\": \"\", \"schema_version\": 2}";

        assertThat(codec.decode(ID, 5, reordered)).contains(CIRCLE);
    }

    @Test
    void aStateOfAnotherCircleOrVersionIsNone() {
        var text = codec.encode(ID, 5, CIRCLE);

        assertThat(codec.decode(ID, 6, text)).isEmpty();
        assertThat(codec.decode(Circles.stream("01990000-0000-7000-8000-000000000002"), 5, text))
                .isEmpty();
    }
}
