package io.ledger.projection;

import static io.circleledger.infrastructure.contract.SampleHistories.newId;
import static org.assertj.core.api.Assertions.assertThat;

import io.circleledger.domain.readmodel.CircleView;
import io.circleledger.infrastructure.stored.CircleStreams;
import io.ledger.core.document.ReadModels.Slot;
import io.ledger.core.document.ReadModels.Switch;
import io.ledger.projection.ReadModelRebuild.RebuildOutcome;
import io.ledger.redis.PatientRedis;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.RedisURI;
import io.lettuce.core.protocol.CommandType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a rebuild may touch, and what another one keeps it from. */
class RebuildClaimTest extends LedgerToRebuild {

    @Test
    void whatKilledRebuildsLeftIsClearedAway() throws Exception {
        var ids = circles(10);
        catchUp();
        for (var killed = 0; killed < 2; killed++) {
            // As after a kill: half a model with a wrong circle in it, and no claim any more.
            var models = redis.readModels(CircleStreams.REDIS);
            assertThat(models.obstacle()).isEmpty();
            assertThat(models.claim()).isTrue();
            step(models.store(Slot.REBUILT)).run();
            step(models.store(Slot.REBUILT)).run();
            var left = documents(keys.get("circles:newest"));
            keys.set(left + newId(), "left over");
            keys.set(left + ids.getFirst(), "left over");
            keys.del("circles:claim");
        }
        assertThat(keys.keys("circles:g2:*")).isNotEmpty();
        assertThat(keys.keys("circles:g3:*")).isNotEmpty();
        assertThat(page()).isEqualTo(truth(ids));

        assertThat(rebuild(SILENT, 0)).isInstanceOf(RebuildOutcome.Switched.class);
        assertThat(page()).isEqualTo(truth(ids));
        assertThat(keys.keys(documents("4") + "*")).hasSize(10);
        nothingIsLeftBesideLiveAndPrevious();
    }

    @Test
    void ofTwoRebuildsAtOnceTheSecondIsTurnedAway() throws Exception {
        circles(10);
        catchUp();
        var second = new ArrayList<RebuildOutcome<CircleView>>();

        var first = rebuild(
                (work, done, total) -> {
                    if (second.isEmpty()) {
                        second.add(unchecked(() -> rebuild(SILENT, 0)));
                        second.add(unchecked(this::undo));
                    }
                },
                0);

        assertThat(second).containsOnly(new RebuildOutcome.Busy<>());
        assertThat(first).isInstanceOf(RebuildOutcome.Switched.class);
        assertThat(keys.exists("circles:claim")).isZero();
    }

    @Test
    void aRebuildThatLostItsClaimChangesNothing() throws Exception {
        circles(10);
        catchUp();
        var before = snapshotOfKeys();

        var outcome = rebuild(
                (work, done, total) -> {
                    if (done > 0) {
                        keys.set("circles:claim", "another");
                    }
                },
                0);

        assertThat(outcome).isEqualTo(new RebuildOutcome.Busy<>());
        assertThat(snapshotOfKeys()).isEqualTo(before);
        assertThat(keys.exists("circles:g2:checkpoint"))
                .as("whoever lost the claim removes nothing any more")
                .isOne();
        assertThat(keys.get("circles:claim")).isEqualTo("another");
    }

    @Test
    void aClaimThatRanOutStopsAClearingAndASwitch() {
        circles(3);
        var models = redis.readModels(CircleStreams.REDIS);
        assertThat(models.obstacle()).isEmpty();
        assertThat(models.claim()).isTrue();
        while (step(models.store(Slot.REBUILT)).run() instanceof ProjectionStep.Outcome.Progressed) {}
        keys.del("circles:claim");

        assertThat(models.renewClaim()).isFalse();
        assertThat(models.clear()).isFalse();
        assertThat(models.makeLive(Slot.REBUILT)).isEqualTo(Switch.CLAIM_LOST);
        assertThat(keys.keys("circles:g2:circle:*")).hasSize(3);
        assertThat(live()).isEqualTo("1");
        assertThat(keys.keys("circle:*")).isEmpty();
    }

    @Test
    void keysOfOthersAreLeftAlone() throws Exception {
        var ids = circles(3);
        catchUp();
        var theirs = List.of(
                "sessions:mika",
                "circle",
                "circles",
                "circles:garden",
                "circles:g",
                "circles:gx:circle:1",
                "{circles}:1");
        theirs.forEach(key -> keys.set(key, "theirs"));
        var number = RedisURI.create(url).getDatabase();
        for (var beside : List.of(number + 1, number + 2)) {
            keys.select(beside);
            keys.set("circles:checkpoint", "that of another ledger");
        }
        keys.select(number);

        assertThat(rebuild(SILENT, 0)).isInstanceOf(RebuildOutcome.Switched.class);
        assertThat(undo()).isInstanceOf(RebuildOutcome.Switched.class);
        assertThat(rebuild(SILENT, 0)).isInstanceOf(RebuildOutcome.Switched.class);

        assertThat(page()).isEqualTo(truth(ids));
        assertThat(theirs).allMatch(key -> "theirs".equals(keys.get(key)));
        for (var beside : List.of(number + 1, number + 2)) {
            keys.select(beside);
            assertThat(keys.keys("*")).containsExactly("circles:checkpoint");
        }
    }

    @Test
    void aUserOfOurKeysAloneMayRebuildAndOneOfFewerIsTold() throws Exception {
        var ids = circles(3);
        catchUp();
        keys.aclSetuser(
                "ours",
                AclSetuserArgs.Builder.on()
                        .addPassword("secret")
                        .keyPattern("circle:*")
                        .keyPattern("circles:*")
                        .allCommands()
                        .removeCommand(CommandType.SWAPDB));
        keys.aclSetuser(
                "fewer",
                AclSetuserArgs.Builder.on()
                        .addPassword("secret")
                        .keyPattern("circle:*")
                        .keyPattern("circles:list")
                        .keyPattern("circles:checkpoint")
                        .allCommands());
        try (var ours = PatientRedis.at(url.replaceFirst("//.*@", "//ours:secret@"));
                var fewer = PatientRedis.at(url.replaceFirst("//.*@", "//fewer:secret@"))) {
            assertThat(of(fewer.readModels(CircleStreams.REDIS), SILENT).rebuild(0))
                    .isInstanceOfSatisfying(
                            RebuildOutcome.Prevented.class,
                            prevented -> assertThat(prevented.reason())
                                    .contains("allow it the keys circle:* and circles:*"));
            assertThat(of(ours.readModels(CircleStreams.REDIS), SILENT).rebuild(0))
                    .isInstanceOf(RebuildOutcome.Switched.class);
        } finally {
            keys.aclDeluser("ours", "fewer");
        }
        assertThat(page()).isEqualTo(truth(ids));
    }
}
