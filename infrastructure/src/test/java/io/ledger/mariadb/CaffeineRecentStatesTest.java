package io.ledger.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.Capacity;
import io.circleledger.domain.circle.Circle;
import io.circleledger.domain.circle.CircleDetails;
import io.circleledger.domain.circle.CircleName;
import io.circleledger.domain.circle.Circles;
import io.ledger.core.StreamId;
import io.ledger.core.log.GlobalPosition;
import io.ledger.core.stream.Versioned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CaffeineRecentStatesTest {

    private static final StreamId ID = Circles.stream("01990000-0000-7000-8000-000000000001");

    private final CaffeineRecentStates<Circle> circles = new CaffeineRecentStates<>("circles");

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
