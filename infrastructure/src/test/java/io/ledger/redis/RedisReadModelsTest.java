package io.circleledger.infrastructure.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.infrastructure.embedded.TestStores;
import io.ledger.core.document.Checkpoint;
import io.ledger.core.document.ReadModels.Slot;
import io.ledger.core.document.ReadModels.Switch;
import io.lettuce.core.RedisClient;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RedisReadModelsTest {

    /** A call is sent again when its connection broke before the answer. */
    @Test
    void aSwitchThatIsSentTwiceHappensOnce() {
        var url = TestStores.shared().freshRedis().url();
        var client = RedisClient.create(url);
        try (var redis = Redis.at(url)) {
            var models = redis.readModels();
            assertThat(models.obstacle()).isEmpty();
            assertThat(models.claim()).isTrue();
            for (var slot : Slot.values()) {
                var store = models.store(slot);
                assertThat(store.reset(Optional.empty())).isTrue();
                assertThat(store.apply(Checkpoint.START, List.of(), Checkpoint.START))
                        .isTrue();
            }
            var keys = client.connect().sync();
            keys.set("circle:live", "the one that was live");

            assertThat(models.makeLive(Slot.REBUILT, "g1")).isEqualTo(Switch.DONE);
            assertThat(models.makeLive(Slot.REBUILT, "g1")).isEqualTo(Switch.DONE);

            assertThat(keys.exists("circle:live")).isZero();
            assertThat(keys.pttl("circles:claim")).isBetween(1L, RedisLimits.CLAIM.toMillis());
            assertThat(models.makeLive(Slot.PREVIOUS, "g2")).isEqualTo(Switch.DONE);
            assertThat(keys.exists("circle:live")).isOne();
        } finally {
            client.shutdown();
        }
    }
}
