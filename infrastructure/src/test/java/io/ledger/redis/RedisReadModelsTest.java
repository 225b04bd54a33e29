package io.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.document.Checkpoint;
import io.ledger.core.document.ReadModels.Slot;
import io.ledger.core.document.ReadModels.Switch;
import io.ledger.core.log.GlobalPosition;
import io.ledger.stores.TestStores;
import io.lettuce.core.RedisClient;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RedisReadModelsTest {

    /** A call is sent again when its connection broke before the answer. */
    @Test
    void aSwitchThatIsSentTwiceHappensOnce() {
        var url = TestStores.shared().freshRedis().url();
        var client = RedisClient.create(url);
        try (var redis = PatientRedis.at(url)) {
            var models = redis.readModels(CircleStreams.REDIS);
            assertThat(models.obstacle()).isEmpty();
            var live = models.store(Slot.LIVE);
            assertThat(live.reset(Optional.empty())).isTrue();
            assertThat(models.claim()).isTrue();
            assertThat(models.store(Slot.REBUILT).reset(Optional.empty())).isTrue();
            var keys = client.connect().sync();

            assertThat(models.makeLive(Slot.REBUILT)).isEqualTo(Switch.DONE);
            assertThat(models.makeLive(Slot.REBUILT)).isEqualTo(Switch.DONE);

            assertThat(keys.get("circles:generation")).isEqualTo("2");
            assertThat(keys.get("circles:previous")).isEqualTo("1");
            assertThat(live.checkpoint()).contains(new Checkpoint(GlobalPosition.START, "", "2"));
            assertThat(keys.pttl("circles:claim")).isBetween(1L, RedisLimits.CLAIM.toMillis());
            assertThat(models.makeLive(Slot.PREVIOUS)).isEqualTo(Switch.DONE);
            assertThat(keys.get("circles:generation")).isEqualTo("1");
            assertThat(keys.get("circles:previous")).isEqualTo("2");
            assertThat(live.checkpoint()).contains(Checkpoint.START);
        } finally {
            client.shutdown();
        }
    }
}
