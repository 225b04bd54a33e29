package io.ledger.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleName;
import io.circleledger.domain.circle.CircleStatus;
import io.circleledger.domain.circle.Circles;
import io.circleledger.domain.circle.Roster;
import io.circleledger.infrastructure.stored.CircleSnapshots;
import io.ledger.core.StreamId;
import io.ledger.core.collection.SharedMap;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.person.PersonId;
import io.ledger.core.stream.Versioned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CaffeineRecentStatesTest {

    private static final StreamId ID = Circles.stream("01990000-0000-7000-8000-000000000001");

    private final CaffeineRecentStates<Circle> circles = new CaffeineRecentStates<>("circles", new CircleSnapshots());

    private static Versioned<Circle> at(int version) {
        return new Versioned<>(
                ID,
                version,
                Circle.of(CircleDetails.of(new CircleName("chess"), new Capacity(10 + version)), version),
                new GlobalPosition(1),
                new GlobalPosition(version),
                Instant.EPOCH,
                "event " + version);
    }

    private static Versioned<Circle> full(int number) {
        var members = SharedMap.<PersonId, Integer>empty();
        for (var member = 1; member <= 30_000; member++) {
            members = members.with(new PersonId(new UUID(number, member)), member);
        }
        var before = at(1);
        return new Versioned<>(
                Circles.stream(new UUID(1, number).toString()),
                30_001,
                new Circle(
                        before.state().details(),
                        CircleStatus.ACTIVE,
                        Optional.empty(),
                        new Roster(members, Optional.empty(), Map.of()),
                        30_001),
                before.createdAt(),
                before.position(),
                before.occurredAt(),
                "event");
    }

    /** Fifty of them would take a third of the memory of a server. */
    @Test
    void ofLargeStatesThereAreFewer() {
        for (var number = 1; number <= 20; number++) {
            circles.remember(full(number), circles.era());
        }
        assertThat(IntStream.rangeClosed(1, 20)
                        .mapToObj(number -> circles.find(Circles.stream(new UUID(1, number).toString())))
                        .flatMap(Optional::stream))
                .hasSizeBetween(1, 6);
    }

    @Test
    void theLaterVersionIsRemembered() {
        circles.remember(at(2), circles.era());
        circles.remember(at(1), circles.era());
        assertThat(circles.find(ID)).contains(at(2));
        circles.remember(at(3), circles.era());
        assertThat(circles.find(ID)).contains(at(3));
    }

    @Test
    void whatWasReadBeforeAllWasForgottenIsNotRemembered() {
        var before = circles.era();
        circles.remember(at(5), before);
        circles.forgetAll();
        assertThat(circles.find(ID)).isEmpty();
        circles.remember(at(6), before);
        assertThat(circles.find(ID)).isEmpty();
        circles.remember(at(4), circles.era());
        circles.remember(at(7), before);
        assertThat(circles.find(ID)).contains(at(4));
    }

    /** Many loads that began before are on their way while everything is forgotten. */
    @Test
    void whateverIsOnItsWayDoesNotComeBack() throws Exception {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var round = 0; round < 200; round++) {
                var before = circles.era();
                var start = new CountDownLatch(1);
                var loads = new ArrayList<Callable<Void>>();
                for (var i = 0; i < 8; i++) {
                    loads.add(() -> {
                        start.await();
                        circles.remember(at(9), before);
                        return null;
                    });
                }
                loads.add(() -> {
                    start.countDown();
                    circles.forgetAll();
                    return null;
                });
                for (var load : executor.invokeAll(loads, 30, TimeUnit.SECONDS)) {
                    load.get();
                }
                assertThat(circles.find(ID)).isEmpty();
            }
        }
        assertThat(List.of(circles.era())).containsExactly(200L);
    }
}
