package io.ledger.redis;

import static io.circleledger.infrastructure.contract.SampleHistories.newId;
import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.circle.Circles;
import io.ledger.core.StreamId;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class AdmissionFilterTest {

    private final AdmissionFilter filter = new AdmissionFilter(1 << 10);

    @Test
    void admitsWhatIsReadForTheSecondTime() {
        var id = newId();

        assertThat(filter.admits(id)).isFalse();
        assertThat(filter.admits(id)).isTrue();
        assertThat(filter.admits(Circles.parse(id.id()).orElseThrow())).isTrue();
    }

    @Test
    void forgetsWhatManyHaveFollowed() {
        var id = newId();
        filter.admits(id);

        for (var i = 0; i < 100 << 10; i++) {
            filter.admits(newId());
        }

        assertThat(filter.admits(id)).isFalse();
    }

    @Test
    void admitsMostOfAsManyAsHalfOfItsPlaces() {
        var ids = new ArrayList<StreamId>();
        for (var i = 0; i < 1 << 9; i++) {
            ids.add(newId());
        }
        ids.forEach(filter::admits);

        assertThat(ids.stream().filter(filter::admits).count()).isGreaterThan(ids.size() / 2);
    }
}
