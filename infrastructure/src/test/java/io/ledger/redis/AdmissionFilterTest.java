package io.circleledger.infrastructure.redis;

import static io.circleledger.infrastructure.contract.SampleHistories.newId;
import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.Circles;
import io.ledger.core.stream.StreamId;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class DoorkeeperTest {

    private final Doorkeeper doorkeeper = new Doorkeeper(1 << 10);

    @Test
    void knowsWhoComesForTheSecondTime() {
        var id = newId();

        assertThat(doorkeeper.knows(id)).isFalse();
        assertThat(doorkeeper.knows(id)).isTrue();
        assertThat(doorkeeper.knows(Circles.parse(id.id()).orElseThrow())).isTrue();
    }

    @Test
    void forgetsWhomManyHaveFollowed() {
        var id = newId();
        doorkeeper.knows(id);

        for (var i = 0; i < 100 << 10; i++) {
            doorkeeper.knows(newId());
        }

        assertThat(doorkeeper.knows(id)).isFalse();
    }

    @Test
    void knowsMostOfAsManyAsHalfOfItsPlaces() {
        var ids = new ArrayList<StreamId>();
        for (var i = 0; i < 1 << 9; i++) {
            ids.add(newId());
        }
        ids.forEach(doorkeeper::knows);

        assertThat(ids.stream().filter(doorkeeper::knows).count()).isGreaterThan(ids.size() / 2);
    }
}
