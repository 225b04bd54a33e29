package io.circleledger.infrastructure.stored;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleName;
import io.circleledger.domain.circle.CircleStatus;
import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.circle.Office;
import io.circleledger.domain.circle.Roster;
import io.ledger.core.StreamId;
import io.ledger.core.collection.SharedMap;
import io.ledger.core.person.PersonId;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CircleSnapshotsTest {

    private static final StreamId ID = Circles.stream("01990000-0000-7000-8000-000000000001");
    private static final Circle CIRCLE = Circle.of(CircleDetails.of(new CircleName("テニス"), new Capacity(20)), 5);

    private final CircleSnapshots codec = new CircleSnapshots();

    /** What was ever stored must come to the same again; SnapshotTextTest pins the checksum over it. */
    @Test
    void theTextIsPinned() {
        assertThat(codec.encode(ID, 5, CIRCLE))
                .isEqualTo("{\"schema_version\":1,\"circle_id\":\"01990000-0000-7000-8000-000000000001\",\"version\":5,"
                        + "\"name\":\"テニス\",\"capacity\":20,\"dissolved\":false}");
    }

    @Test
    void theTextWithPeopleIsPinned() {
        var hanako = PersonId.parse("01990000-0000-7000-8000-0000000000a1").orElseThrow();
        var roster = new Roster(
                SharedMap.<PersonId, Integer>empty().with(hanako, 3), Optional.of(hanako), Map.of(Office.VICE, hanako));
        var circle = new Circle(CIRCLE.details(), CircleStatus.SUSPENDED, Optional.of(2026), roster, 7);
        var text = codec.encode(ID, 7, circle);

        assertThat(text)
                .isEqualTo("{\"schema_version\":2,\"circle_id\":\"01990000-0000-7000-8000-000000000001\",\"version\":7,"
                        + "\"name\":\"テニス\",\"capacity\":20,\"status\":\"suspended\",\"renewed_for\":2026,"
                        + "\"owner\":\"01990000-0000-7000-8000-0000000000a1\","
                        + "\"vice\":\"01990000-0000-7000-8000-0000000000a1\","
                        + "\"members\":\"01990000-0000-7000-8000-0000000000a1 3,\"}");
        assertThat(codec.decode(ID, 7, text)).contains(circle);
        assertThat(codec.decode(ID, 7, text.replace(" 3,", " 03,"))).isEmpty();
        assertThat(codec.decode(ID, 7, text.replace(" 3,", " x,"))).isEmpty();
    }

    /** 32,767 members make 1.3 MB, and both ways take milliseconds. */
    @Test
    void theLargestCircleComesBack() {
        var members = SharedMap.<PersonId, Integer>empty();
        for (var number = 1; number <= Capacity.MAX; number++) {
            members = members.with(new PersonId(new UUID(0x7000, number)), number);
        }
        var circle = new Circle(
                CIRCLE.details(),
                CircleStatus.ACTIVE,
                Optional.empty(),
                new Roster(members, Optional.empty(), Map.of()),
                9);
        assertThat(codec.decode(ID, 9, codec.encode(ID, 9, circle))).contains(circle);
    }

    @Test
    void theOrderInWhichADatabaseKeepsTheStateMakesNoDifference() {
        var reordered = "{\"name\": \"テニス\", \"version\": 5, \"capacity\": 20, \"circle_id\":"
                + " \"01990000-0000-7000-8000-000000000001\", \"dissolved\": false, \"schema_version\": 1}";

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
